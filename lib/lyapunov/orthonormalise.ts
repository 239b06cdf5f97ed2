/**
 * QR decomposition of deviation vectors, by the modified Gram–Schmidt method, and the growth that it measures.
 *
 * @module
 */
import { log } from "../numerics/elementary.ts";
import type { Evolution, TangentMap } from "./tangent.ts";

/**
 * Makes the columns of a D × k matrix orthonormal, in place: V = Q R, V ← Q.
 *
 * A column without length, after a singular Jacobian, becomes and stays zero: its exponent is −Infinity.
 *
 * @param vectors The matrix, row by row.
 * @param dimension D.
 * @param k Number of columns.
 * @param diagonal Receives the diagonal of R: the growth of each direction.
 * @source Å. Björck (1967), Solving linear least squares problems by Gram–Schmidt orthogonalization, BIT 7, 1–21.
 *
 * @example Two vectors of the plane
 * ```ts
 * import { orthonormalise } from "./orthonormalise.ts";
 * import { assertEquals } from "@std/assert/mod.js";
 *
 * const vectors = Float64Array.of(2, 7, 0, 3);
 * const diagonal = new Float64Array(2);
 * orthonormalise(vectors, 2, 2, diagonal);
 * assertEquals([...vectors], [1, 0, 0, 1]);
 * assertEquals([...diagonal], [2, 3]);
 * ```
 */
export const orthonormalise = (
  vectors: Float64Array,
  dimension: number,
  k: number,
  diagonal: Float64Array,
): void => {
  for (let v = 0; v < k; v++) {
    let square = vectors[v]! * vectors[v]!;
    for (let i = 1; i < dimension; i++) square += vectors[i * k + v]! * vectors[i * k + v]!;
    const length = Math.sqrt(square);
    const inverse = length > 0 ? 1 / length : 0;
    diagonal[v] = length;
    for (let i = 0; i < dimension; i++) vectors[i * k + v] = vectors[i * k + v]! * inverse;
    // Row by row, since a row lies in one place of the memory. What is still free of `diagonal` holds the projections
    // of the columns to come on this one.
    const head = vectors[v]!;
    for (let w = v + 1; w < k; w++) diagonal[w] = head * vectors[w]!;
    let i = 1;
    for (; i + 4 <= dimension; i += 4) {
      const [first, second, third, fourth] = [i * k, (i + 1) * k, (i + 2) * k, (i + 3) * k];
      const a = vectors[first + v]!,
        b = vectors[second + v]!,
        c = vectors[third + v]!,
        d = vectors[fourth + v]!;
      for (let w = v + 1; w < k; w++) {
        diagonal[w] = diagonal[w]! + a * vectors[first + w]! + b * vectors[second + w]! +
          c * vectors[third + w]! + d * vectors[fourth + w]!;
      }
    }
    for (; i < dimension; i++) {
      const entry = vectors[i * k + v]!;
      for (let w = v + 1; w < k; w++) diagonal[w] = diagonal[w]! + entry * vectors[i * k + w]!;
    }
    for (let row = 0; row < dimension * k; row += k) {
      const entry = vectors[row + v]!;
      for (let w = v + 1; w < k; w++) vectors[row + w] = vectors[row + w]! - diagonal[w]! * entry;
    }
  }
};

/** Bounds within which products of growth factors are kept before their logarithm is taken. */
export const growthBounds = { low: 1e-100, high: 1e100 } as const;

/**
 * Makes rounds of advancing and orthonormalising, and adds the logarithms of what they leave in `diagonal` to `growth`.
 *
 * @param round One round; returns its sum of ln |det J|.
 * @returns The sum over all rounds.
 */
export const evolveBy = (
  round: () => number,
  diagonal: Float64Array,
  rounds: number,
  growth: Float64Array,
): number => {
  const k = diagonal.length;
  const products = new Float64Array(k).fill(1);
  let expansion = 0;
  for (let n = 0; n < rounds; n++) {
    expansion += round();
    for (let v = 0; v < k; v++) {
      const product = products[v]! * diagonal[v]!;
      const outside = product < growthBounds.low || product > growthBounds.high;
      if (outside) growth[v] = growth[v]! + log(product);
      products[v] = outside ? 1 : product;
    }
  }
  for (let v = 0; v < k; v++) growth[v] = growth[v]! + log(products[v]!);
  return expansion;
};

/** The plain evolution that every tangent map has: advance, orthonormalise, and again. */
export const evolution = (tangentMap: TangentMap, k: number): Evolution => {
  const { dimension } = tangentMap;
  const diagonal = new Float64Array(k);
  return (state, vectors, rounds, every, growth) =>
    evolveBy(
      () => {
        const expansion = tangentMap.advance(state, vectors, k, every);
        orthonormalise(vectors, dimension, k, diagonal);
        return expansion;
      },
      diagonal,
      rounds,
      growth,
    );
};
