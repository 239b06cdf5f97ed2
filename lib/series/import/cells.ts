/**
 * What a cell of a text file says: a number, a gap, a date, or something else.
 *
 * @module
 */

const pointNumber = /^[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eEdD][+-]?\d+)?$/;
const commaNumber = /^[+-]?(?:\d+(?:,\d*)?|,\d+)(?:[eEdD][+-]?\d+)?$/;
const infinity = /^([+-]?)inf(?:inity)?$/i;
const gaps = new Set(["", "nan", "-nan", "na", "n/a", "#n/a", "null", "none", "nat", "missing", "-", "?"]);

/** The sign between whole and broken part. */
export type Decimal = "." | ",";

/**
 * The number in a cell, NaN for a gap, null for anything else.
 *
 * @example Decimal comma, gap, exponent of Fortran, text
 * ```ts
 * import { readNumber } from "./cells.ts";
 * import { assertEquals } from "@std/assert/mod.js";
 *
 * assertEquals(["1,5", "NA", "2D-1", "low"].map((cell) => readNumber(cell, ",")), [1.5, NaN, 0.2, null]);
 * ```
 */
export const readNumber = (cell: string, decimal: Decimal): number | null => {
  const text = cell.trim();
  if ((decimal === "." ? pointNumber : commaNumber).test(text)) {
    const number = Number(text);
    return Number.isNaN(number) ? Number(text.replace(",", ".").replace(/d/i, "e")) : number;
  }
  if (gaps.has(text.toLowerCase())) return NaN;
  const infinite = infinity.exec(text);
  return infinite === null ? null : infinite[1] === "-" ? -Infinity : Infinity;
};

/** Whether a cell says that there is no value. */
export const isGap = (cell: string): boolean => gaps.has(cell.trim().toLowerCase());

const clockTime = String.raw`(\d{1,2}):(\d{2})(?::(\d{2}(?:[.,]\d+)?))?`;
const yearFirst = new RegExp(
  String.raw`^(\d{4})[-/](\d{1,2})[-/](\d{1,2})(?:[T ]\s*${clockTime}\s*(Z|[+-]\d{2}:?\d{2})?)?$`,
);
const dayFirst = new RegExp(String.raw`^(\d{1,2})\.(\d{1,2})\.(\d{4})(?:[T ]\s*${clockTime})?$`);

const offsetSeconds = (zone: string | undefined): number => {
  const parts = /^([+-])(\d{2}):?(\d{2})$/.exec(zone ?? "");
  return parts === null ? 0 : (parts[1] === "-" ? -60 : 60) * (60 * Number(parts[2]) + Number(parts[3]));
};

/**
 * The date in a cell in seconds since 1970, or null: 2020-01-31, 2020-01-31T12:00:00.5Z, 2020/01/31 12:00,
 * 31.01.2020 12:00. A date without a time zone is taken as UTC: only differences matter.
 *
 * @example Ten minutes
 * ```ts
 * import { readDate } from "./cells.ts";
 * import { assertEquals } from "@std/assert/mod.js";
 *
 * assertEquals(readDate("01.01.2009 00:20:00")! - readDate("2009-01-01T00:10Z")!, 600);
 * assertEquals(readDate("2009-02-30"), null);
 * ```
 */
export const readDate = (cell: string): number | null => {
  const text = cell.trim();
  const first = yearFirst.exec(text);
  const parts = first ?? dayFirst.exec(text);
  if (parts === null) return null;
  const [year, month, day] = (first === null ? [3, 2, 1] : [1, 2, 3]).map((index) => Number(parts[index]));
  const date = new Date(Date.UTC(year!, month! - 1, day!));
  if (date.getUTCMonth() !== month! - 1 || date.getUTCDate() !== day!) return null;
  const [hours, minutes] = [Number(parts[4] ?? 0), Number(parts[5] ?? 0)];
  const seconds = Number((parts[6] ?? "0").replace(",", "."));
  if (hours > 24 || minutes > 59 || seconds >= 61) return null;
  return date.getTime() / 1000 + 3600 * hours + 60 * minutes + seconds - offsetSeconds(parts[7]);
};
