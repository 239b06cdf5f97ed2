/**
 * Linear equations with a symmetric positive definite matrix, in plain arithmetic of a fixed order.
 *
 * @module
 */

/**
 * Solves M X = Y for X by Cholesky's decomposition M = L Lᵀ.
 *
 * @param matrix M, n × n, row by row; its lower triangle counts. It is overwritten with L.
 * @param right Y, n × k, row by row. It is overwritten with X.
 * @param n Rows of both.
 * @param k Columns of Y.
 * @returns Whether M is positive definite; where it is not, neither array is of use.
 *
 * @example Two equations
 * ```ts
 * import { solveSymmetric } from "./cholesky.ts";
 * import { assertEquals } from "@std/assert/mod.js";
 *
 * const right = Float64Array.of(10, 12);
 * assertEquals(solveSymmetric(Float64Array.of(4, 0, 2, 5), right, 2, 1), true);
 * assertEquals(right, Float64Array.of(13 / 8, 7 / 4));
 * ```
 */
export const solveSymmetric = (
  matrix: Float64Array,
  right: Float64Array,
  n: number,
  k: number,
): boolean => {
  for (let i = 0; i < n; i++) {
    for (let j = 0; j <= i; j++) {
      let sum = matrix[i * n + j]!;
      for (let l = 0; l < j; l++) sum -= matrix[i * n + l]! * matrix[j * n + l]!;
      if (i !== j) matrix[i * n + j] = sum / matrix[j * n + j]!;
      else if (sum > 0) matrix[i * n + i] = Math.sqrt(sum);
      else return false;
    }
  }
  for (let c = 0; c < k; c++) {
    for (let i = 0; i < n; i++) {
      let sum = right[i * k + c]!;
      for (let l = 0; l < i; l++) sum -= matrix[i * n + l]! * right[l * k + c]!;
      right[i * k + c] = sum / matrix[i * n + i]!;
    }
    for (let i = n - 1; i >= 0; i--) {
      let sum = right[i * k + c]!;
      for (let l = i + 1; l < n; l++) sum -= matrix[l * n + i]! * right[l * k + c]!;
      right[i * k + c] = sum / matrix[i * n + i]!;
    }
  }
  return true;
};
