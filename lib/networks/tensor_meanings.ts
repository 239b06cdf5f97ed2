/**
 * What the tensors of a network mean, for the files in which networks are handed on.
 *
 * @module
 */
import { cellOf } from "./catalogue.ts";
import { type Network, parameterDeclarationsOf } from "./network.ts";
import { observationModelOf } from "./observations/catalogue.ts";

/** One tensor of a network, explained. */
export interface TensorMeaning {
  /** Its name in the file of weights. */
  readonly name: string;
  /** Lengths of its axes. */
  readonly shape: readonly number[];
  /** What it is. */
  readonly meaning: string;
}

/**
 * Every tensor of a network with its shape and what it is.
 *
 * @example A PLRNN with a trained observation matrix
 * ```ts
 * import { tensorMeanings } from "./tensor_meanings.ts";
 * import { assertEquals } from "@std/assert/mod.js";
 *
 * const network = { cell: { kind: "PLRNN", units: 5 }, observation: { kind: "linear" }, observations: 3 } as const;
 * assertEquals(tensorMeanings(network).map(({ name, shape }) => [name, ...shape]), [
 *   ["A", 5],
 *   ["W", 5, 5],
 *   ["h", 5],
 *   ["B", 3, 5],
 * ]);
 * ```
 */
export const tensorMeanings = (network: Network): readonly TensorMeaning[] => {
  const meanings = { ...observationModelOf(network.observation).meanings, ...cellOf(network.cell).meanings };
  return parameterDeclarationsOf(network).map(({ name, shape }) => ({
    name,
    shape,
    meaning: meanings[name] ?? "",
  }));
};
