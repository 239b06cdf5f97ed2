/**
 * Whether the growth of deviations has come to rest: tests of its history, beside the standard errors.
 *
 * @module
 */
import { log } from "../numerics/elementary.ts";
import { mean } from "../numerics/statistics.ts";
import { standardErrorOfBatches } from "./batch_means.ts";
import type { ConvergenceHistory } from "./result.ts";

/** The means of the batches of exponent i, from the running means of a history. */
export const batchesOf = ({ time, exponents }: ConvergenceHistory, i: number): readonly number[] =>
  exponents.map((row, at) => {
    if (at === 0) return row[i]!;
    const [until, since] = [time[at]!, time[at - 1]!];
    return (row[i]! * until - exponents[at - 1]![i]! * since) / (until - since);
  });

/** A trend by chance is more than this many standard deviations away once in ten thousand series. */
const CHANCE = 4;

/**
 * The trend of a sequence as the statistic of Mann and Kendall, normal with deviation 1 where there is none.
 *
 * @source H. B. Mann (1945), Nonparametric tests against trend, Econometrica 13, 245–259.
 */
export const mannKendall = (values: readonly number[]): number => {
  const n = values.length;
  let score = 0;
  for (let i = 0; i < n; i++) for (let j = i + 1; j < n; j++) score += Math.sign(values[j]! - values[i]!);
  const deviation = Math.sqrt(n * (n - 1) * (2 * n + 5) / 18);
  return score === 0 || deviation === 0 ? 0 : (score - Math.sign(score)) / deviation;
};

/** How far the means of both halves lie apart. */
const shiftOf = (values: readonly number[]): number => {
  const half = values.length >> 1;
  return half === 0 ? 0 : Math.abs(mean(values.slice(half)) - mean(values.slice(0, half)));
};

/**
 * How many batches at the beginning belong to the transient: those without which the mean of the rest is known best.
 *
 * @returns From 0 to 3/4 of the batches.
 * @source K. P. White (1997), An effective truncation heuristic for bias reduction in simulation output, Simulation 69,
 * 323–334.
 *
 * @example Chaos that ends after ten batches
 * ```ts
 * import { burnInOf } from "./stationarity.ts";
 * import { assertEquals } from "@std/assert/mod.js";
 *
 * const batches = Array.from({ length: 32 }, (_, i) => i < 10 ? 0.8 + 0.1 * (i % 3) : -0.04 + 1e-3 * (i % 2));
 * assertEquals(burnInOf(batches), 10);
 * ```
 */
export const burnInOf = (batches: readonly number[]): number => {
  let best = { dropped: 0, score: Infinity };
  for (let dropped = 0; dropped <= 0.75 * batches.length; dropped++) {
    const rest = batches.slice(dropped);
    const centre = mean(rest);
    const score = rest.reduce((sum, value) => sum + (value - centre) * (value - centre), 0) /
      (rest.length * rest.length);
    if (score < best.score) best = { dropped, score };
  }
  return best.dropped;
};

/** A beginning that differs from the rest by this many of its standard errors is no chance. */
const SURE = 8;

/**
 * Whether the batch means of an exponent drift: by a trend that chance does not make, or by a beginning that differs from
 * the rest, and by more than `tolerance`.
 *
 * @example A slow fall, a burst at the beginning, and the same numbers in disorder
 * ```ts
 * import { drifts } from "./stationarity.ts";
 * import { assertEquals } from "@std/assert/mod.js";
 *
 * const falling = Array.from({ length: 32 }, (_, i) => 1 / (i + 1));
 * const burst = falling.map((_, i) => i < 3 ? 0.8 : -0.07 + 1e-3 * (i % 3));
 * const disorder = falling.map((_, i) => 0.3 + 0.01 * ((13 * i) % 32));
 * assertEquals([falling, burst, disorder].map((each) => drifts(each, 0.01)), [true, true, false]);
 * ```
 */
export const drifts = (batches: readonly number[], tolerance: number): boolean => {
  if (!batches.every(Number.isFinite)) return false;
  if (shiftOf(batches) > tolerance && Math.abs(mannKendall(batches)) > CHANCE) return true;
  const rest = batches.slice(burnInOf(batches));
  const shift = Math.abs(mean(batches) - mean(rest));
  return shift > tolerance && shift > SURE * standardErrorOfBatches(rest);
};

/** A regular orbit's distances grow as a small power of the time: by no more than this many nats per e-fold of it. */
const LARGEST_POWER = 3;

/**
 * Whether growth is that of a regular orbit, whose distances grow as a power of the time: the batch means fall as 1/t, and
 * they add up to no more than a power's logarithm.
 *
 * @param history Of the exponents.
 * @param i Which of them.
 * @param aligned How long deviation vectors had grown before the history begins, in its time.
 */
export const fallsAsPower = (history: ConvergenceHistory, i: number, aligned: number): boolean => {
  const { time } = history;
  const batches = batchesOf(history, i);
  const last = time.length - 1;
  const whole = time[last]!;
  const folds = log(1 + whole / Math.max(aligned, time[0]!));
  const total = Math.abs(history.exponents[last]![i]! * whole);
  if (!(total <= LARGEST_POWER * folds)) return false;
  const inverse = time.map((until, at) => 1 / (aligned + (until + (time[at - 1] ?? 0)) / 2));
  const product = (a: readonly number[], b: readonly number[]) =>
    a.reduce((sum, value, at) => sum + value * b[at]!, 0);
  const power = product(batches, inverse) / product(inverse, inverse);
  const residue = (model: (at: number) => number, from: number) =>
    batches.reduce(
      (sum, value, at) => at < from ? sum : sum + (value - model(at)) * (value - model(at)),
      0,
    );
  const fitted = (at: number) => power * inverse[at]!;
  const constant = (from: number) => {
    const centre = mean(batches.slice(from));
    return () => centre;
  };
  const half = batches.length >> 1;
  // A burst at the beginning falls too, but not to where a power of the time would be later.
  return residue(fitted, 0) <= residue(constant(0), 0) &&
    residue(fitted, half) <= 2 * residue(constant(half), half);
};
