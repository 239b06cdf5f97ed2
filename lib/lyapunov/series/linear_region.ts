/**
 * The linear region of a divergence curve, and the exponent that its slope is.
 *
 * @module
 */
import type { GrowthRates, WeightedGrowth } from "./growth_rates.ts";
import { squaresAround } from "../../numerics/statistics.ts";

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
 * import { growthRates } from "./growth_rates.ts";
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
