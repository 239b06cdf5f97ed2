/**
 * The rollout that training uses: a fused kernel as one custom op of tf where the cell has one, else the operations of its
 * traced step, else plain tf ops.
 *
 * @module
 */
import * as E from "fp-ts/Either.js";
import { pipe } from "fp-ts/function.js";
import * as T from "fp-ts/Task.js";
import { type CellChoice, cellOf } from "../networks/catalogue.ts";
import { cellGraphOf } from "../networks/define.ts";
import { programOf } from "../networks/graph/program.ts";
import type { Network } from "../networks/network.ts";
import type { ForcingSchedule } from "../networks/schedule.ts";
import { loadTensorFlow, type Scalar, type Tensor, tf } from "../networks/tensorflow.ts";
import { hasKernel, kernelOption } from "../networks/kernels/cells.ts";
import { createRollout, type KernelRollout as Kernel } from "../networks/kernels/rollout.ts";
import { createTracedRollout } from "../networks/kernels/traced.ts";
export { usePairs } from "../networks/kernels/rollout.ts";
import { cannotCompute, type LyapError } from "../program/errors.ts";
import type { Windows } from "./batches.ts";
import { type DifferentiableRollout, referenceRollout } from "./reference.ts";

/** The kernel's loss as an op of the parameters, which stand in the order of `names`. */
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

const lowered = (sentence: string): string => sentence.charAt(0).toLowerCase() + sentence.slice(1);

/** What both kinds of kernels are to training. */
const byKernel = (kernel: Omit<Kernel, "settings">): DifferentiableRollout => {
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

/**
 * The fused kernel of a network's cell as one differentiable op.
 *
 * @returns null when the cell has no kernel.
 * @errors CannotCompute when the sizes don't fit together or the memory does not suffice.
 */
export const fusedRollout = (
  network: Network,
  data: Windows,
): E.Either<LyapError, DifferentiableRollout> | null => {
  const { kernel: name } = cellOf(network.cell);
  if (name === null || !hasKernel(name)) return null;
  const option = kernelOption(name);
  return pipe(
    createRollout({
      cell: name,
      units: network.cell.units,
      observations: data.observations,
      batch: data.windows,
      length: data.length,
      observationModel: network.observation.kind,
      ...(option === null ? {} : { [option]: network.cell[option as keyof typeof network.cell] }),
    }, data.values),
    E.map(byKernel),
  );
};

/**
 * The rollout of a network whose cell's step can be traced, by operations of the kernels. TensorFlow.js has to be loaded.
 *
 * @param network Any cell, also one that has a fused kernel.
 * @returns Why the cell cannot be traced, as a text, where tf can run it.
 * @errors CannotCompute as `fusedRollout`, and when the step fails in tf or has a result of a wrong shape.
 */
export const tracedRollout = (
  network: Network,
  data: Windows,
): E.Either<LyapError, DifferentiableRollout> | string => {
  const { cell, observation } = network;
  const graph = cellGraphOf(cellOf(cell), cell);
  if (E.isLeft(graph)) {
    const { runs, why } = graph.left;
    return runs ? why : E.left(
      cannotCompute(`Cannot train the cell "${cellOf(cell).kind}": ${lowered(why)}`, "mend its definition"),
    );
  }
  if (observation.kind === "identity" && graph.right.output.length > 2 * cell.units) {
    return "Its state has more than twice as many entries as units, which the identity observation model cannot force";
  }
  const program = programOf(graph.right, {
    name: cellOf(cell).kind,
    units: cell.units,
    parameters: Object.fromEntries(cellOf(cell).parameters(cell).map(({ name, shape }) => [name, shape])),
  });
  return pipe(
    createTracedRollout(program, {
      observations: data.observations,
      batch: data.windows,
      length: data.length,
      observationModel: observation.kind,
    }, data.values),
    E.map(byKernel),
  );
};

/** What has to come before the training of a cell: TensorFlow.js is loaded if the cell has no kernel. */
export const loadedFor = (settings: CellChoice): T.Task<void> => {
  const { kernel } = cellOf(settings);
  return kernel !== null && hasKernel(kernel) ? T.of(undefined) : loadTensorFlow;
};

/**
 * The quickest rollout there is for a network: the fused kernel of its cell, else the traced step, else tf itself. Without
 * a fused kernel it needs TensorFlow.js, as `loadedFor` loads it.
 *
 * @errors CannotCompute when the kernel cannot hold a batch of these sizes.
 */
export const rolloutOf = (network: Network, data: Windows): E.Either<LyapError, DifferentiableRollout> => {
  const fused = fusedRollout(network, data);
  if (fused !== null) return fused;
  const traced = tracedRollout(network, data);
  return typeof traced === "string"
    ? E.right({ ...referenceRollout(network, data), untraced: traced })
    : traced;
};
