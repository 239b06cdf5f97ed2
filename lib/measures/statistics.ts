/**
 * Statistics over the runs of a group, in which diverged runs are counted and never dropped.
 *
 * A run without a value is worse than every other: it takes part in medians and quantiles as +∞ where smaller is
 * better, and as −∞ where larger is. Only the mean, kept for comparison with the paper, is over the finite values.
 *
 * @module
 */
import { quantileOfSorted } from "../numerics/resampling.ts";
import { mean } from "./moments.ts";

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
    : finite.reduce((sum, value) => sum + (value - average) * (value - average), 0) / (finite.length - 1);
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
