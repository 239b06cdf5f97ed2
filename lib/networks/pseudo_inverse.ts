/**
 * The Moore–Penrose inverse of a matrix of full rank, and its gradient.
 *
 * @module
 */
import { solveSymmetric } from "../numerics/cholesky.ts";
import { matrixProduct, transpose } from "./matrix_products.ts";
import { type Tensor2D, tf } from "./tensorflow.ts";

/** The inverse of a symmetric positive-definite matrix, which is overwritten, by Cholesky's factors; NaN where it is singular. */
const inverseOfPositiveDefinite = (matrix: Float64Array, size: number): Float64Array => {
  const inverse = new Float64Array(size * size);
  for (let i = 0; i < size; i++) inverse[i * size + i] = 1;
  return solveSymmetric(matrix, inverse, size, size) ? inverse : inverse.fill(NaN);
};

/**
 * pinv(B) of a matrix of full rank, in float64: Bᵀ(BBᵀ)⁻¹ when it has fewer rows than columns (the control signal of
 * minimal norm), else (BᵀB)⁻¹Bᵀ.
 *
 * @param matrix rows × columns, row by row.
 * @returns columns × rows, row by row. Not finite where the rank is not full: a training in which that happens counts
 * as diverged.
 * @source Monfared, Mikhaeil & Durstewitz (2022), arXiv 2110.07238, the control signal of sparse forcing.
 *
 * @example An inverse from the right
 * ```ts
 * import { pseudoInverse } from "./pseudo_inverse.ts";
 * import { assertEquals } from "@std/assert/mod.js";
 *
 * assertEquals(pseudoInverse(Float64Array.of(3, 4), 1, 2), Float64Array.of(0.12, 0.16));
 * ```
 */
export const pseudoInverse = (matrix: Float64Array, rows: number, columns: number): Float64Array => {
  const transposed = transpose(matrix, rows, columns);
  return rows < columns
    ? matrixProduct(
      transposed,
      inverseOfPositiveDefinite(matrixProduct(matrix, transposed, rows, columns, rows), rows),
      columns,
      rows,
      rows,
    )
    : matrixProduct(
      inverseOfPositiveDefinite(matrixProduct(transposed, matrix, columns, rows, columns), columns),
      transposed,
      columns,
      columns,
      rows,
    );
};

/** out ← identity − product, in place of the product. */
const complement = (product: Float64Array, size: number): Float64Array => {
  const out = product.map((value) => -value);
  for (let i = 0; i < size; i++) out[i * size + i] = 1 - product[i * size + i]!;
  return out;
};

/**
 * ∂L/∂B from G = ∂L/∂P with P = pinv(B), in float64: −PᵀGPᵀ + (I − BP)GᵀPPᵀ + PᵀPGᵀ(I − PB).
 *
 * @param matrix B, rows × columns.
 * @param inverse P, columns × rows.
 * @param gradient G, columns × rows.
 * @returns rows × columns, row by row.
 * @source Golub & Pereyra (1973), SIAM Journal on Numerical Analysis 10, 413–432, their derivative of pseudo-inverses.
 */
export const pseudoInverseGradient = (
  matrix: Float64Array,
  inverse: Float64Array,
  gradient: Float64Array,
  rows: number,
  columns: number,
): Float64Array => {
  const inverseT = transpose(inverse, columns, rows);
  const gradientT = transpose(gradient, columns, rows);
  const through = matrixProduct(
    matrixProduct(inverseT, gradient, rows, columns, rows),
    inverseT,
    rows,
    rows,
    columns,
  );
  // One of B P and P B is the identity, and its complement, all rounding errors, is left out.
  const rest = rows < columns
    ? matrixProduct(
      matrixProduct(
        matrixProduct(inverseT, inverse, rows, columns, rows),
        gradientT,
        rows,
        rows,
        columns,
      ),
      complement(matrixProduct(inverse, matrix, columns, rows, columns), columns),
      rows,
      columns,
      columns,
    )
    : matrixProduct(
      complement(matrixProduct(matrix, inverse, rows, columns, rows), rows),
      matrixProduct(
        gradientT,
        matrixProduct(inverse, inverseT, columns, rows, columns),
        rows,
        columns,
        columns,
      ),
      rows,
      rows,
      columns,
    );
  return rest.map((value, index) => value - through[index]!);
};

/**
 * pinv(B) as a tf op with its gradient. Both are found in float64 and rounded to float32.
 *
 * @param matrix rows × columns.
 * @returns columns × rows.
 */
export const pseudoInverseTensor = (matrix: Tensor2D): Tensor2D => {
  const [rows, columns] = matrix.shape;
  const op = tf.customGrad((input) => {
    const B = Float64Array.from((input as Tensor2D).dataSync());
    const P = pseudoInverse(B, rows, columns);
    return {
      value: tf.tensor2d(Float32Array.from(P), [columns, rows]),
      gradFunc: (outer) => {
        const G = Float64Array.from(outer.dataSync());
        return tf.tensor2d(Float32Array.from(pseudoInverseGradient(B, P, G, rows, columns)), [rows, columns]);
      },
    };
  });
  return op(matrix) as Tensor2D;
};
