/**
 * A curve has its minimum within a range: the U-shape over the forcing interval.
 *
 * @module
 */
import { listed } from "../../../core/program/text.ts";
import { numberInWords } from "../../../numerics/format.ts";
import { median } from "../../../numerics/statistics.ts";
import { type Codec, finiteNumber, type Optional, optional, text } from "../../../core/codec/codec.ts";
import { type CataloguedClaim, defineClaim, effectOf } from "../claim.ts";
import { curveFaults, curveOf, placesOf, placesOfMinimum, pointsAsEvidence } from "../../curve.ts";
import { type Group, groupCodec, inWords } from "../../group.ts";
import { quantityOf } from "../../quantity.ts";
import { sizeInWords, sizeOf } from "../../sample.ts";
import { exampleSweep } from "../../example.ts";
import { measureCalled } from "../../../measures/identity.ts";

/**
 * The median of a measure over a numeric label is smallest at a value from `low` to `high`, both included; where several
 * places tie, at all of them. There must be a value outside the range, or there would be nothing to claim.
 */
export const minimumWithin: CataloguedClaim<"minimum within", {
  readonly measure: Codec<string>;
  readonly over: Codec<string>;
  readonly low: Codec<number>;
  readonly high: Codec<number>;
  readonly group: Optional<Group>;
}> = defineClaim({
  kind: "minimum within",
  says: "The median of a measure over a numeric label is smallest within a range.",
  options: {
    measure: text,
    over: text,
    low: finiteNumber,
    high: finiteNumber,
    group: optional(groupCodec, {}),
  },
  example: { measure: "D_stsp", over: "τ", low: 20, high: 50, group: { cell: "PLRNN" } },
  upheldBy: () => exampleSweep("D_stsp", { 5: [3, 4], 30: [1, 2], 50: [1, 3], 200: [null, null] }),
  refutedBy: () => exampleSweep("D_stsp", { 5: [1, 1], 30: [1, 2], 50: [1, 3], 200: [null, null] }),
  statement: ({ measure, over, low, high, group }) =>
    `The median ${measureCalled(measure)} ${inWords(group)} is smallest at a ${over} from ${low} to ${high}.`,
  groups: ({ group }) => ({ group }),
  faults: ({ over, low, high, group }, runs) => {
    if (low > high) return [{ path: "$.high", found: String(high), expected: `at least ${low}, as low is` }];
    const faults = curveFaults(runs, group, over);
    if (faults.length > 0) return faults;
    const places = placesOf(runs, group, over);
    const inside = places.filter((at) => low <= at && at <= high).length;
    return inside > 0 && inside < places.length ? [] : [{
      path: "$.low",
      found: `${low} to ${high}`,
      expected: `a range with some but not all of the values of ${over}: ${places.join(", ")}`,
    }];
  },
  judge: ({ measure, over, low, high, group }, evidence, random) => {
    const quantity = quantityOf(measure);
    const points = curveOf(evidence, group, over, quantity);
    const places = points.map(({ at }) => at);
    const samples = points.map(({ sample }) => sample);
    const isInside = (at: number) => low <= at && at <= high;
    const minima = placesOfMinimum(places, samples.map((sample) => sample.median));
    const least = points.find(({ at }) => at === minima[0])?.sample;
    const size = sizeOf(samples);
    return {
      upheld: minima.length > 0 && minima.every(isInside) && !places.every(isInside),
      evidence: {
        ...effectOf(samples, (values) => placesOfMinimum(places, values.map(median))[0] ?? NaN, random),
        effectIs: `${over} of the smallest median`,
        required: { low, high },
        ...size,
        measure,
        unit: quantity.unit,
        over,
        minima,
        points: pointsAsEvidence(points),
      },
      because: least === undefined
        ? `There is no smallest ${measureCalled(measure)} (${sizeInWords(size)}).`
        : places.every(isInside)
        ? `There is no value of ${over} outside the range to compare with.`
        : `It is smallest at ${over} = ${listed(minima.map(String))}, ${
          numberInWords(least.median, quantity.unit)
        } (${sizeInWords(least)}), of ${places.length} values from ${places[0]} to ${
          places[places.length - 1]
        }.`,
    };
  },
});
