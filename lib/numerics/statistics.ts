/**
 * Means, medians and quantiles of samples in which numbers may be infinite.
 *
 * A diverged run is infinitely bad, and a statistic over runs has to bear it: packages interpolate Infinity − Infinity
 * to NaN.
 *
 * @module
 */

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
 * import { median } from "./statistics.ts";
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

/** The mean of at least one number, summed in their order. */
export const mean = (values: ArrayLike<number>): number => {
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += values[i]!;
  return sum / values.length;
};

/** The sum of squared differences from a centre. Default: from the mean. */
export const squaresAround = (values: ArrayLike<number>, centre: number = mean(values)): number => {
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += (values[i]! - centre) * (values[i]! - centre);
  return sum;
};

/**
 * The value in the middle of those in order, the upper one of two: a value that occurs.
 *
 * @param values At least one, without NaN, in any order.
 */
export const upperMedian = (values: Float64Array): number => values.slice().sort()[values.length >> 1]!;

/** The same, but the lower one of two. */
export const lowerMedian = (values: readonly number[]): number =>
  [...values].sort((a, b) => a - b)[(values.length - 1) >> 1]!;

/** A quantity over the runs of a group. Medians and quantiles are infinite when too many runs have no value. */
export interface Summary {
  /** All runs, with or without a value. */
  readonly n: number;
  /** Runs without a value. */
  readonly diverged: number;
  /** Half of the runs, those without a value included, are below. */
  readonly median: number;
  /** Quantiles at 5, 25, 75 and 95 %. */
  readonly quantiles: {
    readonly p5: number;
    readonly p25: number;
    readonly p75: number;
    readonly p95: number;
  };
  /** Mean over the runs with a value, as the paper has it; null when there is none. */
  readonly mean: number | null;
  /** Standard error of that mean; null with fewer than two values. */
  readonly standardError: number | null;
}

/** What a run without a value counts as. */
export const worstOf = (better: "smaller" | "larger"): number => better === "smaller" ? Infinity : -Infinity;

/**
 * The statistics of a group.
 *
 * @param values One per run, null for a run without a value; at least one run.
 * @param better Whether smaller or larger values are better, so that runs without a value are worst.
 *
 * @example One of three runs diverged
 * ```ts
 * import { summarise } from "./statistics.ts";
 * import { assertEquals } from "@std/assert/mod.js";
 *
 * const { n, diverged, median, mean } = summarise([0.2, null, 0.4], "smaller");
 * assertEquals([n, diverged, median], [3, 1, 0.4]);
 * assertEquals(mean, (0.2 + 0.4) / 2);
 * ```
 */
export const summarise = (values: readonly (number | null)[], better: "smaller" | "larger"): Summary => {
  const all = Float64Array.from(values, (value) => value ?? worstOf(better)).sort();
  const finite = values.filter((value): value is number => value !== null);
  const average = finite.length > 0 ? mean(finite) : null;
  const variance = average === null || finite.length < 2
    ? null
    : squaresAround(finite, average) / (finite.length - 1);
  const quantile = (share: number) => quantileOfSorted(all, share);
  return {
    n: values.length,
    diverged: values.length - finite.length,
    median: quantile(0.5),
    quantiles: { p5: quantile(0.05), p25: quantile(0.25), p75: quantile(0.75), p95: quantile(0.95) },
    mean: average,
    standardError: variance === null ? null : Math.sqrt(variance / finite.length),
  };
};
