/**
 * Baselines that regress the next increment on functions of the last rows: closed forms, solved bit by bit alike.
 *
 * @module
 */
import * as E from "fp-ts/Either.js";
import type { StateMap } from "../networks/cell.ts";
import { solveSymmetric } from "../numerics/cholesky.ts";
import { lyapunovSpectrum } from "../lyapunov/spectrum.ts";
import { mapTangent } from "../lyapunov/tangent_map.ts";
import type { Learned, MadeBaseline } from "./baseline.ts";

/** Functions of the last rows. */
export interface Features {
  /** How many rows of the past they are functions of. */
  readonly memory: number;
  /** How many functions there are; the first one is the constant. */
  readonly count: number;
  /** Writes their values at a state: the present row, then the one before it, and so on. */
  readonly values: (state: Float64Array, out: Float64Array) => void;
  /** Adds ∂ of each function, weighted by `weights` (count × N), to `out` (N × state length). */
  readonly addSlopes: (state: Float64Array, weights: Float64Array, out: Float64Array) => void;
}

/** Ridge penalty for each sample, on all functions but the constant. */
const RIDGE = 2.5e-6;
/** Multiplications that the normal equations may take. */
const MOST_PRODUCTS = 2e9;
/** A state beyond this, in standard deviations, has diverged. */
const BOUND = 1e6;
/** Steps over which the exponent is averaged. */
const EXPONENT_STEPS = 5000;

/** The past, newest row first. */
const stateOf = (
  values: Float64Array,
  row: number,
  memory: number,
  columns: number,
  out: Float64Array,
): void => {
  for (let lag = 0; lag < memory; lag++) {
    for (let c = 0; c < columns; c++) out[lag * columns + c] = values[(row - lag) * columns + c]!;
  }
};

/** Weights, count × N, by ridge regression of the increments; null where the equations can't be solved. */
const weightsOf = ({ series, stretches }: Learned, features: Features): Float64Array | null => {
  const { values, columns, rows } = series;
  const { memory, count } = features;
  const every = Math.max(1, Math.ceil(rows * count * count / MOST_PRODUCTS));
  const products = new Float64Array(count * count);
  const targets = new Float64Array(count * columns);
  const state = new Float64Array(memory * columns);
  const at = new Float64Array(count);
  let samples = 0;
  for (const { start, end } of stretches) {
    for (let row = start + memory - 1; row < end - 1; row += every) {
      stateOf(values, row, memory, columns, state);
      features.values(state, at);
      for (let i = 0; i < count; i++) {
        const value = at[i]!;
        for (let j = 0; j <= i; j++) products[i * count + j]! += value * at[j]!;
        for (let c = 0; c < columns; c++) {
          targets[i * columns + c]! += value *
            (values[(row + 1) * columns + c]! - values[row * columns + c]!);
        }
      }
      samples += 1;
    }
  }
  for (let i = 1; i < count; i++) products[i * count + i]! += RIDGE * samples;
  return samples > 0 && solveSymmetric(products, targets, count, columns) ? targets : null;
};

/** The map of the state: the present row gains its increment, and every row moves one place into the past. */
const mapOf = (features: Features, weights: Float64Array, columns: number): StateMap => {
  const { memory, count } = features;
  const dimension = memory * columns;
  const at = new Float64Array(count);
  return {
    dimension,
    step: (state, out) => {
      features.values(state, at);
      for (let c = 0; c < columns; c++) {
        let sum = state[c]!;
        for (let i = 0; i < count; i++) sum += at[i]! * weights[i * columns + c]!;
        out[c] = sum;
      }
      for (let i = columns; i < dimension; i++) out[i] = state[i - columns]!;
    },
    jacobian: (state, out) => {
      out.fill(0);
      features.addSlopes(state, weights, out);
      for (let c = 0; c < columns; c++) out[c * dimension + c]! += 1;
      for (let i = columns; i < dimension; i++) out[i * dimension + i - columns] = 1;
    },
  };
};

/** A baseline that regresses the next increment on functions of the last rows. */
export const regressionOn = (learned: Learned, features: Features): MadeBaseline => {
  const { series: { columns, values }, stretches } = learned;
  const { memory } = features;
  const weights = weightsOf(learned, features);
  const map = weights === null ? null : mapOf(features, weights, columns);
  const begin = (past: Float64Array): Float64Array => {
    const state = new Float64Array(memory * columns);
    stateOf(past, memory - 1, memory, columns, state);
    return state;
  };
  return {
    memory,
    forecast: (past, steps) => {
      const out = new Float64Array(steps * columns).fill(NaN);
      if (map === null) return out;
      let state: Float64Array = begin(past);
      let next: Float64Array = new Float64Array(state.length);
      for (let step = 0; step < steps; step++) {
        map.step(state, next);
        for (let c = 0; c < columns; c++) {
          if (!(Math.abs(next[c]!) <= BOUND)) return out;
        }
        out.set(next.subarray(0, columns), step * columns);
        [state, next] = [next, state];
      }
      return out;
    },
    lambda1: () => {
      const long = stretches.find(({ start, end }) => end - start >= memory);
      if (map === null || long === undefined) return null;
      const past = values.slice((long.end - memory) * columns, long.end * columns);
      const found = lyapunovSpectrum(mapTangent(map), {
        state: begin(past),
        k: 1,
        steps: EXPONENT_STEPS,
        unit: "nats/step",
      });
      return E.isLeft(found) ? null : found.right.exponents[0]!;
    },
  };
};
