/**
 * From what was understood of a recording to an experiment: which trainings there are, and an ordinary spec of them,
 * complete.
 *
 * @module
 */
import { baselineKinds } from "../../training/baselines/names.ts";
import type { Embedding } from "../../series/embed.ts";
import { type FileSourceInput, FITTED_SERIES } from "../../series/file_settings.ts";
import type { ImportedSeries, Trial } from "../../series/import/imported.ts";
import { longest, type RowRange, type WholeTrials } from "../../series/stretches.ts";
import type { NextStep } from "../../experiment/experiment.ts";
import type { Experiment } from "../../experiment/vocabulary.ts";
import type { BatchSettings } from "../../training/batches.ts";
import type { RegressionSettings } from "../../training/settings.ts";
import { type Sizes, UPDATES_PER_EPOCH } from "./sizes.ts";
import type { FitCells, FitOptions, Preparation } from "./options.ts";
import type { Proposals } from "./proposals.ts";

/** Shares of the longest trial that are set aside. */
const SHARES = { validation: 0.15, heldOut: 0.2 } as const;

/**
 * Trials that are set aside whole: the longest is held out, and by the second longest networks are chosen. A network is
 * then judged on a recording of which it has seen nothing. That costs no more than the usual shares only where each of them
 * is a small part of all rows; else, or where there are few trials, the end of the longest one is held out.
 *
 * @returns undefined where no trial is set aside whole.
 *
 * @example Five trials of one length, and two
 * ```ts
 * import { wholeTrialsOf } from "./compose.ts";
 * import { assertEquals } from "@std/assert/mod.js";
 *
 * const trials = (count: number) => Array.from({ length: count }, (_, i) => ({ start: 100 * i, end: 100 * (i + 1) }));
 * assertEquals(wholeTrialsOf(trials(5)), { validation: 1, heldOut: 0 });
 * assertEquals(wholeTrialsOf(trials(2)), undefined);
 * ```
 */
export const wholeTrialsOf = (trials: readonly RowRange[]): WholeTrials | undefined => {
  const rows = trials.map(({ start, end }) => end - start);
  const all = rows.reduce((sum, each) => sum + each, 0);
  const [heldOut, validation] = trials.map((_, trial) => trial).toSorted((a, b) =>
    rows[b]! - rows[a]! || a - b
  );
  return heldOut === undefined || validation === undefined || rows[heldOut]! > SHARES.heldOut * all
    ? undefined
    : { validation, heldOut };
};

/** A share that, rounded down to rows, is that many. */
const shareOf = (part: number, rows: number): number => (part + 0.5) / rows;

/** The shares of a recording, or of one that is followed by this many rows of a test series. */
const sharesOf = (rows: number, testRows: number): typeof SHARES | Record<keyof typeof SHARES, number> =>
  testRows === 0 ? SHARES : {
    validation: shareOf(Math.floor(SHARES.validation * (rows - testRows)), rows),
    heldOut: shareOf(testRows, rows),
  };

const wholeSettings = (trials: readonly RowRange[]): Pick<FileSourceInput, "wholeTrials"> => {
  const wholeTrials = wholeTrialsOf(trials);
  return wholeTrials === undefined ? {} : { wholeTrials };
};

/** What is set aside of several trials, in a sentence; none for a recording that is one trial. */
export const setAsideText = (trials: readonly Trial[]): readonly string[] => {
  if (trials.length < 2) return [];
  const whole = wholeTrialsOf(trials);
  if (whole !== undefined) {
    return [
      `held out: all of ${
        trials[whole.heldOut]!.name
      }, the longest of ${trials.length} trials; networks are chosen by ` +
      `${trials[whole.validation!]!.name}, the next in length, and trained on the others`,
    ];
  }
  return [
    `held out: the last ${100 * SHARES.heldOut} % of ${
      (longest(trials) as Trial).name
    }, the longest of ${trials.length} ` +
    `trials; networks are chosen by the ${100 * SHARES.validation} % before, and trained on all else`,
  ];
};

/**
 * The source of the dataset, all of it decided by the import and the preparation.
 *
 * @param testRows Rows of a test series at the end, which are held out. Default: none, a share of the recording is.
 */
export const sourceOf = (
  { series, trials, variables }: ImportedSeries,
  sha256: string,
  title: string,
  { detrend, smoothing, inputs }: Preparation,
  testRows = 0,
): FileSourceInput => ({
  kind: "file",
  file: FITTED_SERIES,
  sha256,
  title,
  dt: series.dt,
  variables: variables.map(({ name }) => name),
  heldOutShare: sharesOf(series.rows, testRows).heldOut,
  validationShare: sharesOf(series.rows, testRows).validation,
  ...(trials.length > 1 ? { trials: trials.map(({ start, end }) => ({ start, end })) } : {}),
  ...wholeSettings(trials),
  ...(detrend === true ? { detrend } : {}),
  ...(smoothing === undefined ? {} : { smoothing }),
  ...(inputs === undefined ? {} : { inputs }),
});

