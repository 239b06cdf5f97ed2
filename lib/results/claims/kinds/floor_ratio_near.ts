/**
 * What the choices of a measure do to its values: how the floor of one compares with the floor of another.
 *
 * @module
 */
import { listed } from "../../../core/program/text.ts";
import { numberInWords, percent } from "../../../numerics/format.ts";
import { type Codec, type Optional, optional, positiveNumber, text } from "../../../core/codec/codec.ts";
import { type CataloguedClaim, defineClaim } from "../claim.ts";
import { among, type Group, groupCodec } from "../../group.ts";
import { runsOf } from "../../sample.ts";
import { exampleSeeds } from "../../example.ts";
import type { Result } from "../../result.ts";
import { measureCalled } from "../../../measures/identity.ts";

/** Data on which these are the floors of two measures. */
const withFloors = (one: number, other: number): Result => {
  const measures = (value: number) => ({ D_stsp: { value }, "D_stsp (al-rnn)": { value } });
  const result = exampleSeeds((seed) => ({ measures: measures(seed) }));
  const scale = {
    D_stsp: { floor: other, ceiling: null },
    "D_stsp (al-rnn)": { floor: one, ceiling: null },
  };
  return { ...result, data: result.data.map((data) => ({ ...data, scale })) };
};

/**
 * For every dataset on which runs of the group were trained, what a true orbit scores by one measure is `ratio` times what
 * it scores by another.
 */
export const floorRatioNear: CataloguedClaim<"floor ratio near", {
  /** As it is named in tables: "D_stsp (al-rnn)". */
  readonly measure: Codec<string>;
  /** The measure that it is compared with. */
  readonly other: Codec<string>;
  /** Floor of the one over that of the other. */
  readonly ratio: Codec<number>;
  /** Allowed deviation relative to that. Default: 0.15. */
  readonly within: Optional<number>;
  readonly group: Optional<Group>;
}> = defineClaim({
  kind: "floor ratio near",
  says: "By one measure the true data score a given multiple of what they score by another.",
  options: {
    measure: text,
    other: text,
    ratio: positiveNumber,
    within: optional(positiveNumber, 0.15),
    group: optional(groupCodec, {}),
  },
  example: { measure: "D_stsp (al-rnn)", other: "D_stsp", ratio: 4 },
  upheldBy: () => withFloors(0.2, 0.05),
  refutedBy: () => withFloors(0.05, 0.05),
  aboutData: true,
  statement: ({ measure, other, ratio, within, group }) =>
    `The floor of ${measureCalled(measure)} is within ${percent(within)} of ${
      numberInWords(ratio)
    } times that of ${measureCalled(other)} for ${among("the data", group)}.`,
  groups: ({ group }) => ({ group }),
  judge: ({ measure, other, ratio, within, group }, evidence) => {
    const runs = runsOf(evidence, group);
    const floors = evidence.data
      .filter(({ id }) => runs.some(({ data }) => data === id))
      .map(({ id, title, scale }) => {
        const [floor, against] = [scale[measure]?.floor ?? NaN, scale[other]?.floor ?? NaN];
        return { data: id, title, floor, against, ratio: against > 0 ? floor / against : NaN };
      })
      .sort((a, b) => a.data < b.data ? -1 : 1);
    const known = floors.length > 0 && floors.every((each) => !Number.isNaN(each.ratio));
    const deviations = floors.map((each) => each.ratio / ratio - 1);
    const farthest = deviations.reduce((far, each) => Math.abs(each) > Math.abs(far) ? each : far, 0);
    return {
      upheld: known && Math.abs(farthest) <= within,
      evidence: {
        effect: known ? farthest : null,
        interval: null,
        effectIs: "relative deviation of the ratio of the floors",
        effectUnit: "%",
        required: { ratio, within },
        n: runs.length,
        diverged: runs.filter(({ outcome }) => outcome.kind === "diverged").length,
        measure,
        other,
        floors,
      },
      because: known
        ? `Another true orbit scores ${
          listed(floors.map(({ title, floor, against, ratio: times }) =>
            `${numberInWords(floor)} against ${numberInWords(against)}, ${
              numberInWords(times)
            } times as much, on ${title}`
          ))
        }.`
        : `The floors of ${measureCalled(measure)} and ${measureCalled(other)} are not known.`,
    };
  },
});
