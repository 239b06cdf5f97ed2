/**
 * Tables in text files: .csv, .tsv and their like.
 *
 * @module
 */
import * as E from "fp-ts/Either.js";
import { type BadInput, badInput } from "../../program/errors.ts";
import { counted } from "../../program/text.ts";
import {
  type Decimal,
  eachRow,
  isGap,
  isRemark,
  LONGEST_ROW,
  punctuationOf,
  readDate,
  readNumber,
  rowsOf,
} from "./rows_of_text.ts";
import { headingOf, type RawColumn, type RawTable, type TextCell } from "./raw_table.ts";
import { type ImportSettings, rowsKept } from "./imported.ts";
import type { TextBlocks } from "./text.ts";

const separatorNames: Readonly<Record<string, string>> = {
  "\t": "tab-separated",
  ";": "semicolon-separated",
  ",": "comma-separated",
  "|": "bar-separated",
  " ": "blank-separated",
};

/** A list of numbers that grows. */
interface Growing {
  values: Float64Array;
  length: number;
}

const append = (to: Growing, value: number): void => {
  if (to.length === to.values.length) {
    const larger = new Float64Array(2 * to.values.length);
    larger.set(to.values);
    to.values = larger;
  }
  to.values[to.length++] = value;
};

/** Cells without those that a separator at the end of the line makes. */
const withoutEmptyEnd = (cells: readonly string[], width: number): readonly string[] =>
  cells.length === width + 1 && cells[width]!.trim() === "" ? cells.slice(0, width) : cells;

/** What has been read so far. */
interface Reading {
  /** The number of cells in each row; 0 before the first. */
  width: number;
  names: readonly string[] | null;
  /** Units in a line of their own below the names; taken back when no numbers follow. */
  units: { readonly cells: readonly string[]; readonly place: number } | null;
  lastRemark: string;
  isDate: boolean[];
  /** Blank lines that may be gaps, of a file of one column. */
  blanks: number[];
  readonly values: Growing;
  readonly places: Growing;
  /** Rows that were left out again, since only the last ones are kept. */
  dropped: number;
  readonly texts: Map<number, TextCell>;
}

const isValue = (cell: string, decimal: Decimal): boolean =>
  readNumber(cell, decimal) !== null || readDate(cell) !== null;

const noteText = ({ texts }: Reading, cell: TextCell): void => {
  if (!texts.has(cell.column)) texts.set(cell.column, cell);
};

/** Whether no row of values has been read yet. */
const isFresh = ({ places, dropped }: Reading): boolean => places.length === 0 && dropped === 0;

/** Leaves all rows out but the last ones. */
const keepLast = (reading: Reading, most: number): void => {
  const { places, values, width } = reading;
  const excess = places.length - most;
  if (!(excess > 0)) return;
  places.values.copyWithin(0, excess, places.length);
  values.values.copyWithin(0, excess * width, values.length);
  places.length -= excess;
  values.length -= excess * width;
  reading.dropped += excess;
};

/** Rows beyond those that are kept are left out when they are so many, as a share of these. */
const SLACK = 1.25;

/** Passes lines over of which, with all rows before them, nothing would be kept; whether it does. */
const passOver = (reading: Reading, most: number, lines: number, remaining: number): boolean => {
  // What the columns are is known when the first rows have been read.
  if (isFresh(reading) || !(remaining > SLACK * most)) return false;
  reading.dropped += reading.places.length + lines;
  reading.places.length = 0;
  reading.values.length = 0;
  reading.blanks = [];
  return true;
};

const addRow = (reading: Reading, cells: readonly string[], place: number, decimal: Decimal): void => {
  append(reading.places, place);
  cells.forEach((cell, column) => {
    if (reading.isDate[column] === undefined && !isGap(cell)) {
      reading.isDate[column] = readNumber(cell, decimal) === null && readDate(cell) !== null;
    }
    const value = reading.isDate[column] === true && !isGap(cell)
      ? readDate(cell)
      : readNumber(cell, decimal);
    if (value === null) noteText(reading, { place, column, text: cell.trim() });
    append(reading.values, value ?? NaN);
  });
};

const ragged = (file: string, reading: Reading, cells: readonly string[], place: number): BadInput => {
  const doubled = cells.length === 2 * reading.width;
  return badInput(
    file,
    `it has ${counted(cells.length, "cell")} where the rows before have ${reading.width}`,
    doubled
      ? "if the commas in it are decimal commas or stand between groups of digits, separate the cells by semicolons"
      : "give every row as many cells, or name the separator with --separator",
    { row: place },
  );
};

