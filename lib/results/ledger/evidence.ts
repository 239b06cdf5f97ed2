/**
 * From evidence to a ledger and back.
 *
 * @module
 */
import type { DataEvidence, Evidence, RunEvidence } from "../evidence.ts";
import type { DatasetSettings } from "../../series/dataset.ts";
import { originOf } from "../../series/origin.ts";
import type { Series } from "../../series/series.ts";
import { freeRunDiverged } from "../sample.ts";
import type { LyapunovSpectrum } from "../../lyapunov/result.ts";
import { type Digest, digestOf } from "../../codec/canonical.ts";
import type { Readable } from "../../codec/readable.ts";
import { datasetNames } from "../dataset_names.ts";
import type { Ledger, PublishedData, PublishedRun, PublishedSpectrum } from "./ledger.ts";

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
const thinned = (history: RunEvidence["history"]): RunEvidence["history"] => {
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

/** What is published of a dataset, from the evidence and the name of its artifact. */
export const publishedData = (
  key: Digest,
  data: DataEvidence,
  references: readonly string[],
): PublishedData => ({
  key,
  title: data.title,
  variables: data.variables,
  dt: data.series.dt,
  spectrum: data.spectrum === null ? null : withoutHistory(data.spectrum),
  predictabilityTime: data.predictabilityTime,
  scale: data.scale,
  references,
  content: data.digest as Digest,
  ...(data.estimate === undefined ? {} : { estimate: data.estimate }),
});

/** The digests of a run that its evidence does not hold. */
export type RunDigests = Pick<PublishedRun, "key" | "data" | "artifacts" | "training">;

/** What is published of a run. */
export const publishedRun = (run: RunEvidence, digests: RunDigests): PublishedRun => ({
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
export interface LedgerExperiment {
  readonly name: string;
  readonly title: string;
  readonly description: string;
  readonly profile: string;
  readonly runs: readonly { readonly id: string; readonly settings: Readonly<Record<string, unknown>> }[];
}

/** Series that a ledger does not hold, made again from its networks and from the datasets. */
export interface Remade {
  /** Of a dataset, by the name of its artifact: the series that is compared with generated ones. */
  readonly series: ReadonlyMap<Digest, Series>;
  /** Of a run, by its id. */
  readonly orbits: ReadonlyMap<string, Pick<RunEvidence, "generated" | "forecast">>;
}

const NOTHING: Remade = { series: new Map(), orbits: new Map() };

/**
 * The evidence that a ledger holds for an experiment: everything but the series themselves, of which a ledger keeps
 * digests only.
 *
 * @param remade Series that were made again. Default: none.
 */
export const evidenceOf = (
  ledger: Ledger,
  experiment: LedgerExperiment,
  remade: Remade = NOTHING,
): Evidence => {
  const { name, title, description, profile } = experiment;
  // Named as the plan of the whole experiment names them, whatever part of it is published.
  const names = datasetNames(experiment.runs.map(({ settings }) => settings.dataset));
  const used = ledger.runs.flatMap((run) => {
    const index = experiment.runs.findIndex(({ id }) => id === run.id);
    return index < 0 ? [] : [{ run, settings: experiment.runs[index]!.settings, data: names[index]! }];
  });
  return {
    experiment: name,
    title,
    description,
    profile,
    data: ledger.data.flatMap((data) => {
      const user = used.find(({ run }) => run.data === data.key);
      if (user === undefined) return [];
      const dataset = user.settings.dataset as Readable<DatasetSettings> | undefined;
      return [{ data, id: user.data, known: dataset === undefined ? {} : { origin: originOf(dataset) } }];
    }).map(({ data, id, known }) => ({
      id,
      title: data.title,
      series: remade.series.get(data.key) ??
        { values: new Float64Array(0), rows: 0, columns: data.variables.length, dt: data.dt },
      variables: data.variables,
      ...known,
      spectrum: data.spectrum === null ? null : withHistory(data.spectrum),
      predictabilityTime: data.predictabilityTime,
      scale: data.scale,
      ...(data.estimate === undefined ? {} : { estimate: data.estimate }),
      digest: data.content,
    })),
    runs: used.map(({ run, settings, data }): RunEvidence => ({
      id: run.id,
      data,
      labels: run.labels,
      settings,
      outcome: run.outcome,
      history: run.history,
      spectrum: run.spectrum === null ? null : withHistory(run.spectrum),
      gradientNorms: run.gradientNorms,
      measures: run.measures,
      ...(run.monitor === undefined ? {} : { monitor: run.monitor }),
      ...(run.validation === undefined ? {} : { validation: run.validation }),
      generated: null,
      ...(remade.orbits.get(run.id) ?? (run.freeRun === "finite" ? { seriesNotKept: true as const } : {})),
      digest: runDigest(run.artifacts),
    })),
  };
};
