/**
 * Dates as people write them.
 *
 * @module
 */
import { upperMedian } from "../../numerics/statistics.ts";

/**
 * What the numbers of a date like 5/6/84 are: day, month, year; month, day, year; or year, month, day.
 *
 * @internal
 */
export type DateOrder = "dmy" | "mdy" | "ymd";

const CLOCK = String.raw`(\d{1,2}):(\d{2})(?::(\d{2}(?:[.,]\d+)?))?(?:\s*([ap])\.?m\.?)?`;
const ZONE = String.raw`(Z|UTC|GMT|[+-]\d{2}(?::?\d{2})?)`;
const TAIL = String.raw`(?:(?:[T ]|,\s)\s*${CLOCK}\s*${ZONE}?)?$`;
const MARK = "[-/.]";
const WEEKDAY = String.raw`^(?:[a-z]{2,9}\.?,?\s+)?`;

const patternOf = (date: string, start = "^"): RegExp => new RegExp(start + date + TAIL, "i");
const yearFirst = patternOf(String.raw`(\d{4})(${MARK})(\d{1,2})\2(\d{1,2})`);
const yearAndMonth = patternOf(String.raw`(\d{4})[-/](\d{1,2})`);
const numbers = patternOf(String.raw`(\d{1,2})(${MARK})(\d{1,2})\2(\d{4}|\d{2})`);
const dayAndName = patternOf(
  String
    .raw`(\d{1,2})(?:st|nd|rd|th|er|\.)?[-/ ]?\s*(?:de )?([a-zà-ÿ]{3,10})\.?,?[-/ ]?\s*(?:de )?(\d{4}|\d{2})`,
  WEEKDAY,
);
const nameAndDay = patternOf(
  String.raw`([a-zà-ÿ]{3,10})\.?[-/ ]\s*(\d{1,2})(?:st|nd|rd|th)?(?:,\s*|[-/ ]\s*)(\d{4})`,
  WEEKDAY,
);
const nameAndYear = patternOf(String.raw`([a-zà-ÿ]{3,10})\.?[-/ ]\s*(\d{4}|\d{2})`);
const yearAndName = patternOf(String.raw`(\d{4})[-/ ]\s*([a-zà-ÿ]{3,10})\.?(?:[-/ ]\s*(\d{1,2}))?`);
const yearAndQuarter = /^(\d{4})[-/ ]?Q([1-4])$/i;
const quarterAndYear = /^Q([1-4])[-/ ]?(\d{4})$/i;

/** Names of months in English, German, French and Spanish; the first three letters do where they are of one month only. */
const monthNames: readonly (readonly string[])[] = [
  "january januar jänner janvier janv enero",
  "february februar février fevrier févr fevr febrero",
  "march märz maerz mrz mars marzo",
  "april avril abril",
  "may mai mayo",
  "june juni juin junio",
  "july juli juillet juil julio",
  "august août aout agosto",
  "september sept septembre septiembre setiembre",
  "october oktober octobre octubre",
  "november novembre noviembre",
  "december dezember décembre decembre diciembre",
].map((names) => names.split(" "));

/** The number of a month from 1; null for any other word. */
const monthOf = (word: string): number | null => {
  const text = word.toLowerCase();
  const found = monthNames.findIndex((names) =>
    names.some((name) => name === text || (text.length === 3 && text !== "jui" && name.startsWith(text)))
  );
  return found < 0 ? null : found + 1;
};

/** Years of two digits are those from 1969 to 2068, as POSIX has it. */
const fullYear = (digits: string): number => {
  const year = Number(digits);
  return digits.length > 2 ? year : year < 69 ? 2000 + year : 1900 + year;
};

const offsetOf = (zone: string | undefined): number => {
  const parts = /^([+-])(\d{2}):?(\d{2})?$/.exec(zone ?? "");
  return parts === null ? 0 : (parts[1] === "-" ? -60 : 60) * (60 * Number(parts[2]) + Number(parts[3] ?? 0));
};

