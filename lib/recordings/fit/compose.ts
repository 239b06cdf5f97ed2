/**
 * From what was understood of a recording to an experiment: an ordinary spec, complete.
 *
 * @module
 */
import type { CellInput } from "../../networks/catalogue.ts";
import type { Embedding } from "../../series/embed.ts";
import { type FileSourceInput, FITTED_SERIES } from "../../series/file_settings.ts";
import type { ImportedSeries } from "../../series/import/imported.ts";
import type { NextStep } from "../../experiment/experiment.ts";
import type { Experiment } from "../../experiment/vocabulary.ts";
import type { BatchSettings } from "../../training/batches.ts";
import { UPDATES_PER_EPOCH } from "./budget.ts";
import { type FitTraining, sweepOf } from "./trainings.ts";

/** Shares of the longest trial that are set aside. */
const SHARES = { validation: 0.15, heldOut: 0.2 } as const;

/** What a user may ask for in the preparation of the series. */
export interface Preparation {
  /** Whether the straight line that fits the training part is taken off. Default: it is not. */
  readonly detrend?: boolean;
  /** Standard deviation in steps of a Gaussian kernel that smooths the series. Default: nothing is smoothed. */
  readonly smoothing?: number;
}

/** The source of the dataset, all of it decided by the import and the preparation. */
export const sourceOf = (
  { series, trials, variables }: ImportedSeries,
  sha256: string,
  title: string,
  { detrend, smoothing }: Preparation,
): FileSourceInput => ({
  kind: "file",
  file: FITTED_SERIES,
  sha256,
  title,
  dt: series.dt,
  variables: variables.map(({ name }) => name),
  heldOutShare: SHARES.heldOut,
  validationShare: SHARES.validation,
  ...(trials.length > 1 ? { trials: trials.map(({ start, end }) => ({ start, end })) } : {}),
  ...(detrend === true ? { detrend } : {}),
  ...(smoothing === undefined ? {} : { smoothing }),
});

/** The cells under sparse and under generalized forcing. */
export interface FitCells {
  /** The cell that is forced every τ steps. */
  readonly sparse: CellInput;
  /** The cell that is drawn towards the data at every step. */
  readonly generalized: CellInput;
}

/** Units of a PLRNN: enough for a few observed variables, and more for many. */
const PLRNN_UNITS = { least: 30, perVariable: 4, most: 100 };
/** Hidden units of a shallow PLRNN. */
const HIDDEN = { least: 80, perVariable: 25, most: 250 };

/**
 * The usual cells for so many observed variables: a PLRNN under sparse forcing and, as a second opinion, a shallow PLRNN
 * with as many units as variables under generalized forcing.
 *
 * @param observed How many variables a network observes.
 * @param bounded Whether the shallow PLRNN is the clipped one, whose orbits stay bounded. Default: false.
 */
export const usualCells = (observed: number, bounded = false): FitCells => ({
  sparse: {
    kind: "PLRNN",
    units: Math.min(PLRNN_UNITS.most, Math.max(PLRNN_UNITS.least, PLRNN_UNITS.perVariable * observed)),
  },
  generalized: {
    kind: bounded ? "clipped shPLRNN" : "shPLRNN",
    units: observed,
    hidden: Math.min(HIDDEN.most, Math.max(HIDDEN.least, HIDDEN.perVariable * observed)),
  },
});

/** A window spans the usual one, or so many of the longest forcing intervals. */
const WINDOW = { least: 100, intervals: 1, most: 300 };

/** The share of the training rows that a window may take. */
const WINDOW_SHARE = 0.2;

/** Windows for a training part with so many rows in its longest stretch. */
export const batchesFor = (rows: number, longestInterval: number): BatchSettings => {
  const wanted = Math.min(
    WINDOW.most,
    Math.max(WINDOW.least, Math.round(WINDOW.intervals * longestInterval)),
  );
  const length = Math.max(2, Math.min(wanted, Math.floor(WINDOW_SHARE * rows)));
  return { windows: Math.min(32, Math.max(1, rows - length - 1)), length, perEpoch: UPDATES_PER_EPOCH };
};

/** What goes into an experiment. */
export interface Ingredients {
  /** Names folders and reports. */
  readonly name: string;
  /** For people. */
  readonly title: string;
  /** What was understood of the files, in a sentence. */
  readonly description: string;
  /** What was understood of them, in full. Default: nothing. */
  readonly notes?: readonly string[];
  /** What to do next. Default: nothing is advised. */
  readonly next?: NextStep;
  /** Where the series comes from. */
  readonly source: FileSourceInput;
  /** Delayed copies; null for none. */
  readonly embedding: Embedding | null;
  /** The cells. */
  readonly cells: FitCells;
  /** What is trained. */
  readonly trainings: readonly FitTraining[];
  /** Epochs of every training. */
  readonly epochs: number;
  /** Windows of the training. */
  readonly batches: BatchSettings;
  /** Whether the series is chaotic, so that forecasts have Lyapunov times. */
  readonly chaotic: boolean;
}

/** Steps of the free runs from which measures come. */
const FREE_RUN = 50_000;

/**
 * The experiment that a fit runs. It holds all that determines the result: whoever has the series gets the same bits.
 */
export const composeExperiment = (from: Ingredients): Experiment => {
  const { name, title, description, notes, next } = from;
  const { source, embedding, cells, trainings, epochs, batches, chaotic } = from;
  const has = (wanted: FitTraining["forcing"]["kind"]) =>
    trainings.some(({ forcing }) => forcing.kind === wanted);
  return {
    name,
    title,
    description,
    ...(notes === undefined ? {} : { notes }),
    ...(next === undefined ? {} : { next }),
    settings: {
      dataset: { source, ...(embedding === null ? {} : { embed: embedding }) },
      optimiser: { kind: "radam", learningRate: 3e-3 },
      learningRateSchedule: { kind: "exponential", final: 1e-5 },
      batches,
      epochs,
      lyapunov: { steps: 20_000, exponents: 5, longestGradient: 500, gradientStarts: 4 },
      evaluation: {
        steps: FREE_RUN,
        measures: [
          { kind: "D_stsp" },
          { kind: "D_H" },
          ...(chaotic ? [{ kind: "VPT" } as const, { kind: "lambda1_error" } as const] : []),
        ],
      },
    },
    sweep: sweepOf(cells, trainings),
    claims: [{ kind: "reconstruction" }],
    figures: [
      { kind: "chosen" },
      ...(has("sparse") ? [{ kind: "measure", measure: "D_stsp", over: "τ" } as const] : []),
      ...(has("generalized") ? [{ kind: "measure", measure: "D_stsp", over: "α" } as const] : []),
      ...(chaotic ? [{ kind: "forecast", over: "cell" } as const] : []),
      { kind: "powerSpectra", over: "cell" },
      { kind: "spectra", over: "cell" },
      { kind: "loss", over: "cell" },
    ],
  };
};
