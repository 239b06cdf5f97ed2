/**
 * Numbers as a file holds them, before anything is made of its columns, and what its heading says of them.
 *
 * @module
 */
import { own } from "../../core/codec/own.ts";
import { listOfNames } from "../../core/program/name_list.ts";

/** A cell that holds neither a number nor a gap. */
export interface TextCell {
  /** Place of its row in the file, from 1. */
  readonly place: number;
  /** Index of its column, from 0. */
  readonly column: number;
  /** Its text. */
  readonly text: string;
}

/** A column as the file names it. */
export interface RawColumn {
  /** Null if the file gives no name. */
  readonly name: string | null;
  /** Null if the file gives no unit. */
  readonly unit: string | null;
  /** Whether the numbers are dates, in seconds since 1970. */
  readonly isDate: boolean;
  /** Texts that tell rows apart: a value of the column is an index of them. Absent if the values are numbers. */
  readonly labels?: readonly string[];
  /** Why it is no part of the state: it separates the trials, or holds nothing. */
  readonly leftOut?: "group" | "empty";
}

/** Time between two rows, as a preamble says it. */
export interface StatedSampling {
  /** Time units between two rows. */
  readonly dt: number;
  /** Null if none is given. */
  readonly unit: string | null;
  /** The words of the preamble. */
  readonly said: string;
  /** Its place. Default: in lines before the table. */
  readonly from?: "header";
}

/** Rows × columns of numbers, with their places in the file. */
export interface RawTable {
  /** "comma-separated text", ".npy, float64": what the file turned out to be. */
  readonly format: string;
  /** The columns. */
  readonly columns: readonly RawColumn[];
  /** Number of rows. */
  readonly rows: number;
  /** Rows of the file before them that were left out. */
  readonly dropped: number;
  /** Row by row; NaN is a gap. */
  readonly values: Float64Array;
  /** The place of each row in the file, counted from 1 as an editor does. */
  readonly places: Float64Array;
  /** The first text of each column that holds any. */
  readonly texts: readonly TextCell[];
  /** What else a reader should know. */
  readonly notes: readonly string[];
  /** What the lines before the table say of the time between two rows. */
  readonly sampling?: StatedSampling;
}

/** The name of a column for people: its own, or its number from 1. */
export const columnLabel = ({ name }: RawColumn, index: number): string | number => name ?? index + 1;

/** Names of columns as an option takes them, in quotation marks where a shell needs them. */
export const optionText = (names: readonly (string | number)[]): string => {
  const text = listOfNames(names);
  return /^[\w,.-]+$/.test(text) ? text : text.includes('"') ? `'${text}'` : `"${text}"`;
};

/** Places 1 … rows, for files whose rows are counted from their first; some of them may have been left out before. */
export const countedPlaces = (rows: number, dropped = 0): Float64Array =>
  Float64Array.from({ length: rows }, (_, row) => dropped + row + 1);

/** One column of a table, as a copy. */
export const rawColumn = ({ values, rows, columns }: RawTable, index: number): Float64Array => {
  const out = new Float64Array(rows);
  for (let row = 0; row < rows; row++) out[row] = values[row * columns.length + index]!;
  return out;
};

/** A heading, taken apart. */
export interface Heading {
  /** The name without the unit. */
  readonly name: string;
  /** What is in brackets or after a slash; null if nothing is. */
  readonly unit: string | null;
}

const timeName =
  /^(?:t|times?|time[ _-]?stamps?|dates?|date[ _-]?times?|seconds?|secs?|milliseconds?|minutes?|hours?|days?)$/i;
