/**
 * How much a network's Jacobians expand, in float64: for the adaptive strength of forcing.
 *
 * @module
 */
import type { StateMap } from "../networks/cell.ts";
import { addProduct } from "../networks/matrix_products.ts";
import { type Model, modelMap, observationMatrices } from "../networks/model.ts";
import { exp, log } from "../numerics/elementary.ts";
import type { Windows } from "./batches.ts";

/** The spectral norm of a matrix, from a first guess of its right singular vector, which it replaces by the last one. */
type Norm = (matrix: Float64Array, direction: Float64Array, tolerance: number) => number;

/** The spectral norms of many matrices of one size, with memory for one of them. */
const powerIteration = (size: number): Norm => {
  const image = new Float64Array(size);
  return (matrix, direction, tolerance) => {
    let norm = 0;
    for (let round = 0; round < 200; round++) {
      let squares = 0;
      for (let i = 0; i < size; i++) squares += direction[i]! * direction[i]!;
      const scale = squares > 0 ? 1 / Math.sqrt(squares) : 0;
      let imageSquares = 0;
      for (let i = 0, at = 0; i < size; i++) {
        let sum = 0;
        for (let j = 0; j < size; j++, at++) sum += matrix[at]! * direction[j]!;
        const entry = sum * scale;
        image[i] = entry;
        imageSquares += entry * entry;
      }
      const previous = norm;
      norm = Math.sqrt(imageSquares);
      if (!(norm > 0)) return norm;
      direction.fill(0);
      for (let i = 0, at = 0; i < size; i++) {
        const share = image[i]! / norm;
        for (let j = 0; j < size; j++, at++) direction[j] = direction[j]! + matrix[at]! * share;
      }
      if (Math.abs(norm - previous) <= tolerance * norm) break;
    }
    return norm;
  };
};

/**
 * The spectral norm of a square matrix by power iteration on MᵀM, for 200 rounds at most: quicker than the rotations of
 * lib/lyapunov/spectral_norm.ts where the direction is nearly known.
 *
 * @param direction A first guess of the right singular vector, of any length but 0; receives the last one.
 * @param tolerance Relative change of the norm from one round to the next at which it is taken. Default: 1e-6.
 */
export const normByPowerIteration = (
  matrix: Float64Array,
  size: number,
  direction: Float64Array,
  tolerance = 1e-6,
): number => powerIteration(size)(matrix, direction, tolerance);

/** A direction that is not orthogonal to any singular vector that matters. */
const guess = (size: number): Float64Array => Float64Array.from({ length: size }, (_, i) => 1 + i / size);

const sameNumbers = (a: Float64Array, b: Float64Array): boolean => {
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return false;
  return true;
};

/**
 * How the Jacobians along a window come to one number: `product`, the geometric mean of their spectral norms, which bounds
 * that of their product; or `mean`, the spectral norm of their arithmetic mean.
 */
export type ExpansionBound = "product" | "mean";

/** ln of the expansion along a window, from its states one after another. */
type LogExpansion = (states: Float64Array) => number;

const geometricMean = ({ dimension, jacobian: jacobianAt }: StateMap): LogExpansion => {
  const jacobian = new Float64Array(dimension * dimension);
  const state = new Float64Array(dimension);
  const normOf = powerIteration(dimension);
  const direction = guess(dimension);
  const previous = new Float64Array(jacobian.length).fill(Number.NaN);
  let logNorm = 0;
  return (states) => {
    let sum = 0;
    for (let start = 0; start < states.length; start += dimension) {
      for (let i = 0; i < dimension; i++) state[i] = states[start + i]!;
      jacobianAt(state, jacobian);
      if (!sameNumbers(jacobian, previous)) {
        // Neighbours in time have nearly the same singular vectors, and piecewise linear cells mostly the same Jacobian.
        const norm = normOf(jacobian, direction, 1e-4);
        if (!(norm > 0)) direction.set(guess(dimension));
        logNorm = log(norm);
        previous.set(jacobian);
      }
      sum += logNorm;
    }
    return sum / (states.length / dimension);
  };
};

/** The mean of the Jacobians at states that follow one another. */
const meanOfAll =
  ({ dimension, jacobian: jacobianAt }: StateMap) => (states: Float64Array, out: Float64Array): void => {
    const jacobian = new Float64Array(out.length);
    const count = states.length / dimension;
    out.fill(0);
    for (let start = 0; start < states.length; start += dimension) {
      jacobianAt(states.subarray(start, start + dimension), jacobian);
      for (let i = 0; i < out.length; i++) out[i] = out[i]! + jacobian[i]!;
    }
    for (let i = 0; i < out.length; i++) out[i] = out[i]! / count;
  };

const arithmeticMean = (map: StateMap): LogExpansion => {
  const { dimension } = map;
  const meanOf = map.meanJacobian ?? meanOfAll(map);
  const direction = guess(dimension);
  const mean = new Float64Array(dimension * dimension);
  return (states) => {
    meanOf(states, mean);
    const norm = normByPowerIteration(mean, dimension, direction, 1e-4);
    if (!(norm > 0)) direction.set(guess(dimension));
    return log(norm);
  };
};

const logExpansions: Readonly<Record<ExpansionBound, (map: StateMap) => LogExpansion>> = {
  product: geometricMean,
  mean: arithmeticMean,
};

/** The map whose last units are set to inputs before every step: what they were before passes nothing on. */
const driven = (map: StateMap, units: number, inputs: number): StateMap => {
  if (inputs === 0) return map;
  const { dimension, meanJacobian } = map;
  const cut = (of: StateMap["jacobian"]): StateMap["jacobian"] => (states, out) => {
    of(states, out);
    for (let i = 0; i < dimension; i++) out.fill(0, i * dimension + units - inputs, i * dimension + units);
  };
  return {
    ...map,
    jacobian: cut(map.jacobian),
    ...(meanJacobian === undefined ? {} : { meanJacobian: cut(meanJacobian) }),
  };
};

/**
 * The largest expansion over the windows of a batch, from the Jacobians at the forced states pinv(B) (x_t − b).
 *
 * @param bound How the Jacobians of a window come to one number.
 * @source Hess, Monfared, Brenner & Durstewitz (2023), ICML, PMLR 202, section 4, σ̃_max.
 */
export const expansionAtForcedStates = (
  model: Model,
  { values, observations, inputs = 0, length }: Windows,
  starts: Int32Array,
  bound: ExpansionBound,
): number => {
  const map = driven(modelMap(model), model.cell.units, inputs);
  const { dimension } = map;
  const { control, bias = new Float64Array(observations) } = observationMatrices(model);
  const logExpansion = logExpansions[bound](map);
  const states = new Float64Array(length * dimension);
  const state = new Float64Array(dimension);
  const observed = new Float64Array(observations);
  const [width, first] = [observations + inputs, model.cell.units - inputs];
  let largest = Number.NEGATIVE_INFINITY;
  for (const start of starts) {
    for (let t = 0; t < length; t++) {
      const row = (start + t) * width;
      for (let n = 0; n < observations; n++) observed[n] = values[row + n]! - bias[n]!;
      state.fill(0);
      addProduct(control, model.cell.units, observations, observed, state);
      for (let k = 0; k < inputs; k++) state[first + k] = values[row + observations + k]!;
      for (let i = 0; i < dimension; i++) states[t * dimension + i] = state[i]!;
    }
    largest = Math.max(largest, logExpansion(states));
  }
  return exp(largest);
};
