/**
 * All of a fit that follows from the recording alone: its parts, the estimate, the proposals, the cells, the windows.
 *
 * @module
 */
import { timesIn } from "../../series/time_unit.ts";
import * as E from "fp-ts/Either.js";
import { pipe } from "fp-ts/function.js";
import { datasetSettings } from "../../series/dataset.ts";
import type { FileSource } from "../../series/file_settings.ts";
import type { ImportedSeries } from "../../series/import/imported.ts";
import { embedParts, openParts, type Parts, partsOf } from "../../series/parts.ts";
import type { Series } from "../../series/series.ts";
import type { NamedSeries } from "../../series/generate.ts";
import { columnsNamed } from "../../series/inputs.ts";
import { standardisationOf, standardise } from "../../series/standardise.ts";
import type { SeriesEstimate } from "../../lyapunov/series/series_estimate.ts";
import { estimateTrials } from "../../lyapunov/series/trials.ts";
import { FEWEST_SAMPLES } from "../../lyapunov/series/settings.ts";
import { cannotCompute, type LyapError } from "../../core/program/errors.ts";
import { capitalised, counted, listed } from "../../core/program/text.ts";
import { digestOfBytes, hexOf } from "../../core/codec/canonical.ts";
import { decode } from "../../core/codec/codec.ts";
import type { NextStep } from "../../experiment/experiment.ts";
import type { Experiment } from "../../experiment/vocabulary.ts";
import type { RegressionSettings } from "../../training/settings.ts";
import type { BatchSettings } from "../../training/batches.ts";
import type { Timed } from "./budget.ts";
import {
  batchesFor,
  composeExperiment,
  type FitTraining,
  setAsideText,
  sourceOf,
  startsUnder,
  usualCells,
} from "./compose.ts";
import type { FitCells, FitOptions, Preparation } from "./options.ts";
import { type Proposals, proposalsOf } from "./proposals.ts";
import { encodeSeries } from "../../series/npy.ts";

/** What a fit is going to do, but for how much of it. */
export interface Design {
  /** Names folders and reports. */
  readonly name: string;
  /** For people. */
  readonly title: string;
  /** The unit of its time; null if none is known. */
  readonly timeUnit: string | null;
  /** Where the series comes from. */
  readonly source: ReturnType<typeof sourceOf>;
  /** What was found about the training and validation parts, from all trials. */
  readonly estimate: SeriesEstimate;
  /** Which rows the estimate is from, in words. */
  readonly estimatedFrom: string;
  /** How to train. */
  readonly proposals: Proposals;
  /** Starts by regression; none where inputs drive the system. */
  readonly starts: readonly RegressionSettings[];
  /** The cells. */
  readonly cells: FitCells;
  /** What is set aside of several trials, and why cells are others than usual; empty if neither is so. */
  readonly remarks: readonly string[];
  /** Windows of the training. */
  readonly batches: BatchSettings;
  /** The longest stretch for training, as networks see it. */
  readonly training: Series;
  /** How far forecasts of the validation part may go, in Lyapunov times; undefined for as far as usual. */
  readonly horizon: number | undefined;
  /** Rows of the validation part. */
  readonly validationRows: number;
  /** Steps after which the error of forecasts is measured where they have no Lyapunov time. */
  readonly ahead: number;
  /** Noise on the series of a flow, in standard deviations; 0 for a map. */
  readonly noise: number;
  /** Steps and measures that are others than usual. */
  readonly evaluation: FitOptions["evaluation"];
  /** What the costs are measured with. */
  readonly timed: { readonly sparse: Timed; readonly generalized: Timed };
}

const longestOf = (stretches: readonly Series[]): Series =>
  stretches.reduce((most, each) => each.rows > most.rows ? each : most);

const shortestOf = ({ train, validation, heldOut }: Parts): number =>
  Math.min(...[...train, ...(validation === null ? [] : [validation]), heldOut].map(({ rows }) => rows));

/** From this kurtosis on a variable counts as spiky; a normal distribution has 3, and an oscillation less. */
const SPIKES = 10;

/** The largest kurtosis of the columns of a standardised series. */
const heaviestTail = ({ values, rows, columns }: Series): number => {
  const fourth = new Float64Array(columns);
  for (let i = 0; i < values.length; i++) {
    const square = values[i]! * values[i]!;
    fourth[i % columns] = fourth[i % columns]! + square * square / rows;
  }
  return Math.max(...fourth);
};

