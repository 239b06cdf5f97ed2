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
/** Known systems lose this share of their exponent times the noise: 8 % at 1 % of noise, 30 % at 5 %. */
const LOST = 8;
/** More noise than this hides more than can be made good. */
export const MOST_NOISE = 0.1;

/**
 * By which factor the exponent is larger than what neighbours show under noise, which keeps them apart: what twenty
 * systems of the catalogue lose in the middle, at noise of 1 and 5 %. The systems lose between nothing and three times
 * as much.
 *
 * @param noise Its standard deviation, in standard deviations of the signal.
 * @example Clean, and at 5 % of noise
 * ```ts
 * import { correctionUnder } from "./noise_level.ts";
 * import { assertEquals } from "@std/assert/mod.js";
 *
 * assertEquals([correctionUnder(0), correctionUnder(0.05)], [1, 1.4]);
 * ```
 */
export const correctionUnder = (noise: number): number =>
  noise < LEAST_NOISE ? 1 : 1 + LOST * Math.min(MOST_NOISE, noise);

/** Spikes blur the exponent by up to this share, times the root of their roughness, and never by more. */
const MISSED = 3;
const MOST_MISSED = 0.8;

/**
 * By what share spikes of a few samples blur the exponent, between which little is seen of how neighbours part.
 *
 * @param noise Their roughness, in standard deviations of the signal.
 */
export const missedUnder = (noise: number): number =>
  noise < LEAST_NOISE ? 0 : Math.min(MOST_MISSED, MISSED * Math.sqrt(noise));
