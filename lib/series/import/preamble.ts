/**
 * Lines before a table that say where it comes from, and the sampling interval in them.
 *
 * @module
 */
import { roundedTime } from "../../numerics/format.ts";
import { headingOf, namesTime, type StatedSampling } from "./raw_table.ts";
import {
  type Decimal,
  isCellValue,
  isGap,
  isRemark,
  type Punctuation,
  punctuationOf,
  readNumber,
  rowsOf,
} from "./rows_of_text.ts";

/** What precedes a table. */
export interface Preamble {
  /** Lines before the heading, or before the numbers where there is none. */
  readonly lines: number;
  /** Those that are neither blank nor remarks. */
  readonly said: readonly string[];
  /** The time between two rows; null if nothing says it. */
  readonly sampling: StatedSampling | null;
}

/** Lines that are looked at, the characters of all of them, and the longest that may say something. */
const MOST_LINES = 200;
const MOST_CHARACTERS = 1 << 17;
const LONGEST = 300;

const firstLines = (text: string): readonly string[] => {
  const lines: string[] = [];
  for (let at = 0; at < text.length && lines.length < MOST_LINES;) {
    const found = text.indexOf("\n", at);
    const end = found < 0 ? text.length : found;
    if (end > MOST_CHARACTERS) break;
    lines.push(text.slice(at, end));
    at = end + 1;
  }
  return lines;
};

const rateName =
  /^(?:(?:sampl\w*|acquisition|data|frame|scan)?[ _-]*rate|sampl\w*[ _-]*freq\w*|fs|sfreq|fps|abtast(?:rate|frequenz))$/i;
const stepName =
  /^(?:dt|delta[ _-]?t|(?:sampl\w*|time)[ _-]*(?:interval|period|step|time)|abtastintervall)$/i;
/** Samples per second of one of each unit of a rate; the first letter of mHz and MHz counts. */
const rateUnits: readonly (readonly [RegExp, number])[] = [
  [/^(?:|hz|hertz|1\/s|s\^?-1|sps|fps|(?:samples|frames)\s*(?:\/|per)\s*s(?:ec(?:ond)?)?)$/i, 1],
  [/^khz$/i, 1e3],
  [/^mHz$/, 1e-3],
  [/^M[Hh]z$/, 1e6],
];
const stepUnit = /^(?:|s|ms|us|µs|μs|ns|min|h|d|sec|secs|seconds?|milliseconds?|minutes?|hours?|days?)$/i;

