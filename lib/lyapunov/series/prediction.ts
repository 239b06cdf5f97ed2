/**
 * How well an embedding predicts: the one in which the future follows best from neighbours is the one to look at.
 *
 * @module
 */
import { log } from "../../numerics/elementary.ts";
import { mean } from "../../numerics/statistics.ts";
import { referencePoints } from "./divergence.ts";
import { localModels, type ModelKind, neighboursFor } from "./local_models.ts";
import { type NeighbourSearch, neighbourSearch } from "./neighbours.ts";
import { delayCoordinates } from "./state_space.ts";

/** What is tried. */
export interface Predictor {
  /** Copies of each column, and the delay between them in steps. */
  readonly embedding: { readonly copies: number; readonly delay: number };
  /** What is fitted to the neighbours. */
  readonly model: ModelKind;
}

/** Reference points. */
const REFERENCES = 500;
/** Points among which neighbours are sought. */
const CANDIDATES = 20_000;
/** Errors below this are none, and larger ones are misses, in standard deviations. */
const SMALLEST = 1e-12;
const LARGEST = 2;
/** Of all errors, from the smallest, this one stands for the worst. */
const WORST = 0.95;

/** Logarithms of errors, in nats: 0 is about the error of the mean. */
export interface PredictionError {
  /** Their mean. */
  readonly error: number;
  /** The error that one prediction in twenty exceeds: rare shocks show here, and not in the mean. */
  readonly worst: number;
}

/** How far ahead of the last coordinate predictions go, in steps, and how far apart in time neighbours must be. */
export interface PredictionOptions {
  /** Steps ahead. */
  readonly horizons: readonly number[];
  /** Steps. */
  readonly theiler: number;
}

/**
 * How far each of many predictions from neighbours is off, as logarithms, for models of one embedding: they share the search for
 * neighbours.
 *
 * @param columns N signals with standard deviation 1.
 * @param embedding The embedding.
 * @param options How far ahead, and how far apart in time neighbours must be.
 * @returns The errors of a model; undefined where the series is too short.
 */
export const errorsOfModels = (
  columns: readonly Float64Array[],
  { copies, delay }: Predictor["embedding"],
  { horizons, theiler }: PredictionOptions,
): (model: Predictor["model"]) => readonly number[] | undefined => {
  const space = delayCoordinates(columns, copies, delay);
  const farthest = Math.max(...horizons);
  const count = space.count - farthest;
  const targets = horizons.flatMap((horizon) =>
    columns.map((values) => values.subarray((copies - 1) * delay + horizon))
  );
  let nearest: NeighbourSearch | undefined;
  return (model) => {
    const wanted = neighboursFor(space.axes.length, model);
    if (count < 2 * wanted + 2 * theiler) return undefined;
    nearest ??= neighbourSearch(space, count, Math.max(1, Math.floor(count / CANDIDATES)));
    const fit = localModels(space.axes, targets, model.quadratic);
    const errors: number[] = [];
    for (const row of referencePoints(count, REFERENCES)) {
      const local = fit(row, nearest(row, wanted, theiler));
      if (local === undefined) continue;
      for (let h = 0; h < horizons.length; h++) {
        let squares = 0;
        for (let c = 0; c < columns.length; c++) {
          const error = local.error(h * columns.length + c);
          squares += error * error;
        }
        errors.push(log(Math.max(SMALLEST, Math.min(LARGEST, Math.sqrt(squares / columns.length)))));
      }
    }
    return errors.length === 0 ? undefined : errors;
  };
};

/** Errors of many predictions in short; undefined where there are none. */
export const errorInShort = (errors: readonly number[] | undefined): PredictionError | undefined => {
  if (errors === undefined) return undefined;
  const sorted = Float64Array.from(errors).sort();
  return { error: mean(errors), worst: sorted[Math.floor(WORST * (sorted.length - 1))]! };
};

/**
 * How far predictions from neighbours are off.
 *
 * @param columns N signals with standard deviation 1.
 * @param predictor The embedding, and what is fitted.
 * @param options How far ahead, and how far apart in time neighbours must be.
 * @returns undefined where the series is too short.
 * @source J. D. Farmer & J. J. Sidorowich (1987), Phys. Rev. Lett. 59, 845–848.
 * @example A map is predicted from its last value, and not from one long ago
 * ```ts
 * import { errorOfPredictions } from "./prediction.ts";
 * import { standardisedSignal } from "./state_space.ts";
 * import { assert } from "@std/assert/mod.js";
 *
 * const x = new Float64Array(2000).fill(0.3);
 * for (let i = 1; i < x.length; i++) x[i] = 4 * x[i - 1]! * (1 - x[i - 1]!);
 * const error = (delay: number) =>
 *   errorOfPredictions([standardisedSignal(x)], {
 *     embedding: { copies: 2, delay },
 *     model: { quadratic: false, perTerm: 2 },
 *   }, { horizons: [1], theiler: 5 })!.error;
 * assert(error(1) < -4);
 * ```
 */
export const errorOfPredictions = (
  columns: readonly Float64Array[],
  { embedding, model }: Predictor,
  options: PredictionOptions,
): PredictionError | undefined => errorInShort(errorsOfModels(columns, embedding, options)(model));
