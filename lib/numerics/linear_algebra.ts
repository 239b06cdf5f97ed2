/**
 * The linear algebra of networks and of their deviation vectors in WebAssembly: two sums at a time, with the bits of the
 * plain loops.
 *
 * The module's one memory holds a shelf of matrices, which are multiplied again and again, and after it the room for
 * deviation vectors.
 *
 * @module
 */
import * as algebra from "./linear_algebra.wasm";

const PAGE = 65536;
const ALIGNMENT = 64;

const aligned = (bytes: number): number => Math.ceil(bytes / ALIGNMENT) * ALIGNMENT;

const SHELF = aligned(algebra.freeAlgebraMemory());
const SHELF_END = SHELF + 8 * 1024 * 1024;

/** A matrix larger than this has no place on the shelf, where a cell's two matrices and others must have one at a time. */
const LARGEST = 2 * 1024 * 1024;

/** A product with fewer numbers is faster in JavaScript than its way to WebAssembly and back. */
const SMALLEST = 64;

/** Where the next matrix is put, and how often the shelf was cleared, which makes all earlier places invalid. */
let free = SHELF;
let clearings = 0;

const clearShelf = (): void => {
  free = SHELF;
  clearings++;
};

/** Makes the memory reach to `end`; when it has to grow, views of it are lost, and so the shelf is cleared. */
const reach = (end: number): void => {
  const missing = Math.ceil((end - algebra.memory.buffer.byteLength) / PAGE);
  if (missing <= 0) return;
  algebra.memory.grow(missing);
  clearShelf();
};

const viewOf = (start: number, length: number): Float64Array =>
  new Float64Array(algebra.memory.buffer as ArrayBuffer, start, length);

/** out ← out + matrix · vector for one matrix. */
export type AddProduct = (vector: Float64Array, out: Float64Array) => void;

/**
 * The product with one matrix, for matrices that are used more than a few times. Each sum runs from the first column to
 * the last.
 *
 * @param matrix rows × columns, row by row; it must not change afterwards.
 * @returns null for a matrix that is too large or too small for this to be of use.
 */
export const productWith = (matrix: Float64Array, rows: number, columns: number): AddProduct | null => {
  const size = rows * columns;
  if (size < SMALLEST || 8 * size > LARGEST) return null;
  // A sum is a combination of columns, of which `out` as it was is the first, with the coefficient 1.
  const bytes = aligned(8 * size) + 2 * aligned(8 * rows) + 16 * (columns + 1);
  let putAt = -1;
  let [list, end, image] = [0, 0, 0];
  let [coefficients, before, after] = [viewOf(0, 0), viewOf(0, 0), viewOf(0, 0)];
  const putOnShelf = (): void => {
    reach(SHELF_END);
    if (free + bytes > SHELF_END) clearShelf();
    const start = free;
    free = aligned(start + bytes);
    putAt = clearings;
    const transposed = viewOf(start, size);
    for (let row = 0; row < rows; row++) {
      for (let column = 0; column < columns; column++) {
        transposed[column * rows + row] = matrix[row * columns + column]!;
      }
    }
    const given = start + aligned(8 * size);
    image = given + aligned(8 * rows);
    list = image + aligned(8 * rows);
    end = list + 16 * (columns + 1);
    const addresses = new Uint32Array(algebra.memory.buffer as ArrayBuffer, list, 4 * (columns + 1));
    addresses[2] = given;
    for (let column = 0; column < columns; column++) addresses[4 * column + 6] = start + 8 * rows * column;
    [coefficients, before, after] = [
      viewOf(list, 2 * (columns + 1)),
      viewOf(given, rows),
      viewOf(image, rows),
    ];
    coefficients[0] = 1;
  };
  return (vector, out) => {
    if (putAt !== clearings) putOnShelf();
    for (let column = 0; column < columns; column++) coefficients[2 * column + 2] = vector[column]!;
    for (let row = 0; row < rows; row++) before[row] = out[row]!;
    algebra.combine(list, end, 0, rows, image);
    for (let row = 0; row < rows; row++) out[row] = after[row]!;
  };
};

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
  let end = SHELF_END;
  const starts = {} as Record<keyof typeof sizes, number>;
  for (const name of Object.keys(sizes) as (keyof typeof sizes)[]) {
    starts[name] = end;
    end += aligned(8 * sizes[name]);
  }
  reach(end);
  const { matrix, work, diagonal, projections, list } = starts;
  let [current, image] = [starts.vectors, starts.image];
  return {
    jacobian: viewOf(matrix, square),
    diagonal: viewOf(diagonal, k),
    load: (vectors) => viewOf(current, block).set(vectors),
    store: (vectors) => vectors.set(viewOf(current, block)),
    multiply: () => {
      algebra.multiplyAt(matrix, current, dimension, k, image, list);
      [current, image] = [image, current];
    },
    orthonormalise: () => algebra.orthonormaliseAt(current, dimension, k, diagonal, projections, list),
    logDeterminant: () => algebra.logDeterminantAt(matrix, dimension, work),
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
