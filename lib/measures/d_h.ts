/**
 * D_H: how far the power spectra of the generated variables are from the true ones.
 *
 * @module
 */
import { column, type Series, slice } from "../series/series.ts";
import { fourier, powerSpectrum } from "../numerics/fourier.ts";
import { nonNegativeInteger, numberBetween } from "../core/codec/codec.ts";
import {
  type DefinedMeasure,
  defineMeasure,
  measured,
  type Measurement,
  notComparable,
  undefinedBecause,
} from "./measure.ts";
import { mean } from "../numerics/statistics.ts";
import {
  averagePower,
  centred,
  isConstant,
  normalised,
  smoothedSpectrum,
  standardisedSegment,
  WIDEST_SMOOTHING,
} from "./spectra.ts";
import { leastRows, welchSpectra } from "./welch.ts";

/**
 * Hellinger's distance (1/√2) ‖√p − √q‖ of two spectra of sum 1: 0 when they are equal, 1 when they share no frequency.
 * A signal without power (null) is at distance 1 from every other, and at 0 from another such.
 */
export const hellinger = (p: Float64Array | null, q: Float64Array | null): number => {
  if (p === null || q === null) return p === q ? 0 : 1;
  let sum = 0;
  for (let k = 0; k < p.length; k++) {
    const difference = Math.sqrt(p[k]!) - Math.sqrt(q[k]!);
    sum += difference * difference;
  }
  return Math.min(1, Math.sqrt(sum / 2));
};

const overColumns = (truth: Series, distance: (index: number) => number): Measurement =>
  measured(mean(Array.from({ length: truth.columns }, (_, index) => distance(index))));

interface Options {
  readonly segment: number;
  readonly smoothing: number;
}

const byDefault = (truth: Series, generated: Series, { segment, smoothing }: Options): Measurement => {
  if (Math.min(truth.rows, generated.rows) < leastRows) {
    return undefinedBecause(`a power spectrum needs ${leastRows} rows or more`);
  }
  const spectra = welchSpectra(truth, generated, segment, smoothing);
  const share = (power: Float64Array | null) => power === null ? null : normalised(power);
  return overColumns(
    truth,
    (index) => hellinger(share(spectra[index]!.truth), share(spectra[index]!.generated)),
  );
};

/** The authors cut a series into that many segments. */
const segmentsOfPaper = 50;

const asInPaper = (truth: Series, generated: Series, { segment, smoothing }: Options): Measurement => {
  const length = Math.min(segment, Math.floor(truth.rows / segmentsOfPaper));
  const count = Math.min(segmentsOfPaper, Math.floor(Math.min(truth.rows, generated.rows) / length));
  if (length < 2 || count < 1) return undefinedBecause(`${truth.rows} rows cannot be cut into 50 segments`);
  // A spectrum integrates to 1 before smoothing loses what it moves beyond its ends; the authors do not restore it.
  const plan = fourier(length);
  const spectrum = (series: Series, index: number) => {
    const used = column(series, index).subarray(0, length * count);
    const power = averagePower(used, { length, count }, standardisedSegment, plan);
    return smoothedSpectrum(power.map((value) => (2 * value) / (length * length)), smoothing, "nothing");
  };
  const kept = Math.floor(length / 4);
  const distance = overColumns(truth, (index) => {
    const p = spectrum(truth, index);
    const q = spectrum(generated, index);
    let coefficient = 0;
    for (let k = 0; k + 1 < kept; k++) {
      coefficient += (Math.sqrt(p[k]! * q[k]!) + Math.sqrt(p[k + 1]! * q[k + 1]!)) / 2;
    }
    return Math.sqrt(1 - coefficient);
  });
  return distance.value === null ? undefinedBecause("a variable is constant within a segment") : distance;
};

const asInGtf = (truth: Series, generated: Series, smoothing: number): Measurement => {
  const rows = Math.min(truth.rows, generated.rows);
  const plan = fourier(rows);
  const spectrum = (series: Series, index: number) => {
    const signal = column(series, index).subarray(0, rows);
    if (isConstant(signal)) return null;
    const power = powerSpectrum(centred(signal), plan);
    return normalised(smoothedSpectrum(power, smoothing, "mirror"));
  };
  return overColumns(truth, (index) => hellinger(spectrum(truth, index), spectrum(generated, index)));
};

