/**
 * The logarithm of a determinant, which neither overflows nor underflows.
 *
 * @module
 */
import { log } from "../numerics/elementary.ts";
import { eliminate } from "../numerics/elimination.ts";

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
    work.set(matrix.subarray(0, work.length));
    eliminate(work, dimension);
    let sum = 0;
    let product = 1;
    for (let c = 0; c < dimension; c++) {
      const pivot = Math.abs(work[c * dimension + c]!);
      if (Number.isNaN(pivot)) return NaN;
      if (pivot === 0) return -Infinity;
      product *= pivot;
      if (product < 1e-100 || product > 1e100) {
        sum += log(product);
        product = 1;
      }
    }
    return sum + log(product);
  };
};
