/**
 * PSC: how well the logarithms of the power spectra correlate.
 *
 * @module
 */
import { column, type Series } from "../series/series.ts";
import { log10 } from "../numerics/elementary.ts";
import { numberBetween, positiveInteger } from "../core/codec/codec.ts";
import { type DefinedMeasure, defineMeasure, measured, notComparable, undefinedBecause } from "./measure.ts";
import { mean } from "../numerics/statistics.ts";
import { averagePower, centred, smoothedSpectrum, standardisedSegment, WIDEST_SMOOTHING } from "./spectra.ts";
import { leastRows, welchSpectra } from "./welch.ts";

/** Pearson's r of two lists of the same length; exactly 1 between a list and itself, 0 when one of them is constant. */
export const correlation = (x: Float64Array, y: Float64Array): number => {
  const [ofX, ofY] = [centred(x), centred(y)];
  let xx = 0;
  let yy = 0;
  let xy = 0;
  for (let i = 0; i < x.length; i++) {
    xx += ofX[i]! * ofX[i]!;
    yy += ofY[i]! * ofY[i]!;
    xy += ofX[i]! * ofY[i]!;
  }
  return xx > 0 && yy > 0 ? xy / Math.sqrt(xx * yy) : 0;
};

/** Powers below this share of the largest count as this share, so that every power has a logarithm. */
const leastShare = 1e-30;

const decibels = (power: Float64Array): Float64Array => {
  const largest = power.reduce((most, value) => Math.max(most, value), 0);
  return power.map((value) => 10 * log10(Math.max(value, leastShare * largest)));
};

const meanCorrelation = (truth: Series, r: (index: number) => number) =>
  measured(mean(Array.from({ length: truth.columns }, (_, index) => r(index))));

/** The sibling code dendPLRNN, as far as it is known: decibels of standardised segments, smoothed, without frequency 0. */
const asInPaper = (truth: Series, generated: Series, segment: number, smoothing: number) => {
  const length = Math.min(segment, truth.rows, generated.rows);
  if (length < leastRows) return undefinedBecause(`a power spectrum needs ${leastRows} rows or more`);
  const spectrum = (series: Series, index: number) => {
    const count = Math.floor(series.rows / length);
    const signal = column(series, index).subarray(0, count * length);
    const power = averagePower(signal, { length, count }, standardisedSegment).subarray(1);
    return smoothedSpectrum(power.map((value) => 10 * log10(value)), smoothing, "mirror");
  };
  const r = meanCorrelation(
    truth,
    (index) => correlation(spectrum(truth, index), spectrum(generated, index)),
  );
  return r.value === null ? undefinedBecause("a variable is constant within a segment") : r;
};

/** Options of PSC. */
export interface PowerSpectrumCorrelationOptions {
  /** Steps of a segment. Default: 2048; 2000 for `paper`. */
  readonly segment: number;
  /** Standard deviation of the Gaussian along frequency, in bins. Default: 1; 2 for `paper`. */
  readonly smoothing: number;
}

/**
 * PSC, Pearson's correlation of the power spectra in decibels, averaged over the variables: 1 for spectra of one shape,
 * 0 when the generated series is constant.
 *
 * The default takes the same Welch spectra as D_H. The authors' code was not released; `paper` is their group's sibling
 * measure: segments that are standardised one by one, smoothed with σ = 2.
 *
 * @source Brenner, Hess, Mikhaeil, Bereska, Monfared, Kuo & Durstewitz (2022), ICML.
 */
export const powerSpectrumCorrelation: DefinedMeasure<
  "PSC",
  "default" | "paper",
  PowerSpectrumCorrelationOptions
> = defineMeasure({
  kind: "PSC",
  version: 1,
  title: "power-spectrum correlation",
  symbol: "PSC",
  unit: "",
  better: "larger",
  ideal: 1,
  references: [
    "M. Brenner, F. Hess, J. Mikhaeil, L. Bereska, Z. Monfared, P.-C. Kuo, D. Durstewitz, Tractable dendritic RNNs for reconstructing nonlinear dynamical systems, ICML (2022)",
    "P. D. Welch, The use of fast Fourier transform for the estimation of power spectra, IEEE Transactions on Audio and Electroacoustics 15, 70–73 (1967)",
  ],
  needs: ["generated"],
  options: {
    segment: positiveInteger,
    smoothing: numberBetween(0, WIDEST_SMOOTHING),
  },
  presets: {
    default: {
      is: "Welch's spectra of 2048 steps, in decibels",
      options: { segment: 2048, smoothing: 1 },
    },
    paper: {
      against: "training series",
      is:
        "segments of 2000 steps that are standardised one by one, σ = 2; the authors' own code is not public",
      options: { segment: 2000, smoothing: 2 },
    },
  },
  evaluate: ({ preset, segment, smoothing }, { truth, generated }) => {
    const fault = notComparable(truth, generated!);
    if (fault !== null) return undefinedBecause(fault);
    if (preset === "paper") return asInPaper(truth, generated!, segment, smoothing);
    if (Math.min(truth.rows, generated!.rows) < leastRows) {
      return undefinedBecause(`a power spectrum needs ${leastRows} rows or more`);
    }
    const spectra = welchSpectra(truth, generated!, segment, smoothing);
    return meanCorrelation(truth, (index) => {
      const { truth: p, generated: q } = spectra[index]!;
      if (p === null || q === null) return p === q ? 1 : 0;
      return correlation(decibels(p), decibels(q));
    });
  },
});
