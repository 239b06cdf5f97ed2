/**
 * What is checked and made ready before the first epoch of a training.
 *
 * @module
 */
import * as E from "fp-ts/Either.js";
import { pipe } from "fp-ts/function.js";
import type { Weights } from "../networks/cell.ts";
import { initialWeights, type Network, networkOf, sizesOf } from "../networks/network.ts";
import { observationModelOf } from "../networks/observations/catalogue.ts";
import type { Series } from "../series/series.ts";
import type { RowRange } from "../series/stretches.ts";
import { allocateLearnt, type Learnt } from "../networks/kernels/numbers.ts";
import { cannotCompute, type LyapError } from "../core/program/errors.ts";
import { checkBatches, type Windows, windowsOf } from "./batches.ts";
import type { Checkpoint } from "./checkpoint.ts";
import { type Forcing, prepareForcing } from "./forcing/catalogue.ts";
import { layoutOf, type ParameterLayout } from "./parameters.ts";
import type { DifferentiableRollout } from "./reference.ts";
import { type Regularise, regulariser } from "./regularisation.ts";
import { rolloutOf } from "./rollout.ts";
import type { TrainingSettings } from "./settings.ts";

/** What a training needs in addition to its settings and its series. */
export interface TrainingOptions {
  /** ln 2 / λ₁ of the data in steps, for spans that are given in predictability times; null when not known. */
  readonly predictabilitySteps: number | null;
  /** Where trials lie in the series: no window crosses their borders. Default: the series is one trial. */
  readonly trials?: readonly RowRange[];
  /** What drives the system, at the rows of the series. Default: nothing does. */
  readonly inputs?: Series;
  /** Weights before the first update. Default: drawn from the seed. */
  readonly initial?: Weights;
  /** The checkpoint from which to go on. Default: from initial weights. */
  readonly from?: Checkpoint;
  /**
   * How the loss is found. Default: the quickest rollout that the network has.
   *
   * @internal
   */
  readonly rollout?: typeof rolloutOf;
}

/** A training made ready; without more words with the rollout of whole batches. */
export interface PreparedTraining<Rollout = DifferentiableRollout> {
  /** Cell and observation model. */
  readonly network: Network;
  /** The weights before the first epoch. */
  readonly initial: Weights;
  /** Where the parameters lie in one block. */
  readonly layout: ParameterLayout;
  /** The forcing scheme, in steps. */
  readonly forcing: Forcing;
  /** The regularising terms. */
  readonly regularise: Regularise;
  /** The series in float32. */
  readonly data: Windows;
  /** The loss; it holds memory that is to be given back. */
  readonly rollout: Rollout;
  /** Weights, gradient and moments, all 0; they hold memory that is to be given back. */
  readonly learnt: Learnt;
}

/** Names of the observation model's parameters. */
const observationNamesOf = (network: Network): ReadonlySet<string> =>
  new Set(
    observationModelOf(network.observation).parameters(sizesOf(network), network.observation).map((
      { name },
    ) => name),
  );

const checkCheckpoint = (
  layout: ParameterLayout,
  from: Checkpoint | undefined,
): E.Either<LyapError, null> => {
  const fits = from === undefined ||
    [from.weights, from.firstMoments, from.secondMoments].every((weights) =>
      layout.places.every(({ name, size }) => weights[name]?.values.length === size)
    );
  return fits ? E.right(null) : E.left(
    cannotCompute(
      "Cannot go on from the checkpoint: its weights are not those of this network",
      "start again, or give the settings with which the checkpoint was made",
    ),
  );
};

/** Memory for what is learnt, and the rollout; none of it is kept when there is no rollout. */
const withMemory = <Rollout>(
  size: number,
  make: () => E.Either<LyapError, Rollout>,
): E.Either<LyapError, Pick<PreparedTraining<Rollout>, "learnt" | "rollout">> =>
  pipe(
    allocateLearnt(size),
    E.chain((learnt) =>
      pipe(
        make(),
        E.bimap((error) => (learnt.release(), error), (rollout) => ({ learnt, rollout })),
      )
    ),
  );

/**
 * Checks settings, series and checkpoint against each other and makes everything ready.
 *
 * @errors As `train`.
 */
export const prepareTraining = (
  settings: TrainingSettings,
  series: Series,
  options: TrainingOptions,
): E.Either<LyapError, PreparedTraining> =>
  preparedWith(options.rollout ?? rolloutOf, settings, series, options);

/**
 * The same with a rollout of any other kind.
 *
 * @errors As `train`, and those of `make`.
 */
export const preparedWith = <Rollout>(
  make: (network: Network, data: Windows) => E.Either<LyapError, Rollout>,
  settings: TrainingSettings,
  series: Series,
  { predictabilitySteps, trials, inputs, from, initial: given }: TrainingOptions,
): E.Either<LyapError, PreparedTraining<Rollout>> =>
  pipe(
    checkBatches(settings.batches, series, trials),
    E.chainW(() =>
      networkOf({
        cell: settings.cell,
        observation: settings.observation,
        observations: series.columns,
        ...(inputs === undefined ? {} : { inputs: inputs.columns }),
      })
    ),
    E.map((network) => {
      const initial = given ?? initialWeights(network, settings.seed);
      return {
        network,
        initial,
        layout: layoutOf(initial),
        data: windowsOf(series, settings.batches, trials, inputs),
      };
    }),
    E.chainFirstW(({ layout }) => checkCheckpoint(layout, from)),
    E.bindW("regularise", ({ layout, network }) =>
      regulariser(settings.regularisation, layout, observationNamesOf(network))),
    E.bindW("forcing", () =>
      prepareForcing(settings.forcing, predictabilitySteps)),
    E.bindW("held", ({ layout, network, data }) => withMemory(layout.size, () => make(network, data))),
    E.map(({ held, ...ready }) => ({ ...ready, ...held })),
  );
