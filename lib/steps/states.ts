/**
 * Digests of a training's state on its way, by which a training that is repeated in part can be compared with one that
 * was published: after 1 %, 10 % and 50 % of its epochs, and after the last.
 *
 * @module
 */
import { encodeWeights } from "../networks/safetensors.ts";
import { type Digest, digestOfBytes } from "../core/codec/canonical.ts";
import type { Checkpoint } from "../training/checkpoint.ts";

/** The state of a training after one of its epochs. */
export interface StateDigest {
  /** Epochs done. */
  readonly epoch: number;
  /** Digest of weights, moments and forcing strength. */
  readonly digest: Digest;
}

/** The shares of the epochs after which the state has a digest. */
export const stateShares = [0.01, 0.1, 0.5, 1] as const;

/**
 * The epochs after which the state has a digest, in increasing order.
 *
 * @example Of 3000 epochs
 * ```ts
 * import { stateEpochs } from "./states.ts";
 * import { assertEquals } from "@std/assert/mod.js";
 *
 * assertEquals(stateEpochs(3000), [30, 300, 1500, 3000]);
 * assertEquals(stateEpochs(2), [1, 2]);
 * ```
 */
export const stateEpochs = (epochs: number): readonly number[] => [
  ...new Set(stateShares.map((share) => Math.ceil(share * epochs))),
];

/** The digest of a state: of its weights and moments as one .safetensors file that carries the forcing strength. */
export const digestOfState = (
  { weights, firstMoments, secondMoments, strength }: Pick<
    Checkpoint,
    "weights" | "firstMoments" | "secondMoments" | "strength"
  >,
): Digest => {
  const tensors = Object.entries({ weights, firstMoments, secondMoments }).flatMap(([group, named]) =>
    Object.entries(named).map(([name, tensor]) => [`${group}/${name}`, tensor] as const)
  );
  return digestOfBytes(encodeWeights(Object.fromEntries(tensors), { strength: String(strength) }));
};
