/** The options of the default; the presets say what differs. */
const usual: StateSpaceDivergenceOptions = {
  method: "auto",
  bins: 30,
  smoothing: 1e-5,
  components: 10_000,
  variance: 0,
  samples: 1000,
  burnIn: 0,
};

/**
 * D_stsp: how far the generated points are from the true ones in state space, in any order of time.
 *
 * @module
 */
import { type Series, slice } from "../series/series.ts";
import { log } from "../numerics/elementary.ts";
import { stream } from "../numerics/random.ts";
import {
  nonNegativeNumber,
  numberBetween,
  oneOf,
  positiveInteger,
  positiveNumber,
} from "../core/codec/codec.ts";
import {
  type BinGrid,
  cellCount,
  divergenceOfCells,
  gridAroundZero,
  gridOfExtremes,
  gridOverRange,
  insideCount,
  sortedCells,
} from "./binning.ts";
import {
  type DefinedMeasure,
  defineMeasure,
  measured,
  type Measurement,
  notComparable,
  undefinedBecause,
} from "./measure.ts";
import { divergenceOfMixtures, mixtureOfEvenlySpaced, mixtureOfFirst, scottVariance } from "./mixtures.ts";
import { factorsOf, multiplied } from "./magnitude.ts";
import { momentsOf } from "./moments.ts";

/** From this number of variables on, `auto` chooses mixtures. */
const mixturesFrom = 6;

/** The choices of those who define it. */
type Preset = "default" | "paper" | "gtf" | "al-rnn";

interface BinningOptions {
  readonly preset: Preset;
  readonly bins: number;
  readonly smoothing: number;
}

const gridOf = (truth: Series, { preset, bins }: BinningOptions): BinGrid =>
  preset === "paper"
    ? gridAroundZero(truth, bins)
    : preset === "al-rnn"
    ? gridOfExtremes(truth, bins)
    : gridOverRange(truth, bins);

const byBinning = (truth: Series, generated: Series, options: BinningOptions): Measurement => {
  const grid = gridOf(truth, options);
  const cells = cellCount(grid);
  if (!(cells < Number.MAX_SAFE_INTEGER)) {
    return undefinedBecause(
      `${options.bins} bins along each of ${truth.columns} variables make too many cells; use method "mixtures"`,
    );
  }
  const p = sortedCells(truth, grid);
  const q = sortedCells(generated, grid);
  // Points outside the box share one more cell, so that they take their part of the probability.
  if (options.preset === "default") return measured(divergenceOfCells(p, q, cells + 1, options.smoothing));
  const [insideP, insideQ] = [insideCount(p, grid), insideCount(q, grid)];
  if (insideP === 0) return undefinedBecause("no true point lies within the bins");
  if (insideQ === 0) return undefinedBecause("no generated point lies within the bins");
  return measured(
    divergenceOfCells(p.subarray(0, insideP), q.subarray(0, insideQ), cells, options.smoothing),
  );
};

interface MixtureOptions {
  readonly preset: Preset;
  readonly components: number;
  readonly variance: number | "Scott";
  readonly samples: number;
}

const samplesOf = stream(1, "D_stsp", "samples of a mixture");

/** A series in units of the standard deviations of another, along each variable that varies at all. */
const inUnitsOf = (series: Series, mean: Float64Array, deviation: Float64Array): Series => ({
  ...series,
  values: series.values.map((value, index) => {
    const column = index % series.columns;
    return (value - mean[column]!) / (deviation[column]! > 0 ? deviation[column]! : 1);
  }),
});

/** Below this ln density the authors' float32 has a density of zero. */
const leastOfFloat32 = log(1.4e-45);

/** A mixture may lie so far from another that no number holds their divergence. */
const divergenceOrWhy = (divergence: number): Measurement =>
  divergence === Infinity
    ? undefinedBecause("the free run is so far from the data that the divergence is beyond all numbers")
    : measured(divergence);

const byMixtures = (truth: Series, generated: Series, options: MixtureOptions): Measurement => {
  const { preset, components, samples } = options;
  const variance = options.variance === "Scott"
    ? scottVariance(Math.min(components, truth.rows), truth.columns)
    : options.variance;
  if (preset === "default") {
    const { mean, deviation } = momentsOf(truth);
    const p = mixtureOfEvenlySpaced(inUnitsOf(truth, mean, deviation), components, variance);
    const q = mixtureOfEvenlySpaced(inUnitsOf(generated, mean, deviation), components, variance);
    return divergenceOrWhy(divergenceOfMixtures(p, q, samples, samplesOf)!);
  }
  const [ofTruth, ofGenerated] = [truth, generated].map((series) =>
    mixtureOfFirst(series, components, variance)
  ) as [ReturnType<typeof mixtureOfFirst>, ReturnType<typeof mixtureOfFirst>];
  const divergence = preset === "paper"
    ? divergenceOfMixtures(ofGenerated, ofTruth, samples, samplesOf, leastOfFloat32)
    : divergenceOfMixtures(ofTruth, ofGenerated, samples, samplesOf, leastOfFloat32);
  return divergence === null
    ? undefinedBecause("no sample has a density above zero in both mixtures")
    : measured(divergence);
};

const methodFor = (
  { method }: Pick<StateSpaceDivergenceOptions, "method">,
  { columns }: Series,
): "binning" | "mixtures" => method === "auto" ? columns < mixturesFrom ? "binning" : "mixtures" : method;

