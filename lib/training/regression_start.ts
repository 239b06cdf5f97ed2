/**
 * A start by regression: the hidden layer of a shallow network is drawn at random, and what leads from it to the next state
 * is found by ridge regression on the steps of the series.
 *
 * @module
 */
import * as E from "fp-ts/Either.js";
import type { Weights } from "../networks/cell.ts";
import { tanh } from "../numerics/elementary.ts";
import { integers, normals, stream } from "../numerics/random.ts";
import { cannotCompute, type LyapError } from "../core/program/errors.ts";
import type { Series } from "../series/series.ts";
import type { Learned } from "./baselines/baseline.ts";
import { type Features, normalEquations, solved } from "./baselines/regression.ts";
import type { TrainingOptions } from "./prepare.ts";
import type { RegressionSettings, TrainingSettings } from "./settings.ts";

/** A penalty that leaves the equations unsolved is raised by this factor. */
const RAISED = 10;
/** … and at most this many times. */
const MOST_RAISES = 12;

interface HiddenLayer {
  /** Hidden units × variables. */
  readonly W2: Float32Array;
  /** Hidden units. */
  readonly h2: Float32Array;
}

/**
 * A hidden layer drawn for a series: each unit has its own direction, along which it is steepest, and changes its sign at a
 * row of the series, so that all units lie where the data are.
 *
 * @param scale How steep: the length of each row of W2, for variables in standard deviations.
 */
const drawnLayer = (
  { values, rows, columns }: Series,
  hidden: number,
  scale: number,
  seed: number,
): HiddenLayer => {
  const directions = normals(stream(seed, "init", "W2"), hidden * columns);
  const centres = integers(stream(seed, "init", "h2"), hidden, rows);
  const [W2, h2] = [new Float32Array(hidden * columns), new Float32Array(hidden)];
  for (let l = 0; l < hidden; l++) {
    let square = 0;
    for (let c = 0; c < columns; c++) square += directions[l * columns + c]! * directions[l * columns + c]!;
    const factor = scale / Math.sqrt(square);
    let inner = 0;
    for (let c = 0; c < columns; c++) {
      W2[l * columns + c] = factor * directions[l * columns + c]!;
      inner += W2[l * columns + c]! * values[centres[l]! * columns + c]!;
    }
    h2[l] = -inner;
  }
  return { W2, h2 };
};

/** A constant, and the values of the hidden layer. */
const featuresOf = ({ W2, h2 }: HiddenLayer, columns: number): Features => ({
  memory: 1,
  count: 1 + h2.length,
  values: (state, out) => {
    out[0] = 1;
    for (let l = 0; l < h2.length; l++) {
      let inner = h2[l]!;
      for (let c = 0; c < columns; c++) inner += W2[l * columns + c]! * state[c]!;
      out[1 + l] = tanh(inner);
    }
  },
});

/** Why a network cannot start by regression; undefined if it can. */
const misfit = (
  { cell, observation }: TrainingSettings,
  columns: number,
  inputs: Series | undefined,
): string | undefined =>
  cell.kind !== "shRNN"
    ? `the cell "${cell.kind}" has no such start, only "shRNN"`
    : observation.kind !== "identity"
    ? `its state has to be what is observed, and the observation model is "${observation.kind}"`
    : cell.units !== columns || inputs !== undefined
    ? `its units have to be the ${columns} observed variables and no others`
    : undefined;

/**
 * The weights of a smooth shallow RNN by regression on the steps of a series.
 *
 * @param learned The series and where its trials lie.
 * @param hidden How many hidden units there are.
 * @param seed Draws the hidden layer.
 * @errors CannotCompute where the series has no two rows or is not finite.
 */
