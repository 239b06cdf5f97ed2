/**
 * The logarithm of a determinant, which neither overflows nor underflows.
 *
 * @module
 */
import { log } from "../numerics/elementary.ts";

/**
 * A function that finds ln |det A| of D × D matrices by elimination with row pivoting, and leaves A as it is.
 *
 * @param dimension D.
 * @returns The function; −Infinity for a singular matrix, NaN for one that is not finite.
 *
 * @example A permutation has determinant −1
 * ```ts
 * import { logDeterminant } from "./determinant.ts";
 * import { assertEquals } from "@std/assert/mod.js";
 *
 * assertEquals(logDeterminant(2)(Float64Array.of(0, 1, 1, 0)), 0);
 * assertEquals(logDeterminant(2)(Float64Array.of(1, 2, 2, 4)), -Infinity);
 * ```
 */
export const logDeterminant = (dimension: number): (matrix: Float64Array) => number => {
  const work = new Float64Array(dimension * dimension);
  return (matrix) => {
    for (let i = 0; i < work.length; i++) work[i] = matrix[i]!;
    let sum = 0;
    let product = 1;
    for (let c = 0; c < dimension; c++) {
      let pivot = c;
      let largest = Math.abs(work[c * dimension + c]!);
      for (let r = c + 1; r < dimension; r++) {
        const size = Math.abs(work[r * dimension + c]!);
        if (size > largest) {
          largest = size;
          pivot = r;
        }
      }
      if (Number.isNaN(largest)) return NaN;
      if (largest === 0) return -Infinity;
      product *= largest;
      if (product < 1e-100 || product > 1e100) {
        sum += log(product);
        product = 1;
      }
      if (pivot !== c) {
        for (let j = c; j < dimension; j++) {
          const kept = work[c * dimension + j]!;
          work[c * dimension + j] = work[pivot * dimension + j]!;
          work[pivot * dimension + j] = kept;
        }
      }
      const head = work[c * dimension + c]!;
      for (let r = c + 1; r < dimension; r++) {
        const factor = work[r * dimension + c]! / head;
        if (factor === 0) continue;
        for (let j = c + 1; j < dimension; j++) {
          work[r * dimension + j] = work[r * dimension + j]! - factor * work[c * dimension + j]!;
        }
      }
    }
    return sum + log(product);
  };
};
