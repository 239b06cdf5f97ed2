/**
 * How much noise lies on a signal, and what it does to an exponent.
 *
 * @module
 */
import { upperMedian } from "../../numerics/statistics.ts";
import { exp } from "../../numerics/elementary.ts";
import type { Divergence } from "./divergence.ts";

/** Σ of the squared binomial coefficients of the fourth difference: 1 + 16 + 36 + 16 + 1. */
const FOURTH = 70;
/** The standard deviation of a normal distribution, in medians of the absolute value. */
const PER_MEDIAN = 1.4826;

/** What the fourth differences of a signal tell, in standard deviations of the signal. */
export interface Roughness {
  /** By their median: noise, which is there all the time. */
  readonly noise: number;
  /** By their squares: noise, or spikes that are faster than the sampling. */
  readonly overall: number;
}

/**
 * Standard deviation of the noise on a smooth signal, from its fourth differences: a flow that is sampled twenty times
 * per turn leaves next to nothing of itself in them, while white noise comes out seventy times as strong (in variance).
 * It is an upper bound where a signal is sampled more sparsely.
 *
 * @param signal T samples with standard deviation 1.
 * @example Noise of one part in a hundred on a sine
 * ```ts
 * import { roughness } from "./noise_level.ts";
 * import { sin } from "../../numerics/elementary.ts";
 * import { normals, stream } from "../../numerics/random.ts";
 * import { assertAlmostEquals } from "@std/assert/mod.js";
 *
 * const noise = normals(stream(0, "noise"), 5000);
 * const sine = Float64Array.from(noise, (value, row) => Math.SQRT2 * sin(0.1 * row) + 0.01 * value);
 * assertAlmostEquals(roughness(sine).noise, 0.01, 0.001);
 * assertAlmostEquals(roughness(sine).overall, 0.01, 0.001);
 * ```
 */
export const roughness = (signal: Float64Array): Roughness => {
  const differences = new Float64Array(Math.max(1, signal.length - 4));
  let squares = 0;
  for (let i = 0; i + 4 < signal.length; i++) {
    const difference = signal[i]! - 4 * signal[i + 1]! + 6 * signal[i + 2]! - 4 * signal[i + 3]! +
      signal[i + 4]!;
    differences[i] = Math.abs(difference);
    squares += difference * difference;
  }
  return {
    noise: PER_MEDIAN * upperMedian(differences) / Math.sqrt(FOURTH),
    overall: Math.sqrt(squares / FOURTH / differences.length),
  };
};

/**
 * Most noise that the series of a map may carry, in standard deviations: noise keeps nearest neighbours apart on all
 * their coordinates. Those at first are near by luck as well, so it is their distance after one embedding window,
 * taken back at the rate at which they part.
 *
 * @param curve Rosenstein's curve.
 * @param embedding Delayed copies with their delay, and the number of coordinates.
 * @param slope λ₁ in nats per step.
 * @example Two coordinates that start 0.002 apart
 * ```ts
 * import { noiseOfMap } from "./noise_level.ts";
 * import { log } from "../../numerics/elementary.ts";
 * import { assertAlmostEquals } from "@std/assert/mod.js";
 *
 * const curve = { steps: Float64Array.of(0, 1, 2), mean: Float64Array.of(0, 0.4, 0.8).map((x) => x + log(0.002)) };
 * assertAlmostEquals(noiseOfMap(curve, { copies: 2, delay: 1, coordinates: 2 }, 0.4), 0.001, 1e-12);
 * ```
 */
export const noiseOfMap = (
  { steps, mean }: Pick<Divergence, "steps" | "mean">,
  { copies, delay, coordinates }: {
    readonly copies: number;
    readonly delay: number;
    readonly coordinates: number;
  },
  slope: number,
): number => {
  const place = Math.max(1, steps.findIndex((step) => step >= copies * delay));
  return exp(mean[place]! - slope * steps[place]!) / Math.sqrt(2 * coordinates);
};

/** Noise counts from this share of a standard deviation on. */
const LEAST_NOISE = 0.002;
/** The exponent may be larger than what is found by this share, times the root of the noise, and never by more. */
const MISSED = 3;
const MOST_MISSED = 0.8;

/**
 * By what share the exponent may be larger than what is found under noise, which keeps neighbours apart that would part
 * on their own. Known systems lose 7 to 23 % of their exponent at 1 % of noise, and 21 to 42 % at 5 %.
 *
 * @param noise Its standard deviation, in standard deviations of the signal.
 */
export const missedUnder = (noise: number): number =>
  noise < LEAST_NOISE ? 0 : Math.min(MOST_MISSED, MISSED * Math.sqrt(noise));
