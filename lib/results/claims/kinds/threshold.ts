/**
 * A median is not below, or not above, a threshold.
 *
 * @module
 */
import { numberInWords } from "../../../numerics/format.ts";
import { median } from "../../../numerics/statistics.ts";
import { type Codec, type Optional, optional, positiveNumber, text } from "../../../core/codec/codec.ts";
import { type CataloguedClaim, type ClaimKind, defineClaim, effectOf } from "../claim.ts";
import { type Group, groupCodec, inWords } from "../../group.ts";
import { quantityOf } from "../../quantity.ts";
import { runsOf, sampleOf, sizeInWords, summaryOf } from "../../sample.ts";
import { exampleSweep } from "../../example.ts";
import { type Target, targetCodec, targetInWords, valueOfTarget } from "../target.ts";
import { measureCalled } from "../../../measures/identity.ts";

/** The codecs of the options of a threshold: the threshold is `times` (default: 1) `value`. */
const thresholdOptions: {
  readonly measure: Codec<string>;
  readonly value: Codec<Target>;
  readonly times: Optional<number>;
  readonly group: Optional<Group>;
} = {
  measure: text,
  value: targetCodec,
  times: optional(positiveNumber, 1),
  group: optional(groupCodec, {}),
};

/** What upholds and what refutes a claim, and what it is. */
type Examples = Pick<ClaimKind, "upheldBy" | "refutedBy" | "example">;

/**
 * The kind of the claims that a median is at least, or at most, a threshold.
 *
 * @param kind Its name, and the words of its statement.
 * @param against What a run without a value counts as where the quantity has no bad side of its own.
 * @param holds Whether a median is on the right side.
 */
const threshold = <const Name extends "at least" | "at most">(
  kind: Name,
  against: number,
  holds: (median: number, threshold: number) => boolean,
  examples: Examples,
): CataloguedClaim<Name, typeof thresholdOptions> =>
  defineClaim<Name, typeof thresholdOptions>({
    kind,
    says: `The median of a measure over a group of runs is ${kind} a threshold.`,
    options: thresholdOptions,
    ...examples,
    statement: ({ measure, value, times, group }) =>
      `The median ${measureCalled(measure)} ${inWords(group)} is ${kind} ${
        targetInWords(value, times, quantityOf(measure).unit)
      }.`,
    groups: ({ group }) => ({ group }),
    judge: ({ measure, value, times, group }, evidence, random) => {
      const quantity = quantityOf(measure);
      const missing = Number.isNaN(quantity.missing) ? against : quantity.missing;
      const sample = sampleOf(evidence, group, quantity, missing);
      const limit = times * valueOfTarget(value, measure, runsOf(evidence, group), evidence);
      return {
        upheld: holds(sample.median, limit),
        evidence: {
          ...effectOf([sample], ([values]) => median(values!), random),
          effectIs: "median",
          effectUnit: quantity.unit,
          required: limit,
          ...summaryOf(sample),
          measure,
          unit: quantity.unit,
        },
        because: Number.isNaN(limit)
          ? `The ${value} of ${
            measureCalled(measure)
          } is not known, or differs between the datasets of the runs.`
          : `The median is ${numberInWords(sample.median, quantity.unit)} (${sizeInWords(sample)}) against ${
            numberInWords(limit, quantity.unit)
          }.`,
      };
    },
  });

/** The median of a measure is at least a threshold. */
export const atLeast: CataloguedClaim<"at least", typeof thresholdOptions> = threshold(
  "at least",
  -Infinity,
  (median, limit) => median >= limit,
  {
    example: { measure: "PSC", value: 0.9, group: { "τ": [30, 40] } },
    upheldBy: () => exampleSweep("PSC", { 30: [0.95, 0.92], 40: [0.99, null] }),
    refutedBy: () => exampleSweep("PSC", { 30: [0.95, 0.7], 40: [0.8, null] }),
  },
);

/** The median of a measure is at most a threshold. */
export const atMost: CataloguedClaim<"at most", typeof thresholdOptions> = threshold(
  "at most",
  Infinity,
  (median, limit) => median <= limit,
  {
    example: { measure: "D_stsp", value: 1, group: { "τ": 30 } },
    upheldBy: () => exampleSweep("D_stsp", { 30: [0.5, 0.6, null] }),
    refutedBy: () => exampleSweep("D_stsp", { 30: [0.5, 1.1, null] }),
  },
);
