/**
 * The names of all baselines, apart from what they do: specs are read where nothing is computed.
 *
 * @module
 */
import { type Codec, list, oneOf } from "../codec/codec.ts";

/** The names of all baselines, the ones that are hardest to beat first. */
export const baselineKinds = ["parroting", "reservoir", "linear", "climatology", "persistence"] as const;

/**
 * The name of a baseline.
 *
 * @internal
 */
export type BaselineKind = (typeof baselineKinds)[number];

/** Reads a list of names of baselines: `["parroting", "reservoir"]`. */
export const baselineNames: Codec<readonly BaselineKind[]> = list(oneOf(...baselineKinds));