export const regressionWeights = (
  { series, stretches }: Learned,
  hidden: number,
  { scale, ridge: least }: RegressionSettings,
  seed: number,
): E.Either<LyapError, Weights> => {
  const { columns } = series;
  const layer = drawnLayer(series, hidden, scale, seed);
  const equations = normalEquations({ series, stretches }, featuresOf(layer, columns));
  let found: Float64Array | null = null;
  let ridge = least;
  for (let raises = 0; found === null && raises <= MOST_RAISES; raises++, ridge *= RAISED) {
    found = solved(equations, ridge);
  }
  if (found === null) {
    return E.left(cannotCompute(
      "Cannot start by regression: the steps of the series determine no weights",
      "give a series of finite numbers that has more rows",
    ));
  }
  const weights = found;
  return E.right({
    A: { shape: [columns], values: new Float32Array(columns).fill(1) },
    W1: {
      shape: [columns, hidden],
      values: Float32Array.from(
        { length: columns * hidden },
        (_, i) => weights[(1 + i % hidden) * columns + Math.floor(i / hidden)]!,
      ),
    },
    W2: { shape: [hidden, columns], values: layer.W2 },
    h1: { shape: [columns], values: Float32Array.from(weights.subarray(0, columns)) },
    h2: { shape: [hidden], values: layer.h2 },
  });
};

/**
 * The weights with which a training starts that asks for a start by regression: W2 and h2 at random, A at 1, and W1 and h1 such
 * that the next increment is forecast best, with a penalty on W1.
 *
 * No step leads from one trial to the next. The sums run over all rows, or evenly over as many as 2·10⁹ products allow.
 *
 * @returns undefined if the settings ask for no such start.
 * @errors CannotCompute for another cell than the smooth shallow RNN, another observation model than the identity, or units
 * that are not the observed variables; and where the series has no two rows or is not finite.
 * @source G.-B. Huang, Q.-Y. Zhu & C.-K. Siew (2006), Extreme learning machine: Theory and applications, Neurocomputing 70,
 * 489–501.
 *
 * @example A rotation is found at once
 * ```ts
 * import { regressionStart } from "./regression_start.ts";
 * import { trainingSettings } from "./settings.ts";
 * import { modelMap } from "../networks/model.ts";
 * import { seriesOf } from "../series/series.ts";
 * import { decode } from "../core/codec/codec.ts";
 * import { cos, sin } from "../numerics/elementary.ts";
 * import * as E from "fp-ts/Either.js";
 * import { pipe } from "fp-ts/function.js";
 * import { assert, assertAlmostEquals } from "@std/assert/mod.js";
 *
 * const circle = seriesOf(Array.from({ length: 500 }, (_, t) => [cos(t / 8), sin(t / 8)]), 1);
 * const cell = { kind: "shRNN", units: 2, hidden: 20 } as const;
 * const observation = { kind: "identity" } as const;
 * const settings = { cell, observation, forcing: { kind: "none" }, start: { scale: 0.5, ridge: 1e-9 }, epochs: 0 };
 * const start = pipe(
 *   decode(trainingSettings, settings),
 *   E.chainW((decoded) => regressionStart(decoded, circle, {})),
 * );
 * assert(E.isRight(start) && start.right !== undefined);
 * const next = new Float64Array(2);
 * modelMap({ cell, observation, observations: 2, weights: start.right }).step(Float64Array.of(1, 0), next);
 * assertAlmostEquals(next[1]!, sin(1 / 8), 1e-3);
 * ```
 */
export const regressionStart = (
  settings: TrainingSettings,
  series: Series,
  { trials, inputs }: Pick<TrainingOptions, "trials" | "inputs">,
): E.Either<LyapError, Weights | undefined> => {
  const { start, cell, seed } = settings;
  if (start === undefined) return E.right(undefined);
  const { columns, rows } = series;
  const why = misfit(settings, columns, inputs);
  if (cell.kind !== "shRNN" || why !== undefined) {
    return E.left(cannotCompute(`Cannot start by regression: ${why}`, "leave out start, or mend that"));
  }
  const stretches = trials ?? [{ start: 0, end: rows }];
  return regressionWeights({ series, stretches }, cell.hidden, start, seed);
};