/** Lyapunov times that forecasts look ahead, at most and at least, and the share of the validation part that they take. */
const HORIZON = { most: 10, least: 0.5, share: 0.5 };

/** How far forecasts may go for several of them to fit into the validation part; undefined if the usual one fits. */
const horizonOf = ({ lambda1, dt }: SeriesEstimate, rows: number): number | undefined => {
  const possible = HORIZON.share * rows * dt * (lambda1 ?? 0);
  return possible >= HORIZON.most ? undefined : Math.max(HORIZON.least, Math.floor(10 * possible) / 10);
};

/** "Recording 3 (b).csv.gz" gives "recording-3-b". */
const nameFrom = (file: string): string => {
  const letters = file.toLowerCase().replace(/(\.([a-z0-9]{1,4}|parquet)){1,2}$/, "").replaceAll(
    /[^a-z0-9]+/g,
    "-",
  )
    .replaceAll(/^-+|-+$/g, "");
  return letters === "" ? "recording" : letters;
};

/** The columns that networks are to make: all but the inputs. */
const observedSeries = ({ series, variables }: ImportedSeries, inputs: readonly string[]): NamedSeries => {
  const names = variables.map(({ name }) => name);
  const observed = names.filter((name) => !inputs.includes(name));
  return inputs.length === 0
    ? { series, variables: names }
    : columnsNamed({ series, variables: names }, observed);
};

const rowsOf = (stretches: readonly Series[]): number => stretches.reduce((sum, { rows }) => sum + rows, 0);

/** Refuses a recording that is long enough for an estimate, but not without the part that is held out. */
const longEnough = (open: readonly Series[], rows: number): E.Either<LyapError, null> => {
  const known = rowsOf(open);
  return longestOf(open).rows >= FEWEST_SAMPLES ? E.right(null) : E.left(cannotCompute(
    `${known} of the ${
      counted(rows, "row")
    } are for training and choosing, too few for an exponent; the others are held out`,
    `give at least ${Math.ceil(FEWEST_SAMPLES * rows / known)} rows; several thousand are usual`,
  ));
};

const decodedSource = (source: Design["source"]): FileSource => {
  const decoded = decode(datasetSettings, { source });
  if (E.isLeft(decoded)) {
    throw new Error(`a source of our own does not decode: ${JSON.stringify(decoded.left)}`);
  }
  return decoded.right.source as FileSource;
};

/**
 * The design of a fit.
 *
 * @param testRows Rows of a test series at the end of what was imported. Default: none.
 * @errors CannotCompute when nothing can be estimated from the training and validation parts.
 */
export const designOf = (
  imported: ImportedSeries,
  options: {
    readonly preparation?: Preparation;
    readonly cells?: FitOptions["cells"];
    readonly evaluation?: FitOptions["evaluation"];
  },
  testRows = 0,
): E.Either<LyapError, Design> => {
  const [first] = imported.files;
  const title = imported.files.map(({ name }) => name).join(", ");
  const sha256 = hexOf(digestOfBytes(encodeSeries(imported.series)));
  const source = sourceOf(imported, sha256, title, options.preparation ?? {}, testRows);
  const { inputs = [] } = options.preparation ?? {};
  const recording = observedSeries(imported, inputs);
  const decoded = decodedSource(source);
  return pipe(
    E.Do,
    E.bindW("parts", () => partsOf(decoded, recording)),
    E.bindW("open", () => openParts(decoded, recording)),
    E.chainFirstW(({ open }) => longEnough(open, imported.series.rows)),
    E.bindW("estimate", ({ open }) => estimateTrials(open)),
    E.bindW(
      "proposals",
      ({ parts, estimate }): E.Either<LyapError, Proposals> =>
        E.right(proposalsOf({ ...estimate, columns: recording.series.columns }, shortestOf(parts))),
    ),
    E.bindW(
      "seen",
      ({ parts, proposals }): E.Either<LyapError, Parts> =>
        proposals.embedding === null ? E.right(parts) : embedParts(parts, proposals.embedding),
    ),
    E.map(({ open, estimate, proposals, seen }): Design => {
      const raw = longestOf(seen.train);
      const training = standardise(raw, standardisationOf(raw));
      const tail = heaviestTail(training);
      const bounded = tail > SPIKES && options.cells?.generalized === undefined;
      const cells = { ...usualCells(training.columns, bounded, inputs.length), ...options.cells };
      const batches = batchesFor(
        training.rows,
        Math.max(...proposals.intervals.slice(0, 3)),
        proposals.windows,
      );
      return {
        name: nameFrom(first!.name),
        title,
        timeUnit: imported.time.unit,
        source,
        estimate,
        estimatedFrom: `the training and validation parts, ${rowsOf(open)} of ${imported.series.rows} rows` +
          (open.length === 1 ? "" : ` in ${open.length} trials`),
        proposals,
        starts: inputs.length > 0 ? [] : startsUnder(estimate.noise),
        cells,
        remarks: [
          ...setAsideText(imported.trials),
          ...(inputs.length === 0 ? [] : [
            `driven by ${listed(inputs)}: networks are given ${
              inputs.length === 1 ? "it" : "them"
            } at every step, and make ` +
            `${listed(recording.variables)} only; the estimate from the series does not know ${
              inputs.length === 1 ? "it" : "them"
            }`,
          ]),
          ...(bounded
            ? [
              `A variable has spikes (its kurtosis is ${
                Math.round(tail)
              }), after which free runs of shallow PLRNNs tend to ` +
              "diverge: the clipped one is trained instead, whose orbits stay bounded.",
            ]
            : []),
        ],
        batches,
        training,
        validationRows: seen.validation?.rows ?? 0,
        ahead: Math.max(1, Math.min(proposals.steps, Math.floor((seen.validation?.rows ?? 0) / 2))),
        horizon: horizonOf(estimate, seen.validation?.rows ?? 0),
        noise: estimate.continuity.isFlow ? estimate.noise : 0,
        evaluation: options.evaluation,
        timed: {
          sparse: {
            cell: cells.sparse,
            observation: { kind: "linear" },
            forcing: { kind: "sparse", interval: proposals.intervals[0]! },
            batches,
          },
          generalized: {
            cell: cells.generalized,
            observation: { kind: "identity" },
            forcing: { kind: "generalized", alpha: proposals.strengths[0]! },
            batches,
          },
        },
      };
    }),
  );
};

