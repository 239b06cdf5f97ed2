/**
 * All baselines, one line each.
 *
 * @module
 */
import { type Codec, list, oneOf } from "../codec/codec.ts";
import type { Baseline } from "./baseline.ts";
import { climatology } from "./climatology.ts";
import { linear } from "./linear.ts";
import { parroting } from "./parroting.ts";
import { persistence } from "./persistence.ts";
import { reservoir } from "./reservoir.ts";

/** All baselines, the ones that are hardest to beat first. */
export const baselines: readonly Baseline[] = [parroting, reservoir, linear, climatology, persistence];

/** The names of all baselines. */
export const baselineKinds: readonly string[] = baselines.map(({ kind }) => kind);

/** Reads a list of names of baselines: `["parroting", "reservoir"]`. */
export const baselineNames: Codec<readonly string[]> = list(oneOf(...baselineKinds));

/** The baseline of a name that `baselineNames` has read. */
export const baselineOf = (wanted: string): Baseline => baselines.find(({ kind }) => kind === wanted)!;
