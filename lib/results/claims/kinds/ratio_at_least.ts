/**
 * A measure is several times smaller in one group of runs than in others.
 *
 * @module
 */
import { listed } from "../../../core/program/text.ts";
import { numberInWords, timesOf } from "../../../numerics/format.ts";
import { median } from "../../../numerics/statistics.ts";
import { type Codec, list, positiveNumber, text } from "../../../core/codec/codec.ts";
import { type CataloguedClaim, defineClaim, effectOf } from "../claim.ts";
import { type Group, groupCodec, inWords } from "../../group.ts";
import { quantityOf } from "../../quantity.ts";
import { type Sample, sampleOf, sizeInWords, sizeOf, summaryOf } from "../../sample.ts";
import { exampleSweep } from "../../example.ts";
import { measureCalled } from "../../../measures/identity.ts";

/**
 * How many times `small` goes into `large`. What is not above zero goes into what is infinitely often; a group whose
 * median is infinite because its runs diverged is not small.
 */
const ratioOf = (small: number, large: number): number => {
  if (Number.isNaN(small) || Number.isNaN(large)) return NaN;
  if (!(large > 0) || small === Infinity) return 0;
  return small <= 0 ? Infinity : large / small;
};

const smallestRatio = ([small, ...large]: readonly ArrayLike<number>[]): number => {
  const ratios = large.map((values) => ratioOf(median(small!), median(values)));
  return ratios.some(Number.isNaN) ? NaN : Math.min(...ratios);
};

/** The median of a measure in each of `large` is at least `factor` times that in `small`. */
export const ratioAtLeast: CataloguedClaim<"ratio at least", {
  readonly measure: Codec<string>;
  readonly small: Codec<Group>;
  readonly large: Codec<readonly Group[]>;
  readonly factor: Codec<number>;
}> = defineClaim({
  kind: "ratio at least",
  says:
    "The median of a measure in each of some groups of runs is at least a given multiple of that in another group.",
  options: {
    measure: text,
    small: groupCodec,
    large: list(groupCodec, 1),
    factor: positiveNumber,
  },
  example: { measure: "D_stsp", small: { "τ": 30 }, large: [{ "τ": 5 }, { "τ": 200 }], factor: 5 },
  upheldBy: () => exampleSweep("D_stsp", { 5: [9, 8, 10], 30: [0.2, 0.1, 9], 200: [7, null, 8] }),
  refutedBy: () => exampleSweep("D_stsp", { 5: [9, 8, 10], 30: [0.2, null, null], 200: [7, 7, 8] }),
  statement: ({ measure, small, large, factor }) =>
    `The ${large.length === 1 ? "median" : "medians of"} ${measureCalled(measure)} ${
      listed(large.map(inWords))
    } ${large.length === 1 ? "is" : "are"} at least ${timesOf(factor)}the median ${inWords(small)}.`,
  groups: ({ small, large }) => ({
    small,
    ...Object.fromEntries(large.map((group, index) => [`large[${index}]`, group])),
  }),
  judge: ({ measure, small, large, factor }, evidence, random) => {
    const quantity = quantityOf(measure);
    const smaller = sampleOf(evidence, small, quantity);
    const larger = large.map((group) => sampleOf(evidence, group, quantity));
    const ratio = (sample: Sample): number => ratioOf(smaller.median, sample.median);
    const effect = effectOf([smaller, ...larger], smallestRatio, random);
    const others = larger.map((sample) =>
      `${numberInWords(sample.median, quantity.unit)} ${inWords(sample.group)} (${
        sizeInWords(sample)
      }; ratio ${numberInWords(ratio(sample))})`
    );
    return {
      upheld: larger.every((sample) => ratio(sample) >= factor),
      evidence: {
        ...effect,
        effectIs: "smallest ratio of the medians",
        effectUnit: "×",
        required: factor,
        ...sizeOf([smaller, ...larger]),
        measure,
        unit: quantity.unit,
        groups: [
          summaryOf(smaller),
          ...larger.map((sample) => ({ ...summaryOf(sample), ratio: ratio(sample) })),
        ],
      },
      because: `The median ${measureCalled(measure)} is ${numberInWords(smaller.median, quantity.unit)} ${
        inWords(small)
      } (${sizeInWords(smaller)}) against ${listed(others)}.`,
    };
  },
});
