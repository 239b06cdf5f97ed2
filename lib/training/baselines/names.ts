/**
 * The names of all baselines, apart from what they do: specs are read where nothing is computed.
 *
 * @module
 */
import { type Codec, list, oneOf } from "../../core/codec/codec.ts";

/** The names of all baselines, the ones that are hardest to beat first. */
export const baselineKinds = ["parroting", "reservoir", "linear", "climatology", "persistence"] as const;

/**
 * The name of a baseline.
 *
 * @internal
 */
export type BaselineKind = (typeof baselineKinds)[number];

/** What each does in place of a network, in a few words. */
export const baselineMeanings: Readonly<Record<BaselineKind, string>> = {
  parroting: "repeats what followed the stretch of the past that is most like the last one",
  reservoir: "a quadratic function of the last rows, fitted by ridge regression",
  linear: "a linear function of the last rows, fitted by ridge regression",
  climatology: "a random series with the values and the power spectrum of the data",
  persistence: "the last row for ever",
};

/** Reads a list of names of baselines: `["parroting", "reservoir"]`. */
export const baselineNames: Codec<readonly BaselineKind[]> = list(oneOf(...baselineKinds));
