/**
 * Baselines that regress the next increment on functions of the last rows: closed forms, solved bit by bit alike.
 *
 * @module
 */
import * as E from "fp-ts/Either.js";
import type { StateMap } from "../../networks/cell.ts";
import { solveSymmetric } from "../../numerics/cholesky.ts";
import { lyapunovSpectrum } from "../../lyapunov/spectrum.ts";
import { mapTangent } from "../../lyapunov/tangent_map.ts";
import type { Series } from "../../series/series.ts";
import { longest } from "../../series/stretches.ts";
import type { Learned, MadeBaseline } from "./baseline.ts";

/** Functions of the last rows. */
export interface Features {
  /** How many rows of the past they are functions of. */
  readonly memory: number;
  /** How many functions there are; the first one is the constant. */
  readonly count: number;
  /** Writes their values at a state: the present row, then the one before it, and so on. */
  readonly values: (state: Float64Array, out: Float64Array) => void;
}

/** Functions with their slopes. */
export interface SmoothFeatures extends Features {
  /** Adds ∂ of each function, weighted by `weights` (count × N), to `out` (N × state length). */
  readonly addSlopes: (state: Float64Array, weights: Float64Array, out: Float64Array) => void;
}

/** Ridge penalties for each sample, on all functions but the constant; the one that forecasts best is taken. */
const RIDGES: readonly number[] = [1e-3, 1e-4, 1e-5, 2.5e-6, 1e-7, 1e-8];
/** The share of each stretch from which weights are found that are to be tried on the rest. */
const TRIED_ON_REST = 0.8;
/** How many forecasts try a penalty, and how far they go, at most. */
const TRIAL = { starts: 20, steps: 200 };
/** An error beyond this, in standard deviations, counts as this. */
const WORST = 2;
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

/**
 * Sums over samples, of products of functions and of functions with increments.
 *
 * @internal
 */
export interface NormalEquations {
  readonly products: Float64Array;
  readonly targets: Float64Array;
  readonly samples: number;
}

/** The normal equations of the next increment on functions of the last rows; no step leads from one stretch to the next. */
export const normalEquations = ({ series, stretches }: Learned, features: Features): NormalEquations => {
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
  return { products, targets, samples };
};

/**
 * Weights, count × N; null where the equations can't be solved.
 *
 * @param ridge Penalty for each sample, on all functions but the constant.
 */
export const solved = (
  { products, targets, samples }: NormalEquations,
  ridge: number,
): Float64Array | null => {
  const count = Math.round(Math.sqrt(products.length));
  const [matrix, weights] = [products.slice(), targets.slice()];
  for (let i = 1; i < count; i++) matrix[i * count + i]! += ridge * samples;
  return samples > 0 && solveSymmetric(matrix, weights, count, weights.length / count) ? weights : null;
};

/** The map of the state: the present row gains its increment, and every row moves one place into the past. */
const mapOf = (features: SmoothFeatures, weights: Float64Array, columns: number): StateMap => {
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

type Forecaster = MadeBaseline["forecast"];

/** The state after a past. */
const begin = (past: Float64Array, memory: number, columns: number): Float64Array => {
  const state = new Float64Array(memory * columns);
  stateOf(past, memory - 1, memory, columns, state);
  return state;
};

const forecaster = (map: StateMap | null, memory: number, columns: number): Forecaster => (past, steps) => {
  const out = new Float64Array(steps * columns).fill(NaN);
  if (map === null) return out;
  let state: Float64Array = begin(past, memory, columns);
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
};

/** The mean error of forecasts of the rows from `from` to before `end`, each error at most the worst. */
const errorOf = (
  forecast: Forecaster,
  { values, columns }: Series,
  memory: number,
  from: number,
  end: number,
): number => {
  const steps = Math.min(TRIAL.steps, Math.floor((end - from) / 2));
  const apart = Math.max(1, Math.floor((end - from - steps) / TRIAL.starts));
  let sum = 0;
  for (let start = from; start + steps < end; start += apart) {
    const found = forecast(values.slice((start + 1 - memory) * columns, (start + 1) * columns), steps);
    for (let i = 0; i < found.length; i++) {
      const error = Math.abs(found[i]! - values[(start + 1) * columns + i]!);
      sum += error <= WORST ? error : WORST;
    }
  }
  return sum;
};

/** The penalty whose weights, found from the beginning of every stretch, forecast the end of the longest best. */
const bestRidge = ({ series, stretches }: Learned, features: SmoothFeatures): number => {
  const { memory } = features;
  const { start, end } = longest(stretches);
  const from = start + Math.max(memory, Math.floor(TRIED_ON_REST * (end - start)));
  const beginnings = stretches.map((each) => ({
    start: each.start,
    end: each.start + Math.floor(TRIED_ON_REST * (each.end - each.start)),
  }));
  const equations = normalEquations({ series, stretches: beginnings }, features);
  const errors = RIDGES.map((ridge) => {
    const weights = solved(equations, ridge);
    const map = weights === null ? null : mapOf(features, weights, series.columns);
    return errorOf(forecaster(map, memory, series.columns), series, memory, from, end);
  });
  return RIDGES[errors.indexOf(Math.min(...errors))]!;
};

/** A baseline that regresses the next increment on functions of the last rows. */
export const regressionOn = (learned: Learned, features: SmoothFeatures): MadeBaseline => {
  const { series: { columns, values }, stretches } = learned;
  const { memory } = features;
  const weights = solved(normalEquations(learned, features), bestRidge(learned, features));
  const map = weights === null ? null : mapOf(features, weights, columns);
  return {
    memory,
    forecast: forecaster(map, memory, columns),
    lambda1: () => {
      const { start, end } = longest(stretches);
      if (map === null || end - start < memory) return null;
      const found = lyapunovSpectrum(mapTangent(map), {
        state: begin(values.slice((end - memory) * columns, end * columns), memory, columns),
        k: 1,
        steps: EXPONENT_STEPS,
        unit: "nats/step",
      });
      return E.isLeft(found) ? null : found.right.exponents[0]!;
    },
  };
};
