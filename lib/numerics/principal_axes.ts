/**
 * The eigenvectors of a symmetric matrix, in plain arithmetic of a fixed order.
 *
 * @module
 */

/** Sweeps of rotations, of which four are enough but for matrices of which hardly anything is left. */
const SWEEPS = 12;
/** Squares of what is off the diagonal that are none beside the squares on it. */
const NONE = 1e-22;

/**
 * Eigenvectors of a symmetric matrix by Jacobi's rotations, those of the largest eigenvalues first.
 *
 * @param matrix n × n, row by row. It is overwritten.
 * @param n Its rows.
 * @param count How many are wanted.
 * @returns n × count, a column for each.
 * @source C. G. J. Jacobi (1846), J. Reine Angew. Math. 30, 51–94.
 *
 * @example A plane that is longest along its diagonal
 * ```ts
 * import { principalAxes } from "./principal_axes.ts";
 * import { assertAlmostEquals } from "@std/assert/mod.js";
 *
 * const [x, y] = principalAxes(Float64Array.of(2, 1, 1, 2), 2, 1);
 * assertAlmostEquals(Math.abs(x!), Math.SQRT1_2, 1e-12);
 * assertAlmostEquals(x!, y!, 1e-12);
 * ```
 */
export const principalAxes = (matrix: Float64Array, n: number, count: number): Float64Array => {
  const vectors = new Float64Array(n * n);
  for (let i = 0; i < n; i++) vectors[i * n + i] = 1;
  for (let sweep = 0; sweep < SWEEPS; sweep++) {
    let [off, on] = [0, 0];
    for (let i = 0; i < n; i++) {
      on += matrix[i * n + i]! * matrix[i * n + i]!;
      for (let j = 0; j < i; j++) off += matrix[i * n + j]! * matrix[i * n + j]!;
    }
    if (off <= NONE * on) break;
    for (let p = 0; p < n; p++) {
      for (let q = p + 1; q < n; q++) {
        const between = matrix[p * n + q]!;
        if (between === 0) continue;
        const apart = (matrix[q * n + q]! - matrix[p * n + p]!) / (2 * between);
        const tangent = (apart < 0 ? -1 : 1) / (Math.abs(apart) + Math.sqrt(apart * apart + 1));
        const cosine = 1 / Math.sqrt(tangent * tangent + 1);
        const sine = tangent * cosine;
        for (let kp = p, kq = q; kp < n * n; kp += n, kq += n) {
          const x = matrix[kp]!, y = matrix[kq]!;
          matrix[kp] = cosine * x - sine * y;
          matrix[kq] = sine * x + cosine * y;
        }
        for (let pk = p * n, qk = q * n; pk < p * n + n; pk++, qk++) {
          const x = matrix[pk]!, y = matrix[qk]!;
          matrix[pk] = cosine * x - sine * y;
          matrix[qk] = sine * x + cosine * y;
        }
        for (let kp = p, kq = q; kp < n * n; kp += n, kq += n) {
          const x = vectors[kp]!, y = vectors[kq]!;
          vectors[kp] = cosine * x - sine * y;
          vectors[kq] = sine * x + cosine * y;
        }
      }
    }
  }
  const order = Array.from({ length: n }, (_, i) => i)
    .sort((a, b) => matrix[b * n + b]! - matrix[a * n + a]!);
  const axes = new Float64Array(n * count);
  for (let c = 0; c < count; c++) {
    for (let i = 0; i < n; i++) axes[i * count + c] = vectors[i * n + order[c]!]!;
  }
  return axes;
};
