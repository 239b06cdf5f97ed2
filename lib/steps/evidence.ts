/**
 * Puts together what an experiment found, from the artifacts of its steps.
 *
 * @module
 */
import * as E from "fp-ts/Either.js";
import { pipe } from "fp-ts/function.js";
import type { DataEvidence, Evidence, RunEvidence } from "../results/evidence.ts";
import { originOf } from "../series/origin.ts";
import type { Series } from "../series/series.ts";
import type { LyapunovSpectrum } from "../lyapunov/result.ts";
import { comparesWith } from "../measures/catalogue.ts";
import { scaleOf } from "../measures/scale.ts";
import { type EvaluationSettings, measureName } from "../measures/settings.ts";
import type { LyapError } from "../program/errors.ts";
import { digestOf } from "../codec/canonical.ts";
import type { Artifact } from "./store/artifact.ts";
import type { DatasetRecord } from "./dataset.ts";
import type { EvaluationRecord } from "./evaluate.ts";
import { readRecord, readSeries } from "./files.ts";
import { inputOf } from "./harness.ts";
import type { NetworkExponents } from "./lyapunov.ts";
import { namesOf, type OfRun, type ReportedRun, type ReportSpec } from "./report_spec.ts";
import type { TrainingRecord } from "./train.ts";

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
  artifact: Artifact,
  id: string,
  { evaluation, dataset }: ReportedRun["settings"],
): E.Either<LyapError, DataEvidence> =>
  pipe(
    E.Do,
    E.bindW("record", () => readRecord<DatasetRecord>(artifact, "dataset.json")),
    E.bindW("trained", ({ record }) => readSeries(artifact, "series.npy", record.dt)),
    E.bindW("series", ({ record }) => readSeries(artifact, "held-out.npy", record.dt)),
    E.map(({ record, trained, series }) => ({
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

/** The evidence of a run, from what its steps have made. */
export const runEvidence = (
  run: ReportedRun,
  { network, exponents: ofNetwork, measures }: OfRun<Artifact>,
): E.Either<LyapError, RunEvidence> =>
  pipe(
    E.Do,
    E.bindW("training", () => readRecord<TrainingRecord>(network, "training.json")),
    E.bindW("exponents", () => readRecord<NetworkExponents>(ofNetwork, "lyapunov.json")),
    E.bindW("evaluation", () => readRecord<EvaluationRecord>(measures, "measures.json")),
    E.bindW("generated", ({ evaluation }) =>
      measures.files["generated.npy"] === undefined
        ? E.right(null)
        : readSeries(measures, "generated.npy", evaluation.dt)),
    E.bindW("forecast", ({ evaluation }) =>
      measures.files["forecast.npy"] === undefined
        ? E.right(null)
        : readSeries(measures, "forecast.npy", evaluation.dt)),
    E.map(({ training, exponents, evaluation, generated, forecast }) => ({
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
        train: network.manifest.content,
        lyapunov: ofNetwork.manifest.content,
        evaluate: measures.manifest.content,
      }),
    })),
  );

/** What was made for a run, of all that the report is given. */
const madeFor = (inputs: Inputs, run: string): E.Either<LyapError, OfRun<Artifact>> => {
  const { network, exponents, measures } = namesOf(run);
  return pipe(
    E.Do,
    E.bindW("network", () => inputOf(inputs, network)),
    E.bindW("exponents", () => inputOf(inputs, exponents)),
    E.bindW("measures", () => inputOf(inputs, measures)),
  );
};

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
        E.traverseArray(({ data, settings }: ReportedRun) =>
          pipe(inputOf(inputs, data), E.chain((artifact) => dataEvidence(artifact, data, settings)))
        )(firstRuns),
    ),
    E.bindW(
      "runs",
      () =>
        E.traverseArray((run: ReportedRun) =>
          pipe(madeFor(inputs, run.id), E.chain((made) => runEvidence(run, made)))
        )(spec.runs),
    ),
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
