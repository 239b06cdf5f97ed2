/**
 * The tangent map of a stiff flow: an implicit method for the state, and the exponential of the Jacobian for deviations,
 * which shrink by as much as they should however long the step is.
 *
 * @module
 */
import { rosenbrock } from "../systems/solvers/rosenbrock.ts";
import type { VectorField } from "../systems/system.ts";
import { log } from "../numerics/elementary.ts";
import { orthonormalise } from "./orthonormalise.ts";
import { multiply } from "./tangent_map.ts";
import type { TangentMap } from "./tangent.ts";

/** 1/n! for the terms of the exponential series, for matrices of norm up to 1/2; by fours, as they are added. */
const TERMS = Array.from({ length: 15 }, (_, n) => {
  let product = 1;
  for (let factor = 2; factor <= n; factor++) product *= factor;
  return 1 / product;
});
const FOURS = [12, 8, 4, 0] as const;

/** exp(A / 2ⁿ) of one matrix A for every n. */
interface Exponentials {
  /** Takes another matrix. */
  readonly take: (matrix: Float64Array) => void;
  /** exp(A / 2ⁿ), which nobody else may change; it holds until the next call of `take`. */
  readonly halved: (n: number) => Float64Array;
}

/** The exponentials of D × D matrices: the series for the smallest, and the others by squaring, each of them once. */
const exponentialsOf = (dimension: number): Exponentials => {
  const size = dimension * dimension;
  const square = () => new Float64Array(size);
  const [matrix, scaled, product] = [square(), square(), square()];
  const [second, third, fourth] = [square(), square(), square()];
  /** From the smallest on, each the square of the one before. */
  const chain: Float64Array[] = [square()];
  const finer = square();
  let [halvings, known, finite] = [0, 0, true];
  const series = (n: number, out: Float64Array): void => {
    scaled.set(matrix);
    let share = 1;
    for (let h = 0; h < n; h++) share /= 2;
    for (let i = 0; i < size; i++) scaled[i] = scaled[i]! * share;
    multiply(scaled, scaled, dimension, dimension, second);
    multiply(second, scaled, dimension, dimension, third);
    multiply(second, second, dimension, dimension, fourth);
    // Horner in A⁴, with cubics of A for coefficients.
    product.fill(0);
    for (const n of FOURS) {
      const [b, c, d] = [TERMS[n + 1]!, TERMS[n + 2]!, TERMS[n + 3] ?? 0];
      for (let i = 0; i < size; i++) {
        out[i] = product[i]! + b * scaled[i]! + c * second[i]! + d * third[i]!;
      }
      for (let i = 0; i < dimension; i++) out[i * dimension + i] = out[i * dimension + i]! + TERMS[n]!;
      if (n > 0) multiply(fourth, out, dimension, dimension, product);
    }
  };
  return {
    take: (given) => {
      matrix.set(given);
      let norm = 0;
      for (let i = 0; i < dimension; i++) {
        let row = 0;
        for (let j = 0; j < dimension; j++) row += Math.abs(matrix[i * dimension + j]!);
        norm = Math.max(norm, row);
      }
      finite = Number.isFinite(norm);
      halvings = 0;
      known = 0;
      if (!finite) return;
      for (; norm > 0.5; norm /= 2) halvings++;
      series(halvings, chain[0]!);
    },
    halved: (n) => {
      if (!finite) return finer.fill(NaN);
      if (n > halvings) {
        series(n, finer);
        return finer;
      }
      for (; known < halvings - n; known++) {
        const next = chain[known + 1] ??= square();
        multiply(chain[known]!, chain[known]!, dimension, dimension, next);
      }
      return chain[halvings - n]!;
    },
  };
};

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
  const exponentials = exponentialsOf(dimension);
  exponentials.take(matrix);
  return exponentials.halved(0);
};

/** A direction that keeps less than this beside the first is lost in rounding. */
const LOST = 1e-10;
/** Halvings at most of a step so that no direction but the last is lost. */
const MOST_HALVINGS = 16;
/** Growth that repeats itself so exactly goes on like that while the Jacobian stays the same. */
const SAME = 1e-12;

/** A tangent map that knows whether its last direction was found by volumes. */
export interface StiffTangent extends TangentMap {
  /** Whether the last direction shrank so much within a step that only the volume tells by how much. */
  readonly byVolume: () => boolean;
}

/** Gives the last of D columns the direction that is orthogonal to those before it. */
const completed = (vectors: Float64Array, dimension: number, diagonal: Float64Array): void => {
  const last = dimension - 1;
  let [axis, least] = [0, Infinity];
  for (let i = 0; i < dimension; i++) {
    let square = 0;
    for (let v = 0; v < last; v++) square += vectors[i * dimension + v]! * vectors[i * dimension + v]!;
    if (square < least) [axis, least] = [i, square];
  }
  for (let i = 0; i < dimension; i++) vectors[i * dimension + last] = i === axis ? 1 : 0;
  orthonormalise(vectors, dimension, dimension, diagonal);
};

/** Memory of `grown`, for k vectors of length D. */
const workspaceOf = (dimension: number, k: number) => ({
  k,
  trial: new Float64Array(dimension * k),
  diagonal: new Float64Array(k),
  before: new Float64Array(k),
  unused: new Float64Array(k),
});

