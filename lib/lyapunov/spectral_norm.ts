/**
 * The largest singular value of a square matrix.
 *
 * @module
 */

/**
 * The spectral norm, by one-sided Jacobi rotations: columns are turned against each other until they are orthogonal,
 * and then the longest of them is as long as the norm.
 *
 * @param matrix D × D, row by row; its entries lie within about 1e±150, so that their squares are numbers.
 * @param dimension D.
 * @source M. R. Hestenes (1958), Inversion of matrices by biorthogonalization, J. SIAM 6, 51–90.
 *
 * @example A shear by 3/2 stretches by 2
 * ```ts
 * import { spectralNorm } from "./spectral_norm.ts";
 * import { assertAlmostEquals } from "@std/assert/mod.js";
 *
 * assertAlmostEquals(spectralNorm(Float64Array.of(1, 1.5, 0, 1), 2), 2, 1e-14);
 * ```
 */
export const spectralNorm = (matrix: Float64Array, dimension: number): number => {
  // Columns of the matrix, one after the other.
  const columns = new Float64Array(dimension * dimension);
  for (let i = 0; i < dimension; i++) {
    for (let j = 0; j < dimension; j++) columns[j * dimension + i] = matrix[i * dimension + j]!;
  }
  const product = (p: number, q: number): number => {
    let sum = 0;
    for (let i = 0; i < dimension; i++) sum += columns[p * dimension + i]! * columns[q * dimension + i]!;
    return sum;
  };
  const longest = (): number => {
    let square = 0;
    for (let p = 0; p < dimension; p++) square = Math.max(square, product(p, p));
    return square;
  };
  const sweeps = 40;
  for (let sweep = 0; sweep < sweeps; sweep++) {
    // Columns so short that they cannot change the norm are left alone.
    const negligible = 1e-32 * longest();
    let rotated = false;
    for (let p = 0; p < dimension; p++) {
      for (let q = p + 1; q < dimension; q++) {
        const [pp, qq, pq] = [product(p, p), product(q, q), product(p, q)];
        if (!(Math.abs(pq) > 1e-15 * Math.sqrt(pp) * Math.sqrt(qq)) || Math.min(pp, qq) < negligible) {
          continue;
        }
        rotated = true;
        const ratio = (qq - pp) / (2 * pq);
        const tangent = (ratio < 0 ? -1 : 1) / (Math.abs(ratio) + Math.sqrt(1 + ratio * ratio));
        const cosine = 1 / Math.sqrt(1 + tangent * tangent);
        const sine = cosine * tangent;
        for (let i = 0; i < dimension; i++) {
          const [a, b] = [columns[p * dimension + i]!, columns[q * dimension + i]!];
          columns[p * dimension + i] = cosine * a - sine * b;
          columns[q * dimension + i] = sine * a + cosine * b;
        }
      }
    }
    if (!rotated) break;
  }
  return Math.sqrt(longest());
};
