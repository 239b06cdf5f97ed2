/**
 * A median is near a value.
 *
 * @module
 */
import { numberInWords, percent } from "../../../numerics/format.ts";
import { median } from "../../../numerics/statistics.ts";
import { type Codec, nonNegativeNumber, type Optional, optional, text } from "../../../core/codec/codec.ts";
import { type CataloguedClaim, defineClaim, effectOf } from "../claim.ts";
import { differenceOf } from "../../curve.ts";
import { type Group, groupCodec, inWords } from "../../group.ts";
import { quantityOf } from "../../quantity.ts";
import { runsOf, sampleOf, sizeInWords, summaryOf } from "../../sample.ts";
import { type Target, targetCodec, targetInWords, valueOfTarget } from "../target.ts";
import { exampleSweep } from "../../example.ts";
import { measureCalled } from "../../../measures/identity.ts";

const toleranceInWords = (within: number, plusMinus: number, unit: string): string =>
  [
    ...(within > 0 || plusMinus === 0 ? [percent(within)] : []),
    ...(plusMinus > 0 ? [numberInWords(plusMinus, unit)] : []),
  ].join(" and ");

/** The median of a measure deviates from a value by at most `within` of it and `plusMinus`. */
export const valueNear: CataloguedClaim<"value near", {
  readonly measure: Codec<string>;
  readonly value: Codec<Target>;
  /** Allowed deviation relative to the value. Default: 0.15. */
  readonly within: Optional<number>;
  /** Further allowed deviation, in the unit of the measure. Default: 0. */
  readonly plusMinus: Optional<number>;
  readonly group: Optional<Group>;
}> = defineClaim({
  kind: "value near",
  says: "The median of a measure over a group of runs is near a value.",
  options: {
    measure: text,
    value: targetCodec,
    within: optional(nonNegativeNumber, 0.15),
    plusMinus: optional(nonNegativeNumber, 0),
    group: optional(groupCodec, {}),
  },
  example: { measure: "D_H", value: 0.2, group: { "τ": 30 } },
  upheldBy: () => exampleSweep("D_H", { 30: [0.19, 0.22, null] }),
  refutedBy: () => exampleSweep("D_H", { 30: [0.19, null, null] }),
  statement: ({ measure, value, within, plusMinus, group }) => {
    const { unit } = quantityOf(measure);
    return `The median ${measureCalled(measure)} ${inWords(group)} is within ${
      toleranceInWords(within, plusMinus, unit)
    } of ${targetInWords(value, 1, unit)}.`;
  },
  groups: ({ group }) => ({ group }),
  judge: ({ measure, value, within, plusMinus, group }, evidence, random) => {
    const quantity = quantityOf(measure);
    const sample = sampleOf(evidence, group, quantity);
    const expected = valueOfTarget(value, measure, runsOf(evidence, group), evidence);
    const deviation = differenceOf(expected, sample.median);
    return {
      upheld: Math.abs(deviation) <= within * Math.abs(expected) + plusMinus,
      evidence: {
        ...effectOf([sample], ([values]) => differenceOf(expected, median(values!)), random),
        effectIs: "deviation of the median from the value",
        effectUnit: quantity.unit,
        required: { value: expected, within, plusMinus },
        ...summaryOf(sample),
        measure,
        unit: quantity.unit,
      },
      because: Number.isNaN(expected)
        ? `The ${value} of ${
          measureCalled(measure)
        } is not known, or differs between the datasets of the runs.`
        : `The median is ${numberInWords(sample.median, quantity.unit)} (${
          sizeInWords(sample)
        }), which deviates by ${numberInWords(Math.abs(deviation), quantity.unit)} from ${
          numberInWords(expected, quantity.unit)
        }.`,
    };
  },
});
