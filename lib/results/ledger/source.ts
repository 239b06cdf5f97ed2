/**
 * From a result to a ledger and back.
 *
 * @module
 */
import * as E from "fp-ts/Either.js";
import { pipe } from "fp-ts/function.js";
import { cannotCompute, type LyapError } from "../../core/program/errors.ts";
import {
  type DataResult,
  readResult,
  type Result,
  type ResultHeading,
  type ResultSource,
  type Run,
  type RunOnData,
  type RunResult,
} from "../result.ts";
import type { DatasetSettings } from "../../series/dataset.ts";
import { originOf } from "../../series/origin.ts";
import type { Series } from "../../series/series.ts";
import { freeRunDiverged } from "../sample.ts";
import type { LyapunovSpectrum } from "../../lyapunov/result.ts";
import { type Digest, digestOf } from "../../core/codec/canonical.ts";
import type { Readable } from "../../core/codec/readable.ts";
import { datasetNames } from "../dataset_names.ts";
import type { Ledger, PublishedData, PublishedRun, PublishedSpectrum } from "./ledger.ts";
import { runInWords } from "../../core/codec/labels.ts";

/** Epochs of a training's history that are published. */
const KEPT_EPOCHS = 24;

const withoutHistory = (spectrum: LyapunovSpectrum): PublishedSpectrum => {
  const { history: _history, ...rest } = spectrum;
  return rest;
};

const withHistory = (spectrum: PublishedSpectrum): LyapunovSpectrum => ({
  ...spectrum,
  history: { time: [], exponents: [] },
});

/** Epochs evenly spread, the last among them, and the one whose gradient was largest: claims ask for it. */
const thinned = (history: RunResult["history"]): RunResult["history"] => {
  const { epochs, loss, gradientNorm } = history;
  if (epochs.length <= KEPT_EPOCHS + 1) return history;
  const spread = Array.from(
    { length: KEPT_EPOCHS },
    (_, i) => Math.round(i * (epochs.length - 1) / (KEPT_EPOCHS - 1)),
  );
  const steepest = gradientNorm.reduce((best, norm, index) => norm > gradientNorm[best]! ? index : best, 0);
  const kept = [...new Set([...spread, steepest])].sort((a, b) => a - b);
  const pick = (values: readonly number[]): readonly number[] => kept.map((index) => values[index]!);
  return { epochs: pick(epochs), loss: pick(loss), gradientNorm: pick(gradientNorm) };
};

/** What is published of a dataset, from what is known of it and the name of its artifact. */
export const publishedData = (
  key: Digest,
  data: DataResult,
  references: readonly string[],
): PublishedData => ({
  key,
  title: data.title,
  variables: data.variables,
  dt: data.series.dt,
  spectrum: data.spectrum === null ? null : withoutHistory(data.spectrum),
  predictabilityTime: data.predictabilityTime,
  scale: data.scale,
  ...(data.baselines === undefined ? {} : { baselines: data.baselines }),
  references,
  content: data.digest as Digest,
  ...(data.estimate === undefined ? {} : { estimate: data.estimate }),
});

/** The digests of a run that its result does not hold. */
export type RunDigests = Pick<PublishedRun, "key" | "data" | "artifacts" | "training">;

/** What is published of a run. */
export const publishedRun = (run: RunResult, digests: RunDigests): PublishedRun => ({
  id: run.id,
  labels: run.labels,
  spec: digestOf(run.settings),
  ...digests,
  outcome: run.outcome,
  history: thinned(run.history),
  spectrum: run.spectrum === null ? null : withoutHistory(run.spectrum),
  freeRun: freeRunDiverged(run) ? "diverged" : "finite",
  gradientNorms: run.gradientNorms,
  measures: run.measures,
  ...(run.monitor === undefined || run.monitor.length === 0 ? {} : { monitor: run.monitor }),
  ...(run.validation === undefined ? {} : { validation: run.validation }),
});

