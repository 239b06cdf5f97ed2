/**
 * The rollout over a batch of windows in plain tf ops: the definition that every kernel is held to, and what cells without
 * a kernel train through.
 *
 * @module
 */
import { cellOf } from "../networks/catalogue.ts";
import type { TensorWeights } from "../networks/cell.ts";
import { forcingMask, type Network, sizesOf, stateSizeOf } from "../networks/network.ts";
import { observationModelOf } from "../networks/observations/catalogue.ts";
import type { ForcingSchedule } from "../networks/schedule.ts";
import { type Scalar, type Tensor, type Tensor2D, tf } from "../networks/tensorflow.ts";
import { assemble, type Windows } from "./batches.ts";

/** The loss of a network as a differentiable function of its weights. */
export interface DifferentiableRollout {
  /**
   * The mean over steps, windows and variables of the squared error of x̂_{t+1}, with its gradient by every weight.
   *
   * @param starts First rows of the S windows.
   */
  readonly loss: (weights: TensorWeights, starts: Int32Array, schedule: ForcingSchedule) => Scalar;
  /**
   * The same loss and gradient without tf's tape, for kernels, which find both at once: the gradient bit for bit, the loss
   * before it is rounded to float32.
   * Parameters and gradient are given by name.
   */
  readonly lossAndGradient?: (
    parameters: Readonly<Record<string, Float32Array>>,
    starts: Int32Array,
    schedule: ForcingSchedule,
    gradient: Readonly<Record<string, Float32Array>>,
  ) => number;
  /** Why no kernel runs it, for the definition in tf ops that a training falls back to. */
  readonly untraced?: string;
  /** Gives back the memory that the rollout holds. */
  readonly release: () => void;
}

/** The loss of a network and its gradient, of which this is one of two halves: each is given what the other has to share. */
export interface HalvedRollout {
  /** What the other half has to be given: its share of the loss of one batch, and of its gradient. */
  readonly share: (
    parameters: Readonly<Record<string, Float32Array>>,
    starts: Int32Array,
    schedule: ForcingSchedule,
  ) => ArrayBuffer;
  /** The loss of that batch and its gradient by name, as `lossAndGradient` of the whole has them, bit for bit. */
  readonly join: (theirs: ArrayBuffer, gradient: Readonly<Record<string, Float32Array>>) => number;
  /** Gives back the memory that it holds. */
  readonly release: () => void;
}

/** The same values, through which no gradient flows back. */
const detached = (state: Tensor2D): Tensor2D =>
  tf.customGrad((input) => ({
    value: (input as Tensor2D).clone(),
    gradFunc: (outer) => tf.zerosLike(outer),
  }))(state) as Tensor2D;

/** z ← z + α · mask ⊙ (control − z), with nothing left of the old state where it is replaced. */
const forced = (state: Tensor2D, control: Tensor2D, mask: Tensor, strength: number): Tensor2D =>
  tf.add(
    tf.mul(state, tf.sub(1, tf.mul(mask, strength))),
    tf.mul(control, tf.mul(mask, strength)),
  );

/**
 * The rollout of lib/networks/schedule.ts, step by step.
 *
 * @param network Any cell with any observation model.
 */
export const referenceRollout = (network: Network, data: Windows): DifferentiableRollout => {
  const { length, observations, inputs = 0, windows } = data;
  const cell = cellOf(network.cell);
  const observation = observationModelOf(network.observation);
  const sizes = sizesOf(network);
  const stateSize = stateSizeOf(network);
  const { units } = sizes;
  const mask = forcingMask(network);
  const firstOnly = observation.gradientThroughFirstOnly?.(network.observation) ?? false;
  const loss: DifferentiableRollout["loss"] = (weights, starts, schedule) => {
    const assembled = tf.tensor3d(assemble(data, starts), [length + 1, windows, observations + inputs]);
    const rows = tf.unstack(assembled) as Tensor2D[];
    const observed = inputs === 0
      ? rows
      : rows.map((row) => tf.slice(row, [0, 0], [windows, observations]) as Tensor2D);
    const driven = (state: Tensor2D, t: number): Tensor2D =>
      inputs === 0 ? state : tf.concat([
        tf.slice(state, [0, 0], [windows, units - inputs]),
        tf.slice(rows[t]!, [0, observations], [windows, inputs]),
        ...(stateSize === units ? [] : [tf.slice(state, [0, units], [windows, stateSize - units])]),
      ], 1) as Tensor2D;
    const maskRow = tf.tensor2d(mask, [1, stateSize]);

    const forcedSteps = Array.from({ length }, (_, t) => t).filter((t) => schedule.strength[t]! > 0);
    const controls = new Map<number, Tensor2D>();
    if (forcedSteps.length > 0) {
      const control = observation.control(
        weights,
        tf.concat(forcedSteps.map((t) => observed[t]!)),
        sizes,
        network.observation,
      );
      const padded = tf.pad(control, [[0, 0], [0, stateSize - units]]);
      // tf cannot differentiate a split into one part.
      const parts = forcedSteps.length === 1 ? [padded] : tf.split(padded, forcedSteps.length);
      parts.forEach((part, index) => {
        const t = forcedSteps[index]!;
        controls.set(t, firstOnly && t > 0 ? detached(part as Tensor2D) : part as Tensor2D);
      });
    }

    let state: Tensor2D = tf.zeros([windows, stateSize]);
    const errors: Tensor[] = [];
    for (let t = 0; t < length; t++) {
      if (schedule.reset[t] === 1) state = tf.zeros([windows, stateSize]);
      if (schedule.detach[t] === 1) state = detached(state);
      const control = controls.get(t);
      if (control !== undefined) state = forced(state, control, maskRow, schedule.strength[t]!);
      state = cell.step(weights, driven(state, t), network.cell);
      const shown = units === stateSize ? state : tf.slice(state, [0, 0], [windows, units]);
      const predicted = observation.observe(weights, shown, sizes, network.observation);
      errors.push(tf.sum(tf.square(tf.sub(observed[t + 1]!, predicted))));
    }
    return tf.div(tf.addN(errors), length * windows * observations) as Scalar;
  };
  return { loss, release: () => {} };
};
