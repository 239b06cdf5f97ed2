/**
 * The parameters of a network while they are learnt: one update after the other.
 *
 * @module
 */
import type { Model } from "../networks/model.ts";
import { allFinite, normOf } from "../networks/kernels/numbers.ts";
import type { ForcingSchedule } from "../networks/schedule.ts";
import { stream, substream } from "../numerics/random.ts";
import { windowStarts } from "./batches.ts";
import type { Checkpoint } from "./checkpoint.ts";
import { clip } from "./clipping.ts";
import { differentiate } from "./gradient.ts";
import { expansionAtForcedStates } from "./jacobians.ts";
import { learningRateAt } from "./learning_rate.ts";
import { optimiserOf } from "./optimiser/catalogue.ts";
import { setBlock, viewsOf, weightsOf } from "./parameters.ts";
import type { PreparedTraining } from "./prepare.ts";
import type { HalvedRollout } from "./reference.ts";
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

/**
 * A network that learns; its state changes with every update. One that has half of every batch gives away its `Share` in the
 * middle of an update, and goes on when it is given the other half's; one that has whole batches gives nothing away.
 */
export interface Learner<Share = never> {
  /**
   * Draws a batch and updates the weights.
   *
   * @param epoch From 0.
   * @param batch The place of the batch in its epoch, from 0.
   * @returns null when the loss, its gradient or the new weights are not finite; the weights are then as before.
   */
  readonly update: (epoch: number, batch: number) => Generator<Share, Update | null, Share | void>;
  /** The strength α that adaptive forcing has reached. */
  readonly strength: () => number;
  /** A copy of the state. */
  readonly state: () => LearnerState;
  /** The network with a copy of the weights. */
  readonly model: () => Model;
  /** Gives memory back. */
  readonly release: () => void;
}

/** Loss and gradient of a batch: the gradient goes to the block of what is learnt. */
type Differentiate<Share> = (
  starts: Int32Array,
  schedule: ForcingSchedule,
) => Generator<Share, number, Share | void>;

/** A learner that finds loss and gradient as `differentiated` does; `release` gives the memory of that back. */
const learnerBy = <Share>(
  settings: TrainingSettings,
  { network, initial, layout, forcing, regularise, data, learnt }: PreparedTraining<unknown>,
  from: LearnerState | undefined,
  differentiated: Differentiate<Share>,
  release: () => void,
): Learner<Share> => {
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

  function* update(epoch: number, batch: number): ReturnType<Learner<Share>["update"]> {
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
    const loss = yield* differentiated(starts, schedule);
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
  }

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
      release();
      learnt.release();
    },
  };
};

/**
 * A learner at its first update, or where a checkpoint left it.
 *
 * Everything random is drawn from the streams of the seed, "batches" and "forcing", and of the number of the update.
 */
export const learnerOf = (
  settings: TrainingSettings,
  prepared: PreparedTraining,
  from: LearnerState | undefined,
): Learner => {
  const { layout, rollout, learnt } = prepared;
  const differentiated = differentiate(layout, rollout, learnt.weights, learnt.gradient);
  return learnerBy<never>(
    settings,
    prepared,
    from,
    // deno-lint-ignore require-yield -- there is nothing to share.
    function* (starts, schedule) {
      return differentiated.lossAndGradient(starts, schedule);
    },
    () => {
      differentiated.dispose();
      rollout.release();
    },
  );
};

/** The same with half of every batch: of all that is random it draws the same, and its weights are those of the other half. */
export const halfLearnerOf = (
  settings: TrainingSettings,
  prepared: PreparedTraining<HalvedRollout>,
  from: LearnerState | undefined,
): Learner<ArrayBuffer> => {
  const { layout, rollout, learnt } = prepared;
  const [parameters, gradient] = [viewsOf(layout, learnt.weights), viewsOf(layout, learnt.gradient)];
  return learnerBy<ArrayBuffer>(
    settings,
    prepared,
    from,
    function* (starts, schedule) {
      const theirs = yield rollout.share(parameters(), starts, schedule);
      return rollout.join(theirs as ArrayBuffer, gradient());
    },
    rollout.release,
  );
};
