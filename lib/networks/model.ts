/**
 * A trained network as a value, and what can be done with it in float64: run freely, observe, linearise.
 *
 * @module
 */
import { counted } from "../core/program/text.ts";
import type { Series } from "../series/series.ts";
import * as E from "fp-ts/Either.js";
import { cannotCompute, type LyapError } from "../core/program/errors.ts";
import { cellOf } from "./catalogue.ts";
import type { StateMap, Weights } from "./cell.ts";
import { addProduct } from "./matrix_products.ts";
import { type Network, parameterDeclarationsOf, sizesOf, stateSizeOf } from "./network.ts";
import type { ObservationMatrices } from "./observation.ts";
import { observationModelOf } from "./observations/catalogue.ts";

/** A network with its weights. */
export interface Model extends Network {
  /** Values of all parameters, the cell's and the observation model's. */
  readonly weights: Weights;
}

/**
 * A network with weights that fit it, for example from a file.
 *
 * @errors CannotCompute when a parameter is missing, has another shape, or is not the network's.
 */
export const modelOf = (network: Network, weights: Weights): E.Either<LyapError, Model> => {
  const declared = new Map(
    parameterDeclarationsOf(network).map(({ name, shape }) => [name, shape.join(" × ")]),
  );
  const faults = [
    ...[...declared].flatMap(([name, shape]) => {
      const found = weights[name]?.shape.join(" × ");
      if (found === undefined) return [`${name} is missing`];
      return found === shape ? [] : [`${name} is ${found} instead of ${shape}`];
    }),
    ...Object.keys(weights).filter((name) => !declared.has(name)).map((name) => `${name} is not its own`),
  ];
  return faults.length === 0 ? E.right({ ...network, weights }) : E.left(cannotCompute(
    `These are not weights of a ${network.cell.kind} with ${network.cell.units} units and ` +
      `${network.observations} observed variables: ${faults.join(", ")}`,
    "give the weights that this network was trained to",
  ));
};

/** The step of a model and its Jacobian in float64, from its float32 weights. */
export const modelMap = (model: Model): StateMap => cellOf(model.cell).map(model.weights, model.cell);

/** B (N × M), pinv(B) (M × N) and, where it has one, b (N) of a model in float64. */
export const observationMatrices = (model: Model): ObservationMatrices =>
  observationModelOf(model.observation).matrices(model.weights, sizesOf(model), model.observation);

/** What P has to do with: observed values without b. */
const withoutBias = ({ bias }: ObservationMatrices, observed: Float64Array): Float64Array =>
  bias === undefined ? observed : observed.map((value, n) => value - bias[n]!);

/**
 * The state that shows as `observed`: z = pinv(B) (x − b); what the cell carries beside its units (the LSTM's cell state) is 0.
 *
 * @param observed N values.
 */
export const initialState = (model: Model, observed: Float64Array): Float64Array => {
  const state = new Float64Array(stateSizeOf(model));
  const matrices = observationMatrices(model);
  const shifted = withoutBias(matrices, observed);
  addProduct(matrices.control, model.cell.units, model.observations, shifted, state);
  return state;
};

/** out ← B z + b for the state that begins at `from` of `states`, into the N places of `out` from `to` on. */
type Observe = (states: Float64Array, from: number, out: Float64Array, to: number) => void;

const observer = (model: Model): Observe => {
  const { observe: matrix, bias } = observationMatrices(model);
  const { observations, cell: { units } } = model;
  return (states, from, out, to) => {
    for (let n = 0; n < observations; n++) {
      let sum = 0;
      for (let u = 0; u < units; u++) sum += matrix[n * units + u]! * states[from + u]!;
      out[to + n] = bias === undefined ? sum : sum + bias[n]!;
    }
  };
};

/**
 * x̂ = B z + b for one state or for many.
 *
 * @param states Any number of states, one after another.
 * @returns As many rows of N values, row by row.
 */
export const observe = (model: Model, states: Float64Array): Float64Array => {
  const size = stateSizeOf(model);
  const rows = Math.floor(states.length / size);
  const out = new Float64Array(rows * model.observations);
  const observeInto = observer(model);
  for (let row = 0; row < rows; row++) observeInto(states, row * size, out, row * model.observations);
  return out;
};

