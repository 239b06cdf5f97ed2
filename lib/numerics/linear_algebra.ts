/**
 * The linear algebra of deviation vectors in WebAssembly: two columns at a time, with the bits of the plain loops.
 *
 * @module
 */
import * as algebra from "./linear_algebra.wasm";

const PAGE = 65536;
const ALIGNMENT = 64;

const aligned = (bytes: number): number => Math.ceil(bytes / ALIGNMENT) * ALIGNMENT;

/** A D × D matrix and D × k deviation vectors in the memory of the WebAssembly module, and what is done with them. */
export interface Deviations {
  /** J, row by row, for the caller to fill. */
  readonly jacobian: Float64Array;
  /** Takes over vectors: D × k, row by row. */
  readonly load: (vectors: Float64Array) => void;
  /** Gives the vectors back. */
  readonly store: (vectors: Float64Array) => void;
  /** V ← J V. Zeros of J cost nothing. */
  readonly multiply: () => void;
  /** V = Q R, V ← Q; a column without length becomes zero. The growth of each direction is then in `diagonal`. */
  readonly orthonormalise: () => void;
  /** The diagonal of R. */
  readonly diagonal: Float64Array;
  /** ln |det J|; −Infinity for a singular J, NaN for one that is not finite. */
  readonly logDeterminant: () => number;
}

let lent = false;

const room = (dimension: number, k: number): Deviations => {
  const [square, block] = [dimension * dimension, dimension * k];
  const sizes = {
    matrix: square,
    vectors: block,
    image: block,
    work: square,
    diagonal: k,
    projections: k,
    list: 2 * dimension,
  };
  let end = aligned(algebra.freeMemory());
  const starts = {} as Record<keyof typeof sizes, number>;
  for (const name of Object.keys(sizes) as (keyof typeof sizes)[]) {
    starts[name] = end;
    end += aligned(8 * sizes[name]);
  }
  const missing = Math.ceil((end - algebra.memory.buffer.byteLength) / PAGE);
  if (missing > 0) algebra.memory.grow(missing);
  const view = (start: number, size: number) =>
    new Float64Array(algebra.memory.buffer as ArrayBuffer, start, size);
  const { matrix, work, diagonal, projections, list } = starts;
  let [current, image] = [starts.vectors, starts.image];
  return {
    jacobian: view(matrix, square),
    diagonal: view(diagonal, k),
    load: (vectors) => view(current, block).set(vectors),
    store: (vectors) => vectors.set(view(current, block)),
    multiply: () => {
      algebra.multiply(matrix, current, dimension, k, image, list);
      [current, image] = [image, current];
    },
    orthonormalise: () => algebra.orthonormalise(current, dimension, k, diagonal, projections, list),
    logDeterminant: () => algebra.logDeterminant(matrix, dimension, work),
  };
};

/**
 * Lends room for k deviation vectors of length D for as long as `use` runs.
 *
 * @param dimension D.
 * @param k Number of vectors.
 * @returns What `use` returns; null, and `use` is not called, while the only room that there is is lent to somebody else.
 */
export const withDeviations = <A>(
  dimension: number,
  k: number,
  use: (deviations: Deviations) => A,
): A | null => {
  if (lent) return null;
  lent = true;
  try {
    return use(room(dimension, k));
  } finally {
    lent = false;
  }
};