/** Seconds of a clock with its zone; null if there is no such time. */
const secondsOf = (
  [hour = "0", minute = "0", second = "0", half, zone]: readonly (string | undefined)[],
): number | null => {
  const [minutes, seconds] = [Number(minute), Number(second.replace(",", "."))];
  const afternoon = half?.toLowerCase();
  const hours = afternoon === undefined ? Number(hour) : Number(hour) % 12 + (afternoon === "p" ? 12 : 0);
  const isClock = minutes <= 59 && seconds < 61 && hours <= 24 &&
    (afternoon === undefined || Number(hour) <= 12);
  return isClock ? 3600 * hours + 60 * minutes + seconds - offsetOf(zone) : null;
};

const dated = (
  year: number,
  month: number | null,
  day: number,
  clock: readonly (string | undefined)[],
): number | null => {
  const seconds = secondsOf(clock);
  if (month === null || seconds === null) return null;
  const date = new Date(Date.UTC(year, month - 1, day));
  return date.getUTCMonth() === month - 1 && date.getUTCDate() === day
    ? date.getTime() / 1000 + seconds
    : null;
};

/** Days before months where points separate the numbers, as no other order is in use with them. */
const orderWith = (mark: string, order: DateOrder): DateOrder =>
  mark === "." && order === "mdy" ? "dmy" : order;

const ofNumbers = (parts: readonly (string | undefined)[], order: DateOrder): number | null => {
  const [, first, mark, second, third, ...clock] = parts;
  const known = orderWith(mark!, order);
  // A year that comes first has two digits here: one with four is recognised without being asked.
  if (known === "ymd") {
    return third!.length > 2 ? null : dated(fullYear(first!), Number(second), Number(third), clock);
  }
  const [day, month] = known === "dmy" ? [first, second] : [second, first];
  return dated(fullYear(third!), Number(month), Number(day), clock);
};

/** Years that digits alone are taken for. */
const [FIRST_YEAR, LAST_YEAR] = [1600, 2400] as const;

const MAY_BE_DATE = /^\S.*\d|\d.*\S$/;

/**
 * The date in a cell in seconds since 1970, or null: 2020-01-31T12:00:00.5Z, 2020/01/31 12:00, 31.01.2020, 5/6/1984 5:30 pm,
 * 5-Jun-84, June 5, 1984, and months and quarters alone, 1984-06, Jun 1984 and 1984Q2, which are taken as their first days. A date without a
 * time zone is taken as UTC: only differences matter.
 *
 * @param cell The text.
 * @param order What the numbers of 5/6/84 are. Default: day, month, year.
 *
 * @example Ten minutes, a day that does not exist, and the month first
 * ```ts
 * import { readDate } from "./dates.ts";
 * import { assertEquals } from "@std/assert/mod.js";
 *
 * assertEquals(readDate("01.01.2009 00:20:00")! - readDate("2009-01-01T00:10Z")!, 600);
 * assertEquals(readDate("2009-02-30"), null);
 * assertEquals(readDate("6/5/1984", "mdy"), readDate("5-Jun-84"));
 * ```
 */
export const readDate = (cell: string, order: DateOrder = "dmy"): number | null => {
  const text = cell.trim();
  if (text.length > 60 || !MAY_BE_DATE.test(text)) return null;
  const year = yearFirst.exec(text);
  if (year !== null) return dated(Number(year[1]), Number(year[3]), Number(year[4]), year.slice(5));
  const plain = numbers.exec(text);
  if (plain !== null) return ofNumbers(plain, order);
  const month = yearAndMonth.exec(text);
  if (month !== null) return dated(Number(month[1]), Number(month[2]), 1, month.slice(3));
  const quarter = yearAndQuarter.exec(text);
  if (quarter !== null) return dated(Number(quarter[1]), 3 * Number(quarter[2]) - 2, 1, []);
  const ofYear = quarterAndYear.exec(text);
  if (ofYear !== null) return dated(Number(ofYear[2]), 3 * Number(ofYear[1]) - 2, 1, []);
  const day = dayAndName.exec(text);
  if (day !== null) return dated(fullYear(day[3]!), monthOf(day[2]!), Number(day[1]), day.slice(4));
  const named = nameAndDay.exec(text);
  if (named !== null) return dated(Number(named[3]), monthOf(named[1]!), Number(named[2]), named.slice(4));
  const alone = nameAndYear.exec(text);
  if (alone !== null) return dated(fullYear(alone[2]!), monthOf(alone[1]!), 1, alone.slice(3));
  const last = yearAndName.exec(text);
  return last === null
    ? null
    : dated(Number(last[1]), monthOf(last[2]!), Number(last[3] ?? 1), last.slice(4));
};

