/**
 * Groups of runs are in a certain order.
 *
 * @module
 */
import { listed } from "../../../core/program/text.ts";
import { numberInWords } from "../../../numerics/format.ts";
import { median } from "../../../numerics/statistics.ts";
import { type Codec, list, text } from "../../../core/codec/codec.ts";
import { type CataloguedClaim, defineClaim, effectOf } from "../claim.ts";
import { differenceOf } from "../../curve.ts";
import { type Group, groupCodec, inWords } from "../../group.ts";
import { quantityOf } from "../../quantity.ts";
import { sampleOf, sizeInWords, sizeOf, summaryOf } from "../../sample.ts";
import { exampleSweep } from "../../example.ts";
import { measureCalled } from "../../../measures/identity.ts";

const smallestStep = (medians: readonly number[]): number => {
  const steps = medians.slice(1).map((value, index) => differenceOf(medians[index]!, value));
  return steps.some(Number.isNaN) ? NaN : Math.min(...steps);
};

/** The median of a measure rises from each group to the next. */
export const order: CataloguedClaim<"order", {
  readonly measure: Codec<string>;
  readonly groups: Codec<readonly Group[]>;
}> = defineClaim({
  kind: "order",
  says: "The median of a measure rises from each group of runs to the next.",
  options: { measure: text, groups: list(groupCodec, 2) },
  example: { measure: "D_stsp", groups: [{ "τ": 30 }, { "τ": 5 }, { "τ": 200 }] },
  upheldBy: () => exampleSweep("D_stsp", { 5: [3, 4], 30: [1, 2], 200: [null, 5] }),
  refutedBy: () => exampleSweep("D_stsp", { 5: [3, 4], 30: [1, 2], 200: [2, 4] }),
  statement: ({ measure, groups }) =>
    `The median ${measureCalled(measure)} is smallest ${inWords(groups[0]!)}, and larger ${
      groups.slice(1).map(inWords).join(", and larger still ")
    }.`,
  groups: ({ groups }) => Object.fromEntries(groups.map((group, index) => [`groups[${index}]`, group])),
  judge: ({ measure, groups }, evidence, random) => {
    const quantity = quantityOf(measure);
    const samples = groups.map((group) => sampleOf(evidence, group, quantity));
    const medians = samples.map((sample) => sample.median);
    return {
      upheld: medians.slice(1).every((value, index) => value > medians[index]!),
      evidence: {
        ...effectOf(samples, (values) => smallestStep(values.map(median)), random),
        effectIs: "smallest step from a group's median to the next",
        effectUnit: quantity.unit,
        ...sizeOf(samples),
        measure,
        unit: quantity.unit,
        groups: samples.map(summaryOf),
      },
      because: `The medians are ${
        listed(samples.map((sample) =>
          `${numberInWords(sample.median, quantity.unit)} ${inWords(sample.group)} (${sizeInWords(sample)})`
        ))
      }.`,
    };
  },
});
