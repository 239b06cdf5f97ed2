/**
 * Medians, quantiles and bootstrap intervals of samples in which numbers may be infinite.
 *
 * A diverged run is infinitely bad, and a statistic over runs has to bear it: packages interpolate Infinity − Infinity
 * to NaN, and draw with `Math.random`.
 *
 * @module
 */
import { integers, type Stream, substream } from "./random.ts";

/**
 * The quantile of an ascending sample, linear between neighbours (type 7 of Hyndman & Fan 1996).
 *
 * @param ascending The sample, sorted, without NaN; infinite numbers are welcome.
 * @param level From 0 to 1.
 * @returns NaN for an empty sample, and half way between −Infinity and Infinity.
 */
export const quantileOfSorted = (ascending: ArrayLike<number>, level: number): number => {
  if (ascending.length === 0) return NaN;
  const place = (ascending.length - 1) * level;
  const [below, above] = [ascending[Math.floor(place)]!, ascending[Math.ceil(place)]!];
  if (below === above) return below;
  const fraction = place - Math.floor(place);
  return fraction === 0 ? below : (1 - fraction) * below + fraction * above;
};

/**
 * The median.
 *
 * @param values In any order; infinite numbers are welcome.
 * @returns NaN for an empty sample, and for one with a NaN in it.
 *
 * @example One diverged run of three does not hide the median, two of three do
 * ```ts
 * import { median } from "./resampling.ts";
 * import { assertEquals } from "@std/assert/mod.js";
 *
 * assertEquals(median([0.1, Infinity, 0.3]), 0.3);
 * assertEquals(median([0.1, Infinity, Infinity]), Infinity);
 * ```
 */
export const median = (values: ArrayLike<number>): number => {
  const ascending = Float64Array.from(values).sort();
  return Number.isNaN(ascending[ascending.length - 1]) ? NaN : quantileOfSorted(ascending, 0.5);
};

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
 * import { bootstrapInterval, median } from "./resampling.ts";
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
