/**
 * How fast neighbours part while they are still near: growth rates without saturation.
 *
 * @module
 */
import { type LogDistances, logOfMean } from "./divergence.ts";
import { mean } from "../../numerics/statistics.ts";

/** Sums over the pairs that are followed at a time, for one stretch of the series or the whole. */
export interface WeightedGrowth {
  /** Σ w · growth of ln d until the next point, in nats. */
  readonly growth: Float64Array;
  /** Σ w. */
  readonly weight: Float64Array;
}

/** Growth of ln d per time since the neighbours were found. */
export interface GrowthRates extends WeightedGrowth {
  /** Steps after the neighbours were found. */
  readonly steps: Float64Array;
  /** Steps between two points. */
  readonly stride: number;
  /** The same sums for each block of the series in time. */
  readonly blocks: readonly WeightedGrowth[];
  /** How many reference points still have a neighbour that is followed, at each point. */
  readonly followed: Float64Array;
  /** Sum of the growth at those, each counted once, in nats. */
  readonly total: Float64Array;
  /** Number of all reference points. */
  readonly references: number;
}

/** What the rates need to know. */
export interface RateOptions {
  /** A neighbour is followed until the mean of ln d over `window` is above this. */
  readonly level: number;
  /** Steps over which ln d is averaged: a turn of the orbit, so that its ripple along the orbit cancels. */
  readonly window: number;
  /** Length of the segments that count alike, in steps: a few periods. */
  readonly segment: number;
  /** Rows of the series. */
  readonly rows: number;
  /** Number of blocks. */
  readonly blocks: number;
}

/** A segment with fewer pairs than this share of the mean says nothing. */
const LEAST_FOLLOWED = 0.1;

/** Means of the last `width` values; NaN where there are not as many yet. */
const trailingMeans = (values: Float64Array, width: number): Float64Array => {
  const out = new Float64Array(values.length).fill(NaN);
  let sum = 0;
  for (let p = 0; p < values.length; p++) {
    sum += values[p]!;
    if (p >= width) sum -= values[p - width]!;
    if (p >= width - 1) out[p] = sum / width;
  }
  return out;
};

/**
 * Growth of the logarithm of the mean distance of those neighbours that are still followed, from the first point at which
 * the trailing mean is known.
 */
const growthOfGroup = (
  group: readonly Float64Array[],
  width: number,
  level: number,
): readonly number[] => {
  const smooth = group.map((curve) => trailingMeans(curve, width));
  const growth: number[] = [];
  let near = smooth;
  for (let p = width - 1; p + 1 < group[0]!.length; p++) {
    near = near.filter((curve) => curve[p]! < level);
    if (near.length === 0) break;
    growth.push(logOfMean(near, p + 1) - logOfMean(near, p));
  }
  return growth;
};

const emptyGrowth = (points: number) => ({
  growth: new Float64Array(points),
  weight: new Float64Array(points),
});

/**
 * Growth rates of the neighbours that are still near; for several neighbours of one point that of their mean distance.
 *
 * The mean of ln d over all pairs bends as soon as the fastest of them have parted as far as the attractor lets them,
 * long before the others do; a line through it is too flat. So a pair is followed only until it comes near that size.
 * Whether it is followed further depends on its past alone, so the growth that comes next is a fair sample (Wald's
 * identity). But pairs stay longest where the orbit is least unstable, and these places would count too often: hence
 * every segment of the series has the same weight, shared among the pairs that are followed there.
 *
 * @param distances Curves of ln d, from Rosenstein's or from Kantz's neighbours.
 * @param options Where to stop, and over what to average.
 * @source The stopping at a given distance: Aurell, Boffetta, Crisanti, Paladin & Vulpiani (1997), J. Phys. A 30, 1–26;
 * the weights: Robins, Rotnitzky & Zhao (1994), J. Am. Stat. Assoc. 89, 846–866.
 * @example Pairs that part at 0.1 or at 0.3 nats per step, in halves of the series, have the mean rate 0.2
 * ```ts
 * import { growthRates } from "./growth_rates.ts";
 * import { assertAlmostEquals } from "@std/assert/mod.js";
 *
 * const rows = Int32Array.from({ length: 100 }, (_, i) => 10 * i);
 * const steps = Float64Array.from({ length: 61 }, (_, k) => k);
 * const groups = Array.from(rows, (row) => [steps.map((k) => Math.min(0, -5 + (row < 500 ? 0.1 : 0.3) * k))]);
 * const rates = growthRates({ rows, steps, groups, recurring: 1 }, {
 *   level: -1,
 *   window: 1,
 *   segment: 50,
 *   rows: 1000,
 *   blocks: 2,
 * });
 * const sum = (values: Float64Array) => values.reduce((a, b) => a + b, 0);
 * assertAlmostEquals(sum(rates.growth) / sum(rates.weight), 0.2, 0.01);
 * ```
 */
export const growthRates = (
  { rows: starts, steps, groups }: LogDistances,
  { level, window, segment, rows, blocks }: RateOptions,
): GrowthRates => {
  const points = steps.length;
  const stride = points > 1 ? steps[1]! - steps[0]! : 1;
  const width = Math.max(1, Math.round(window / stride));
  const segments = Math.max(1, Math.floor(rows / segment));
  const segmentOf = (index: number, p: number): number =>
    Math.min(segments - 1, Math.floor((starts[index]! + steps[p]!) / segment));
  const followed = new Float64Array(points);
  const total = new Float64Array(points);
  const perSegment = new Float64Array(segments);
  const growths = groups.map((group, index) => {
    const growth = growthOfGroup(group, width, level);
    growth.forEach((value, place) => {
      const p = width - 1 + place;
      followed[p] = followed[p]! + 1;
      total[p] = total[p]! + value;
      const at = segmentOf(index, p);
      perSegment[at] = perSegment[at]! + 1;
    });
    return growth;
  });
  const usual = mean(perSegment);
  const weights = perSegment.map((count) => count > 0 && count >= LEAST_FOLLOWED * usual ? 1 / count : 0);
  const whole = emptyGrowth(points);
  const parts = Array.from({ length: blocks }, () => emptyGrowth(points));
  growths.forEach((growth, index) =>
    growth.forEach((value, place) => {
      const p = width - 1 + place;
      const at = segmentOf(index, p);
      const weight = weights[at]!;
      for (const sums of [whole, parts[Math.floor(at * blocks / segments)]!]) {
        sums.growth[p] = sums.growth[p]! + weight * value;
        sums.weight[p] = sums.weight[p]! + weight;
      }
    })
  );
  return { ...whole, steps, stride, blocks: parts, followed, total, references: groups.length };
};