/** Options of D_H. */
export interface PowerSpectrumDistanceOptions {
  /** Steps of a segment; 0 for the whole series, which `gtf` and `dynamix` always take. Default: 2048; 2000 for `paper`. */
  readonly segment: number;
  /** Standard deviation of the Gaussian along frequency, in bins. Default: 1; 2 for `paper`, 20 for `gtf` and `dynamix`. */
  readonly smoothing: number;
  /** Share of the generated series that is left out at its beginning. Default: 0; 0.25 for `gtf`. */
  readonly burnIn: number;
}

/**
 * D_H, the Hellinger distance of power spectra, averaged over the variables: from 0 for equal spectra to 1.
 *
 * The default compares Welch's spectra (Hann's window, segments of 2048 steps that overlap by half, a Gaussian of one
 * bin along frequency), normalised to sum 1: D_H(x, x) is exactly 0, neither offset nor scale of either series matters,
 * and a generated series that is constant has distance 1.
 *
 * The preset `paper` keeps the authors' choices: 50 segments, each standardised, smoothing (σ = 2) that loses power at
 * the edges, the lower half of the frequencies, no normalisation, so that D_H(x, x) > 0. `gtf`: the spectrum of the
 * whole series, smoothed with σ = 20 and mirrored edges, without the first quarter of the generated series; `dynamix` is the same with that quarter.
 *
 * @source Mikhaeil, Monfared & Durstewitz (2022), NeurIPS (preset `paper`); Hess et al. (2023), ICML (preset `gtf`).
 */
export const powerSpectrumDistance: DefinedMeasure<
  "D_H",
  "default" | "paper" | "gtf" | "dynamix",
  PowerSpectrumDistanceOptions
> = defineMeasure({
  kind: "D_H",
  version: 1,
  title: "power-spectrum distance",
  symbol: "D_H",
  unit: "",
  better: "smaller",
  ideal: 0,
  references: [
    "J. Mikhaeil, Z. Monfared, D. Durstewitz, On the difficulty of learning chaotic dynamics with RNNs, NeurIPS (2022)",
    "F. Hess, Z. Monfared, M. Brenner, D. Durstewitz, Generalized teacher forcing for learning chaotic dynamics, ICML (2023)",
    "P. D. Welch, The use of fast Fourier transform for the estimation of power spectra, IEEE Transactions on Audio and Electroacoustics 15, 70–73 (1967)",
  ],
  presetReferences: {
    dynamix: [
      "C. J. Hemmer, D. Durstewitz, True zero-shot inference of dynamical systems preserving long-term statistics, NeurIPS (2025)",
    ],
  },
  needs: ["generated"],
  options: {
    segment: nonNegativeInteger,
    smoothing: numberBetween(0, WIDEST_SMOOTHING),
    burnIn: numberBetween(0, 0.99),
  },
  presets: {
    default: {
      is: "Welch's spectra of 2048 steps, normalised to sum 1",
      options: { segment: 2048, smoothing: 1, burnIn: 0 },
    },
    paper: {
      against: "training series",
      is: "as the authors evaluate: 50 standardised segments, σ = 2, not normalised, so that D_H(x, x) > 0",
      options: { segment: 2000, smoothing: 2, burnIn: 0 },
    },
    gtf: {
      is: "as GTF-shPLRNN: spectrum of the whole series, σ = 20, first quarter of the free run left out",
      options: { segment: 0, smoothing: 20, burnIn: 0.25 },
    },
    dynamix: {
      is: "as DynaMix: spectrum of the whole series, σ = 20",
      options: { segment: 0, smoothing: 20, burnIn: 0 },
    },
  },
  evaluate: (settings, { truth, generated }) => {
    const fault = notComparable(truth, generated!);
    if (fault !== null) return undefinedBecause(fault);
    const kept = slice(generated!, Math.floor(settings.burnIn * generated!.rows));
    switch (settings.preset) {
      case "default":
        return byDefault(truth, kept, settings);
      case "paper":
        return asInPaper(truth, kept, settings);
      case "gtf":
      case "dynamix":
        return asInGtf(truth, kept, settings.smoothing);
    }
  },
});
