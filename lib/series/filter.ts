/**
 * What a recording may need before anything is learnt from it: less noise, no trend.
 *
 * @module
 */
import { exp } from "../numerics/elementary.ts";
import type { Series } from "./series.ts";

/** A straight line per column: value = offset + slope · row. */
export interface Trend {
  /** Of each column. */
  readonly offsets: readonly number[];
  /** Of each column, per row. */
  readonly slopes: readonly number[];
}

/** The straight lines that fit a series best, by least squares. */
export const trendOf = ({ values, rows, columns }: Series): Trend => {
  const centre = (rows - 1) / 2;
  const spread = rows * (rows * rows - 1) / 12;
  const means = new Float64Array(columns);
  const products = new Float64Array(columns);
  for (let row = 0; row < rows; row++) {
    for (let c = 0; c < columns; c++) {
      const value = values[row * columns + c]!;
      means[c] = means[c]! + value / rows;
      products[c] = products[c]! + value * (row - centre);
    }
  }
  const slopes = Array.from(products, (product) => spread === 0 ? 0 : product / spread);
  return { slopes, offsets: Array.from(means, (mean, c) => mean - slopes[c]! * centre) };
};

/**
 * Takes a trend off a series.
 *
 * @param firstRow The row of the trend at which the series begins: a trend that was found in one part goes on in the
 * parts after it. Default: 0.
 *
 * @example A ramp is nothing but trend
 * ```ts
 * import { seriesOf } from "./series.ts";
 * import { trendOf, withoutTrend } from "./filter.ts";
 * import { assertEquals } from "@std/assert/mod.js";
 *
 * const ramp = seriesOf([[1], [3], [5], [7]], 1);
 * assertEquals([...withoutTrend(ramp, trendOf(ramp)).values], [0, 0, 0, 0]);
 * ```
 */
export const withoutTrend = (series: Series, { offsets, slopes }: Trend, firstRow = 0): Series => ({
  ...series,
  values: series.values.map((value, i) => {
    const c = i % series.columns;
    return value - offsets[c]! - slopes[c]! * (firstRow + Math.floor(i / series.columns));
  }),
});

/** The kernel ends where its weight has fallen to e^−8. */
const REACH = 4;

/**
 * Smooths each column with a Gaussian kernel; near the ends with the part of it that finds rows.
 *
 * @param width Standard deviation of the kernel in steps.
 *
 * @example A constant stays, a spike spreads
 * ```ts
 * import { seriesOf } from "./series.ts";
 * import { smoothedSeries } from "./filter.ts";
 * import { assert, assertAlmostEquals } from "@std/assert/mod.js";
 *
 * const spike = seriesOf([[1, 0], [1, 0], [1, 3], [1, 0], [1, 0]], 1);
 * const { values } = smoothedSeries(spike, 1);
 * assertAlmostEquals(values[0]!, 1, 1e-12);
 * assert(values[5]! < 3 && values[3]! > 0);
 * ```
 */
export const smoothedSeries = (series: Series, width: number): Series => {
  const { values, rows, columns } = series;
  const reach = Math.ceil(REACH * width);
  const weights = Float64Array.from({ length: reach + 1 }, (_, k) => exp(-k * k / (2 * width * width)));
  const out = new Float64Array(values.length);
  for (let row = 0; row < rows; row++) {
    const [first, last] = [Math.max(0, row - reach), Math.min(rows - 1, row + reach)];
    let total = 0;
    for (let at = first; at <= last; at++) total += weights[Math.abs(at - row)]!;
    for (let c = 0; c < columns; c++) {
      let sum = 0;
      for (let at = first; at <= last; at++) sum += weights[Math.abs(at - row)]! * values[at * columns + c]!;
      out[row * columns + c] = sum / total;
    }
  }
  return { ...series, values: out };
};
