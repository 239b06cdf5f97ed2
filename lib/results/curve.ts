/**
 * Curves: a quantity over the values of a numeric label, the median over the runs at each.
 *
 * @module
 */
import { type Codec, type Fault, where } from "../core/codec/codec.ts";
import type { Labels } from "../core/codec/labels.ts";
import type { Result } from "./result.ts";
import { type Group, labelFaults, selects } from "./group.ts";
import type { Quantity } from "./quantity.ts";
import { runsOf, type Sample, sampleOfRuns, summaryOf } from "./sample.ts";

/** The runs of a group at one value of the label. */
export interface CurvePoint {
  /** The value of the label. */
  readonly at: number;
  /** The runs there. */
  readonly sample: Sample;
}

/** An end of a range; null for no end. */
export const endCodec: Codec<number | null> = where(
  "a finite number, or null for no end",
  (value): value is number | null => value === null || (typeof value === "number" && Number.isFinite(value)),
  { type: ["number", "null"] },
);

const isBetween = (value: number, from: number | null, to: number | null): boolean =>
  (from === null || value >= from) && (to === null || value <= to);

/** The values of a numeric label within a range, ascending, each once. */
export const placesOf = (
  runs: readonly Labels[],
  group: Group,
  over: string,
  from: number | null = null,
  to: number | null = null,
): readonly number[] =>
  [
    ...new Set(
      runs.filter((labels) => selects(group, labels)).map((labels) => labels[over])
        .filter((value): value is number => typeof value === "number" && isBetween(value, from, to)),
    ),
  ].sort((a, b) => a - b);

/** The curve of a quantity over a numeric label, in ascending order. */
export const curveOf = (
  evidence: Result,
  group: Group,
  over: string,
  quantity: Quantity,
  from: number | null = null,
  to: number | null = null,
): readonly CurvePoint[] => {
  const runs = runsOf(evidence, group);
  return placesOf(runs.map(({ labels }) => labels), group, over, from, to).map((at) => ({
    at,
    sample: sampleOfRuns(
      runs.filter(({ labels }) => labels[over] === at),
      { ...group, [over]: at },
      quantity,
    ),
  }));
};

/** The points of a curve as evidence. */
export const pointsAsEvidence = (points: readonly CurvePoint[]): readonly unknown[] =>
  points.map(({ at, sample }) => ({ at, ...summaryOf(sample) }));

/** What keeps runs from making a curve of at least two points over a label. */
export const curveFaults = (
  runs: readonly Labels[],
  group: Group,
  over: string,
  from: number | null = null,
  to: number | null = null,
): readonly Fault[] => {
  const unknown = labelFaults("$.over", over, runs);
  if (unknown.length > 0) return unknown;
  const places = placesOf(runs, group, over, from, to);
  return places.length > 1 ? [] : [{
    path: "$.over",
    found: JSON.stringify(over),
    expected: `a label with two or more numeric values among the runs of the group${
      from === null && to === null ? "" : " within the range"
    }; there ${places.length === 1 ? `is only ${places[0]}` : "is none"}`,
  }];
};

/** Where a curve is smallest, at several places when they tie; nowhere when no value is finite or one is NaN. */
export const placesOfMinimum = (
  places: readonly number[],
  values: readonly number[],
): readonly number[] => {
  const least = Math.min(...values);
  return Number.isFinite(least) ? places.filter((_, index) => values[index] === least) : [];
};

/** The sign of b − a, also where both are infinite. */
const signOf = (a: number, b: number): number => a < b ? 1 : a > b ? -1 : 0;

/**
 * Kendall's rank correlation τ_b of two lists: pairs in the same order less pairs in opposite order, as a share of the
 * pairs that are not tied. Infinite entries are ranked like others.
 *
 * @returns From −1 to 1; 0 where one list has no order at all; NaN for fewer than two entries, or with a NaN among them.
 *
 * @example One exchange in three pairs
 * ```ts
 * import { rankCorrelation } from "./curve.ts";
 * import { assertAlmostEquals } from "@std/assert/mod.js";
 *
 * assertAlmostEquals(rankCorrelation([5, 30, 200], [0.2, 0.1, Infinity]), 1 / 3);
 * ```
 */
export const rankCorrelation = (a: ArrayLike<number>, b: ArrayLike<number>): number => {
  let [sum, orderedInA, orderedInB] = [0, 0, 0];
  for (let i = 0; i < a.length; i++) {
    if (Number.isNaN(a[i]) || Number.isNaN(b[i])) return NaN;
    for (let j = 0; j < i; j++) {
      const [signA, signB] = [signOf(a[j]!, a[i]!), signOf(b[j]!, b[i]!)];
      sum += signA * signB;
      orderedInA += Math.abs(signA);
      orderedInB += Math.abs(signB);
    }
  }
  if (a.length < 2) return NaN;
  return sum === 0 ? 0 : sum / Math.sqrt(orderedInA * orderedInB);
};

/** b − a; 0 where both are infinite. */
export const differenceOf = (a: number, b: number): number => a === b ? 0 : b - a;
