/**
 * Standardisation of a series, per column, and the way back.
 *
 * @module
 */
import type { Series } from "./series.ts";

/** x ↦ (x − mean) / deviation, column by column. */
export interface Standardisation {
  /** Of each column. */
  readonly means: readonly number[];
  /** Of each column, in the sense of standard deviation. */
  readonly deviations: readonly number[];
}

/** The mean of each column. */
export const columnMeans = ({ values, rows, columns }: Series): readonly number[] => {
  const sums = new Float64Array(columns);
  for (let row = 0; row < rows; row++) {
    for (let c = 0; c < columns; c++) sums[c] = sums[c]! + values[row * columns + c]!;
  }
  return Array.from(sums, (sum) => sum / rows);
};

/** The standard deviation of each column (divided by T, not T − 1). */
export const standardDeviations = (series: Series): readonly number[] => {
  const { values, rows, columns } = series;
  const means = columnMeans(series);
  const squares = new Float64Array(columns);
  for (let row = 0; row < rows; row++) {
    for (let c = 0; c < columns; c++) {
      const deviation = values[row * columns + c]! - means[c]!;
      squares[c] = squares[c]! + deviation * deviation;
    }
  }
  return Array.from(squares, (square) => Math.sqrt(square / rows));
};

/** The standardisation that gives a series mean 0 and standard deviation 1 in each column; a constant one keeps its size. */
export const standardisationOf = (series: Series): Standardisation => ({
  means: columnMeans(series),
  deviations: standardDeviations(series).map((deviation) => deviation > 0 ? deviation : 1),
});

/**
 * A series under a standardisation: its own, or that of the series on which a network was trained.
 *
 * @example There and back
 * ```ts
 * import { seriesOf } from "./series.ts";
 * import { restore, standardisationOf, standardise } from "./standardise.ts";
 * import { assertEquals } from "@std/assert/mod.js";
 *
 * const series = seriesOf([[1, 10], [3, 30]], 1);
 * const by = standardisationOf(series);
 * assertEquals([...standardise(series, by).values], [-1, -1, 1, 1]);
 * assertEquals(restore(standardise(series, by), by), series);
 * ```
 */
export const standardise = (series: Series, { means, deviations }: Standardisation): Series => ({
  ...series,
  values: series.values.map((value, i) => {
    const c = i % series.columns;
    return (value - means[c]!) / deviations[c]!;
  }),
});

/** The inverse of `standardise`. */
export const restore = (series: Series, { means, deviations }: Standardisation): Series => ({
  ...series,
  values: series.values.map((value, i) => {
    const c = i % series.columns;
    return value * deviations[c]! + means[c]!;
  }),
});
