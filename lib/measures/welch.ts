/**
 * The spectra that the default presets compare: Welch's, of the same segments for the true and the generated series.
 *
 * @module
 */
import { column, type Series } from "../series/series.ts";
import { fourier } from "../numerics/fourier.ts";
import {
  averagePower,
  centred,
  halfOverlapping,
  hann,
  isConstant,
  smoothedSpectrum,
  windowed,
} from "./spectra.ts";

/** The smoothed power spectra of one variable; null for a constant one. */
export interface SpectrumPair {
  /** Of the true series. */
  readonly truth: Float64Array | null;
  /** Of the generated series, at the same frequencies. */
  readonly generated: Float64Array | null;
}

/** Segments of a spectrum, if the series is long enough for them; a single spectrum says little. */
const leastSegments = 4;

/**
 * For each variable the power spectra of both series at frequencies 0 … ⌊L/2⌋ / L per step: less the mean, under Hann's
 * window, averaged over segments that overlap by half, smoothed.
 *
 * @param segment L in steps; shorter when the shorter series has fewer than four such segments.
 * @param smoothing Standard deviation of the Gaussian along frequency, in bins.
 */
export const welchSpectra = (
  truth: Series,
  generated: Series,
  segment: number,
  smoothing: number,
): readonly SpectrumPair[] => {
  const rows = Math.min(truth.rows, generated.rows);
  const length = Math.max(1, Math.min(segment, Math.floor(rows / leastSegments)));
  const plan = fourier(length);
  const prepare = windowed(hann(length));
  const spectrum = (series: Series, index: number): Float64Array | null => {
    const signal = column(series, index);
    if (isConstant(signal)) return null;
    const segments = halfOverlapping(series.rows, length);
    return smoothedSpectrum(averagePower(centred(signal), segments, prepare, plan), smoothing, "mirror");
  };
  return Array.from({ length: truth.columns }, (_, index) => ({
    truth: spectrum(truth, index),
    generated: spectrum(generated, index),
  }));
};

/** The fewest rows from which `welchSpectra` makes anything. */
export const leastRows = 4 * leastSegments;