/** A free run that left all bounds. */
export interface DivergedRun {
  /** Distinguishes it from a finite run. */
  readonly kind: "diverged";
  /** The step, counted from the initial state with the transient, at which the state left the bound. */
  readonly step: number;
}

/** Where a free run leads. One that diverges is a result, not an error. */
export type FreeRun =
  | {
    readonly kind: "finite";
    /** steps × state size, row by row; the first row is one step after the transient. */
    readonly states: Float64Array;
  }
  | DivergedRun;

/** What a free run shows. */
export type ObservedRun =
  | {
    readonly kind: "finite";
    /** steps × N, row by row; the first row is one step after the transient. */
    readonly values: Float64Array;
  }
  | DivergedRun;

/** How a free run is made. */
export interface FreeRunOptions {
  /** Steps that are run but not kept. Default: 0. */
  readonly transient?: number;
  /** Largest size of an entry of the state before the run counts as diverged. Default: 10⁶. */
  readonly bound?: number;
  /** What drives the network, a row for each step, the first at the initial state. Default: nothing does. */
  readonly inputs?: Series | null;
}

/** Runs a model on its own output and hands every state after the transient to `keep`, which must not change it. */
const follow = (
  model: Model,
  initial: Float64Array,
  steps: number,
  { transient = 0, bound = 1e6, inputs }: FreeRunOptions,
  keep: (state: Float64Array, row: number) => void,
): DivergedRun | null => {
  const { dimension, step } = modelMap(model);
  let current: Float64Array = initial.slice();
  let next: Float64Array = new Float64Array(dimension);
  const driven = model.inputs ?? 0;
  if (driven > 0 && !(inputs?.columns === driven && inputs.rows >= transient + steps)) {
    throw new RangeError(
      `Cannot run ${counted(transient + steps, "step")}: ${
        counted(driven, "input is", "inputs are")
      } needed at each of them`,
    );
  }
  for (let t = 0; t < transient + steps; t++) {
    if (driven > 0) {
      current.set(inputs!.values.subarray(t * driven, (t + 1) * driven), model.cell.units - driven);
    }
    step(current, next);
    for (let i = 0; i < dimension; i++) {
      if (!(Math.abs(next[i]!) <= bound)) return { kind: "diverged", step: t + 1 };
    }
    if (t >= transient) keep(next, t - transient);
    [current, next] = [next, current];
  }
  return null;
};

/**
 * Runs a model on its own output, never forced.
 *
 * @param model The model; computed in float64 from its float32 weights, in a fixed order.
 * @param initial The state to start from, as from `initialState`.
 * @param steps How many states are kept.
 * @returns The states, or the step at which one left the bound or was no number.
 *
 * @example A single unit that halves
 * ```ts
 * import { freeRun, type Model, observe } from "./model.ts";
 * import { assertEquals } from "@std/assert/mod.js";
 *
 * const parameter = (shape: number[], ...values: number[]) => ({ shape, values: Float32Array.from(values) });
 * const model: Model = {
 *   cell: { kind: "PLRNN", units: 1 },
 *   observation: { kind: "linear" },
 *   observations: 1,
 *   weights: {
 *     A: parameter([1], 0.5),
 *     W: parameter([1, 1], 0),
 *     h: parameter([1], 0),
 *     B: parameter([1, 1], 2),
 *   },
 * };
 * const run = freeRun(model, Float64Array.of(8), 3);
 * assertEquals(run, { kind: "finite", states: Float64Array.of(4, 2, 1) });
 * assertEquals(observe(model, Float64Array.of(4, 2, 1)), Float64Array.of(8, 4, 2));
 * ```
 */
export const freeRun = (
  model: Model,
  initial: Float64Array,
  steps: number,
  options: FreeRunOptions = {},
): FreeRun => {
  const size = stateSizeOf(model);
  const states = new Float64Array(steps * size);
  return follow(model, initial, steps, options, (state, row) => states.set(state, row * size)) ??
    { kind: "finite", states };
};

/** What `freeRun` followed by `observe` gives, without holding all the states at once. */
export const observedRun = (
  model: Model,
  initial: Float64Array,
  steps: number,
  options: FreeRunOptions = {},
): ObservedRun => {
  const { observations } = model;
  const values = new Float64Array(steps * observations);
  const observeInto = observer(model);
  return follow(
    model,
    initial,
    steps,
    options,
    (state, row) => observeInto(state, 0, values, row * observations),
  ) ?? { kind: "finite", values };
};
