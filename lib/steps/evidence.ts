/**
 * Puts together what an experiment found, from the artifacts of its steps.
 *
 * @module
 */
import * as E from "fp-ts/Either.js";
import { pipe } from "fp-ts/function.js";
import type { DataEvidence, Evidence, RunEvidence } from "../claims/evidence.ts";
import type { DatasetSettings } from "../datasets/dataset.ts";
import { originOf } from "../datasets/origin.ts";
import type { Series } from "../datasets/series.ts";
import type { LyapunovSpectrum } from "../lyapunov/result.ts";
import { comparesWith } from "../measures/catalogue.ts";
import { scaleOf } from "../measures/scale.ts";
import { type EvaluationSettings, measureName } from "../measures/settings.ts";
import type { LyapError } from "../program/errors.ts";
import { digestOf } from "../spec/canonical.ts";
import type { Labels } from "../spec/labels.ts";
import type { Artifact } from "../store/artifact.ts";
import type { DatasetRecord } from "./dataset.ts";
import type { EvaluationRecord } from "./evaluate.ts";
import { readRecord, readSeries } from "./files.ts";
import { inputOf } from "./harness.ts";
import type { NetworkExponents } from "./lyapunov.ts";
import type { TrainingRecord } from "./train.ts";

/** A run as the plan hands it to the report. */
export interface ReportedRun {
  readonly id: string;
  readonly labels: Labels;
  readonly settings:
    & { readonly evaluation: EvaluationSettings; readonly dataset: DatasetSettings }
    & Readonly<Record<string, unknown>>;
  /** The id of the step that made its dataset. */
  readonly data: string;
}

/** What the plan hands to the report. */
export interface ReportSpec {
  readonly name: string;
  readonly title: string;
  readonly description: string;
  readonly profile: string;
  readonly claims: readonly unknown[];
  readonly figures: readonly unknown[];
  readonly runs: readonly ReportedRun[];
}

type Inputs = Readonly<Record<string, Artifact>>;

const scalesOf = (
  { measures, steps }: EvaluationSettings,
  trained: Series,
  heldOut: Series,
  spectrum: LyapunovSpectrum | null,
): DataEvidence["scale"] =>
  Object.fromEntries(
    measures.map((settings) => [
      measureName(settings),
      comparesWith(settings) === "held-out series"
        ? scaleOf(settings, heldOut, trained, steps, spectrum ?? undefined)
        : scaleOf(settings, trained, heldOut, steps, spectrum ?? undefined),
    ]),
  );

/** The evidence of a dataset, with the scales of all measures. */
export const dataEvidence = (
  inputs: Inputs,
  id: string,
  { evaluation, dataset }: ReportedRun["settings"],
): E.Either<LyapError, DataEvidence> =>
  pipe(
    E.Do,
    E.bindW("artifact", () => inputOf(inputs, id)),
    E.bindW("record", ({ artifact }) => readRecord<DatasetRecord>(artifact, "dataset.json")),
    E.bindW("trained", ({ artifact, record }) => readSeries(artifact, "series.npy", record.dt)),
    E.bindW("series", ({ artifact, record }) => readSeries(artifact, "held-out.npy", record.dt)),
    E.map(({ artifact, record, trained, series }) => ({
      id,
      title: record.title,
      series,
      variables: record.variables,
      origin: originOf(dataset),
      spectrum: record.spectrum,
      predictabilityTime: record.predictabilityTime,
      ...(record.estimate === undefined ? {} : {
        estimate: { verdict: record.estimate.verdict, because: record.estimate.because },
      }),
      scale: scalesOf(evaluation, trained, series, record.spectrum),
      digest: artifact.manifest.content,
    })),
  );

/** The evidence of a run, from the artifacts of its steps under the names that a plan gives them. */
export const runEvidence = (inputs: Inputs) => (run: ReportedRun): E.Either<LyapError, RunEvidence> =>
  pipe(
    E.Do,
    E.bindW("train", () => inputOf(inputs, `train ${run.id}`)),
    E.bindW("lyapunov", () => inputOf(inputs, `lyapunov ${run.id}`)),
    E.bindW("evaluate", () => inputOf(inputs, `evaluate ${run.id}`)),
    E.bindW("training", ({ train }) => readRecord<TrainingRecord>(train, "training.json")),
    E.bindW("exponents", ({ lyapunov }) => readRecord<NetworkExponents>(lyapunov, "lyapunov.json")),
    E.bindW("evaluation", ({ evaluate }) => readRecord<EvaluationRecord>(evaluate, "measures.json")),
    E.bindW("generated", ({ evaluate, evaluation }) =>
      evaluate.files["generated.npy"] === undefined
        ? E.right(null)
        : readSeries(evaluate, "generated.npy", evaluation.dt)),
    E.bindW("forecast", ({ evaluate, evaluation }) =>
      evaluate.files["forecast.npy"] === undefined
        ? E.right(null)
        : readSeries(evaluate, "forecast.npy", evaluation.dt)),
    E.map(({ train, lyapunov, evaluate, training, exponents, evaluation, generated, forecast }) => ({
      id: run.id,
      data: run.data,
      labels: run.labels,
      settings: run.settings,
      outcome: training.outcome,
      history: training.history,
      monitor: training.monitor,
      spectrum: exponents.spectrum,
      gradientNorms: exponents.gradientNorms,
      measures: evaluation.measures,
      ...(evaluation.validation === undefined ? {} : { validation: evaluation.validation }),
      generated,
      forecast,
      digest: digestOf({
        train: train.manifest.content,
        lyapunov: lyapunov.manifest.content,
        evaluate: evaluate.manifest.content,
      }),
    })),
  );

/** The evidence of an experiment, in the order of its runs. */
export const gatherEvidence = (spec: ReportSpec, inputs: Inputs): E.Either<LyapError, Evidence> => {
  const firstRuns = spec.runs.filter((run, index) =>
    spec.runs.findIndex(({ data }) => data === run.data) === index
  );
  return pipe(
    E.Do,
    E.bindW(
      "data",
      () =>
        E.traverseArray((run: ReportedRun) => dataEvidence(inputs, run.data, run.settings))(
          firstRuns,
        ),
    ),
    E.bindW("runs", () => E.traverseArray(runEvidence(inputs))(spec.runs)),
    E.map(({ data, runs }): Evidence => ({
      experiment: spec.name,
      title: spec.title,
      description: spec.description,
      profile: spec.profile,
      data,
      runs,
    })),
  );
};
