/**
 * How fast neighbours part while they are near, and the region in which they part at one rate: its slope is the
 * exponent.
 *
 * @module
 */
import { mean, squaresAround } from "../../numerics/statistics.ts";
import { type LogDistances, logOfMean } from "./divergence.ts";

/** The region in which neighbours part at one rate. */
export interface LinearRegion {
  /** Steps from which and up to which. */
  readonly steps: readonly [number, number];
  /** λ₁ in nats per step. */
  readonly slope: number;
  /**
   * Standard error of the slope, in nats per step: over the blocks of the series, and from what the slopes of the
   * thirds of the region differ by (as the range of a uniform distribution).
   */
  readonly standardError: number;
  /** Mean growth of ln d of the pairs that were followed in the region, in nats. */
  readonly growth: number;
  /** Largest minus smallest slope of the thirds of the region, over the slope. */
  readonly bend: number;
}

/** Growth of the distance that a linear region must show, in nats: a factor of e. */
const LEAST_GROWTH = 1;
/** A bend at which a region counts half as much as a straight one. */
const HALF_BEND = 0.35;
/** A region with more bend than this is none. */
const MOST_BEND = 0.5;
/** Share of all reference points that must have near neighbours at the beginning, and of those at the end. */
const LEAST_AT_START = 0.25;
const LEAST_AT_END = 0.2;
/** Fewest points of a region. */
const FEWEST_POINTS = 3;

/** Sums up to each point, so that the rate of any region takes one division. */
const cumulative = (values: Float64Array): Float64Array => {
  const out = new Float64Array(values.length + 1);
  for (let p = 0; p < values.length; p++) out[p + 1] = out[p]! + values[p]!;
  return out;
};

/** Mean rate of growth between two points, in nats per point. */
const rateOf = (sums: WeightedGrowth): (from: number, to: number) => number => {
  const [growth, weight] = [cumulative(sums.growth), cumulative(sums.weight)];
  return (from, to) => {
    const known = weight[to]! - weight[from]!;
    return known > 0 ? (growth[to]! - growth[from]!) / known : NaN;
  };
};

/**
 * Finds the region in which ln d grows linearly: of all regions that which grows most, rests on most pairs and bends
 * least.
 *
 * @param rates Growth rates of the pairs that are still near.
 * @param shortest Least length of the region in steps. Default: 0.
 * @returns The region, or undefined where none grows by a factor of e without bending.
 * @example Pairs that part at 0.1 nats per step
 * ```ts
 * import { growthRates } from "./linear_region.ts";
 * import { linearRegion } from "./linear_region.ts";
 * import { assertAlmostEquals } from "@std/assert/mod.js";
 *
 * const rows = Int32Array.from({ length: 100 }, (_, i) => 10 * i);
 * const steps = Float64Array.from({ length: 61 }, (_, k) => k);
 * const groups = Array.from(rows, () => [steps.map((k) => Math.min(0, -5 + 0.1 * k))]);
 * const options = { level: -1, window: 1, segment: 50, rows: 1000, blocks: 2 };
 * const region = linearRegion(growthRates({ rows, steps, groups, recurring: 1 }, options));
 * assertAlmostEquals(region!.slope, 0.1, 1e-9);
 * ```
 */
export const linearRegion = (rates: GrowthRates, shortest = 0): LinearRegion | undefined => {
  const { steps, stride, followed, references } = rates;
  const rate = rateOf(rates);
  const [total, weight] = [cumulative(rates.total), cumulative(rates.weight)];
  let best:
    | { readonly from: number; readonly to: number; readonly score: number; readonly bend: number }
    | undefined;
  for (let from = 0; from + FEWEST_POINTS < steps.length; from++) {
    if (followed[from]! < LEAST_AT_START * references) continue;
    for (let to = from + FEWEST_POINTS; to < steps.length; to++) {
      if (followed[to - 1]! < LEAST_AT_END * followed[from]!) break;
      const growth = (total[to]! - total[from]!) / followed[from]!;
      if (growth < LEAST_GROWTH || (to - from) * stride < shortest) continue;
      const third = (to - from) / 3;
      const slope = rate(from, to);
      const parts = [
        rate(from, Math.ceil(from + third)),
        rate(Math.floor(from + third), Math.ceil(to - third)),
        rate(Math.floor(to - third), to),
      ];
      const bend = (Math.max(...parts) - Math.min(...parts)) / slope;
      if (!(slope > 0 && bend <= MOST_BEND)) continue;
      const relative = bend / HALF_BEND;
      const known = (weight[to]! - weight[from]!) / weight.at(-1)!;
      const score = growth * Math.sqrt(known) / (1 + relative * relative);
      if (best === undefined || score > best.score) best = { from, to, score, bend };
    }
  }
  if (best === undefined) return undefined;
  const { from, to, bend } = best;
  const slope = rate(from, to) / stride;
  const ofBlocks = rates.blocks.map((block) => rateOf(block)(from, to) / stride).filter(Number.isFinite);
  const variance = squaresAround(ofBlocks) / Math.max(1, ofBlocks.length - 1) / ofBlocks.length;
  return {
    steps: [steps[from]!, steps[to]!],
    slope,
    standardError: Math.sqrt(variance + bend * bend * slope * slope / 12),
    growth: (total[to]! - total[from]!) / followed[from]!,
    bend,
  };
};

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
 * import { growthRates } from "./linear_region.ts";
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

/**
 * How far below random pairs, in nats, neighbours are no longer followed. The first is far enough from saturation for
 * the growth to be linear; under noise, which keeps neighbours apart, only the others leave room for a region. The mean
 * distance of many neighbours feels saturation earlier than the distance of one.
 */
const STOPS = { rosenstein: [1.5, 1, 0.7], kantz: [2.5, 2, 1.5, 1] } as const;
/** Segments that count alike, in mean periods. */
const SEGMENT = 4;

/** What is known of the series. */
export interface NearGrowthOptions {
  /** Mean of ln d of random pairs. */
  readonly randomPairs: number;
  /** Mean period in steps. */
  readonly period: number;
  /** Mean turn in steps, over which the ripple of ln d along the orbit cancels. */
  readonly turn: number;
  /** Rows of the series. */
  readonly rows: number;
  /** Number of blocks. */
  readonly blocks: number;
  /** Least length of the region in steps. */
  readonly shortest: number;
}

/**
 * The linear region at the smallest distance that has one; undefined where none has.
 *
 * @param method Whose neighbours they are.
 * @param distances The curves of ln d.
 * @param options What is known of the series.
 */
export const nearGrowth = (
  method: keyof typeof STOPS,
  distances: LogDistances,
  { randomPairs, period, turn, rows, blocks, shortest }: NearGrowthOptions,
): LinearRegion | undefined => {
  if (distances.groups.length === 0) return undefined;
  for (const stop of STOPS[method]) {
    const rates = growthRates(distances, {
      level: randomPairs - stop,
      window: Math.min(turn, distances.steps.at(-1)! / 4),
      segment: Math.max(1, SEGMENT * Math.min(period, rows / 80)),
      rows,
      blocks,
    });
    const region = linearRegion(rates, shortest);
    if (region !== undefined) return region;
  }
  return undefined;
};
