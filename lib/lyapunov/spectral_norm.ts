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
  const columns = Array.from(
    { length: dimension },
    (_, j) => Float64Array.from({ length: dimension }, (_, i) => matrix[i * dimension + j]!),
  );
  // The squares of their lengths change only where they turn.
  const squares = columns.map((column) => {
    let sum = 0;
    for (let i = 0; i < dimension; i++) sum += column[i]! * column[i]!;
    return sum;
  });
  const longest = (): number => {
    let square = 0;
    for (const each of squares) square = Math.max(square, each);
    return square;
  };
  const sweeps = 40;
  for (let sweep = 0; sweep < sweeps; sweep++) {
    // Columns so short that they cannot change the norm are left alone.
    const negligible = 1e-32 * longest();
    let rotated = false;
    for (let p = 0; p < dimension; p++) {
      const first = columns[p]!;
      for (let q = p + 1; q < dimension; q++) {
        const second = columns[q]!;
        const pp = squares[p]!;
        const qq = squares[q]!;
        let pq = 0;
        for (let i = 0; i < dimension; i++) pq += first[i]! * second[i]!;
        if (!(Math.abs(pq) > 1e-15 * Math.sqrt(pp) * Math.sqrt(qq)) || Math.min(pp, qq) < negligible) {
          continue;
        }
        rotated = true;
        const ratio = (qq - pp) / (2 * pq);
        const tangent = (ratio < 0 ? -1 : 1) / (Math.abs(ratio) + Math.sqrt(1 + ratio * ratio));
        const cosine = 1 / Math.sqrt(1 + tangent * tangent);
        const sine = cosine * tangent;
        let newPP = 0;
        let newQQ = 0;
        for (let i = 0; i < dimension; i++) {
          const a = first[i]!;
          const b = second[i]!;
          const turnedA = cosine * a - sine * b;
          const turnedB = sine * a + cosine * b;
          first[i] = turnedA;
          second[i] = turnedB;
          newPP += turnedA * turnedA;
          newQQ += turnedB * turnedB;
        }
        squares[p] = newPP;
        squares[q] = newQQ;
      }
    }
    if (!rotated) break;
  }
  return Math.sqrt(longest());
};
