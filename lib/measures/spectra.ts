/**
 * Power spectra of a variable, averaged over segments of its series, and their smoothing along frequency.
 *
 * Source: Welch (1967), The use of fast Fourier transform for the estimation of power spectra, IEEE Trans. Audio
 * Electroacoust. 15, 70–73.
 *
 * @module
 */
import { exp, sin } from "../numerics/elementary.ts";
import { addPowerOfTwo, type Fourier, fourier } from "../numerics/fourier.ts";
import { factorFor } from "./magnitude.ts";

/** How a series is cut. */
export interface Segments {
  /** L, rows of a segment. */
  readonly length: number;
  /** How many; they are spread evenly, and the last one ends with the series. */
  readonly count: number;
}

/** The fewest segments of one length that leave no row out, each overlapping the next by half or more. */
export const halfOverlapping = (rows: number, length: number): Segments => ({
  length,
  count: 1 + Math.ceil((rows - length) / Math.max(1, Math.floor(length / 2))),
});

/** Where segment `index` begins. */
export const startOf = ({ length, count }: Segments, index: number, rows: number): number =>
  count === 1 ? 0 : Math.floor((index * (rows - length)) / (count - 1));

// The loops of this file run over indices: over the elements of a long Float64Array `for … of` takes several times as long.

const rangeOf = (signal: Float64Array): { readonly low: number; readonly high: number } => {
  let low = Infinity;
  let high = -Infinity;
  for (let j = 0; j < signal.length; j++) {
    const value = signal[j]!;
    if (value < low) low = value;
    if (value > high) high = value;
  }
  return { low, high };
};

/** Whether a signal is constant, but for rounding. */
export const isConstant = (signal: Float64Array): boolean => {
  const { low, high } = rangeOf(signal);
  return high - low <= 1e-12 * Math.max(Math.abs(low), Math.abs(high));
};

/** A signal of ordinary size, in which no sum overflows and no square vanishes. */
const ofOrdinarySize = (signal: Float64Array): Float64Array => {
  const { low, high } = rangeOf(signal);
  const factor = factorFor(low, high);
  return factor === 1 ? signal : signal.map((value) => value * factor);
};

/** The signal less its mean, in units of its largest deviation from it, so that no square overflows. */
export const centred = (given: Float64Array): Float64Array => {
  const signal = ofOrdinarySize(given);
  let sum = 0;
  for (let j = 0; j < signal.length; j++) sum += signal[j]! - signal[0]!;
  const mean = signal[0]! + sum / signal.length;
  let largest = 0;
  for (let j = 0; j < signal.length; j++) largest = Math.max(largest, Math.abs(signal[j]! - mean));
  const out = new Float64Array(signal.length);
  if (largest > 0) {
    for (let j = 0; j < signal.length; j++) out[j] = (signal[j]! - mean) / largest;
  }
  return out;
};

/** Hann's window sin²(πj/L), which keeps strong lines from leaking over the whole spectrum. */
export const hann = (length: number): Float64Array =>
  Float64Array.from({ length }, (_, j) => {
    const s = sin((Math.PI * j) / length);
    return s * s;
  });

/** Fills `out` with one segment of a signal, prepared for the transform. */
export type Prepare = (signal: Float64Array, start: number, out: Float64Array) => void;

/** Multiplies a segment by a window. */
export const windowed = (window: Float64Array): Prepare => (signal, start, out): void => {
  for (let j = 0; j < out.length; j++) out[j] = signal[start + j]! * window[j]!;
};

/** Gives a segment mean 0 and variance 1 (with division by L − 1); a constant segment becomes NaN. */
export const standardisedSegment: Prepare = (signal, start, out): void => {
  let sum = 0;
  for (let j = 0; j < out.length; j++) sum += signal[start + j]!;
  const mean = sum / out.length;
  let squares = 0;
  for (let j = 0; j < out.length; j++) {
    const difference = signal[start + j]! - mean;
    out[j] = difference;
    squares += difference * difference;
  }
  const deviation = Math.sqrt(squares / (out.length - 1));
  for (let j = 0; j < out.length; j++) out[j] = out[j]! / deviation;
};

/**
 * |X_k|² for k = 0 … ⌊L/2⌋, averaged over segments.
 *
 * @param plan The transform of length L, if at hand.
 */
export const averagePower = (
  signal: Float64Array,
  segments: Segments,
  prepare: Prepare,
  plan: Fourier = fourier(segments.length),
): Float64Array => {
  const { length, count } = segments;
  const power = new Float64Array(Math.floor(length / 2) + 1);
  const first = new Float64Array(length);
  const second = new Float64Array(length);
  for (let index = 0; index < count; index += 2) {
    prepare(signal, startOf(segments, index, signal.length), first);
    if (index + 1 < count) prepare(signal, startOf(segments, index + 1, signal.length), second);
    else second.fill(0);
    addPowerOfTwo(plan, first, second, power);
  }
  for (let k = 0; k < power.length; k++) power[k] = power[k]! / count;
  return power;
};

/** A normalised Gaussian of standard deviation σ at −radius … radius. */
const gaussian = (sigma: number, radius: number): Float64Array => {
  const kernel = Float64Array.from(
    { length: 2 * radius + 1 },
    (_, index) => exp(-((index - radius) * (index - radius)) / (2 * sigma * sigma)),
  );
  let sum = 0;
  for (const value of kernel) sum += value;
  return kernel.map((value) => value / sum);
};

/** The widest smoothing that a spec may ask for, in bins: as many as the spectra of the field have. */
export const WIDEST_SMOOTHING = 10_000;

/**
 * A spectrum smoothed along frequency by a Gaussian.
 *
 * @param sigma Its standard deviation in frequency bins; 0 leaves the spectrum as it is.
 * @param edges What lies beyond the ends: the spectrum's mirror image, so that no power is lost, or nothing.
 */
export const smoothedSpectrum = (
  spectrum: Float64Array,
  sigma: number,
  edges: "mirror" | "nothing",
): Float64Array => {
  if (sigma === 0) return spectrum;
  const n = spectrum.length;
  const radius = Math.max(1, Math.floor(5 * sigma + 0.5));
  const kernel = gaussian(sigma, radius);
  const padded = new Float64Array(n + 2 * radius);
  padded.set(spectrum, radius);
  if (edges === "mirror") {
    for (let k = 1; k <= radius; k++) {
      // Mirrored between the last entry and the one beyond it, as often as the kernel is longer than the spectrum.
      const low = (k - 1) % (2 * n);
      padded[radius - k] = spectrum[low < n ? low : 2 * n - 1 - low]!;
      const high = (n - k + 2 * n * radius) % (2 * n);
      padded[radius + n - 1 + k] = spectrum[high < n ? high : 2 * n - 1 - high]!;
    }
  }
  const out = new Float64Array(n);
  for (let k = 0; k < n; k++) {
    let sum = 0;
    for (let j = 0; j < kernel.length; j++) sum += kernel[j]! * padded[k + j]!;
    out[k] = sum;
  }
  return out;
};

/** A spectrum divided by its sum; null when it has no power at all. */
export const normalised = (spectrum: Float64Array): Float64Array | null => {
  let sum = 0;
  for (const value of spectrum) sum += value;
  return sum > 0 ? spectrum.map((value) => value / sum) : null;
};
