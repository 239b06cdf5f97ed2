/**
 * How much a network's Jacobians expand, in float64: for the adaptive strength of forcing.
 *
 * @module
 */
import { addProduct } from "../networks/matrix_products.ts";
import { type Model, modelMap, observationMatrices } from "../networks/model.ts";
import { exp, log } from "../numerics/elementary.ts";
import type { Windows } from "./batches.ts";

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
): number => {
  const image = new Float64Array(size);
  let norm = 0;
  for (let round = 0; round < 200; round++) {
    let squares = 0;
    for (let i = 0; i < size; i++) squares += direction[i]! * direction[i]!;
    const scale = squares > 0 ? 1 / Math.sqrt(squares) : 0;
    let imageSquares = 0;
    for (let i = 0; i < size; i++) {
      let sum = 0;
      for (let j = 0; j < size; j++) sum += matrix[i * size + j]! * direction[j]!;
      image[i] = sum * scale;
      imageSquares += image[i]! * image[i]!;
    }
    const previous = norm;
    norm = Math.sqrt(imageSquares);
    if (!(norm > 0)) return norm;
    direction.fill(0);
    for (let i = 0; i < size; i++) {
      for (let j = 0; j < size; j++) {
        direction[j] = direction[j]! + matrix[i * size + j]! * (image[i]! / norm);
      }
    }
    if (Math.abs(norm - previous) <= tolerance * norm) break;
  }
  return norm;
};

/** A direction that is not orthogonal to any singular vector that matters. */
const guess = (size: number): Float64Array => Float64Array.from({ length: size }, (_, i) => 1 + i / size);

const sameNumbers = (a: Float64Array, b: Float64Array): boolean => {
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return false;
  return true;
};

/**
 * The largest mean expansion over the windows of a batch: for each window the geometric mean of the spectral norms of
 * the Jacobians at the forced states pinv(B) x_t.
 *
 * @source Hess, Monfared, Brenner & Durstewitz (2023), ICML, PMLR 202, section 4, σ̃_max.
 */
export const expansionAtForcedStates = (
  model: Model,
  { values, observations, inputs = 0, length }: Windows,
  starts: Int32Array,
): number => {
  const map = modelMap(model);
  const { control } = observationMatrices(model);
  const state = new Float64Array(map.dimension);
  const jacobian = new Float64Array(map.dimension * map.dimension);
  const direction = guess(map.dimension);
  const observed = new Float64Array(observations);
  const [width, first] = [observations + inputs, model.cell.units - inputs];
  const previous = new Float64Array(jacobian.length).fill(Number.NaN);
  let logNorm = 0;
  let largest = Number.NEGATIVE_INFINITY;
  for (const start of starts) {
    let sum = 0;
    for (let t = 0; t < length; t++) {
      for (let n = 0; n < observations; n++) observed[n] = values[(start + t) * width + n]!;
      state.fill(0);
      addProduct(control, model.cell.units, observations, observed, state);
      for (let k = 0; k < inputs; k++) state[first + k] = values[(start + t) * width + observations + k]!;
      map.jacobian(state, jacobian);
      // What is set to inputs passes nothing on.
      for (let i = 0; inputs > 0 && i < map.dimension; i++) {
        jacobian.fill(0, i * map.dimension + first, i * map.dimension + model.cell.units);
      }
      if (!sameNumbers(jacobian, previous)) {
        // Neighbours in time have nearly the same singular vectors, and piecewise linear cells mostly the same Jacobian.
        const norm = normByPowerIteration(jacobian, map.dimension, direction, 1e-4);
        if (!(norm > 0)) direction.set(guess(map.dimension));
        logNorm = log(norm);
        previous.set(jacobian);
      }
      sum += logNorm;
    }
    largest = Math.max(largest, sum / length);
  }
  return exp(largest);
};