/** What is found, in a sentence. */
export const findingOf = ({ estimate: { verdict, because }, estimatedFrom }: Design): string =>
  `the series (${estimatedFrom}) is ${verdict === "noise" ? "like noise" : verdict}: ${because}`;

const inWords: Readonly<Record<Design["estimate"]["verdict"], string>> = {
  chaotic: "chaotic",
  regular: "regular",
  noise: "like noise",
  "not stationary": "changing over time",
  "too short": "too short to judge its dynamics",
};

/** What begins with a name of the user: of a file, or of a column, whose lines are set in. */
const BEGINS_WITH_A_NAME = /^(?:\s|\S+\.(?:csv|tsv|npy|json|parquet|h5|hdf5|nc|mat|edf|bdf))/;

/** A line of what was understood, as a sentence. */
const asSentence = (line: string): string => {
  const words = line.trim().replace(/\.$/, "");
  return `${BEGINS_WITH_A_NAME.test(line) ? words : capitalised(words)}.`;
};

/** What else the report of a fit says. */
export interface FitRemarks {
  /** What was understood of the files, line by line. */
  readonly understood: readonly string[];
  /** What else a reader should know, a sentence each. */
  readonly remarks: readonly string[];
  /** What to do next; undefined if nothing is advised. */
  readonly next: NextStep | undefined;
}

/** The experiment of a design: exactly these trainings. */
export const experimentOf = (
  design: Design,
  trainings: readonly FitTraining[],
  { understood, remarks, next }: FitRemarks,
): Experiment => {
  const { name, title, source, estimate, proposals, cells, batches, horizon, noise, evaluation } = design;
  const { validationRows, ahead, timeUnit } = design;
  const finding = findingOf(design);
  return composeExperiment({
    name,
    title: `Networks fitted to ${title}`,
    description: [
      `${title} holds ${listed(source.variables ?? [])}, every ${source.dt} ${
        timesIn(timeUnit)
      }; the series is ${inWords[estimate.verdict]}.`,
      ...remarks,
    ].join(" "),
    notes: [...understood, finding, ...estimate.notes, proposals.because, ...design.remarks].map(asSentence),
    ...(next === undefined ? {} : { next }),
    ...(timeUnit === null ? {} : { timeUnit }),
    source,
    embedding: proposals.embedding,
    cells,
    trainings,
    batches,
    chaotic: estimate.verdict === "chaotic",
    ...(horizon === undefined ? {} : { horizon }),
    noise,
    validationRows,
    ahead,
    ...(evaluation === undefined ? {} : { evaluation }),
  });
};
