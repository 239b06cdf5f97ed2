/**
 * Standard errors of means of correlated numbers, from the means of batches.
 *
 * @module
 */

/**
 * Standard error of the mean of all batches; the batches are long enough to be independent.
 *
 * @param means Mean of each batch, all batches equally long.
 * @returns The error; Infinity for fewer than two batches, or when one is infinite.
 * @source C. J. Geyer (1992), Practical Markov chain Monte Carlo, Statist. Sci. 7, 473–483.
 *
 * @example Two batches
 * ```ts
 * import { standardErrorOfBatches } from "./batch_means.ts";
 * import { assertEquals } from "@std/assert/mod.js";
 *
 * assertEquals(standardErrorOfBatches([1, 3]), 1);
 * ```
 */
export const standardErrorOfBatches = (means: readonly number[]): number => {
  const count = means.length;
  if (count < 2 || !means.every(Number.isFinite)) return Infinity;
  let mean = 0;
  for (const value of means) mean += value / count;
  let square = 0;
  for (const value of means) square += (value - mean) * (value - mean);
  return Math.sqrt(square / (count * (count - 1)));
};
