/**
 * The tangent map of a stiff flow: an implicit method for the state, and the exponential of the Jacobian for deviations,
 * which shrink by as much as they should however long the step is.
 *
 * @module
 */
import { rosenbrock } from "../systems/solvers/rosenbrock.ts";
import type { VectorField } from "../systems/system.ts";
import { multiply } from "./tangent_map.ts";
import type { TangentMap } from "./tangent.ts";

/** Terms of the exponential series, for matrices of norm up to 1/2. */
const TERMS = 14;

/**
 * The exponential of a D × D matrix, by its series after halving the matrix often enough, and squaring as often.
 *
 * @example A rotation
 * ```ts
 * import { matrixExponential } from "./stiff_tangent.ts";
 * import { assertAlmostEquals } from "@std/assert/mod.js";
 *
 * const out = matrixExponential(Float64Array.of(0, -Math.PI / 2, Math.PI / 2, 0), 2);
 * [0, -1, 1, 0].forEach((value, i) => assertAlmostEquals(out[i]!, value, 1e-13));
 * ```
 */
export const matrixExponential = (matrix: Float64Array, dimension: number): Float64Array => {
  const size = matrix.length;
  let norm = 0;
  for (let i = 0; i < dimension; i++) {
    let row = 0;
    for (let j = 0; j < dimension; j++) row += Math.abs(matrix[i * dimension + j]!);
    norm = Math.max(norm, row);
  }
  if (!Number.isFinite(norm)) return new Float64Array(size).fill(NaN);
  let halvings = 0;
  for (; norm > 0.5; norm /= 2) halvings++;
  const scaled = matrix.slice();
  for (let n = 0; n < halvings; n++) for (let i = 0; i < size; i++) scaled[i] = scaled[i]! / 2;
  let sum = new Float64Array(size);
  let product = new Float64Array(size);
  for (let i = 0; i < dimension; i++) sum[i * dimension + i] = 1;
  // Horner: 1 + A/1 (1 + A/2 (1 + …)).
  for (let n = TERMS; n >= 1; n--) {
    multiply(scaled, sum, dimension, dimension, product);
    for (let i = 0; i < size; i++) product[i] = product[i]! / n;
    for (let i = 0; i < dimension; i++) product[i * dimension + i] = product[i * dimension + i]! + 1;
    [sum, product] = [product, sum];
  }
  for (let n = 0; n < halvings; n++) {
    multiply(sum, sum, dimension, dimension, product);
    [sum, product] = [product, sum];
  }
  return sum;
};

/** The places of Gauss's two nodes in a step. */
const NODES = [(3 - Math.sqrt(3)) / 6, (3 + Math.sqrt(3)) / 6] as const;

/**
 * The tangent map of a stiff flow: deviations by Magnus's series of order 4 over each step of the solver.
 *
 * @param field The flow with its parameters bound.
 * @param dt The longest step, in time units.
 * @source W. Magnus (1954), Commun. Pure Appl. Math. 7, 649–673; A. Iserles & S. P. Nørsett (1999), Phil. Trans. R. Soc.
 * A 357, 983–1019.
 *
 * @example A decay a thousand times faster than the step is followed exactly
 * ```ts
 * import { stiffTangent } from "./stiff_tangent.ts";
 * import { log } from "../numerics/elementary.ts";
 * import { assertAlmostEquals } from "@std/assert/mod.js";
 *
 * const decay = stiffTangent({
 *   dimension: 1,
 *   rates: (x, out) => void (out[0] = -1000 * x[0]!),
 *   jacobian: (_, out) => void (out[0] = -1000),
 * }, 0.02);
 * const vectors = Float64Array.of(1);
 * decay.advance(Float64Array.of(1), vectors, 1, 1);
 * assertAlmostEquals(log(vectors[0]!), -20, 1e-9);
 * ```
 */
export const stiffTangent = (field: VectorField, dt: number): TangentMap => {
  const { dimension, rates, jacobian } = field;
  const square = () => new Float64Array(dimension * dimension);
  const [early, late, forwards, backwards, exponent] = [square(), square(), square(), square(), square()];
  const vector = () => new Float64Array(dimension);
  const [fromRates, toRates, node] = [vector(), vector(), vector()];
  let vectors: Float64Array = new Float64Array(0);
  let [k, expansion] = [0, 0];

  /** The Jacobian at a share of the step, on the cubic through both ends. */
  const jacobianAt = (
    share: number,
    from: Float64Array,
    to: Float64Array,
    h: number,
    out: Float64Array,
  ): void => {
    const rest = 1 - share;
    for (let i = 0; i < dimension; i++) {
      const rise = to[i]! - from[i]!;
      node[i] = from[i]! + share * rise +
        share * rest * (rest * (h * fromRates[i]! - rise) - share * (h * toRates[i]! - rise));
    }
    jacobian(node, out);
  };
  const solver = rosenbrock(field, dt, (from, to, h) => {
    if (k === 0) return;
    rates(from, fromRates);
    rates(to, toRates);
    jacobianAt(NODES[0], from, to, h, early);
    jacobianAt(NODES[1], from, to, h, late);
    multiply(late, early, dimension, dimension, forwards);
    multiply(early, late, dimension, dimension, backwards);
    const twist = Math.sqrt(3) * h * h / 12;
    for (let i = 0; i < exponent.length; i++) {
      exponent[i] = h / 2 * (early[i]! + late[i]!) + twist * (forwards[i]! - backwards[i]!);
    }
    for (let i = 0; i < dimension; i++) {
      expansion += h / 2 * (early[i * dimension + i]! + late[i * dimension + i]!);
    }
    multiply(matrixExponential(exponent, dimension), vectors, dimension, k, forwards);
    for (let i = 0; i < dimension * k; i++) vectors[i] = forwards[i]!;
  });
  return {
    dimension,
    advance: (state, carried, count, steps) => {
      [vectors, k, expansion] = [carried, count, 0];
      solver.advance(state, steps);
      return expansion;
    },
  };
};
