/**
 * The rollout that training uses: a fused kernel where the cell has one, else the operations of its traced step, else plain
 * tf ops.
 *
 * @module
 */
import * as E from "fp-ts/Either.js";
import { pipe } from "fp-ts/function.js";
import * as T from "fp-ts/Task.js";
import { cellOf } from "../networks/catalogue.ts";
import { cellGraphOf } from "../networks/define.ts";
import { programOf } from "../networks/graph/program.ts";
import type { Network } from "../networks/network.ts";
import { loadTensorFlow } from "../networks/tensorflow.ts";
import { createTracedRollout } from "../networks/kernels/traced.ts";
import { cannotCompute, type LyapError } from "../core/program/errors.ts";
import type { Windows } from "./batches.ts";
import { byKernel, fusedRollout, kernelOf, observationFor } from "./fused.ts";
import { type DifferentiableRollout, referenceRollout } from "./reference.ts";

export { fusedRollout } from "./fused.ts";
export { usePairs } from "../networks/kernels/rollout.ts";

const lowered = (sentence: string): string => sentence.charAt(0).toLowerCase() + sentence.slice(1);

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
  const observed = observationFor(observation);
  if (observed === null) return `The kernels lack the observation model "${observation.kind}"`;
  const program = programOf(graph.right, {
    name: cellOf(cell).kind,
    units: cell.units,
    parameters: Object.fromEntries(cellOf(cell).parameters(cell).map(({ name, shape }) => [name, shape])),
  });
  return pipe(
    createTracedRollout(program, {
      observations: data.observations,
      inputs: data.inputs ?? 0,
      batch: data.windows,
      length: data.length,
      ...observed,
    }, data.values),
    E.map(byKernel),
  );
};

/** Whether the steps of a network come from tf ops: it has no fused kernel. */
export const needsTensorFlow = (network: Pick<Network, "cell" | "observation">): boolean =>
  kernelOf(network) === null;

/** What has to come before the training of a network: TensorFlow.js is loaded if it has no fused kernel. */
export const loadedFor = (network: Pick<Network, "cell" | "observation">): T.Task<void> =>
  needsTensorFlow(network) ? loadTensorFlow : T.of(undefined);

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
