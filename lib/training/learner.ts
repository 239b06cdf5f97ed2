/**
 * The parameters of a network while they are learnt: one update after the other.
 *
 * @module
 */
import type { Model } from "../networks/model.ts";
import { allFinite, normOf } from "../networks/kernels/numbers.ts";
import { stream, substream } from "../numerics/random.ts";
import { windowStarts } from "./batches.ts";
import type { Checkpoint } from "./checkpoint.ts";
import { clip } from "./clipping.ts";
import { differentiate } from "./gradient.ts";
import { expansionAtForcedStates } from "./jacobians.ts";
import { learningRateAt } from "./learning_rate.ts";
import { optimiserOf } from "./optimiser/catalogue.ts";
import { setBlock, weightsOf } from "./parameters.ts";
import type { PreparedTraining } from "./prepare.ts";
import type { TrainingSettings } from "./settings.ts";

/** One update of the weights. */
export interface Update {
  /** The mean squared error before the update. */
  readonly loss: number;
  /** The norm of the gradient, before clipping. */
  readonly gradientNorm: number;
}

/** What a learner must be given to go on as if it had never stopped. */
export type LearnerState = Pick<Checkpoint, "weights" | "firstMoments" | "secondMoments" | "strength">;

/** A network that learns; its state changes with every update. */
export interface Learner {
  /**
   * Draws a batch and updates the weights.
   *
   * @param epoch From 0.
   * @param batch The place of the batch in its epoch, from 0.
   * @returns null when the loss, its gradient or the new weights are not finite; the weights are then as before.
   */
  readonly update: (epoch: number, batch: number) => Update | null;
  /** The strength α that adaptive forcing has reached. */
  readonly strength: () => number;
  /** A copy of the state. */
  readonly state: () => LearnerState;
  /** The network with a copy of the weights. */
  readonly model: () => Model;
  /** Gives memory back. */
  readonly release: () => void;
}

/**
 * A learner at its first update, or where a checkpoint left it.
 *
 * Everything random is drawn from the streams of the seed, "batches" and "forcing", and of the number of the update.
 */
export const learnerOf = (
  settings: TrainingSettings,
  { network, initial, layout, forcing, regularise, data, rollout, learnt }: PreparedTraining,
  from: LearnerState | undefined,
): Learner => {
  const { batches, epochs, clipping, learningRateSchedule } = settings;
  const optimiser = optimiserOf(settings.optimiser);
  const batchStream = stream(settings.seed, "batches");
  const forcingStream = stream(settings.seed, "forcing");
  const { weights, gradient, first, second } = learnt;
  setBlock(layout, from?.weights ?? initial, weights.values());
  if (from !== undefined) {
    setBlock(layout, from.firstMoments, first.values());
    setBlock(layout, from.secondMoments, second.values());
  }
  const before = weights.values().slice();
  const differentiated = differentiate(layout, rollout, weights, gradient);
  const model = (): Model => ({ ...network, weights: weightsOf(layout, weights.values()) });
  let strength = from?.strength ?? forcing.adaptation?.initial ?? 0;

  // An epoch's windows are drawn together: between two batches a kernel pushes all else out of the processor's caches.
  let drawn: { readonly epoch: number; readonly starts: readonly Int32Array[] } = { epoch: -1, starts: [] };
  const startsOf = (epoch: number): readonly Int32Array[] => {
    if (drawn.epoch !== epoch) {
      const first = epoch * batches.perEpoch;
      const starts = Array.from(
        { length: batches.perEpoch },
        (_, batch) => windowStarts(batchStream, first + batch, data.rows, batches, data.trials),
      );
      drawn = { epoch, starts };
    }
    return drawn.starts;
  };

  const update = (epoch: number, batch: number): Update | null => {
    const count = epoch * batches.perEpoch + batch;
    const starts = startsOf(epoch)[batch]!;
    if (forcing.adaptation !== null && count % forcing.adaptation.every === 0) {
      const { next, bound = "product" } = forcing.adaptation;
      strength = next(strength, expansionAtForcedStates(model(), data, starts, bound));
    }
    const schedule = forcing.schedule({
      length: batches.length,
      epoch,
      epochs,
      batch,
      get stream() {
        return substream(forcingStream, count);
      },
      strength,
    });
    const loss = differentiated.lossAndGradient(starts, schedule);
    regularise(weights.values(), gradient.values());
    const gradientNorm = normOf(gradient);
    if (!Number.isFinite(loss) || !Number.isFinite(gradientNorm)) return null;
    clip(clipping, gradient, gradientNorm);
    const rate = learningRateAt(learningRateSchedule, settings.optimiser.learningRate, epoch, epochs);
    before.set(weights.values());
    optimiser.update(settings.optimiser, count + 1, rate, learnt);
    if (allFinite(weights)) return { loss, gradientNorm };
    weights.values().set(before);
    return null;
  };

  return {
    update,
    strength: () => strength,
    state: () => ({
      weights: weightsOf(layout, weights.values()),
      firstMoments: weightsOf(layout, first.values()),
      secondMoments: weightsOf(layout, second.values()),
      strength,
    }),
    model,
    release: () => {
      differentiated.dispose();
      rollout.release();
      learnt.release();
    },
  };
};
