/**
 * Bootstrap intervals of statistics of samples, from a named stream of random numbers.
 *
 * @module
 */
import { integers, type Stream, substream } from "./random.ts";
import { quantileOfSorted } from "./statistics.ts";

/** An interval that a bootstrap found. */
export interface BootstrapInterval {
  /** Its lower end. */
  readonly low: number;
  /** Its upper end. */
  readonly high: number;
  /** The share of resamples within: 0.95. */
  readonly level: number;
  /** How many there were. */
  readonly resamples: number;
}

/**
 * Percentile interval of a statistic of one or more independent samples, each resampled with replacement.
 *
 * @param samples The samples; they are resampled independently of each other.
 * @param statistic The statistic of samples of these lengths.
 * @param random The stream of the resampling; each sample draws from a substream of its own.
 * @param options.resamples Default: 2000.
 * @param options.level Default: 0.95.
 * @returns null when a sample has fewer than two numbers, or the statistic of a resample is not a number.
 * @source B. Efron & R. Tibshirani (1993), An Introduction to the Bootstrap, chapter 13.
 *
 * @example The mean of a sample of equal numbers is certain
 * ```ts
 * import { bootstrapInterval } from "./bootstrap.ts";
 * import { median } from "./statistics.ts";
 * import { stream } from "./random.ts";
 * import { assertEquals } from "@std/assert/mod.js";
 *
 * const interval = bootstrapInterval([[2, 2, 2]], ([sample]) => median(sample!), stream(0, "bootstrap"));
 * assertEquals([interval?.low, interval?.high], [2, 2]);
 * ```
 */
export const bootstrapInterval = (
  samples: readonly (readonly number[])[],
  statistic: (resampled: readonly Float64Array[]) => number,
  random: Stream,
  options: { readonly resamples?: number; readonly level?: number } = {},
): BootstrapInterval | null => {
  const { resamples = 2000, level = 0.95 } = options;
  if (samples.length === 0 || samples.some(({ length }) => length < 2)) return null;
  const picks = samples.map(({ length }, index) =>
    integers(substream(random, index), resamples * length, length)
  );
  const resampled = samples.map(({ length }) => new Float64Array(length));
  const statistics = new Float64Array(resamples);
  for (let r = 0; r < resamples; r++) {
    samples.forEach((sample, index) => {
      const { length } = sample;
      for (let i = 0; i < length; i++) resampled[index]![i] = sample[picks[index]![r * length + i]!]!;
    });
    statistics[r] = statistic(resampled);
  }
  if (statistics.some(Number.isNaN)) return null;
  statistics.sort();
  return {
    low: quantileOfSorted(statistics, (1 - level) / 2),
    high: quantileOfSorted(statistics, (1 + level) / 2),
    level,
    resamples,
  };
};
