/**
 * A time series as a value.
 *
 * @module
 */

/** T rows of N columns, sampled every `dt` time units. */
export interface Series {
  /** T × N numbers, row by row. */
  readonly values: Float64Array;
  /** T, the number of samples. */
  readonly rows: number;
  /** N, the number of observed variables. */
  readonly columns: number;
  /** Sampling interval in time units. */
  readonly dt: number;
}

/**
 * A series from its rows.
 *
 * @example Three samples of two variables
 * ```ts
 * import { column, seriesOf } from "./series.ts";
 * import { assertEquals } from "@std/assert/mod.js";
 *
 * assertEquals(column(seriesOf([[1, 2], [3, 4], [5, 6]], 0.1), 1), Float64Array.of(2, 4, 6));
 * ```
 */
export const seriesOf = (rows: readonly (readonly number[])[], dt: number): Series => ({
  values: Float64Array.from(rows.flat()),
  rows: rows.length,
  columns: rows[0]?.length ?? 0,
  dt,
});

/** One column of a series, as a copy. */
export const column = (series: Series, index: number): Float64Array => {
  const out = new Float64Array(series.rows);
  for (let row = 0; row < series.rows; row++) out[row] = series.values[row * series.columns + index]!;
  return out;
};

/** The rows from `start` to before `end`, sharing memory with the series. */
export const slice = (series: Series, start: number, end: number = series.rows): Series => ({
  ...series,
  values: series.values.subarray(start * series.columns, end * series.columns),
  rows: Math.min(end, series.rows) - start,
});
