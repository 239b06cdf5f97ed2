/**
 * Two measures rank runs alike.
 *
 * @module
 */
import { numberInWords } from "../../../numerics/format.ts";
import { type Codec, numberBetween, type Optional, optional, text } from "../../../core/codec/codec.ts";
import { type CataloguedClaim, defineClaim, effectOf } from "../claim.ts";
import { rankCorrelation } from "../../curve.ts";
import { type Group, groupCodec, inWords } from "../../group.ts";
import { quantityOf } from "../../quantity.ts";
import { sampleOf, sizeInWords, summaryOf } from "../../sample.ts";
import { exampleSeeds } from "../../example.ts";
import { measureCalled } from "../../../measures/identity.ts";

/**
 * Kendall's rank correlation of two measures over the runs of a group is at least `correlation`; of a measure that is
 * large for a good network the order is turned round. Two diverged runs are equally bad.
 */
export const measuresAgree: CataloguedClaim<"measures agree", {
  readonly measure: Codec<string>;
  readonly other: Codec<string>;
  /** Least rank correlation. Default: 0.6, where four of five pairs of runs are in the same order. */
  readonly correlation: Optional<number>;
  readonly group: Optional<Group>;
}> = defineClaim({
  kind: "measures agree",
  says: "Two measures rank the runs of a group alike.",
  options: {
    measure: text,
    other: text,
    correlation: optional(numberBetween(-1, 1), 0.6),
    group: optional(groupCodec, {}),
  },
  example: { measure: "D_stsp", other: "lambda1_error" },
  upheldBy: () =>
    exampleSeeds((seed) => ({
      measures: { D_stsp: { value: seed }, lambda1_error: { value: seed * seed } },
    })),
  refutedBy: () =>
    exampleSeeds((seed) => ({ measures: { D_stsp: { value: seed }, lambda1_error: { value: -seed } } })),
  statement: ({ measure, other, correlation, group }) =>
    `${measureCalled(measure)} and ${measureCalled(other)} rank the runs ${
      inWords(group)
    } alike, with a rank correlation of at least ${numberInWords(correlation)}.`,
  groups: ({ group }) => ({ group }),
  judge: ({ measure, other, correlation, group }, evidence, random) => {
    const [one, two] = [measure, other].map((name) => sampleOf(evidence, group, quantityOf(name)));
    const turned = one!.quantity.missing === -two!.quantity.missing ? -1 : 1;
    const correlationOf = (runs: ArrayLike<number>): number =>
      turned * rankCorrelation(
        Array.from(runs, (index) => one!.values[index]!),
        Array.from(runs, (index) => two!.values[index]!),
      );
    const runs = one!.values.map((_, index) => index);
    const found = correlationOf(runs);
    return {
      upheld: found >= correlation,
      evidence: {
        ...effectOf([{ values: runs }], ([picked]) => correlationOf(picked!), random),
        effectIs: "Kendall's rank correlation",
        required: correlation,
        n: one!.n,
        diverged: one!.diverged,
        measures: [measure, other],
        samples: [summaryOf(one!), summaryOf(two!)],
      },
      because: `The rank correlation is ${numberInWords(found)} (${sizeInWords(one!)}).`,
    };
  },
});
