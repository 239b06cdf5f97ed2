/**
 * The time of each row: which column has it, and whether its steps are even.
 *
 * @module
 */
import { plainNumber, roundedTime } from "../../numerics/format.ts";
import { upperMedian } from "../../numerics/statistics.ts";
import * as E from "fp-ts/Either.js";
import { type BadInput, badInput } from "../../core/program/errors.ts";
import { listOfNames } from "../../core/program/name_list.ts";
import { columnLabel, namesIndex, namesTime, rawColumn, type RawTable } from "./raw_table.ts";

/** Rows at even times. */
export interface TimeGrid {
  /** Time between two places of the grid. */
  readonly dt: number;
  /** The place of each row on the grid, from 0; other than its number where rows are missing. */
  readonly at: Float64Array;
  /** Largest distance of a row from its place, in steps. */
  readonly unevenness: number;
}

/** Rows may lie off their place by this share of a step: times are often rounded. */
const TOLERANCE = 0.05;

/** With a larger share of rows missing, the times are taken for those of several sampling intervals. */
const MOST_MISSING = 0.2;

const shown = (value: number): string => plainNumber(value, 6);

/** Two times with enough digits to tell them apart. */
const shownApart = (a: number, b: number): readonly [string, string] => {
  const digits = [6, 9, 12, 15].find((each) => plainNumber(a, each) !== plainNumber(b, each)) ?? 17;
  return [plainNumber(a, digits), plainNumber(b, digits)];
};

/** Seconds by which clocks are put back in autumn, and the least time that is likely a date. */
const [PUT_BACK, LEAST_DATE] = [3600, 1e8] as const;

const regardless = (dt: number): string =>
  `resample the series at one interval, or say --time none --dt ${shown(dt)} if the times do not matter`;

/** How far two numbers of this size lie apart in float64, at most. */
const spacingAt = (size: number): number => size * Number.EPSILON;

/** The time between two rows: of those that fit times as float64 holds them the one with the fewest digits. */
const intervalOf = (first: number, last: number, intervals: number): number => {
  const exact = (last - first) / intervals;
  const blur = spacingAt(Math.max(Math.abs(first), Math.abs(last))) / intervals;
  const rounded = roundedTime(exact);
  if (blur <= 1e-12 * exact) return rounded;
  for (let digits = 1; digits < 12; digits++) {
    const short = Number(exact.toPrecision(digits));
    if (Math.abs(short - exact) <= blur) return short;
  }
  return rounded;
};

/**
 * Lays rows on an even grid by their times; a time that was rounded is put right.
 *
 * @param times The time of each row.
 * @param places The place of each row in the file.
 * @param file Its name, for the error message.
 * @param column The time column, for the error message.
 * @errors BadInput for a time that is missing, occurs twice, goes back, or for more than one sampling interval.
 *
 * @example A row is missing
 * ```ts
 * import { gridOf } from "./time_axis.ts";
 * import { assertEquals } from "@std/assert/mod.js";
 *
 * const times = Float64Array.of(0, 0.1, 0.2, 0.3, 0.5, 0.6, 0.7);
 * const grid = gridOf(times, Float64Array.of(2, 3, 4, 5, 6, 7, 8), "a.csv", "t");
 * assertEquals(grid._tag === "Right" && grid.right.dt, 0.1);
 * assertEquals(grid._tag === "Right" && [...grid.right.at], [0, 1, 2, 3, 5, 6, 7]);
 * ```
 */
export const gridOf = (
  times: Float64Array,
  places: Float64Array,
  file: string,
  column: string | number,
): E.Either<BadInput, TimeGrid> => {
  const fault = (index: number, what: string, mend: string) =>
    E.left(badInput(file, what, mend, { row: places[index]!, column }));
  const count = times.length;
  const strange = times.findIndex((time) => !Number.isFinite(time));
  if (strange >= 0) {
    return fault(
      strange,
      Number.isNaN(times[strange]!) ? "the time is missing" : "the time is infinite",
      "fill in the time or leave the row out",
    );
  }
  if (count < 2) return E.right({ dt: 1, at: new Float64Array(count), unevenness: 0 });
  const spacing = spacingAt(Math.max(Math.abs(times[0]!), Math.abs(times[count - 1]!)));
  if (TOLERANCE * Math.abs(times[count - 1]! - times[0]!) < spacing * (count - 1)) {
    return fault(
      0,
      `its times are too large to tell rows apart: around ${shown(times[0]!)} float64 knows steps of ${
        shown(spacing)
      }`,
      "give times since the first row, or say --time none --dt N",
    );
  }
  const steps = Float64Array.from({ length: count - 1 }, (_, i) => times[i + 1]! - times[i]!);
  const wrong = steps.findIndex((step) => !(step > 0));
  const usual = upperMedian(steps);
  if (wrong >= 0) {
    const [before, after] = shownApart(times[wrong]!, times[wrong + 1]!);
    const isPutBack = times[wrong]! > LEAST_DATE && steps[wrong] === usual - PUT_BACK;
    return fault(
      wrong + 1,
      steps[wrong] === 0
        ? `the time ${before} occurs twice, in row ${places[wrong]} too`
        : `the time goes back from ${before} to ${after}`,
      steps[wrong] === 0
        ? "leave one of the two rows out"
        : isPutBack
        ? "clocks were put back by an hour: give times in UTC, or with their offset from it"
        : "sort the rows, or give each recording in a separate file",
    );
  }
  const at = new Float64Array(count);
  const step = (i: number): number => steps[i]! / usual;
  for (let i = 0; i < count - 1; i++) at[i + 1] = at[i]! + Math.max(1, Math.round(step(i)));
  const dt = intervalOf(times[0]!, times[count - 1]!, at[count - 1]!);
  let unevenness = 0;
  for (let i = 0; i < count; i++) {
    unevenness = Math.max(unevenness, Math.abs((times[i]! - times[0]!) / dt - at[i]!));
  }
  const missing = 1 - count / (at[count - 1]! + 1);
  if (unevenness <= TOLERANCE && missing <= MOST_MISSING) return E.right({ dt, at, unevenness });
  const odd = steps.findIndex((_, i) => Math.abs(step(i) - 1) > TOLERANCE);
  return odd < 0
    ? fault(
      count - 1,
      `the sampling interval drifts: rows are up to ${shown(unevenness)} intervals off even spacing`,
      regardless(dt),
    )
    : fault(
      odd + 1,
      `mixed sampling intervals: it comes ${shown(steps[odd]!)} after the row before, where most come ${
        shown(usual)
      }`,
      regardless(usual),
    );
};

