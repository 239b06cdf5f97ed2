/**
 * Numbers whose squares neither overflow nor vanish, so that measures depend on no scale: a factor for each variable,
 * 1 for all that is of ordinary size, so that its bits stay what they are.
 *
 * @module
 */
import type { Series } from "../series/series.ts";

const powerOfTwo = (exponent: number): number => {
  let power = 1;
  for (let i = 0; i < exponent; i++) power *= 2;
  return power;
};

/** Spreads between the reciprocal and this are of ordinary size. */
const ordinary = powerOfTwo(400);
const largeFactor = powerOfTwo(600);

/**
 * The power of two by which numbers between two ends are multiplied before their differences are squared. It
 * loses no digit that counts, and squares of differences then are within the range of 64-bit numbers, for any
 * ends.
 *
 * @param low The smallest of the numbers.
 * @param high The largest of them.
 *
 * @example Only what is far from one is multiplied
 * ```ts
 * import { factorFor } from "./magnitude.ts";
 * import { assert, assertEquals } from "@std/assert/mod.js";
 *
 * assertEquals([factorFor(-3, 8), factorFor(-1e100, 1e100), factorFor(7, 7)], [1, 1, 1]);
 * const [large, small] = [factorFor(-1e300, 1e300), factorFor(0, 1e-300)];
 * assert((1e300 * large) ** 2 < 1e300 && (1e-300 * small) ** 2 > 1e-300);
 * ```
 */
export const factorFor = (low: number, high: number): number => {
  // Half of the spread is finite for all finite ends.
  const half = high / 2 - low / 2;
  return half > ordinary ? 1 / largeFactor : half > 0 && half < 1 / ordinary ? largeFactor : 1;
};

/** The factor for each variable of a series. */
export const factorsOf = ({ values, rows, columns }: Series): Float64Array =>
  Float64Array.from({ length: columns }, (_, column) => {
    let low = Infinity;
    let high = -Infinity;
    for (let i = column; i < rows * columns; i += columns) {
      if (values[i]! < low) low = values[i]!;
      if (values[i]! > high) high = values[i]!;
    }
    return factorFor(low, high);
  });

/** A series with each variable multiplied by its factor; the series itself where all of them are 1. */
export const multiplied = (series: Series, factors: Float64Array): Series =>
  factors.every((factor) => factor === 1) ? series : {
    ...series,
    values: series.values.map((value, index) => value * factors[index % series.columns]!),
  };
