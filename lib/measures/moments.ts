/**
 * Mean, standard deviation and range of each variable of a series, summed in a fixed order.
 *
 * @module
 */
import type { Series } from "../series/series.ts";
import { factorFor } from "./magnitude.ts";

/** The mean of at least one number, summed in their order. */
export const mean = (values: readonly number[] | Float64Array): number => {
  let sum = 0;
  for (const value of values) sum += value;
  return sum / values.length;
};

/** One number per variable each. */
export interface Moments {
  /** Means. */
  readonly mean: Float64Array;
  /** Standard deviation, with division by T. */
  readonly deviation: Float64Array;
  /** Smallest values. */
  readonly low: Float64Array;
  /** Largest values. */
  readonly high: Float64Array;
}

/**
 * The moments of a series of at least one row, however large or small its numbers are.
 *
 * @example One variable
 * ```ts
 * import { momentsOf } from "./moments.ts";
 * import { seriesOf } from "../series/series.ts";
 * import { assertEquals } from "@std/assert/mod.js";
 *
 * const { mean, deviation } = momentsOf(seriesOf([[1], [3]], 1));
 * assertEquals([mean[0], deviation[0]], [2, 1]);
 * ```
 */
export const momentsOf = ({ values, rows, columns }: Series): Moments => {
  const mean = new Float64Array(columns);
  const deviation = new Float64Array(columns);
  const low = new Float64Array(columns).fill(Infinity);
  const high = new Float64Array(columns).fill(-Infinity);
  for (let column = 0; column < columns; column++) {
    const first = values[column]!;
    let [least, most] = [Infinity, -Infinity];
    for (let i = column; i < rows * columns; i += columns) {
      const value = values[i]!;
      if (value < least) least = value;
      if (value > most) most = value;
    }
    const factor = factorFor(least, most);
    // Sums are of differences to the first value, so that a constant has exactly its value as mean and no deviation.
    let sum = 0;
    for (let i = column; i < rows * columns; i += columns) sum += values[i]! * factor - first * factor;
    const middle = first * factor + sum / rows;
    let squares = 0;
    for (let i = column; i < rows * columns; i += columns) {
      const difference = values[i]! * factor - middle;
      squares += difference * difference;
    }
    low[column] = least;
    high[column] = most;
    mean[column] = middle / factor;
    deviation[column] = Math.sqrt(squares / rows) / factor;
  }
  return { mean, deviation, low, high };
};
