/**
 * Whether a series that drifts, or seems to change in the course of time, is but a sum of noise, as a random walk is.
 *
 * @module
 */
import { mean, median, quantileOfSorted, squaresAround } from "../../numerics/statistics.ts";
import { column, type Series } from "../../series/series.ts";
import type { Determinism } from "./determinism.ts";
import { estimateSeries } from "./estimate.ts";

/** Lags at which steps must be uncorrelated, from the second on: noise on the series itself couples neighbouring steps. */
const LAGS = 20;
/**
 * Correlation of neighbouring steps: above the second they are smooth, below the first they are mostly noise on the series.
 * Longer steps show a walk under more noise, but slow chaos under noise looks like that too.
 */
const NEIGHBOURING = { below: -0.35, above: 0.25 } as const;
/**
 * Steps are cut where they are this many times as far from the middle one as a quarter of all steps are. Of a walk the
 * correlation of neighbouring steps hardly changes by that.
 */
const LEAP = { share: 0.25, times: 2, agree: 0.15 } as const;
/** What chance exceeds once in a thousand: χ² of 19 degrees of freedom, and the deviation of a normal mean. */
const CHANCE = { squares: 43.8, mean: 3.3 } as const;

/** The steps from row to row, of all columns. */
const stepsOf = ({ values, rows, columns, dt }: Series): Series => ({
  values: Float64Array.from({ length: (rows - 1) * columns }, (_, i) => values[i + columns]! - values[i]!),
  rows: rows - 1,
  columns,
  dt,
});

/** Steps of which those are cut that are far larger than most. */
const withoutLeaps = (steps: Float64Array): Float64Array => {
  const centre = median(steps);
  const sizes = steps.map((step) => Math.abs(step - centre)).sort();
  const most = LEAP.times * quantileOfSorted(sizes, 1 - LEAP.share);
  return steps.map((step) => Math.min(centre + most, Math.max(centre - most, step)));
};

/** How neighbouring steps are correlated, where no others are; undefined where others are, or all steps are equal. */
const neighbouringAlone = (steps: Float64Array): number | undefined => {
  const rows = steps.length;
  const [centre, squares] = [mean(steps), squaresAround(steps)];
  const [neighbouring = 0, ...others] = Array.from({ length: LAGS }, (_, i) => {
    let sum = 0;
    for (let row = 0; row + i + 1 < rows; row++) {
      sum += (steps[row]! - centre) * (steps[row + i + 1]! - centre);
    }
    return sum / squares;
  });
  const sumOfSquares = others.reduce((sum, each) => sum + each * each, 0);
  return neighbouring > NEIGHBOURING.below && neighbouring < NEIGHBOURING.above &&
      rows * sumOfSquares < CHANCE.squares &&
      Math.abs(mean(others)) * Math.sqrt(rows * others.length) < CHANCE.mean
    ? neighbouring
    : undefined;
};

/** Whether steps are uncorrelated, but for neighbouring ones, and as much so when leaps are cut. */
const areUncorrelated = (steps: Float64Array): boolean => {
  const [whole, cut] = [neighbouringAlone(steps), neighbouringAlone(withoutLeaps(steps))];
  return whole !== undefined && cut !== undefined && Math.abs(whole - cut) < LEAP.agree;
};

/**
 * The test of the steps of a series against linear noise, if they are uncorrelated, stationary, and nothing but linear noise;
 * undefined otherwise. Sums of a chaotic map are told apart by it, and so is slow chaos under little noise. Steps under
 * noise that is larger than they are say nothing.
 *
 * A few leaps hide how the other steps are correlated: a slow relaxation oscillation under noise has hardly any variance
 * between them. The steps of a walk are uncorrelated with their leaps and without.
 *
 * @param series T rows × N columns.
 * @example A random walk, and the sums of a logistic map
 * ```ts
 * import { sumsOfNoise } from "./wandering.ts";
 * import { normals, stream } from "../../numerics/random.ts";
 * import { assertEquals } from "@std/assert/mod.js";
 *
 * const summed = (steps: Float64Array) => {
 *   const values = steps.slice();
 *   for (let i = 1; i < values.length; i++) values[i] = values[i - 1]! + steps[i]!;
 *   return { values, rows: values.length, columns: 1, dt: 1 };
 * };
 * const noise = normals(stream(1, "walk"), 1000);
 * const chaos = new Float64Array(1000).fill(0.3);
 * for (let i = 1; i < 1000; i++) chaos[i] = 4 * chaos[i - 1]! * (1 - chaos[i - 1]!);
 * assertEquals([noise, chaos].map((steps) => sumsOfNoise(summed(steps)) !== undefined), [true, false]);
 * ```
 */
export const sumsOfNoise = (series: Series): Determinism | undefined => {
  const steps = stepsOf(series);
  for (let index = 0; index < steps.columns; index++) {
    if (!areUncorrelated(column(steps, index))) return undefined;
  }
  const found = estimateSeries(steps);
  return found._tag === "Right" && found.right.reason === "like linear noise"
    ? found.right.determinism ?? undefined
    : undefined;
};
