/**
 * How long a signal remembers: autocorrelation, mutual information, mean period.
 *
 * @module
 */
import { log } from "../../numerics/elementary.ts";
import { mean, squaresAround } from "../../numerics/statistics.ts";

/** At most this many products are summed per lag; a longer signal is sampled evenly. */
const MOST_TERMS = 20_000;

const strideOf = (terms: number): number => Math.max(1, Math.floor(terms / MOST_TERMS));

/**
 * Autocorrelation of a signal, from lag 0 up to the first lag at which it is zero or less, or up to `mostLags`.
 *
 * @param signal T samples.
 * @param mostLags Largest lag, in steps.
 * @returns ρ(0) = 1, ρ(1), …; the last entry is the first that is not positive, if there is one.
 * @example A cosine of period 20 loses its correlation after a quarter of the period
 * ```ts
 * import { autocorrelation } from "./correlation.ts";
 * import { cos } from "../../numerics/elementary.ts";
 * import { assertEquals } from "@std/assert/mod.js";
 *
 * const wave = Float64Array.from({ length: 2000 }, (_, i) => cos(Math.PI * (i + 0.1) / 10));
 * assertEquals(autocorrelation(wave, 100).length - 1, 5);
 * ```
 */
export const autocorrelation = (signal: Float64Array, mostLags: number): Float64Array => {
  const rows = signal.length;
  let sum = 0;
  for (let i = 0; i < rows; i++) sum += signal[i]!;
  const mean = sum / rows;
  let variance = 0;
  for (let i = 0; i < rows; i++) variance += (signal[i]! - mean) * (signal[i]! - mean);
  variance /= rows;
  const values = [1];
  for (let lag = 1; lag <= Math.min(mostLags, rows - 2); lag++) {
    const stride = strideOf(rows - lag);
    let product = 0;
    let terms = 0;
    for (let i = 0; i + lag < rows; i += stride) {
      product += (signal[i]! - mean) * (signal[i + lag]! - mean);
      terms++;
    }
    const value = variance > 0 ? product / terms / variance : 0;
    values.push(value);
    if (value <= 0) break;
  }
  return Float64Array.from(values);
};

/** The places of the samples among `bins` classes of equal size. */
const equiprobableBins = (signal: Float64Array, bins: number): Uint8Array => {
  const sorted = signal.slice().sort();
  const edges = Array.from(
    { length: bins - 1 },
    (_, b) => sorted[Math.floor((b + 1) * signal.length / bins)]!,
  );
  const out = new Uint8Array(signal.length);
  for (let i = 0; i < signal.length; i++) {
    let low = 0;
    let high = bins - 1;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (signal[i]! < edges[middle]!) high = middle;
      else low = middle + 1;
    }
    out[i] = low;
  }
  return out;
};

/**
 * Mutual information between a signal and itself `lag` steps later, for lags 0 … `mostLags`, in nats.
 *
 * Estimated from a histogram with classes of equal probability, so that it does not depend on the units.
 *
 * @param signal T samples.
 * @param mostLags Largest lag, in steps.
 * @source Fraser & Swinney (1986), Phys. Rev. A 33, 1134–1140.
 */
export const mutualInformation = (signal: Float64Array, mostLags: number): Float64Array => {
  const rows = signal.length;
  const bins = Math.max(6, Math.min(32, Math.floor(Math.sqrt(rows / 25))));
  const place = equiprobableBins(signal, bins);
  const joint = new Float64Array(bins * bins);
  const first = new Float64Array(bins);
  const second = new Float64Array(bins);
  const out = new Float64Array(mostLags + 1);
  for (let lag = 0; lag <= mostLags; lag++) {
    joint.fill(0);
    first.fill(0);
    second.fill(0);
    const stride = strideOf(rows - lag);
    let terms = 0;
    for (let i = 0; i + lag < rows; i += stride) {
      const a = place[i]!;
      const b = place[i + lag]!;
      joint[a * bins + b]!++;
      first[a]!++;
      second[b]!++;
      terms++;
    }
    let information = 0;
    for (let a = 0; a < bins; a++) {
      for (let b = 0; b < bins; b++) {
        const count = joint[a * bins + b]!;
        if (count > 0) information += count / terms * log(count * terms / (first[a]! * second[b]!));
      }
    }
    out[lag] = information;
  }
  return out;
};

/** A crossing counts once the signal is so far on the other side, in standard deviations. */
const CROSSED = 0.2;

/**
 * Mean period of a signal in steps: twice its length over the number of crossings of its mean, where a crossing counts
 * when the signal goes on to a fifth of its standard deviation on the other side, or half as far as a quarter of its
 * values are: a signal of spikes rests just below its mean. At least 1.
 *
 * @param signal T samples with standard deviation 1, or about it.
 * @example Spikes of one step, every twenty steps
 * ```ts
 * import { meanPeriod } from "./correlation.ts";
 * import { assertAlmostEquals } from "@std/assert/mod.js";
 *
 * const spikes = Float64Array.from({ length: 2000 }, (_, row) => row % 20 === 7 ? 4 : 0);
 * assertAlmostEquals(meanPeriod(spikes), 20, 0.5);
 * ```
 */
