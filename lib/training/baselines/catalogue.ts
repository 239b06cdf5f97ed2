/**
 * All baselines, one line each; their names are in `names.ts`.
 *
 * @module
 */
import type { Baseline } from "./baseline.ts";
import type { BaselineKind } from "./names.ts";
import { climatology } from "./climatology.ts";
import { linear } from "./linear.ts";
import { parroting } from "./parroting.ts";
import { persistence } from "./persistence.ts";
import { reservoir } from "./reservoir.ts";

const all: Readonly<Record<BaselineKind, Baseline>> = {
  parroting,
  reservoir,
  linear,
  climatology,
  persistence,
};

/** The baseline of a name. */
export const baselineOf = (wanted: BaselineKind): Baseline => all[wanted];
