/**
 * The linear region of a divergence curve, and the exponent that its slope is.
 *
 * @module
 */
import { exp, log } from "../../numerics/elementary.ts";
import type { Divergence } from "./divergence.ts";

/** The line that fits a divergence curve. */
export interface LinearRegion {
  /** Steps from which and up to which the line was fitted. */
  readonly steps: readonly [number, number];
  /** λ₁ in nats per step. */
  readonly slope: number;
  /**
   * Standard error of the slope, in nats per step: over the blocks of the series, and from what the slopes of the
   * thirds of the region differ by (as the range of a uniform distribution).
   */
  readonly standardError: number;
  /** Growth of ln d over the region, in nats. */
  readonly growth: number;
  /** Largest minus smallest slope of the thirds of the region, over the slope. */
  readonly bend: number;
  /** The logarithm of the distance at which the curve comes to rest. */
  readonly saturation: number;
}

/** Growth of the distance that a linear region must show, in nats: a factor of e. */
export const LEAST_GROWTH = 1;
/**
 * How suddenly growth ends: dd/dt = λ d (1 − (d/d∞)^1.5). Of 1, 1.5 and 2 this makes the curves of the systems of the
 * catalogue straightest.
 */
const SHARPNESS = 1.5;
/** The fit ends this far below saturation, in nats. */
const MARGIN = 0.7;
/** A bend at which a region counts half as much as a straight one. */
const HALF_BEND = 0.2;
/** A region with more bend than this is none. */
const MOST_BEND = 0.35;
/** The farthest point of the straightened curve: nearer to saturation the logarithm runs away. */
const NEAREST_TO_SATURATION = 0.05;

/** The level at which a curve comes to rest: the median of its last quarter. */
export const saturationOf = (curve: Divergence): number => {
  const last = curve.mean.slice(Math.floor(0.75 * curve.mean.length)).sort();
  return last[Math.floor(last.length / 2)]!;
};

const slopeOf = (x: Float64Array, y: Float64Array, from: number, to: number): number => {
  const n = to - from + 1;
  let sumX = 0;
  let sumY = 0;
  for (let p = from; p <= to; p++) {
    sumX += x[p]!;
    sumY += y[p]!;
  }
  const meanX = sumX / n;
  const meanY = sumY / n;
  let xy = 0;
  let xx = 0;
  for (let p = from; p <= to; p++) {
    xy += (x[p]! - meanX) * (y[p]! - meanY);
    xx += (x[p]! - meanX) * (x[p]! - meanX);
  }
  return xx > 0 ? xy / xx : 0;
};

/**
 * Finds the region in which ln d grows linearly.
 *
 * The distance d cannot outgrow the attractor: dd/dt = λ d (1 − (d/d∞)^1.5) bends ln d long before d comes to rest at d∞, and
 * a line through the bent curve is too flat. With `straighten`, lines are fitted to ln d − ln(1 − (d/d∞)^1.5) / 1.5, which this law
 * makes straight; in any case only up to 0.7 nats below ln d∞. Of all regions that is taken which grows most and bends
 * least.
 *
 * @param curve A divergence curve that reaches saturation.
 * @param straighten For Rosenstein's curve. Kantz's needs it not: the arithmetic mean over a neighbourhood grows faster
 * than the geometric one, by about as much as saturation takes away.
 * @param shortest Least length of the region in steps. Default: 0.
 * @returns The region, or undefined where none grows by a factor of e without bending.
 * @example A curve that grows at 0.1 nats per step
 * ```ts
 * import { linearRegion } from "./linear_region.ts";
 * import { exp, log } from "../../numerics/elementary.ts";
 * import { assertAlmostEquals } from "@std/assert/mod.js";
 *
 * const steps = Float64Array.from({ length: 200 }, (_, k) => k);
 * const mean = steps.map((k) => -log(1 + 100 * exp(-0.15 * k)) / 1.5);
 * const region = linearRegion({ steps, mean, blocks: [mean, mean], recurring: 1 }, true);
 * assertAlmostEquals(region!.slope, 0.1, 0.001);
 * ```
 */
export const linearRegion = (
  curve: Divergence,
  straighten: boolean,
  shortest = 0,
): LinearRegion | undefined => {
  const saturation = saturationOf(curve);
  const { steps, mean } = curve;
  let end = 0;
  while (end + 1 < mean.length && mean[end + 1]! < saturation - MARGIN) end++;
  const weight = mean.map((value) =>
    straighten ? 1 / (1 - exp(SHARPNESS * Math.min(value - saturation, -NEAREST_TO_SATURATION))) : 1
  );
  const straightened = mean.map((value, p) => value + log(weight[p]!) / SHARPNESS);
  let best:
    | { readonly from: number; readonly to: number; readonly score: number; readonly bend: number }
    | undefined;
  for (let from = 0; from < end; from++) {
    for (let to = from + 3; to <= end; to++) {
      if (mean[to]! - mean[from]! < LEAST_GROWTH || steps[to]! - steps[from]! < shortest) continue;
      const third = (to - from) / 3;
      const slope = slopeOf(steps, straightened, from, to);
      if (slope <= 0) continue;
      const early = slopeOf(steps, straightened, from, Math.ceil(from + third));
      const between = slopeOf(steps, straightened, Math.floor(from + third), Math.ceil(to - third));
      const late = slopeOf(steps, straightened, Math.floor(to - third), to);
      const bend = (Math.max(early, between, late) - Math.min(early, between, late)) / slope;
      const relative = bend / HALF_BEND;
      const score = (mean[to]! - mean[from]!) * Math.sqrt(steps[to]! - steps[from]!) /
        (1 + relative * relative);
      if (bend <= MOST_BEND && (best === undefined || score > best.score)) best = { from, to, score, bend };
    }
  }
  if (best === undefined) return undefined;
  const { from, to, bend } = best;
  const slopes = curve.blocks.map((block) =>
    slopeOf(steps, block.map((value, p) => straightened[p]! + (value - mean[p]!) * weight[p]!), from, to)
  );
  const average = slopes.reduce((sum, slope) => sum + slope, 0) / slopes.length;
  const squares = slopes.reduce((sum, one) => sum + (one - average) * (one - average), 0);
  const slope = slopeOf(steps, straightened, from, to);
  const ofBlocks = squares / Math.max(1, slopes.length - 1) / slopes.length;
  return {
    steps: [steps[from]!, steps[to]!],
    slope,
    standardError: Math.sqrt(ofBlocks + bend * bend * slope * slope / 12),
    growth: mean[to]! - mean[from]!,
    bend,
    saturation,
  };
};
