/**
 * The rollout of a cell that has a fused kernel, as one custom op of tf and, without tf, as loss and gradient at once.
 *
 * @module
 */
import * as E from "fp-ts/Either.js";
import { pipe } from "fp-ts/function.js";
import { cellOf } from "../networks/catalogue.ts";
import { hasKernel, type KernelName, kernelOption } from "../networks/kernels/cells.ts";
import {
  canHalve,
  createHalf,
  createRollout,
  type Half,
  hasObservation,
  type KernelRollout as Kernel,
  type RolloutSettings,
  type RolloutSizes,
} from "../networks/kernels/rollout.ts";
import type { Network } from "../networks/network.ts";
import { type ObservationChoice, observationModelOf } from "../networks/observations/catalogue.ts";
import type { ForcingSchedule } from "../networks/schedule.ts";
import { type Scalar, type Tensor, tf } from "../networks/tensorflow.ts";
import { cannotCompute, type LyapError } from "../core/program/errors.ts";
import type { Windows } from "./batches.ts";
import type { DifferentiableRollout, HalvedRollout } from "./reference.ts";

/** The kernel's loss as an op of the parameters, in the order of `names`. */
const asOp = (
  kernel: Omit<Kernel, "settings">,
  names: readonly string[],
  starts: Int32Array,
  schedule: ForcingSchedule,
) =>
  tf.customGrad((...inputs) => {
    const tensors = inputs.slice(0, names.length) as Tensor[];
    const parameters = kernel.parameters();
    names.forEach((name, index) => parameters[name]!.set(tensors[index]!.dataSync() as Float32Array));
    const loss = kernel.run(starts, schedule);
    // The kernel's memory is overwritten by its next run; the gradient has to outlive this one.
    const gradients = kernel.gradients();
    const kept = names.map((name) => gradients[name]!.slice());
    return {
      value: tf.scalar(loss),
      gradFunc: (outer) => {
        const factor = outer.dataSync()[0]!;
        return tensors.map(({ shape }, index) => {
          const gradient = tf.tensor(kept[index]!, shape);
          return factor === 1 ? gradient : tf.mul(gradient, factor);
        });
      },
    };
  });

/** What kernels need to know of an observation model; null where they lack it. */
export const observationFor = (
  observation: ObservationChoice,
): Pick<RolloutSizes, "observationModel" | "firstOnly"> | null => {
  const { kind }: { readonly kind: string } = observation;
  return hasObservation(kind)
    ? {
      observationModel: kind,
      firstOnly: observationModelOf(observation).gradientThroughFirstOnly?.(observation) ?? false,
    }
    : null;
};

/** The kernel that a network has; null where there is none for its cell, or none with its observation model. */
export const kernelOf = ({ cell, observation }: Pick<Network, "cell" | "observation">): KernelName | null => {
  const { kernel } = cellOf(cell);
  return kernel !== null && hasKernel(kernel) && hasObservation(observation.kind) ? kernel : null;
};

/** What both kinds of kernels are to training. */
export const byKernel = (kernel: Omit<Kernel, "settings">): DifferentiableRollout => {
  const names = Object.keys(kernel.parameters());
  return {
    loss: (weights, starts, schedule) =>
      asOp(kernel, names, starts, schedule)(...names.map((name) => weights[name]!)) as Scalar,
    lossAndGradient: (parameters, starts, schedule, gradient) => {
      const [held, found] = [kernel.parameters(), kernel.gradients()];
      for (const name of names) held[name]!.set(parameters[name]!);
      const loss = kernel.run(starts, schedule);
      for (const name of names) gradient[name]!.set(found[name]!);
      return loss;
    },
    release: kernel.release,
  };
};

/** What the kernel of a network receives; null when it has none. */
const kernelSettings = (network: Network, data: Windows): RolloutSettings | null => {
  const [name, observation] = [kernelOf(network), observationFor(network.observation)];
  if (name === null || observation === null) return null;
  const option = kernelOption(name);
  return {
    cell: name,
    units: network.cell.units,
    observations: data.observations,
    inputs: data.inputs ?? 0,
    batch: data.windows,
    length: data.length,
    ...observation,
    ...(option === null ? {} : { [option]: network.cell[option as keyof typeof network.cell] }),
  };
};

/**
 * The fused kernel of a network's cell as one differentiable op.
 *
 * @returns null when the cell has no kernel, or none with this observation model.
 * @errors CannotCompute when the sizes don't fit together or the memory does not suffice.
 */
export const fusedRollout = (
  network: Network,
  data: Windows,
): E.Either<LyapError, DifferentiableRollout> | null => {
  const settings = kernelSettings(network, data);
  return settings === null ? null : pipe(createRollout(settings, data.values), E.map(byKernel));
};

/**
 * One half of the fused kernel of a network's cell.
 *
 * @errors CannotCompute as for the whole, and when there is no half of such a kernel or batch.
 */
export const fusedHalf =
  (half: Half) => (network: Network, data: Windows): E.Either<LyapError, HalvedRollout> => {
    const settings = kernelSettings(network, data);
    if (settings === null || !canHalve(settings)) {
      return E.left(cannotCompute("Cannot halve the batches of this network", "train it whole"));
    }
    return pipe(
      createHalf(settings, data.values, half),
      E.map((kernel): HalvedRollout => {
        const names = Object.keys(kernel.parameters());
        return {
          share: (parameters, starts, schedule) => {
            const held = kernel.parameters();
            for (const name of names) held[name]!.set(parameters[name]!);
            return kernel.share(starts, schedule);
          },
          join: (theirs, gradient) => {
            const loss = kernel.join(theirs);
            const found = kernel.gradients();
            for (const name of names) gradient[name]!.set(found[name]!);
            return loss;
          },
          release: kernel.release,
        };
      }),
    );
  };