/**
 * The day that a number of eight digits stands for, 19840605, or the month of one of six, 198406; in seconds since 1970, or
 * null if there is no such day.
 */
export const dateOfDigits = (digits: number): number | null => {
  if (!Number.isInteger(digits) || digits < 0) return null;
  const text = String(digits);
  const [year, month, day] = [text.slice(0, 4), text.slice(4, 6), text.slice(6) || "1"].map(Number);
  const isLong = text.length === 8 || text.length === 6;
  return isLong && year! >= FIRST_YEAR && year! < LAST_YEAR && month! >= 1 && month! <= 12
    ? dated(year!, month!, day!, [])
    : null;
};

/** Whether a cell is a date whose day and month may be either of its first two numbers. */
export const isOpenDate = (cell: string): boolean => {
  const mark = numbers.exec(cell.trim())?.[2];
  return mark !== undefined && mark !== ".";
};

/** How uneven times are: how many go back, and the share of steps that are far from the usual one. */
const disorder = (times: readonly number[]): number => {
  const steps = times.slice(1).map((time, i) => time - times[i]!);
  const back = steps.filter((step) => step < 0).length;
  if (back > 0) return 1 + back / steps.length;
  const usual = upperMedian(Float64Array.from(steps));
  // Months differ by a tenth.
  return steps.filter((step) => Math.abs(step - usual) > 0.15 * usual).length / Math.max(1, steps.length);
};

/**
 * Which order of day and month a column has, where each of its dates allows both: the one in which time goes forward, in
 * steps that are alike. Null if both do and the steps differ.
 *
 * @param dayFirst The times read as day, month, year; NaN where there is none.
 * @param monthFirst The same read as month, day, year.
 *
 * @example The first day of each month
 * ```ts
 * import { orderOfDates, readDate } from "./dates.ts";
 * import { assertEquals } from "@std/assert/mod.js";
 *
 * const cells = Array.from({ length: 24 }, (_, i) => `1/${1 + i % 12}/${1980 + Math.floor(i / 12)}`);
 * const read = (order: "dmy" | "mdy") => Float64Array.from(cells, (cell) => readDate(cell, order)!);
 * assertEquals(orderOfDates(read("dmy"), read("mdy")), "dmy");
 * ```
 */
export const orderOfDates = (dayFirst: Float64Array, monthFirst: Float64Array): "dmy" | "mdy" | null => {
  const rows = Array.from(dayFirst.keys()).filter((i) => !Number.isNaN(dayFirst[i]! + monthFirst[i]!));
  const [days, months] = [rows.map((i) => dayFirst[i]!), rows.map((i) => monthFirst[i]!)];
  const [a, b] = [disorder(days), disorder(months)];
  if (a !== b) return a < b ? "dmy" : "mdy";
  const isSame = days.every((time, i) => i === 0 || time - days[i - 1]! === months[i]! - months[i - 1]!);
  return isSame ? "dmy" : null;
};

const DAY = 86400;

/**
 * Months since January 1970 of times that all fall on one day of the month, or all on its last, at one time of day; null
 * for any others. Months have different lengths, so that a grid in seconds does not fit them.
 *
 * @param times Seconds since 1970.
 */
export const monthsOf = (times: Float64Array): Float64Array | null => {
  const dates = Array.from(times, (time) => new Date(1000 * time));
  const [first] = dates;
  if (first === undefined || !times.every(Number.isFinite)) return null;
  const isLast = (date: Date) => new Date(date.getTime() + 1000 * DAY).getUTCDate() === 1;
  const sameClock = times.every((time) => (time - times[0]!) % DAY === 0);
  const oneDay = dates.every((date) => date.getUTCDate() === first.getUTCDate()) || dates.every(isLast);
  if (!sameClock || !oneDay) return null;
  return Float64Array.from(dates, (date) => 12 * (date.getUTCFullYear() - 1970) + date.getUTCMonth());
};
