/**
 * How much noise lies on a smooth signal.
 *
 * @module
 */

/** Σ of the squared binomial coefficients of the fourth difference: 1 + 16 + 36 + 16 + 1. */
const FOURTH = 70;

/**
 * Standard deviation of the noise on smooth signals, from their fourth differences: a flow that is sampled twenty times
 * per turn leaves next to nothing of itself in them, while white noise comes out seventy times as strong (in variance).
 * It is an upper bound where a signal is sampled more sparsely.
 *
 * @param columns Signals with standard deviation 1.
 * @returns The largest noise of a column, in standard deviations of the signal.
 * @example Noise of one part in a hundred on a sine
 * ```ts
 * import { noiseLevel } from "./noise_level.ts";
 * import { sin } from "../../numerics/elementary.ts";
 * import { normals, stream } from "../../numerics/random.ts";
 * import { assertAlmostEquals } from "@std/assert/mod.js";
 *
 * const noise = normals(stream(0, "noise"), 5000);
 * const sine = Float64Array.from(noise, (value, row) => Math.SQRT2 * sin(0.1 * row) + 0.01 * value);
 * assertAlmostEquals(noiseLevel([sine]), 0.01, 0.001);
 * ```
 */
export const noiseLevel = (columns: readonly Float64Array[]): number =>
  Math.max(...columns.map((x) => {
    let squares = 0;
    for (let i = 0; i + 4 < x.length; i++) {
      const difference = x[i]! - 4 * x[i + 1]! + 6 * x[i + 2]! - 4 * x[i + 3]! + x[i + 4]!;
      squares += difference * difference;
    }
    return Math.sqrt(squares / FOURTH / Math.max(1, x.length - 4));
  }));
