/**
 * Matrix products in float64 with a fixed order of additions: every entry is a sum from the first column to the last.
 *
 * @module
 */
import { type AddProduct, productWith } from "../numerics/linear_algebra.ts";

/**
 * out ← out + matrix · vector.
 *
 * Four rows at a time, so that the processor need not wait for one sum's last addition; the order within each sum
 * stays.
 *
 * @param matrix rows × columns, row by row.
 */
export const addProduct = (
  matrix: Float64Array,
  rows: number,
  columns: number,
  vector: Float64Array,
  out: Float64Array,
): void => {
  let row = 0;
  for (; row + 3 < rows; row += 4) {
    let first = out[row]!;
    let second = out[row + 1]!;
    let third = out[row + 2]!;
    let fourth = out[row + 3]!;
    let at = row * columns;
    for (let column = 0; column < columns; column++, at++) {
      const value = vector[column]!;
      first += matrix[at]! * value;
      second += matrix[at + columns]! * value;
      third += matrix[at + 2 * columns]! * value;
      fourth += matrix[at + 3 * columns]! * value;
    }
    out[row] = first;
    out[row + 1] = second;
    out[row + 2] = third;
    out[row + 3] = fourth;
  }
  for (; row < rows; row++) {
    let sum = out[row]!;
    for (let column = 0; column < columns; column++) sum += matrix[row * columns + column]! * vector[column]!;
    out[row] = sum;
  }
};

/**
 * out ← out + matrix · vector as a function of vector and out, for a matrix that is used many times.
 *
 * @param matrix rows × columns, row by row; it must not change afterwards.
 */
export const productOf = (matrix: Float64Array, rows: number, columns: number): AddProduct =>
  productWith(matrix, rows, columns) ??
    ((vector, out) => addProduct(matrix, rows, columns, vector, out));

/**
 * out ← out + matrix · block; zeros of the matrix cost nothing.
 *
 * @param matrix rows × columns, row by row.
 * @param block columns × count, row by row: `count` vectors as columns.
 * @param out rows × count.
 */
export const addBlockProduct = (
  matrix: Float64Array,
  rows: number,
  columns: number,
  block: Float64Array,
  count: number,
  out: Float64Array,
): void => {
  for (let row = 0; row < rows; row++) {
    const target = row * count;
    for (let column = 0; column < columns; column++) {
      const weight = matrix[row * columns + column]!;
      if (weight === 0) continue;
      const from = column * count;
      for (let k = 0; k < count; k++) out[target + k] = out[target + k]! + weight * block[from + k]!;
    }
  }
};

/** A · B of an n × m and an m × k matrix, row by row. */
export const matrixProduct = (
  a: Float64Array,
  b: Float64Array,
  n: number,
  m: number,
  k: number,
): Float64Array => {
  const out = new Float64Array(n * k);
  addBlockProduct(a, n, m, b, k, out);
  return out;
};

/** The transpose of a rows × columns matrix. */
export const transpose = (matrix: Float64Array, rows: number, columns: number): Float64Array => {
  const out = new Float64Array(rows * columns);
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      out[column * rows + row] = matrix[row * columns + column]!;
    }
  }
  return out;
};
