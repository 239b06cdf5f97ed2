/**
 * Stretches of a series: rows that follow each other in time, without a border between trials.
 *
 * @module
 */
import { type Series, slice } from "./series.ts";

/** Rows from `start` to before `end`. */
export interface RowRange {
  /** First row, from 0. */
  readonly start: number;
  /** First row that no longer belongs to it. */
  readonly end: number;
}

/** The longest of several ranges; the first of those of equal length. */
export const longest = (ranges: readonly RowRange[]): RowRange =>
  ranges.reduce((most, each) => each.end - each.start > most.end - most.start ? each : most);

/** The parts of a recording. */
export interface Partition {
  /** Stretches for training, in the order of the trials. */
  readonly train: readonly Series[];
  /** Which of them goes on with the parts below; null if these are trials of their own. */
  readonly divided: number | null;
  /** What networks are chosen by; null if no share of the rows is set aside for it. */
  readonly validation: Series | null;
  /** What no choice has seen. */
  readonly heldOut: Series;
}

/** Trials that are parts of their own, by their places among all. */
export interface WholeTrials {
  /** The one by which networks are chosen; null if there is none. */
  readonly validation: number | null;
  /** The one that no choice has seen. */
  readonly heldOut: number;
}

/**
 * Splits a recording in time. The longest trial ends with the validation part and, last, the held-out part; what
 * remains of it and all other trials are for training. Where whole trials are set aside, all others are for training.
 *
 * @param series All trials one after another.
 * @param trials Where each lies; none for a series that is one trial.
 * @param shares Shares of the longest trial, rounded down to rows.
 * @param whole Trials that are set aside whole instead. Default: none.
 *
 * @example The last fifth held out, of the longer of two trials
 * ```ts
 * import { partition } from "./stretches.ts";
 * import { seriesOf } from "./series.ts";
 * import { assertEquals } from "@std/assert/mod.js";
 *
 * const series = seriesOf([[1], [2], [3], [4], [5], [6], [7]], 1);
 * const trials = [{ start: 0, end: 5 }, { start: 5, end: 7 }];
 * const { train, heldOut } = partition(series, trials, { validation: 0, heldOut: 0.2 });
 * assertEquals(train.map(({ values }) => [...values]), [[1, 2, 3, 4], [6, 7]]);
 * assertEquals([...heldOut.values], [5]);
 * ```
 */
export const partition = (
  series: Series,
  trials: readonly RowRange[],
  shares: { readonly validation: number; readonly heldOut: number },
  whole?: WholeTrials,
): Partition => {
  if (whole !== undefined) {
    const at = (trial: number): Series => slice(series, trials[trial]!.start, trials[trial]!.end);
    const others = trials.map((_, trial) => trial).filter((trial) =>
      trial !== whole.validation && trial !== whole.heldOut
    );
    return {
      train: others.map(at),
      divided: null,
      validation: whole.validation === null ? null : at(whole.validation),
      heldOut: at(whole.heldOut),
    };
  }
  const ranges = trials.length === 0 ? [{ start: 0, end: series.rows }] : trials;
  const divided = longest(ranges);
  const rows = divided.end - divided.start;
  const heldOutStart = divided.end - Math.floor(rows * shares.heldOut);
  const validationStart = heldOutStart - Math.floor(rows * shares.validation);
  return {
    train: ranges.map((range) => slice(series, range.start, range === divided ? validationStart : range.end)),
    divided: ranges.indexOf(divided),
    validation: shares.validation === 0 ? null : slice(series, validationStart, heldOutStart),
    heldOut: slice(series, heldOutStart, divided.end),
  };
};

/**
 * Puts stretches one after another, and says where each lies.
 *
 * @param stretches At least one, all with the same columns.
 */
export const concatenate = (
  stretches: readonly Series[],
): { readonly series: Series; readonly ranges: readonly RowRange[] } => {
  const first = stretches[0]!;
  if (stretches.length === 1) return { series: first, ranges: [{ start: 0, end: first.rows }] };
  const rows = stretches.reduce((sum, each) => sum + each.rows, 0);
  const values = new Float64Array(rows * first.columns);
  const ranges: RowRange[] = [];
  let at = 0;
  for (const each of stretches) {
    values.set(each.values, at * first.columns);
    ranges.push({ start: at, end: at + each.rows });
    at += each.rows;
  }
  return { series: { ...first, values, rows }, ranges };
};
