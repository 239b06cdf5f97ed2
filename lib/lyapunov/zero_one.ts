/**
 * The 0–1 test for chaos: a witness that knows nothing of exponents.
 *
 * @module
 */
import { cos, sin } from "../numerics/elementary.ts";
import { stream, uniforms } from "../numerics/random.ts";
import { median } from "../numerics/statistics.ts";

/** Frequencies over which the median is taken. */
const FREQUENCIES = 60;

const correlation = (a: Float64Array, b: Float64Array): number => {
  const n = a.length;
  let [meanA, meanB] = [0, 0];
  for (let i = 0; i < n; i++) {
    meanA += a[i]! / n;
    meanB += b[i]! / n;
  }
  let [ab, aa, bb] = [0, 0, 0];
  for (let i = 0; i < n; i++) {
    const [x, y] = [a[i]! - meanA, b[i]! - meanB];
    ab += x * y;
    aa += x * x;
    bb += y * y;
  }
  return aa > 0 && bb > 0 ? ab / Math.sqrt(aa * bb) : 0;
};

/**
 * K of the 0–1 test: near 1 for chaos, near 0 for regular dynamics.
 *
 * The numbers drive a rotation by the angle c per step; its squared displacement grows as the time for chaos
 * and stays bounded for regular dynamics. K is the correlation of the two, the median over sixty angles.
 *
 * @param series An observable along an orbit, sampled a quarter of a typical time apart or more; some thousands of it.
 * @source G. A. Gottwald & I. Melbourne (2009), On the implementation of the 0–1 test for chaos, SIAM J. Appl. Dyn. Syst.
 * 8, 129–145.
 *
 * @example The logistic map in chaos and on a cycle
 * ```ts
 * import { zeroOneTest } from "./zero_one.ts";
 * import { assert } from "@std/assert/mod.js";
 *
 * const orbit = (r: number) => {
 *   let x = 0.3;
 *   return Float64Array.from({ length: 2000 }, () => x = r * x * (1 - x));
 * };
 * assert(zeroOneTest(orbit(4)) > 0.9);
 * assert(zeroOneTest(orbit(3.55)) < 0.1);
 * ```
 */
export const zeroOneTest = (series: Float64Array): number => {
  const n = series.length;
  const lags = Math.floor(n / 10);
  const starts = n - lags;
  let average = 0;
  for (const value of series) average += value / n;
  const [p, q] = [new Float64Array(n + 1), new Float64Array(n + 1)];
  const displacement = new Float64Array(lags);
  const time = Float64Array.from({ length: lags }, (_, lag) => lag + 1);
  const angles = uniforms(stream(0, "0–1 test"), FREQUENCIES, Math.PI / 5, 4 * Math.PI / 5);
  return median(Array.from(angles, (c) => {
    for (let j = 0; j < n; j++) {
      p[j + 1] = p[j]! + series[j]! * cos((j + 1) * c);
      q[j + 1] = q[j]! + series[j]! * sin((j + 1) * c);
    }
    for (let lag = 1; lag <= lags; lag++) {
      let sum = 0;
      for (let j = 1; j <= starts; j++) {
        const [x, y] = [p[j + lag]! - p[j]!, q[j + lag]! - q[j]!];
        sum += x * x + y * y;
      }
      // What the mean of the series adds is known, and oscillates.
      const known = average * average * (1 - cos(lag * c)) / (1 - cos(c));
      displacement[lag - 1] = sum / starts - known;
    }
    return correlation(time, displacement);
  }));
};
