/**
 * In the place of `lib/training/rollout.ts` in the page: cells with a fused kernel, and no others, so that neither
 * TensorFlow.js nor what traces a user's cell belongs to it.
 *
 * @module
 */
import * as E from "fp-ts/Either.js";
import * as T from "fp-ts/Task.js";
import type { Network } from "../../../networks/network.ts";
import { cannotCompute, type LyapError } from "../../../core/program/errors.ts";
import type { Windows } from "../../../training/batches.ts";
import { fusedRollout } from "../../../training/fused.ts";
import type { DifferentiableRollout } from "../../../training/reference.ts";

export { fusedRollout } from "../../../training/fused.ts";
export { usePairs } from "../../../networks/kernels/rollout.ts";

/** Nothing has to come before the training of a cell with a kernel. */
export const loadedFor = (_network: Pick<Network, "cell" | "observation">): T.Task<void> => T.of(undefined);

/** The fused kernel of a network's cell. */
export const rolloutOf = (network: Network, data: Windows): E.Either<LyapError, DifferentiableRollout> =>
  fusedRollout(network, data) ?? E.left(cannotCompute(
    `The page has no kernel of the cell "${network.cell.kind}"`,
    "train it in a terminal, with lyap run",
  ));