const isEven = (values: Float64Array): boolean => {
  if (values.length < 3) return false;
  const [first, last] = [values[0]!, values[values.length - 1]!];
  const step = (last - first) / (values.length - 1);
  return step > 0 && values.every((value, row) => Math.abs((value - first) / step - row) <= TOLERANCE);
};

/** Whether each value is larger than the one before. */
export const increases = (values: Float64Array): boolean =>
  values.every((value, row) => row === 0 || value > values[row - 1]!);

/** Which columns are not part of the state. */
export interface TimeColumns {
  /** Index of the column with the times; null if there is none. */
  readonly time: number | null;
  /** Indices of columns that merely count the rows. */
  readonly counters: readonly number[];
  /** Indices of columns that hold times, but not evenly enough, so that the user wants none. */
  readonly clocks: readonly number[];
}

const isUnnamed = (name: string | null): boolean => /^(?:|unnamed: ?\d+)$/i.test(name ?? "");

/** Whether a column without a name of its own counts the rows of a table from which some were taken out. */
const countsSome = (name: string | null, values: Float64Array): boolean =>
  (isUnnamed(name) || name?.toLowerCase() === "index") && values.every(Number.isInteger) && increases(values);

/** The columns that may be the time by their names, or because they hold dates, but for those that separate trials. */
export const namedTimes = ({ columns }: RawTable): readonly number[] =>
  columns.flatMap(({ name, isDate, leftOut }, index) =>
    leftOut !== "group" && (isDate || (name !== null && namesTime(name))) ? [index] : []
  );

/** How many rows a column tells apart: beside the hours, days say which trial a row belongs to. */
const toldApart = (table: RawTable, index: number): number => new Set(rawColumn(table, index)).size;

/**
 * Finds the time column: the one that the user names, the first whose name says so or that holds dates, or else the
 * first of the table if it increases evenly.
 *
 * @param table The table.
 * @param given Name or number from 1 that the user gives; "none" where there is none.
 * @param file Its name, for the error message.
 * @errors BadInput when there is no column of the given name.
 */
export const timeColumnsOf = (
  table: RawTable,
  given: string | undefined,
  file: string,
): E.Either<BadInput, TimeColumns> => {
  const { columns } = table;
  const hasNames = columns.some(({ name }) => name !== null);
  const state = columns.flatMap(({ leftOut }, index) => leftOut === undefined ? [index] : []);
  const counters = state.filter((index) => {
    const { name } = columns[index]!;
    if (!hasNames || state.length < 2 || !namesIndex(name ?? "")) return false;
    const values = rawColumn(table, index);
    return isEven(values) || countsSome(name, values);
  });
  if (given === "none") {
    const clocks = state.filter((index) => {
      const { name, isDate } = columns[index]!;
      return isDate || (name !== null && namesTime(name) && increases(rawColumn(table, index)));
    });
    return E.right({ time: null, counters: [], clocks });
  }
  if (given !== undefined) {
    const index = findColumn(table, given);
    return index === undefined
      ? E.left(badInput(file, `it has no column "${given}" for the time`, `it has ${namesOf(table)}`))
      : E.right({ time: index, counters: counters.filter((each) => each !== index), clocks: [] });
  }
  const times = namedTimes(table);
  const named = times.length < 2
    ? times[0]
    : times.reduce((most, each) => toldApart(table, each) > toldApart(table, most) ? each : most);
  if (named !== undefined) return E.right({ time: named, counters, clocks: [] });
  // An index without a name of its own gives no times, nor does any column where a sampling rate is given.
  const [first] = state;
  const isIndex = first !== undefined && counters.includes(first) &&
    (table.sampling !== undefined || isUnnamed(columns[first]!.name));
  const time = first !== undefined && !isIndex && state.length > 1 && isEven(rawColumn(table, first))
    ? first
    : null;
  return E.right({ time, counters: counters.filter((index) => index !== time), clocks: [] });
};

/** The names of the columns of a table for a message. */
export const namesOf = ({ columns }: RawTable): string => {
  const names = columns.map((each, index) => listOfNames([columnLabel(each, index)]));
  return names.length <= 20 ? `the columns ${names.join(", ")}` : `${names.length} columns`;
};

/** The index of a column by its name or its number from 1. */
export const findColumn = ({ columns }: RawTable, wanted: string): number | undefined => {
  const byName = columns.findIndex(({ name }) => name === wanted);
  if (byName >= 0) return byName;
  const number = Number(wanted);
  return Number.isInteger(number) && number >= 1 && number <= columns.length ? number - 1 : undefined;
};
