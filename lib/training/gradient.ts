/**
 * The loss of a network and its gradient, to and from one block of float32 numbers.
 *
 * @module
 */
import type { ForcingSchedule } from "../networks/schedule.ts";
import { tf } from "../networks/tensorflow.ts";
import type { Numbers } from "../networks/kernels/numbers.ts";
import { type ParameterLayout, viewsOf } from "./parameters.ts";
import type { DifferentiableRollout } from "./reference.ts";

/** A rollout as a function of one block of parameters. */
export interface DifferentiatedLoss {
  /** The loss at the weights of the block; its gradient goes to the block of gradients. */
  readonly lossAndGradient: (starts: Int32Array, schedule: ForcingSchedule) => number;
  /** Gives the variables back. */
  readonly dispose: () => void;
}

/** Through tf's automatic differentiation by tf variables, which take over the block before every call. */
const byTape = (
  layout: ParameterLayout,
  { loss }: DifferentiableRollout,
  weights: Numbers,
  gradient: Numbers,
): DifferentiatedLoss => {
  const variables = layout.places.map(({ shape }) => tf.tidy(() => tf.variable(tf.zeros([...shape]))));
  const byName = Object.fromEntries(layout.places.map(({ name }, index) => [name, variables[index]!]));
  return {
    lossAndGradient: (starts, schedule) => {
      layout.places.forEach(({ shape, offset, size }, index) => {
        const values = tf.tensor(weights.values().slice(offset, offset + size), [...shape]);
        variables[index]!.assign(values);
        values.dispose();
      });
      const { value, grads } = tf.variableGrads(() => loss(byName, starts, schedule), variables);
      const out = gradient.values();
      layout.places.forEach(({ offset, size }, index) => {
        const found = grads[variables[index]!.name];
        if (found === undefined) out.fill(0, offset, offset + size);
        else out.set(found.dataSync(), offset);
      });
      const result = value.dataSync()[0]!;
      tf.dispose([value, grads]);
      return result;
    },
    dispose: () => tf.dispose(variables),
  };
};

/**
 * Differentiates a rollout by a block of parameters.
 *
 * @param layout Where the parameters lie in the blocks.
 * @param rollout The fused kernel's or the reference's.
 * @param weights The parameters; read at every call.
 * @param gradient Receives the gradient at every call.
 * @param tape Whether to go through tf's automatic differentiation even where a kernel gives the gradient at once.
 */
export const differentiate = (
  layout: ParameterLayout,
  rollout: DifferentiableRollout,
  weights: Numbers,
  gradient: Numbers,
  tape = false,
): DifferentiatedLoss => {
  const { lossAndGradient } = rollout;
  if (tape || lossAndGradient === undefined) return byTape(layout, rollout, weights, gradient);
  const [parameters, gradients] = [viewsOf(layout, weights), viewsOf(layout, gradient)];
  return {
    lossAndGradient: (starts, schedule) => lossAndGradient(parameters(), starts, schedule, gradients()),
    dispose: () => {},
  };
};