/** Units of a PLRNN: enough for a few observed variables, and more for many. */
const PLRNN_UNITS = { least: 30, perVariable: 4, most: 100 };
/** Hidden units of a smooth shallow RNN that starts by regression: few forecast worse, and more cost more. */
const RANDOM_UNITS = 320;
/** How steep they are: gentle ones suit polynomials, steep ones what has corners. */
const SCALES = [0.8, 0.4, 1.6];
/** Penalties on their weights, without noise and under it, where few of them help and trainings need the time. */
const RIDGES = { clean: [1e-11, 1e-13, 1e-9], noisy: [1e-5] };
/** Noise from which on penalties are larger, in standard deviations. */
const NOISY_STEPS = 0.005;

/**
 * The starts by regression that are tried, the likeliest first.
 *
 * Of twelve flows outside of the catalogue, 20,000 clean rows each, eleven had starts among these whose free run could not be
 * distinguished from the truth; which ones differed from flow to flow.
 */
export const startsUnder = (noise: number): readonly RegressionSettings[] =>
  (noise < NOISY_STEPS ? RIDGES.clean : RIDGES.noisy).flatMap((ridge) =>
    SCALES.map((scale) => ({ scale, ridge }))
  );

/** Hidden units of a shallow PLRNN. */
const HIDDEN = { least: 80, perVariable: 25, most: 250 };

/**
 * The usual cells for this many observed variables: a PLRNN under sparse forcing and, as a second opinion, a shallow PLRNN
 * with as many units as variables under generalized forcing; and a smooth shallow RNN that starts by regression and is not
 * trained.
 *
 * @param observed How many variables a network observes.
 * @param bounded Whether the shallow PLRNN is the clipped one, whose orbits stay bounded. Default: false.
 * @param inputs How many inputs drive it; each has a unit. Default: 0.
 */
export const usualCells = (observed: number, bounded = false, inputs = 0): FitCells => ({
  sparse: {
    kind: "PLRNN",
    units: inputs +
      Math.min(PLRNN_UNITS.most, Math.max(PLRNN_UNITS.least, PLRNN_UNITS.perVariable * observed)),
  },
  generalized: {
    kind: bounded ? "clipped shPLRNN" : "shPLRNN",
    units: observed + inputs,
    hidden: Math.min(HIDDEN.most, Math.max(HIDDEN.least, HIDDEN.perVariable * observed)),
  },
  regression: { kind: "shRNN", units: observed, hidden: RANDOM_UNITS },
});

/** A window spans the usual one, or this many of the longest forcing intervals. */
const WINDOW = { least: 100, intervals: 1, most: 300 };

/** The share of the training rows that a window may take. */
const WINDOW_SHARE = 0.2;

/**
 * Windows for a training part with this many rows in its longest stretch.
 *
 * @param longer By how much they are longer than usual. Default: 1.
 */