/**
 * Carries deviations through exp(A), orthonormalises them, and adds the logarithms of their growth to `growth`. The step
 * is split where one of them would be lost beside the first; the last of all is what the trace of A leaves for it.
 *
 * @returns Whether the last direction was found so.
 */
const grown = (
  exponentials: Exponentials,
  trace: number,
  dimension: number,
  vectors: Float64Array,
  { k, trial, diagonal, before, unused }: ReturnType<typeof workspaceOf>,
  growth: Float64Array,
): boolean => {
  const all = k === dimension;
  let [halvings, pieces, left, byVolume] = [0, 1, 1, false];
  before.fill(0);
  const isLost = (v: number): boolean => !(diagonal[v]! >= LOST * diagonal[0]!);
  while (left > 0) {
    multiply(exponentials.halved(halvings), vectors, dimension, k, trial);
    orthonormalise(trial, dimension, k, diagonal);
    let lost = !(diagonal[0]! > 0);
    for (let v = 1; v < (all ? k - 1 : k); v++) lost ||= isLost(v);
    if (lost && halvings < MOST_HALVINGS) {
      halvings++;
      pieces *= 2;
      left *= 2;
      before.fill(0);
      continue;
    }
    const volume = all && k > 1 && !lost && isLost(k - 1);
    if (volume) completed(trial, dimension, unused);
    let [turned, others] = [0, 0];
    for (let i = 0; i < trial.length; i++) turned = Math.max(turned, Math.abs(trial[i]! - vectors[i]!));
    let repeats = turned <= SAME;
    for (let v = 0; v < (volume ? k - 1 : k); v++) {
      repeats &&= Math.abs(diagonal[v]! - before[v]!) <= SAME * diagonal[v]!;
    }
    const times = repeats ? left : 1;
    for (let v = 0; v < k; v++) {
      const rate = volume && v === k - 1 ? trace / pieces - others : log(diagonal[v]!);
      others += rate;
      growth[v] = growth[v]! + times * rate;
    }
    byVolume ||= volume;
    vectors.set(trial);
    before.set(diagonal);
    left -= times;
  }
  return byVolume;
};

/** The error that a deviation along the orbit may have after a step, relative to the field. */
const ALONG = 0.03;
/** A state that moves by less than this within a step, relative to its size, stands: its field is rounding. */
const STANDS = 1e-9;

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
export const stiffTangent = (field: VectorField, dt: number): StiffTangent => {
  const { dimension, rates, jacobian } = field;
  const square = () => new Float64Array(dimension * dimension);
  const [early, late, forwards, backwards, exponent] = [square(), square(), square(), square(), square()];
  const vector = () => new Float64Array(dimension);
  const [fromRates, toRates, node] = [vector(), vector(), vector()];
  let vectors: Float64Array = new Float64Array(0);
  let [k, expansion] = [0, 0];
  let growth: Float64Array | null = null;
  let byVolume = false;
  const exponentials = exponentialsOf(dimension);
  let work = workspaceOf(dimension, dimension);

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
  const judge = (from: Float64Array, to: Float64Array, h: number): number => {
    if (k === 0) return 0;
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
    exponentials.take(exponent);
    // The field along an orbit is a deviation whose end is known.
    multiply(exponentials.halved(0), fromRates, dimension, 1, node);
    let [apart, length] = [0, STANDS / h];
    for (let i = 0; i < dimension; i++) {
      const size = Math.max(Math.abs(from[i]!), Math.abs(to[i]!), 1e-12);
      apart = Math.max(apart, Math.abs(node[i]! - toRates[i]!) / size);
      length = Math.max(length, Math.abs(fromRates[i]!) / size, Math.abs(toRates[i]!) / size);
    }
    return apart / (ALONG * length);
  };
  const take = (h: number): void => {
    if (k === 0) return;
    for (let i = 0; i < dimension; i++) {
      expansion += h / 2 * (early[i * dimension + i]! + late[i * dimension + i]!);
    }
    if (growth !== null) {
      let trace = 0;
      for (let i = 0; i < dimension; i++) trace += exponent[i * dimension + i]!;
      if (work.k !== k) work = workspaceOf(dimension, k);
      // Between two steps of dt a direction may shrink by more than numbers can hold.
      byVolume = grown(exponentials, trace, dimension, vectors, work, growth) || byVolume;
      return;
    }
    multiply(exponentials.halved(0), vectors, dimension, k, forwards);
    for (let i = 0; i < dimension * k; i++) vectors[i] = forwards[i]!;
  };
  const solver = rosenbrock(field, dt, { judge, take });
  return {
    dimension,
    advance: (state, carried, count, steps) => {
      [vectors, k, expansion, growth] = [carried, count, 0, null];
      solver.advance(state, steps);
      return expansion;
    },
    fused: (count) => (state, carried, rounds, every, received) => {
      [vectors, k, expansion, growth] = [carried, count, 0, received];
      solver.advance(state, rounds * every);
      return expansion;
    },
    byVolume: () => byVolume,
  };
};