/** Takes one line in; returns what is wrong with it. */
const take = (
  file: string,
  reading: Reading,
  cells: readonly string[],
  place: number,
  decimal: Decimal,
): BadInput | undefined => {
  if (cells.length === 1 && cells[0]!.trim() === "") {
    if (reading.width === 1) reading.blanks.push(place);
    return undefined;
  }
  if (isRemark(cells[0]!)) {
    if (reading.width === 0) reading.lastRemark = cells.join("\t");
    return undefined;
  }
  if (reading.width === 0) {
    reading.width = cells.length;
    if (!cells.every((cell) => isValue(cell, decimal))) {
      reading.names = cells;
      return undefined;
    }
  }
  if (reading.names !== null && isFresh(reading) && cells.length === reading.width - 1) {
    const last = reading.names[reading.width - 1]!;
    if (last.trim() === "") {
      reading.width--;
      reading.names = reading.names.slice(0, reading.width);
    }
  }
  const row = withoutEmptyEnd(cells, reading.width);
  if (row.length !== reading.width) return ragged(file, reading, cells, place);
  const numbers = row.some((cell) => isValue(cell, decimal) && !isGap(cell));
  if (isFresh(reading) && reading.names !== null && reading.units === null && !numbers) {
    reading.units = { cells: row, place };
    return undefined;
  }
  if (isFresh(reading) && reading.units !== null && !numbers) {
    const { cells: before, place: above } = reading.units;
    addRow(reading, before, above, decimal);
    reading.units = null;
  }
  for (const blank of reading.blanks.splice(0)) addRow(reading, [""], blank, decimal);
  addRow(reading, row, place, decimal);
  return undefined;
};

const columnsOf = (reading: Reading): readonly RawColumn[] => {
  const { width, lastRemark } = reading;
  const remark = lastRemark.replace(/^\s*[#%]+\s*/, "");
  const remarked = [...new Set(["\t", ",", ";", " "])]
    .map((separator) => rowsOf(remark, separator)[0] ?? [])
    .find((cells) => cells.length === width && remark !== "" && cells.every((cell) => cell.trim() !== ""));
  const names = reading.names ?? remarked;
  return Array.from({ length: width }, (_, index) => {
    const { name, unit } = headingOf(names?.[index] ?? "");
    const below = reading.units?.cells[index]?.trim().replace(/^[[(](.*)[\])]$/, "$1") ?? "";
    return {
      name: name === "" ? null : name,
      unit: unit ?? (below === "" ? null : below),
      isDate: reading.isDate[index] === true,
    };
  });
};

/**
 * Reads a table from text: one row per line, with or without a heading, units in it or in a line below it.
 *
 * Separator and decimal sign are found from the first lines unless they are given. Blank lines and lines that begin
 * with # or % are passed over; in a file of one column a blank line between numbers is a gap.
 *
 * @param text The text in blocks of whole lines, with lines that end in "\n".
 * @param file Its name, for the error message.
 * @param settings Separator and decimal sign, where they are known, and how many rows are kept.
 * @errors BadInput for rows of different lengths, for a quotation mark that is never closed, and for a line of more than
 * 16 MiB.
 *
 * @example Units, a decimal comma and a gap
 * ```ts
 * import { readDelimited } from "./delimited.ts";
 * import { assertEquals } from "@std/assert/mod.js";
 *
 * const table = readDelimited(["t [s];x (mV)\n0;1,5\n0,1;\n"], "a.csv", {});
 * assertEquals(table._tag === "Right" && [...table.right.values], [0, 1.5, 0.1, NaN]);
 * assertEquals(table._tag === "Right" && table.right.columns[1], { name: "x", unit: "mV", isDate: false });
 * assertEquals(table._tag === "Right" && [...table.right.places], [2, 3]);
 * ```
 */
export const readDelimited = (
  text: TextBlocks,
  file: string,
  settings: Pick<ImportSettings, "separator" | "decimal" | "lastRows">,
): E.Either<BadInput, RawTable> => {
  if ((text.longest ?? 0) > LONGEST_ROW) {
    return E.left(badInput(
      file,
      `it has a line of ${text.longest} bytes, too long for a row of a table`,
      "write a row on each line",
    ));
  }
  // What the first block does not tell, the rest does not tell either.
  const [first = ""] = text;
  const { separator, decimal } = punctuationOf(first, settings);
  const reading: Reading = {
    width: 0,
    names: null,
    units: null,
    lastRemark: "",
    isDate: [],
    blanks: [],
    values: { values: new Float64Array(1024), length: 0 },
    places: { values: new Float64Array(1024), length: 0 },
    dropped: 0,
    texts: new Map(),
  };
  let fault: BadInput | undefined;
  eachRow(text, separator, (cells, line, unclosed) => {
    fault = unclosed
      ? badInput(file, "a quotation mark is not closed", "close or remove it", { row: line })
      : take(file, reading, cells, line, decimal);
    const most = rowsKept(settings.lastRows, reading.width);
    if (reading.places.length > SLACK * most) keepLast(reading, most);
    return fault === undefined;
  }, (lines, line) =>
    passOver(
      reading,
      rowsKept(settings.lastRows, reading.width),
      lines,
      (text.lines ?? 0) - (line + lines - 1),
    ));
  if (fault !== undefined) return E.left(fault);
  if (reading.units !== null && isFresh(reading)) {
    addRow(reading, reading.units.cells, reading.units.place, decimal);
  }
  keepLast(reading, rowsKept(settings.lastRows, reading.width));
  return E.right({
    format: `${reading.width === 1 ? "" : `${separatorNames[separator] ?? `"${separator}"-separated`} `}text${
      reading.width === 1 ? " of one column" : ""
    }${decimal === "," ? " with decimal commas" : ""}`,
    columns: columnsOf(reading),
    rows: reading.places.length,
    dropped: reading.dropped,
    values: reading.values.values.subarray(0, reading.values.length),
    places: reading.places.values.subarray(0, reading.places.length),
    texts: [...reading.texts.values()],
    notes: [],
  });
};
