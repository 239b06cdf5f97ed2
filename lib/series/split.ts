/**
 * Training and test part of a series.
 *
 * @module
 */
import { type Series, slice } from "./series.ts";

/** The two parts of a series; they share its memory. */
export interface Split {
  /** The first part. */
  readonly train: Series;
  /** The last part. */
  readonly test: Series;
}

/**
 * Splits a series in time: the test part is the end.
 *
 * @param series The series.
 * @param testShare Share of the rows that the test part gets, from 0 to 1; the number of rows is rounded down.
 * @param gap Rows between the parts that belong to neither, so that the test part forgets the training part. Default: 0.
 *
 * @example The last quarter for testing
 * ```ts
 * import { seriesOf } from "./series.ts";
 * import { split } from "./split.ts";
 * import { assertEquals } from "@std/assert/mod.js";
 *
 * const { train, test } = split(seriesOf([[1], [2], [3], [4]], 1), 0.25);
 * assertEquals([[...train.values], [...test.values]], [[1, 2, 3], [4]]);
 * ```
 */
export const split = (series: Series, testShare: number, gap = 0): Split => {
  const testRows = Math.floor(series.rows * testShare);
  const trainRows = Math.max(0, series.rows - testRows - gap);
  return { train: slice(series, 0, trainRows), test: slice(series, series.rows - testRows) };
};
