/**
 * The share of the true points on which a measure rests: what falls outside its bins is not compared at all.
 *
 * @module
 */
import { listed } from "../../../core/program/text.ts";
import { percent } from "../../../numerics/format.ts";
import { type Codec, numberBetween, type Optional, optional, text } from "../../../core/codec/codec.ts";
import { type CataloguedClaim, defineClaim } from "../claim.ts";
import { among, type Group, groupCodec } from "../../group.ts";
import { runsOf } from "../../sample.ts";
import { exampleSeeds } from "../../example.ts";
import type { Result } from "../../result.ts";
import { measureCalled } from "../../../measures/identity.ts";

/** Data of which a measure counts this share. */
const counting = (counted: number): Result => {
  const result = exampleSeeds((seed) => ({ measures: { "D_stsp (paper)": { value: seed } } }));
  const scale = { "D_stsp (paper)": { floor: 0, ceiling: null, counted } };
  return { ...result, data: result.data.map((data) => ({ ...data, scale })) };
};

/** For every dataset on which runs of the group were trained, the measure counts that share of the true points. */
export const countedShareNear: CataloguedClaim<"counted share near", {
  /** As it is named in tables: "D_stsp (paper)". */
  readonly measure: Codec<string>;
  /** From 0 to 1. */
  readonly share: Codec<number>;
  /** Allowed deviation. Default: 0.01. */
  readonly plusMinus: Optional<number>;
  readonly group: Optional<Group>;
}> = defineClaim({
  kind: "counted share near",
  says: "A measure counts a certain share of the true points, and leaves out the rest.",
  options: {
    measure: text,
    share: numberBetween(0, 1),
    plusMinus: optional(numberBetween(0, 1), 0.01),
    group: optional(groupCodec, {}),
  },
  example: { measure: "D_stsp (paper)", share: 0.326 },
  upheldBy: () => counting(0.3264),
  refutedBy: () => counting(0.87),
  aboutData: true,
  statement: ({ measure, share, plusMinus, group }) =>
    `${measureCalled(measure)} counts ${percent(share)} of the points of ${
      among("the data", group)
    }, within ${percent(plusMinus)} of all.`,
  groups: ({ group }) => ({ group }),
  judge: ({ measure, share, plusMinus, group }, evidence) => {
    const runs = runsOf(evidence, group);
    const shares = evidence.data
      .filter(({ id }) => runs.some(({ data }) => data === id))
      .map(({ id, title, scale }) => ({ data: id, title, share: scale[measure]?.counted ?? NaN }))
      .sort((a, b) => a.data < b.data ? -1 : 1);
    const known = shares.length > 0 && shares.every((each) => !Number.isNaN(each.share));
    const farthest = shares.reduce(
      (far, each) => Math.abs(each.share - share) > Math.abs(far) ? each.share - share : far,
      0,
    );
    return {
      upheld: known && Math.abs(farthest) <= plusMinus,
      evidence: {
        effect: known ? farthest : null,
        interval: null,
        effectIs: "deviation of the counted share",
        effectUnit: "%",
        required: { share, plusMinus },
        n: runs.length,
        diverged: runs.filter(({ outcome }) => outcome.kind === "diverged").length,
        measure,
        shares,
      },
      because: known
        ? `It counts ${
          listed(shares.map((each) => `${percent(each.share)} of the points of ${each.title}`))
        }.`
        : `How many points ${measureCalled(measure)} counts is not known.`,
    };
  },
});