/** The digest by which a report names a run: over the artifacts that it has for itself. */
export const runDigest = (
  { train, lyapunov, evaluate }: Omit<PublishedRun["artifacts"], "dataset">,
): Digest => digestOf({ train, lyapunov, evaluate });

/** The experiment to which a ledger belongs. */
export interface LedgerExperiment extends Omit<ResultHeading, "experiment"> {
  /** Its name. */
  readonly name: string;
  /** Its runs, published or not. */
  readonly runs: readonly Run[];
}

/** Series that a ledger does not hold, made again from its networks and from the datasets. */
export interface Remade {
  /** Of a dataset, by the name of its artifact: the series that is compared with generated ones. */
  readonly series: ReadonlyMap<Digest, Series>;
  /** Of a run, by its id. */
  readonly orbits: ReadonlyMap<string, Pick<RunResult, "generated" | "forecast">>;
}

const NOTHING: Remade = { series: new Map(), orbits: new Map() };

const absent = (what: string): LyapError =>
  cannotCompute(`The ledger lacks ${what}`, "publish the experiment again: lyap run --publish");

/** A ledger as a source of results. */
const ledgerSource = (ledger: Ledger, remade: Remade): ResultSource<Run["settings"]> => {
  const published = (run: RunOnData): E.Either<LyapError, PublishedRun> =>
    E.fromNullable(absent(`the run ${runInWords(run.labels)}`))(ledger.runs.find(({ id }) => id === run.id));
  return {
    data: (run) =>
      pipe(
        published(run),
        E.chain(({ data }) =>
          E.fromNullable(absent(`the dataset of ${runInWords(run.labels)}`))(
            ledger.data.find(({ key }) => key === data),
          )
        ),
        E.map((data): DataResult => {
          const dataset = run.settings.dataset as Readable<DatasetSettings> | undefined;
          return {
            id: run.data,
            title: data.title,
            series: remade.series.get(data.key) ??
              { values: new Float64Array(0), rows: 0, columns: data.variables.length, dt: data.dt },
            variables: data.variables,
            ...(dataset === undefined ? {} : { origin: originOf(dataset) }),
            spectrum: data.spectrum === null ? null : withHistory(data.spectrum),
            predictabilityTime: data.predictabilityTime,
            scale: data.scale,
            ...(data.baselines === undefined ? {} : { baselines: data.baselines }),
            ...(data.estimate === undefined ? {} : { estimate: data.estimate }),
            digest: data.content,
          };
        }),
      ),
    run: (run) =>
      pipe(
        published(run),
        E.map(({ labels, outcome, history, gradientNorms, measures, ...found }): RunResult => ({
          id: run.id,
          data: run.data,
          labels,
          settings: run.settings,
          outcome,
          history,
          spectrum: found.spectrum === null ? null : withHistory(found.spectrum),
          gradientNorms,
          measures,
          ...(found.monitor === undefined ? {} : { monitor: found.monitor }),
          ...(found.validation === undefined ? {} : { validation: found.validation }),
          generated: null,
          ...(remade.orbits.get(run.id) ??
            (found.freeRun === "finite" ? { seriesNotKept: true as const } : {})),
          digest: runDigest(found.artifacts),
        })),
      ),
  };
};

/**
 * The result that a ledger holds for an experiment: everything but the series themselves, of which a ledger keeps
 * digests only. Runs that are not published are left out.
 *
 * @param remade Series that were made again. Default: none.
 * @errors CannotCompute for a ledger that lacks the dataset of a run.
 */
export const resultOfLedger = (
  ledger: Ledger,
  { name, runs, ...heading }: LedgerExperiment,
  remade: Remade = NOTHING,
): E.Either<LyapError, Result> => {
  // Named as the plan of the whole experiment names them, even if only a part of it is published.
  const names = datasetNames(runs.map(({ settings }) => settings.dataset));
  const published = runs.map(({ id, labels, settings }, index) => ({
    id,
    labels,
    settings,
    data: names[index]!,
  }))
    .filter(({ id }) => ledger.runs.some((run) => run.id === id));
  return readResult({ experiment: name, ...heading }, published, ledgerSource(ledger, remade));
};