const suffix = /^(t|times?|time[ _-]?stamps?)[ _-](s|sec|ms|us|ns|min|h|d)$/i;
const spelled: Readonly<Record<string, string>> = {
  second: "s",
  seconds: "s",
  sec: "s",
  secs: "s",
  millisecond: "ms",
  milliseconds: "ms",
  minute: "min",
  minutes: "min",
  hour: "h",
  hours: "h",
  day: "d",
  days: "d",
};
const indexName = /^(?:|unnamed: ?\d+|index|idx|row|rows|sample|samples|id|nr|no|#)$/i;

/** Name and unit, where a heading has both. */
type Parts = readonly [name: string, unit: string];

/** "x [mV]": the unit begins at the first bracket behind which none closes but the last. In one pass from the end. */
const bracketed = (heading: string): Parts | null => {
  if (!/[\])}>]$/.test(heading)) return null;
  const body = heading.slice(0, -1);
  const closed = Math.max(...["]", ")", "}", ">"].map((bracket) => body.lastIndexOf(bracket)));
  const opens = ["[", "(", "{", "<"].map((bracket) => body.indexOf(bracket, closed + 1)).filter((at) =>
    at >= 0
  );
  if (opens.length === 0) return null;
  const open = Math.min(...opens);
  return [body.slice(0, open).trimEnd(), body.slice(open + 1).trim()];
};

/** "pressure / hPa": the last word is the unit, and a single slash comes before it. */
const slashed = (heading: string): Parts | null => {
  const before = heading.slice(0, Math.max(0, heading.length - lastWordLength(heading)));
  const slash = before.trimEnd();
  if (before === slash || !slash.endsWith("/")) return null;
  const name = slash.slice(0, -1);
  return name.trimEnd() === name ? null : [name.trimEnd(), heading.slice(before.length)];
};

/** Characters of the last word. */
const lastWordLength = (text: string): number => {
  let length = 0;
  while (length < text.length && text[text.length - 1 - length]!.trim() !== "") length++;
  return length;
};

const suffixed = (heading: string): Parts | null => {
  const found = suffix.exec(heading);
  return found === null ? null : [found[1]!, found[2]!];
};

/**
 * Name and unit from a heading.
 *
 * @example The ways in which units are written
 * ```ts
 * import { headingOf } from "./raw_table.ts";
 * import { assertEquals } from "@std/assert/mod.js";
 *
 * assertEquals(headingOf("t [s]"), { name: "t", unit: "s" });
 * assertEquals(headingOf("x (mV)"), { name: "x", unit: "mV" });
 * assertEquals(headingOf("pressure / hPa"), { name: "pressure", unit: "hPa" });
 * assertEquals(headingOf("time_ms"), { name: "time", unit: "ms" });
 * assertEquals(headingOf("seconds"), { name: "seconds", unit: "s" });
 * assertEquals(headingOf("y"), { name: "y", unit: null });
 * assertEquals(headingOf("mean flow\n(l/s)"), { name: "mean flow", unit: "l/s" });
 * ```
 */
export const headingOf = (text: string): Heading => {
  // Spreadsheets break headings into lines; a name is one.
  const heading = (/[\r\n]/.test(text) ? text.trim().replaceAll(/\s+/g, " ") : text.trim()).normalize("NFC");
  const [name, unit] = bracketed(heading) ?? slashed(heading) ?? suffixed(heading) ?? ["", ""];
  if (name !== "" && unit !== "") return { name, unit: own(spelled, unit.toLowerCase()) ?? unit };
  return { name: heading, unit: own(spelled, heading.toLowerCase()) ?? null };
};

/** Whether a column of this name is the time. */
export const namesTime = (name: string): boolean => timeName.test(name);

const groupName = new RegExp(
  "^(?:(?:trial|subject|subj|participant|patient|animal|session|run|episode|recording|replicate|repetition|" +
    "reali[sz]ation|trajectory|simulation|experiment|group|id)s?)" +
    "(?:[ _-]?(?:id|nr|no|num|number|index|idx|name))?$",
  "i",
);

/** Whether a column of this name may tell the trials of a long table apart. */
export const namesGroup = (name: string): boolean => groupName.test(name);

/** Whether a column of this name may merely count the rows. */
export const namesIndex = (name: string): boolean => indexName.test(name);