export const meanPeriod = (signal: Float64Array): number => {
  const rows = signal.length;
  const centre = mean(signal);
  const usual = CROSSED * Math.sqrt(squaresAround(signal, centre) / rows);
  const sorted = signal.slice().sort();
  const quartile = (share: number) => Math.abs(sorted[Math.floor(share * (rows - 1))]! - centre) / 2;
  const below = sorted[Math.floor(0.25 * (rows - 1))]! < centre ? Math.min(usual, quartile(0.25)) : usual;
  const above = sorted[Math.floor(0.75 * (rows - 1))]! > centre ? Math.min(usual, quartile(0.75)) : usual;
  let side = 0;
  let crossings = 0;
  for (let i = 0; i < rows; i++) {
    const deviation = signal[i]! - centre;
    const now = deviation > above ? 1 : deviation < -below ? -1 : side;
    if (side !== 0 && now !== side) crossings++;
    side = now;
  }
  return crossings === 0 ? rows : Math.max(1, 2 * rows / crossings);
};

/**
 * Mean period of a signal under noise, which crosses the mean more often than the signal does: that of its means over as
 * many rows as half its memory.
 *
 * @param signal T samples.
 * @param memory Steps after which its autocorrelation is below 1/e.
 * @example A wave under noise
 * ```ts
 * import { meanPeriod, meanPeriodUnderNoise } from "./correlation.ts";
 * import { normals, stream } from "../../numerics/random.ts";
 * import { sin } from "../../numerics/elementary.ts";
 * import { assert, assertAlmostEquals } from "@std/assert/mod.js";
 *
 * const noise = normals(stream(1, "noise"), 2000);
 * const wave = noise.map((value, row) => 1.4 * sin(row / 50) + value / 2);
 * assert(meanPeriod(wave) < 200);
 * assertAlmostEquals(meanPeriodUnderNoise(wave, 60), 314, 30);
 * ```
 */
export const meanPeriodUnderNoise = (signal: Float64Array, memory: number): number => {
  const width = Math.max(1, Math.floor(memory / 2));
  const means = new Float64Array(signal.length - width + 1);
  let sum = 0;
  for (let row = 0; row < signal.length; row++) {
    sum += signal[row]! - (row < width ? 0 : signal[row - width]!);
    if (row + 1 >= width) means[row + 1 - width] = sum / width;
  }
  return meanPeriod(means);
};

/**
 * Mean time between two maxima of a signal in steps: the mean period of its slope. An orbit that goes round one wing of
 * an attractor for a while before it changes to the other has turns much shorter than its mean period.
 *
 * @param signal T samples.
 * @param span Steps between which the slope is taken: about a quarter of a turn, so that noise makes no turns.
 * @example A wave that wanders slowly
 * ```ts
 * import { meanTurn } from "./correlation.ts";
 * import { sin } from "../../numerics/elementary.ts";
 * import { assertAlmostEquals } from "@std/assert/mod.js";
 *
 * const wave = Float64Array.from({ length: 4000 }, (_, i) => sin(Math.PI * i / 10) + 5 * sin(Math.PI * i / 500));
 * assertAlmostEquals(meanTurn(wave, 5), 20, 0.5);
 * ```
 */
export const meanTurn = (signal: Float64Array, span: number): number =>
  meanPeriod(
    Float64Array.from(
      { length: Math.max(2, signal.length - span) },
      (_, i) => signal[i + span]! - signal[i]!,
    ),
  );

/** Largest difference, in standard deviations, between repetitions that count as exact. */
const EXACT = 1e-9;

/**
 * The period after which signals repeat themselves exactly, up to rounding, throughout their second half; undefined
 * when they do not do so twice.
 *
 * @param columns Signals of T samples with standard deviation 1.
 * @example An orbit of period three
 * ```ts
 * import { exactPeriod } from "./correlation.ts";
 * import { assertEquals } from "@std/assert/mod.js";
 *
 * assertEquals(exactPeriod([Float64Array.from({ length: 50 }, (_, i) => i % 3)]), 3);
 * assertEquals(exactPeriod([Float64Array.from({ length: 50 }, (_, i) => i * i)]), undefined);
 * ```
 */
export const exactPeriod = (columns: readonly Float64Array[]): number | undefined => {
  const rows = columns[0]!.length;
  const half = rows >> 1;
  for (let period = 1; period <= half / 2; period++) {
    const repeats = columns.every((values) => {
      for (let i = half; i + period < rows; i++) {
        if (Math.abs(values[i + period]! - values[i]!) > EXACT) return false;
      }
      return true;
    });
    if (repeats) return period;
  }
  return undefined;
};
