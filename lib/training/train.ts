/**
 * Training as a generator that yields after every epoch. No clock, no files: whoever drives it reports and saves.
 *
 * @module
 */
import * as E from "fp-ts/Either.js";
import { pipe } from "fp-ts/function.js";
import type { Series } from "../series/series.ts";
import type { Half } from "../networks/kernels/rollout.ts";
import { damagedAddress } from "../networks/kernels/arena.ts";
import type { LyapError } from "../core/program/errors.ts";
import type {
  Checkpoint,
  EpochReport,
  MonitorEntry,
  TrainingHistory,
  TrainingOutcome,
  TrainingResult,
} from "./checkpoint.ts";
import { fusedHalf } from "./fused.ts";
import { halfLearnerOf, type Learner, learnerOf } from "./learner.ts";
import { learningRateAt } from "./learning_rate.ts";
import { monitoredGrowth } from "./monitor.ts";
import { type PreparedTraining, preparedWith, prepareTraining, type TrainingOptions } from "./prepare.ts";
import type { TrainingSettings } from "./settings.ts";

export type { TrainingOptions } from "./prepare.ts";

/** A training that runs: yields after every epoch and returns the result. */
export type TrainingEpochs = Generator<EpochReport, TrainingResult, void>;

/**
 * One of two trainings that have a half of every batch each: in addition to reports it yields what the other
 * one needs, and goes on when it gets what that one yields.
 */
export type HalfTraining = Generator<EpochReport | ArrayBuffer, TrainingResult, ArrayBuffer | void>;

/**
 * Trains a network on a series.
 *
 * Per epoch `batches.perEpoch` batches are drawn, each of distinct windows of the series in float32, and each gives one
 * update. Everything random comes from streams of the seed and the batch's index, so that a training which goes on from
 * a checkpoint gives the same bits as one that was never interrupted.
 *
 * @param settings Decoded settings.
 * @param series T × N; at least `batches.length + batches.windows` rows.
 * @returns A generator that yields an {@link EpochReport} after each epoch and returns the {@link TrainingResult}. A
 * loss, a gradient or weights that are not finite end it with the outcome "diverged". It throws when a kernel wrote beyond
 * its blocks, a fault of lyap that must not become a result.
 * @errors CannotCompute when the series is too short for its windows, when a span is a multiple of a predictability time
 * that is not known, when the sizes of cell and observation model don't fit, when a checkpoint belongs to another
 * network.
 *
 * @example Two epochs on a circle
 * ```ts
 * import { trainEpochs } from "./train.ts";
 * import { decode } from "../core/codec/codec.ts";
 * import { trainingSettings } from "./settings.ts";
 * import { seriesOf } from "../series/series.ts";
 * import { cos, sin } from "../numerics/elementary.ts";
 * import * as E from "fp-ts/Either.js";
 * import { pipe } from "fp-ts/function.js";
 * import { assertEquals } from "@std/assert/mod.js";
 *
 * const circle = seriesOf(Array.from({ length: 200 }, (_, t) => [cos(t / 8), sin(t / 8)]), 1);
 * const settings = decode(trainingSettings, {
 *   cell: { kind: "PLRNN", units: 4 },
 *   forcing: { kind: "sparse", interval: 5 },
 *   batches: { windows: 4, length: 10, perEpoch: 2 },
 *   epochs: 2,
 * });
 * const training = pipe(
 *   settings,
 *   E.chainW((decoded) => trainEpochs(decoded, circle, { predictabilitySteps: null })),
 *   E.map((reports) => [...reports].map(({ epoch }) => epoch)),
 * );
 * assertEquals(training, E.right([1, 2]));
 * ```
 */
export const trainEpochs = (
  settings: TrainingSettings,
  series: Series,
  options: TrainingOptions,
): E.Either<LyapError, TrainingEpochs> =>
  pipe(
    prepareTraining(settings, series, options),
    E.map((prepared) =>
      epochsOf(
        settings,
        prepared,
        prepared.rollout.untraced,
        options.from,
        () => learnerOf(settings, prepared, options.from),
      )
    ),
  );