const keyAndValue = /^\W*([^:=;,\t]*[^:=;,\t\s])\s*[:=;,\t]+\s*"?\s*([^\s"].*?)["\s;,\t]*$/;

/** The time between two rows, if a line such as `Rate: 50 Hz` says it; null if none does. */
export const samplingIn = (line: string): StatedSampling | null => {
  if (line.length > LONGEST) return null;
  const [, key, value] = keyAndValue.exec(line) ?? [];
  const [, digits, behind] = /^(\d*[.,]?\d+(?:e[+-]?\d+)?)\s*(.*)$/i.exec(value ?? "") ?? [];
  if (key === undefined || digits === undefined) return null;
  const { name, unit } = headingOf(key.replace(/["']/g, ""));
  const stated = (behind ?? "").replace(/^[[(](.*)[\])]$/, "$1").trim() || (unit ?? "");
  const number = Number(digits.replace(",", "."));
  const said = line.replace(/^[\s#%!/"]+|[\s",;]+$/g, "");
  if (!(number > 0)) return null;
  if (stepName.test(name) && stepUnit.test(stated)) {
    return { dt: number, unit: headingOf(`t [${stated}]`).unit, said };
  }
  const scale = rateName.test(name) ? rateUnits.find(([pattern]) => pattern.test(stated))?.[1] : undefined;
  return scale === undefined ? null : { dt: roundedTime(1 / (number * scale)), unit: "s", said };
};

const isText = (cell: string, decimal: Decimal): boolean => !isGap(cell) && !isCellValue(cell, decimal);

/** Which of the rows is the first of the table: a heading, or numbers where nothing names them. */
const tableStart = (
  rows: readonly (readonly string[])[],
  width: number,
  decimal: Decimal,
): { readonly start: number; readonly named: boolean } | null => {
  const isNumbers = (row: readonly string[] | undefined): boolean =>
    row === undefined ||
    (row.slice(width).every((cell) => cell.trim() === "") && row.length >= width &&
      row.slice(0, width).every((cell) => isCellValue(cell, decimal)) && row.some((cell) => !isGap(cell)));
  const isNames = (row: readonly string[] | undefined): boolean => {
    const cells = row?.slice(0, width) ?? [];
    return cells.length === width && row!.slice(width).every((cell) => cell.trim() === "") &&
      cells.every((cell) => cell.trim() === "" || isText(cell, decimal)) &&
      2 * cells.filter((cell) => cell.trim() !== "").length >= width + (width > 2 ? 1 : 0);
  };
  const first = rows.findIndex((row, i) => isNumbers(row) && isNumbers(rows[i + 1]));
  if (first < 1) return null;
  const named = isNames(rows[first - 1]);
  // Names and units are two lines of equal width; a setting is neither, nor is what is above the name of a time.
  const saysTime = (row: readonly string[]): boolean =>
    row.map(headingOf).some(({ name, unit }) => unit === null && namesTime(name));
  const [above = [], below = []] = [rows[first - 2], rows[first - 1]];
  const units = named && first > 1 && isNames(above) &&
    !above.some((cell) => /^[^:]*[a-z]:\s+\S/i.test(cell)) &&
    samplingIn(above.join(": ")) === null && (saysTime(above) || !saysTime(below));
  return { start: first - (named ? 1 : 0) - (units ? 1 : 0), named };
};

const colon = /^\W*[a-z][^:=]*[:=]/i;

/**
 * Finds the lines before a table that are neither its heading nor remarks: `Device: A`, `Rate;50 Hz`, a
 * title. They are known by another number of cells than the table has, or by a colon behind their first
 * words; any other line is left to the table.
 *
 * @param text The beginning of a text.
 * @param given Separator and decimal sign, where they are known.
 *
 * @example A device and its sampling rate
 * ```ts
 * import { preambleOf } from "./preamble.ts";
 * import { assertEquals } from "@std/assert/mod.js";
 *
 * const { lines, sampling } = preambleOf("Device: A\nRate: 50 Hz\n\ntime,x\n0.00,3.5\n0.02,4.1\n");
 * assertEquals([lines, sampling?.dt, sampling?.unit], [3, 0.02, "s"]);
 * ```
 */
export const preambleOf = (text: string, given: Partial<Punctuation> = {}): Preamble => {
  const lines = firstLines(text);
  if (lines.length === 0) return { lines: 0, said: [], sampling: null };
  const places = lines.flatMap((line, i) => line.trim() === "" || isRemark(line) ? [] : [i]);
  const content = places.map((i) => lines[i]!);
  const half = content.slice(content.length >> 1);
  const { separator, decimal } = punctuationOf(half.join("\n"), given);
  const rows = content.map((line) => rowsOf(line, separator)[0] ?? []);
  const widths = rows.slice(content.length >> 1).map((row) => row.length).sort((a, b) => a - b);
  const width = widths[widths.length >> 1] ?? 0;
  const found = tableStart(rows, width, decimal);
  const start = found?.start ?? 0;
  const isSaid = (row: readonly string[], i: number): boolean => {
    if (content[i]!.length > LONGEST) return false;
    const words = row.filter((cell) => cell.trim() !== "");
    if (words.length === 0) return true;
    const hasColon = colon.test(content[i]!) &&
      (width === 1 || words.length < width || !words[1]!.includes(":"));
    return hasColon || (found!.named && isText(words[0] ?? "", decimal) &&
      (row.length !== width || words.length < width || (width === 2 && words.length === 2)));
  };
  const count = start > 0 && rows.slice(0, start).every(isSaid) ? start : 0;
  // Where the numbers begin nothing is said any more; remarks before them count.
  const end = found === null ? places[0] ?? lines.length : places[start]!;
  const sampling =
    lines.slice(0, end).filter((line, i) => isRemark(line) || (count > 0 && places.includes(i)))
      .map(samplingIn).find((each) => each !== null) ?? null;
  return {
    lines: count === 0 ? 0 : places[start]!,
    said: content.slice(0, count).filter((line) => /[^\s,;|]/.test(line)),
    sampling,
  };
};

/**
 * Whether the first row names the columns by numbers: its first cell is empty, the others count on, and below it the first
 * column counts the rows. A table of pandas without names is written so.
 *
 * @param rows The first rows.
 */
export const numbersAreNames = (rows: readonly (readonly string[])[], decimal: Decimal): boolean => {
  const [[corner = "", ...names] = [], ...below] = rows;
  if (corner.trim() !== "" || names.length === 0 || below.length < 2) return false;
  const counts = (cells: readonly string[]): boolean =>
    cells.every((cell, i) => /^\d+$/.test(cell.trim()) && Number(cell) === Number(cells[0]) + i);
  const isRow = (row: readonly string[]) =>
    /^\d+$/.test(row[0]!.trim()) || (readNumber(row[0]!, decimal) === null && isCellValue(row[0]!, decimal));
  const kept = names.at(-1)!.trim() === "" ? names.slice(0, -1) : names;
  return kept.length > 0 && counts(kept) && Number(kept[0]) <= 1 && below.every(isRow);
};

/**
 * Whether the first row names all columns but the first, whose cells are names of the rows: they count from 1, or none is a
 * number. R's `write.table` writes so.
 *
 * @param rows The first rows.
 */
export const rowsHaveNames = (rows: readonly (readonly string[])[], decimal: Decimal): boolean => {
  const [names = [], ...below] = rows;
  return names.length > 0 && below.length > 1 && names.every((name) => isText(name, decimal)) &&
    below.every((row) => row.length === names.length + 1) &&
    (below.every(([name]) => readNumber(name!, decimal) === null) ||
      below.every(([name], i) => name!.trim() === String(i + 1)));
};