/** Options of D_stsp. */
export interface StateSpaceDivergenceOptions {
  /** `auto`: binning below six variables, mixtures from six on. */
  readonly method: "auto" | "binning" | "mixtures";
  /** Bins along each variable. Default: 30; 10 for `paper`. */
  readonly bins: number;
  /** α, added to the count of every cell. Default: 1e-5. */
  readonly smoothing: number;
  /** Most Gaussians of a mixture. Default: 10,000; 5000 for `paper`. */
  readonly components: number;
  /** Variance of each Gaussian, or 0 for Scott's rule. Default: 0; 0.1 for `paper`, 1 for `gtf` and `al-rnn`. */
  readonly variance: number;
  /** Points drawn to compare two mixtures. Default: 1000. */
  readonly samples: number;
  /** Share of the generated series that is left out at its beginning. Default: 0; 0.25 for `gtf`. */
  readonly burnIn: number;
}

/**
 * D_stsp, the Kullback–Leibler divergence KL(true ‖ generated) in state space, in nats.
 *
 * The default counts points in 30 bins along each variable, over the true range and 0.1 standard deviations beyond;
 * points outside count as one more cell. From six variables on it compares mixtures of Gaussians, evenly spaced through
 * both series, in units of the true standard deviations, with Scott's bandwidth. D(x, x) is exactly 0, and neither the
 * offset nor the scale of a variable matters.
 *
 * The preset `paper` keeps the authors' choices: bins around zero though data may lie elsewhere, points outside left
 * out, the lowest bins too; their mixtures take the first 5000 points, in the other direction KL(generated ‖ true),
 * without samples whose density is zero. `gtf`: the default's bins without those outside, and without the first quarter
 * of the generated series. `al-rnn`, as AL-RNN and DynaMix have it: 30 bins from the smallest to the largest true value
 * of each variable, of which the lowest is left out, so that a point in the lowest bin of any variable is not counted.
 *
 * @source Koppe, Toutounji, Kirsch, Lis & Durstewitz (2019), PLoS Comput. Biol. 15, e1007263; Hess, Monfared, Brenner &
 *   Durstewitz (2023), ICML (preset `gtf`); Brenner, Hemmer, Monfared & Durstewitz (2024), NeurIPS, and the code released
 *   with it (preset `al-rnn`).
 */
export const stateSpaceDivergence: DefinedMeasure<
  "D_stsp",
  Preset,
  StateSpaceDivergenceOptions
> = defineMeasure({
  kind: "D_stsp",
  version: 1,
  title: "state-space divergence",
  symbol: "D_stsp",
  unit: "nats",
  better: "smaller",
  ideal: 0,
  references: [
    "G. Koppe, H. Toutounji, P. Kirsch, S. Lis, D. Durstewitz, Identifying nonlinear dynamical systems via generative recurrent neural networks with applications to fMRI, PLoS Computational Biology 15, e1007263 (2019)",
    "F. Hess, Z. Monfared, M. Brenner, D. Durstewitz, Generalized teacher forcing for learning chaotic dynamics, ICML (2023)",
    "D. W. Scott, Multivariate Density Estimation, Wiley (1992)",
  ],
  presetReferences: {
    "al-rnn": [
      "M. Brenner, C. J. Hemmer, Z. Monfared, D. Durstewitz, Almost-linear RNNs yield highly interpretable symbolic codes in dynamical systems reconstruction, NeurIPS (2024)",
      "C. J. Hemmer, D. Durstewitz, True zero-shot inference of dynamical systems preserving long-term statistics, NeurIPS (2025)",
    ],
  },
  needs: ["generated"],
  options: {
    method: oneOf("auto", "binning", "mixtures"),
    bins: positiveInteger,
    smoothing: positiveNumber,
    components: positiveInteger,
    variance: nonNegativeNumber,
    samples: positiveInteger,
    burnIn: numberBetween(0, 0.99),
  },
  presets: {
    default: {
      is: "every point counts; bins over the true range, or mixtures with Scott's bandwidth",
      options: usual,
    },
    paper: {
      against: "training series",
      is:
        "as the authors evaluate: 10 bins within ±2 standard deviations around zero, points outside left out; from six " +
        "variables on, mixtures of Gaussians around the first 5000 points",
      options: { ...usual, bins: 10, components: 5000, variance: 0.1 },
    },
    gtf: {
      is: "as GTF-shPLRNN: 30 bins over the true range, first quarter of the free run left out",
      options: { ...usual, variance: 1, burnIn: 0.25 },
    },
    "al-rnn": {
      is:
        "as AL-RNN and DynaMix: 30 bins between the extremes of the true series, points in the lowest bin of any variable " +
        "left out",
      options: { ...usual, variance: 1 },
    },
  },
  countedShare: (settings, truth) => {
    if (settings.preset === "default") return 1;
    if (methodFor(settings, truth) === "mixtures") return Math.min(1, settings.components / truth.rows);
    const scaled = multiplied(truth, factorsOf(truth));
    const grid = gridOf(scaled, settings);
    return insideCount(sortedCells(scaled, grid), grid) / truth.rows;
  },
  evaluate: (settings, { truth, generated }) => {
    const fault = notComparable(truth, generated!);
    if (fault !== null) return undefinedBecause(fault);
    const kept = slice(generated!, Math.floor(settings.burnIn * generated!.rows));
    const factors = factorsOf(truth);
    const [p, q] = [multiplied(truth, factors), multiplied(kept, factors)];
    if (methodFor(settings, truth) === "binning") return byBinning(p, q, settings);
    const variance = settings.variance > 0 ? settings.variance : "Scott";
    // The other presets have a variance in the units of the data.
    return settings.preset === "default"
      ? byMixtures(p, q, { ...settings, variance })
      : byMixtures(truth, kept, { ...settings, variance });
  },
});