/**
 * One of two trainings that together do what {@link trainEpochs} does, each with a half of every batch: both yield the same
 * reports, and come to the same bits.
 *
 * @param half Which half it has: the two have different ones.
 * @errors As `trainEpochs`, and when the network's batches cannot be halved.
 */
export const trainHalf = (
  half: Half,
  settings: TrainingSettings,
  series: Series,
  options: TrainingOptions,
): E.Either<LyapError, HalfTraining> =>
  pipe(
    preparedWith(fusedHalf(half), settings, series, options),
    E.map((prepared) =>
      epochsOf(
        settings,
        prepared,
        undefined,
        options.from,
        () => halfLearnerOf(settings, prepared, options.from),
      )
    ),
  );

/** Throws when a kernel wrote beyond its blocks. */
export const checkMemory = (): void => {
  const address = damagedAddress();
  if (address !== null) throw new Error(`a kernel wrote beyond its blocks of memory, at address ${address}`);
};

function* epochsOf<Share>(
  settings: TrainingSettings,
  { data, forcing }: PreparedTraining<unknown>,
  untraced: string | undefined,
  from: Checkpoint | undefined,
  learn: () => Learner<Share>,
): Generator<EpochReport | Share, TrainingResult, Share | void> {
  const { batches: { perEpoch }, epochs, monitor, optimiser, learningRateSchedule } = settings;
  const learner = learn();
  const history = {
    epochs: [...from?.history.epochs ?? []],
    loss: [...from?.history.loss ?? []],
    gradientNorm: [...from?.history.gradientNorm ?? []],
  };
  const seen: MonitorEntry[] = [...from?.monitor ?? []];
  let lastFiniteLoss = from?.lastFiniteLoss ?? null;

  const historyNow = (): TrainingHistory => ({
    epochs: [...history.epochs],
    loss: [...history.loss],
    gradientNorm: [...history.gradientNorm],
  });
  const look = (epoch: number): MonitorEntry | null => {
    if (monitor.kind === "none" || epoch % monitor.every !== 0) return null;
    // Where inputs drive the network it has no free run to look along.
    if (data.inputs !== undefined) return { epoch, untruncated: null, overInterval: null };
    const start = Float64Array.from(data.values.subarray(0, data.observations));
    return { epoch, ...monitoredGrowth(learner.model(), start, monitor.length, forcing.interval) };
  };
  const resultOf = (outcome: TrainingOutcome): TrainingResult => ({
    outcome,
    weights: learner.state().weights,
    history: historyNow(),
    monitor: [...seen],
    ...(untraced === undefined ? {} : { untraced }),
  });

  try {
    for (let epoch = (from?.epoch ?? 0) + 1; epoch <= epochs; epoch++) {
      let losses = 0;
      let norms = 0;
      for (let batch = 0; batch < perEpoch; batch++) {
        const update = yield* learner.update(epoch - 1, batch);
        if (update === null) {
          checkMemory();
          const step = (epoch - 1) * perEpoch + batch + 1;
          return resultOf({ kind: "diverged", epoch, step, lastFiniteLoss });
        }
        lastFiniteLoss = update.loss;
        losses += update.loss;
        norms += update.gradientNorm;
      }
      checkMemory();
      const [loss, gradientNorm] = [losses / perEpoch, norms / perEpoch];
      history.epochs.push(epoch);
      history.loss.push(loss);
      history.gradientNorm.push(gradientNorm);
      const entry = look(epoch);
      if (entry !== null) seen.push(entry);
      yield {
        epoch,
        epochs,
        loss,
        gradientNorm,
        learningRate: learningRateAt(learningRateSchedule, optimiser.learningRate, epoch - 1, epochs),
        strength: learner.strength(),
        monitor: entry,
        checkpoint: () => ({
          epoch,
          ...learner.state(),
          lastFiniteLoss,
          history: historyNow(),
          monitor: [...seen],
        }),
      };
    }
    return resultOf({ kind: "trained" });
  } finally {
    learner.release();
  }
}