export const batchesFor = (rows: number, longestInterval: number, longer = 1): BatchSettings => {
  const wanted = Math.min(
    WINDOW.most,
    Math.round(longer * Math.max(WINDOW.least, WINDOW.intervals * longestInterval)),
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
  /** The unit of time. Default: none is known. */
  readonly timeUnit?: string;
  /** Where the series comes from. */
  readonly source: FileSourceInput;
  /** Delayed copies; null for none. */
  readonly embedding: Embedding | null;
  /** The cells. */
  readonly cells: FitCells;
  /** What is trained. */
  readonly trainings: readonly FitTraining[];
  /** Windows of the training. */
  readonly batches: BatchSettings;
  /** Whether the series is chaotic, so that forecasts have Lyapunov times. */
  readonly chaotic: boolean;
  /** How far forecasts of the validation part may go, in Lyapunov times. Default: as far as usual. */
  readonly horizon?: number;
  /** Noise on the series in standard deviations. Default: 0. */
  readonly noise?: number;
  /** Rows of the validation part. Default: enough. */
  readonly validationRows?: number;
  /** Steps after which the error of forecasts is measured where they have no Lyapunov time. Default: 20. */
  readonly ahead?: number;
  /** Steps and measures that are others than usual. */
  readonly evaluation?: FitOptions["evaluation"];
}

/** Free runs from which a network is chosen. */
const VALIDATION_STARTS = 5;
/** A validation part of fewer rows says less of the dynamics than all rows that are open do. */
const FEW_ROWS = 2000;
/** Noise below this share of a standard deviation changes no measure. */
const LEAST_NOISE = 0.002;

/** Steps of the free runs from which measures come. */
const FREE_RUN = 50_000;
/**
 * Steps along which the exponents of a network are found. With a fifth of them λ₁ of a slow network had a standard error of
 * 5 %, a third of what a verdict allows in all.
 */
const EXPONENT_STEPS = 100_000;

/**
 * The experiment that a fit runs. It holds all that determines the result: whoever has the series gets the same bits.
 */
export const composeExperiment = (from: Ingredients): Experiment => {
  const { name, title, description, notes, next, timeUnit } = from;
  const { source, embedding, cells, trainings, batches, chaotic, horizon, noise = 0, evaluation = {} } = from;
  const { validationRows = Infinity, ahead } = from;
  const has = (wanted: FitTraining["forcing"]["kind"]) =>
    trainings.some(({ forcing }) => forcing.kind === wanted);
  return {
    name,
    title,
    description,
    ...(notes === undefined ? {} : { notes }),
    ...(next === undefined ? {} : { next }),
    ...(timeUnit === undefined ? {} : { timeUnit }),
    settings: {
      dataset: { source, ...(embedding === null ? {} : { embed: embedding }) },
      optimiser: { kind: "radam", learningRate: 3e-3 },
      learningRateSchedule: { kind: "exponential", final: 1e-5 },
      batches,
      lyapunov: { steps: EXPONENT_STEPS, exponents: 5, longestGradient: 500, gradientStarts: 4 },
      evaluation: {
        steps: evaluation.steps ?? FREE_RUN,
        // A driven run begins where its inputs do.
        ...(source.inputs !== undefined
          ? { transient: 0 }
          : evaluation.transient === undefined
          ? {}
          : { transient: evaluation.transient }),
        baselines: baselineKinds,
        ...(chaotic && embedding === null && source.inputs === undefined && noise < NOISY_STEPS
          ? { exponentAlong: true }
          : {}),
        validation: {
          starts: VALIDATION_STARTS,
          ...(noise < LEAST_NOISE ? {} : { noise: Number(noise.toPrecision(2)) }),
          ...(validationRows < FEW_ROWS ? { withTraining: true } : {}),
        },
        measures: [
          { kind: "D_stsp" },
          { kind: "D_H" },
          ...(chaotic
            ? [
              { kind: "VPT", ...(horizon === undefined ? {} : { horizon }) } as const,
              { kind: "lambda1_error" } as const,
            ]
            : [{ kind: "PE", ...(ahead === undefined ? {} : { steps: ahead }) } as const]),
          ...(evaluation.measures ?? []),
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

/** How the states of a training are drawn to the data; not at all where the network stays as it starts. */
export type FitForcing =
  | { readonly kind: "sparse"; readonly interval: number }
  | { readonly kind: "generalized"; readonly alpha: number }
  | { readonly kind: "none" };

/** One training of one network. */
export interface FitTraining {
  /** How it is forced, which tells the cell too. */
  readonly forcing: FitForcing;
  /** Its seed. */
  readonly seed: number;
  /** Its epochs; 0 where the network stays as it starts. */
  readonly epochs: number;
  /** The start by regression of a network that is not trained. */
  readonly start?: RegressionSettings;
}

/** A text that is the same for equal forcings only. */
const forcingText = (forcing: FitForcing): string =>
  forcing.kind === "sparse"
    ? `τ ${forcing.interval}`
    : forcing.kind === "generalized"
    ? `α ${forcing.alpha}`
    : "by regression";

/** A text that is the same for equal trainings only. */
export const trainingText = ({ forcing, seed, epochs, start }: FitTraining): string =>
  start === undefined
    ? `${forcingText(forcing)}, seed ${seed}, ${epochs} epochs`
    : `scale ${start.scale}, ridge ${start.ridge}, seed ${seed}, by regression`;

/** Whether a network stays as it started. */
export const isByRegression = ({ start }: FitTraining): boolean => start !== undefined;

/** Lists taken in turns: the first of each, then the second of each. */
const alternating = <A>(left: readonly A[], right: readonly A[]): readonly A[] =>
  Array.from({ length: Math.max(left.length, right.length) }, (_, index) => [
    ...left.slice(index, index + 1),
    ...right.slice(index, index + 1),
  ]).flat();

/**
 * The trainings of given sizes, in order of priority, so that the list may be cut anywhere: first what starts by regression and
 * takes seconds, then every setting with the first
 * seed, both cells in turns and the likeliest settings first, before any with the second seed. Networks under sparse
 * forcing are a second opinion, which takes long to train: each has one seed.
 *
 * @param proposals Forcing intervals, strengths and starts, the likeliest first.
 * @param sizes How many of them are tried, with how many seeds.
 * @param seed The first seed.
 *
 * @example Two intervals and a strength with two seeds
 * ```ts
 * import { trainingsFor, trainingText } from "./compose.ts";
 * import { assertEquals } from "@std/assert/mod.js";
 *
 * const proposals = { intervals: [20, 40, 60], strengths: [0.2, 0.1], starts: [{ scale: 0.8, ridge: 1e-11 }] };
 * const sizes = { regressions: 1, intervals: 2, strengths: 1, seeds: 2, epochs: 100 };
 * assertEquals(trainingsFor(proposals, sizes, 5).map(trainingText), [
 *   "scale 0.8, ridge 1e-11, seed 5, by regression",
 *   "α 0.2, seed 5, 100 epochs",
 *   "τ 20, seed 5, 100 epochs",
 *   "τ 40, seed 5, 100 epochs",
 *   "α 0.2, seed 6, 100 epochs",
 * ]);
 * ```
 */
export const trainingsFor = (
  { intervals, strengths, starts }: Pick<Proposals, "intervals" | "strengths"> & {
    readonly starts: readonly RegressionSettings[];
  },
  sizes: Sizes,
  seed: number,
): readonly FitTraining[] => {
  const { epochs, seeds } = sizes;
  const sparse = intervals.slice(0, sizes.intervals).map((interval): FitForcing => ({
    kind: "sparse",
    interval,
  }));
  const generalized = strengths.slice(0, sizes.strengths).map((alpha): FitForcing => ({
    kind: "generalized",
    alpha,
  }));
  const byRegression = starts.slice(0, sizes.regressions).map((start): FitTraining => ({
    forcing: { kind: "none" },
    seed,
    epochs: 0,
    start,
  }));
  const trained = Array.from(
    { length: seeds },
    (_, index) =>
      (index === 0 ? alternating(generalized, sparse) : generalized).map((forcing): FitTraining => ({
        forcing,
        seed: seed + index,
        epochs,
      })),
  ).flat();
  return [...byRegression, ...trained];
};

/** Forcings of one cell that have the same seeds and epochs. */
interface Block {
  readonly forcings: readonly FitForcing[];
  readonly seeds: readonly number[];
  readonly epochs: number;
}

const blocksOf = (trainings: readonly FitTraining[]): readonly Block[] => {
  const seedsOf = new Map<
    string,
    Pick<FitTraining, "forcing" | "epochs"> & { readonly seeds: readonly number[] }
  >();
  for (const { forcing, seed, epochs } of trainings) {
    const setting = `${forcingText(forcing)}, ${epochs}`;
    const before = seedsOf.get(setting)?.seeds ?? [];
    seedsOf.set(setting, { forcing, epochs, seeds: [...before, seed] });
  }
  const blocks = new Map<string, Block>();
  for (const { forcing, epochs, seeds } of seedsOf.values()) {
    const name = `${forcing.kind}, ${epochs} epochs, seeds ${seeds}`;
    blocks.set(name, { forcings: [...(blocks.get(name)?.forcings ?? []), forcing], seeds, epochs });
  }
  return [...blocks.values()];
};

/** Starts by regression that have the same seed are one block. */
const regressionBlocks = (
  { regression }: FitCells,
  byRegression: readonly FitTraining[],
): NonNullable<Experiment["sweep"]> =>
  [...Map.groupBy(byRegression, ({ seed }) => seed)].map(([seed, each]) => ({
    cell: [regression],
    observation: [{ kind: "identity" }],
    forcing: [{ kind: "none" }],
    start: each.flatMap(({ start }) => start ?? []),
    epochs: [0],
    seed: [seed],
  }));

/**
 * The sweep of exactly these trainings, sparse forcing first and what starts by regression last.
 *
 * @param cells The cell under each kind of forcing.
 * @param trainings Each once.
 */
export const sweepOf = (
  cells: FitCells,
  trainings: readonly FitTraining[],
): NonNullable<Experiment["sweep"]> => [
  ...(["sparse", "generalized"] as const).flatMap((kind) =>
    blocksOf(trainings.filter(({ forcing }) => forcing.kind === kind)).map(({ forcings, seeds, epochs }) => ({
      cell: [cells[kind]],
      observation: [kind === "sparse" ? { kind: "linear" } as const : { kind: "identity" } as const],
      forcing: forcings,
      epochs: [epochs],
      seed: seeds,
    }))
  ),
  ...regressionBlocks(cells, trainings.filter(isByRegression)),
];
