/**
 * A curve rises, or falls, over a range.
 *
 * @module
 */
import { listed } from "../../../core/program/text.ts";
import { numberInWords } from "../../../numerics/format.ts";
import { median } from "../../../numerics/statistics.ts";
import {
  type Codec,
  nonNegativeInteger,
  oneOf,
  type Optional,
  optional,
  text,
} from "../../../core/codec/codec.ts";
import { type CataloguedClaim, defineClaim, effectOf } from "../claim.ts";
import { curveFaults, curveOf, endCodec, pointsAsEvidence, rankCorrelation } from "../../curve.ts";
import { type Group, groupCodec, inWords } from "../../group.ts";
import { quantityOf } from "../../quantity.ts";
import { sizeInWords, sizeOf } from "../../sample.ts";
import { exampleSweep } from "../../example.ts";
import { measureCalled } from "../../../measures/identity.ts";

const rangeInWords = (from: number | null, to: number | null): string =>
  `${from === null ? "" : ` from ${from}`}${to === null ? "" : ` up to ${to}`}`;

/**
 * From one value of the label to the next the median of a measure never goes the other way, but for `violations` of
 * the steps, and from the first to the last it goes the way that is claimed.
 */
export const monotonic: CataloguedClaim<"monotonic", {
  readonly measure: Codec<string>;
  readonly over: Codec<string>;
  readonly direction: Codec<"rises" | "falls">;
  /** Where the range begins. Default: with the smallest value. */
  readonly from: Optional<number | null>;
  /** Where the range ends. Default: with the largest value. */
  readonly to: Optional<number | null>;
  /** How many steps from one value to the next may go the other way. Default: none. */
  readonly violations: Optional<number>;
  readonly group: Optional<Group>;
}> = defineClaim({
  kind: "monotonic",
  says: "The median of a measure rises, or falls, with a numeric label.",
  options: {
    measure: text,
    over: text,
    direction: oneOf("rises", "falls"),
    from: optional(endCodec, null),
    to: optional(endCodec, null),
    violations: optional(nonNegativeInteger, 0),
    group: optional(groupCodec, {}),
  },
  example: { measure: "D_stsp", over: "τ", direction: "rises", from: 30 },
  upheldBy: () => exampleSweep("D_stsp", { 30: [1, 2], 50: [1, 3], 200: [null, 4], 500: [null, null] }),
  refutedBy: () => exampleSweep("D_stsp", { 30: [1, 2], 50: [5, 5], 200: [3, 4], 500: [null, null] }),
  statement: ({ measure, over, direction, from, to, violations, group }) =>
    `The median ${measureCalled(measure)} ${inWords(group)} ${direction} with ${over}${
      rangeInWords(from, to)
    }${
      violations === 0 ? "" : `, with at most ${violations} ${violations === 1 ? "exception" : "exceptions"}`
    }.`,
  groups: ({ group }) => ({ group }),
  faults: ({ over, from, to, group }, runs) => curveFaults(runs, group, over, from, to),
  judge: ({ measure, over, direction, from, to, violations, group }, evidence, random) => {
    const quantity = quantityOf(measure);
    const points = curveOf(evidence, group, over, quantity, from, to);
    const places = points.map(({ at }) => at);
    const samples = points.map(({ sample }) => sample);
    const medians = samples.map((sample) => sample.median);
    const [first, last] = [medians[0] ?? NaN, medians[medians.length - 1] ?? NaN];
    const against = places.slice(1).flatMap((at, index) => {
      const [a, b] = [medians[index]!, medians[index + 1]!];
      return (direction === "rises" ? b >= a : b <= a) ? [] : [{ from: places[index]!, to: at }];
    });
    const size = sizeOf(samples);
    return {
      upheld: (direction === "rises" ? last > first : last < first) && against.length <= violations,
      evidence: {
        ...effectOf(samples, (values) => rankCorrelation(places, values.map(median)), random),
        effectIs: "Kendall's rank correlation of the median with the label",
        required: { direction, violations },
        ...size,
        measure,
        unit: quantity.unit,
        over,
        violations: against,
        points: pointsAsEvidence(points),
      },
      because: places.length < 2
        ? `There are fewer than two values of ${over} in the range.`
        : `The median goes from ${numberInWords(first, quantity.unit)} at ${over} = ${places[0]} to ${
          numberInWords(last, quantity.unit)
        } at ${over} = ${places[places.length - 1]} (${sizeInWords(size)}); ${
          against.length === 0
            ? "no step goes the other way"
            : `the other way it goes ${listed(against.map((step) => `from ${step.from} to ${step.to}`))}`
        }.`,
    };
  },
});
