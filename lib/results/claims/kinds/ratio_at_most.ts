/**
 * A measure is not many times larger in one group of runs than in another: a change that is harmless.
 *
 * @module
 */
import { numberInWords, timesOf } from "../../../numerics/format.ts";
import { median } from "../../../numerics/statistics.ts";
import { type Codec, positiveNumber, text } from "../../../core/codec/codec.ts";
import { type CataloguedClaim, defineClaim, effectOf } from "../claim.ts";
import { type Group, groupCodec, inWords } from "../../group.ts";
import { quantityOf } from "../../quantity.ts";
import { sampleOf, sizeInWords, sizeOf, summaryOf } from "../../sample.ts";
import { exampleSweep } from "../../example.ts";
import { measureCalled } from "../../../measures/identity.ts";

/** How many times larger `value` is; a group whose median is infinite because its runs diverged is infinitely larger. */
const ratioOf = (value: number, reference: number): number => {
  if (Number.isNaN(value) || Number.isNaN(reference)) return NaN;
  if (value === Infinity) return Infinity;
  if (value <= 0) return value <= reference ? 0 : Infinity;
  return reference > 0 ? value / reference : Infinity;
};

/** The median of a measure in `group` is at most `factor` times that in `reference`. */
export const ratioAtMost: CataloguedClaim<"ratio at most", {
  readonly measure: Codec<string>;
  readonly group: Codec<Group>;
  readonly reference: Codec<Group>;
  readonly factor: Codec<number>;
}> = defineClaim({
  kind: "ratio at most",
  says: "The median of a measure in one group of runs is at most a given multiple of that in another.",
  options: {
    measure: text,
    group: groupCodec,
    reference: groupCodec,
    factor: positiveNumber,
  },
  example: { measure: "D_stsp", group: { cell: "PLRNN", "τ": 40 }, reference: { "τ": 30 }, factor: 2 },
  upheldBy: () => exampleSweep("D_stsp", { 30: [0.2, 0.1, 0.3], 40: [0.4, 0.2, null] }),
  refutedBy: () => exampleSweep("D_stsp", { 30: [0.2, 0.1, 0.3], 40: [0.4, null, 0.5] }),
  statement: ({ measure, group, reference, factor }) =>
    `The median ${measureCalled(measure)} ${inWords(group)} is at most ${timesOf(factor)}that ${
      inWords(reference)
    }.`,
  groups: ({ group, reference }) => ({ group, reference }),
  judge: ({ measure, group, reference, factor }, evidence, random) => {
    const quantity = quantityOf(measure);
    const compared = sampleOf(evidence, group, quantity);
    const base = sampleOf(evidence, reference, quantity);
    const ratio = ratioOf(compared.median, base.median);
    return {
      upheld: ratio <= factor,
      evidence: {
        ...effectOf([compared, base], ([a, b]) => ratioOf(median(a!), median(b!)), random),
        effectIs: "ratio of the medians",
        effectUnit: "×",
        required: factor,
        ...sizeOf([compared, base]),
        measure,
        unit: quantity.unit,
        groups: [summaryOf(compared), summaryOf(base)],
      },
      because: `The median ${measureCalled(measure)} is ${numberInWords(compared.median, quantity.unit)} ${
        inWords(group)
      } (${sizeInWords(compared)}) against ${numberInWords(base.median, quantity.unit)} ${
        inWords(reference)
      } (${sizeInWords(base)}): a ratio of ${numberInWords(ratio)}.`,
    };
  },
});
