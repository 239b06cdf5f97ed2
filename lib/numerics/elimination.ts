/**
 * Elimination with row pivoting, in plain arithmetic of a fixed order.
 *
 * @module
 */

/**
 * Factorises a D × D matrix in place: the upper triangle becomes U, what is below the diagonal the factors of L.
 *
 * @param matrix Row by row. A singular matrix leaves a zero on the diagonal, one that is not finite a NaN.
 * @param dimension D.
 * @param order Receives what is returned. Default: a new one.
 * @returns For each column, the row that was swapped to its place.
 */
export const eliminate = (
  matrix: Float64Array,
  dimension: number,
  order: Int32Array = new Int32Array(dimension),
): Int32Array => {
  for (let c = 0; c < dimension; c++) {
    let pivot = c;
    for (let r = c + 1; r < dimension; r++) {
      if (Math.abs(matrix[r * dimension + c]!) > Math.abs(matrix[pivot * dimension + c]!)) pivot = r;
    }
    order[c] = pivot;
    if (pivot !== c) {
      for (let j = 0; j < dimension; j++) {
        const kept = matrix[c * dimension + j]!;
        matrix[c * dimension + j] = matrix[pivot * dimension + j]!;
        matrix[pivot * dimension + j] = kept;
      }
    }
    for (let r = c + 1; r < dimension; r++) {
      const factor = matrix[r * dimension + c]! / matrix[c * dimension + c]!;
      matrix[r * dimension + c] = factor;
      if (factor === 0) continue;
      for (let j = c + 1; j < dimension; j++) {
        matrix[r * dimension + j] = matrix[r * dimension + j]! - factor * matrix[c * dimension + j]!;
      }
    }
  }
  return order;
};

/** Solves A x = b in place, where `eliminate` made the factors and the order of A. */
export const solveEliminated = (
  factors: Float64Array,
  order: Int32Array,
  dimension: number,
  right: Float64Array,
): void => {
  for (let r = 0; r < dimension; r++) {
    const kept = right[order[r]!]!;
    right[order[r]!] = right[r]!;
    right[r] = kept;
  }
  for (let r = 0; r < dimension; r++) {
    for (let j = 0; j < r; j++) right[r] = right[r]! - factors[r * dimension + j]! * right[j]!;
  }
  for (let r = dimension - 1; r >= 0; r--) {
    for (let j = r + 1; j < dimension; j++) right[r] = right[r]! - factors[r * dimension + j]! * right[j]!;
    right[r] = right[r]! / factors[r * dimension + r]!;
  }
};

/**
 * A function that solves A x = b in place, for any number of right-hand sides.
 *
 * @param matrix A, D × D, row by row. It is overwritten with its factors.
 * @param dimension D.
 *
 * @example Two equations
 * ```ts
 * import { factorised } from "./elimination.ts";
 * import { assertEquals } from "@std/assert/mod.js";
 *
 * const right = Float64Array.of(3, 4);
 * factorised(Float64Array.of(0, 1, 2, 0), 2)(right);
 * assertEquals(right, Float64Array.of(2, 3));
 * ```
 */
export const factorised = (matrix: Float64Array, dimension: number): (right: Float64Array) => void => {
  const order = eliminate(matrix, dimension);
  return (right) => solveEliminated(matrix, order, dimension, right);
};
