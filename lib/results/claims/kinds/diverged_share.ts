/**
 * How many runs of a group diverge. A median over those that did not says nothing about them, and a mean
 * hides them.
 *
 * @module
 */
import { percent } from "../../../numerics/format.ts";
import { capitalised, counted } from "../../../core/program/text.ts";
import { numberBetween, type Optional, optional } from "../../../core/codec/codec.ts";
import { type CataloguedClaim, defineClaim, effectOf } from "../claim.ts";
import { among, type Group, groupCodec } from "../../group.ts";
import { hasDiverged, runsOf } from "../../sample.ts";
import { divergedExample, exampleSeeds } from "../../example.ts";
import { mean } from "../../../numerics/statistics.ts";

const boundsInWords = (least: number, most: number): string =>
  most === 0 ? "none" : least === 1 ? "all" : [
    ...(least > 0 ? [`at least ${percent(least)}`] : []),
    ...(most < 1 ? [`at most ${percent(most)}`] : []),
  ].join(" and ");

/** The share of a group's runs whose training or free run diverges lies between two bounds. */
export const divergedShare: CataloguedClaim<"diverged share", {
  /** At least this share of the runs diverges, from 0 to 1. Default: 0. */
  readonly least: Optional<number>;
  /** At most this share of the runs diverges, from 0 to 1. Default: 1. */
  readonly most: Optional<number>;
  /** Which runs. Default: all. */
  readonly group: Optional<Group>;
}> = defineClaim({
  kind: "diverged share",
  says: "The share of runs that diverge, in training or when they run freely, is within given bounds.",
  options: {
    least: optional(numberBetween(0, 1), 0),
    most: optional(numberBetween(0, 1), 1),
    group: optional(groupCodec, {}),
  },
  example: { most: 0.4, group: { "τ": 30 } },
  upheldBy: () => exampleSeeds((seed) => seed === 2 ? divergedExample({ cell: "PLRNN", "τ": 30, seed }) : {}),
  refutedBy: () => exampleSeeds((seed) => seed > 1 ? divergedExample({ cell: "PLRNN", "τ": 30, seed }) : {}),
  statement: ({ least, most, group }) =>
    capitalised(`${boundsInWords(least, most)} of ${among("the networks", group)} diverge.`),
  groups: ({ group }) => ({ group }),
  faults: ({ least, most }) =>
    least > most || (least === 0 && most === 1)
      ? [{ path: "$.most", found: String(most), expected: `less than 1, and ${least} (least) or more` }]
      : [],
  judge: ({ least, most, group }, evidence, random) => {
    const runs = runsOf(evidence, group);
    const values = runs.map((run) => Number(hasDiverged(run)));
    const diverged = values.filter((value) => value === 1).length;
    const share = mean(values);
    return {
      upheld: share >= least && share <= most,
      evidence: {
        ...effectOf([{ values }], ([each]) => mean(each!), random),
        effectIs: "share of diverged runs",
        effectUnit: "%",
        required: { least, most },
        n: runs.length,
        diverged,
        values: runs.map((run, index) => ({ run: run.id, value: values[index] })),
      },
      because: `Of ${counted(runs.length, "network")} ${diverged === 0 ? "none" : diverged} diverged.`,
    };
  },
});
