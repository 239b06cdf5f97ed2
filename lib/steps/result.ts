/**
 * The result of an experiment from the artifacts of its steps.
 *
 * @module
 */
import * as E from "fp-ts/Either.js";
import { pipe } from "fp-ts/function.js";
import {
  type DataResult,
  readResult,
  type Result,
  type ResultSource,
  type RunOnData,
  type RunResult,
} from "../results/result.ts";
import type { RunSettings } from "../experiment/vocabulary.ts";
import { type ExponentAlong, exponentAlong } from "../training/exponent_along.ts";
import { originOf } from "../series/origin.ts";
import type { Series } from "../series/series.ts";
import type { LyapunovSpectrum } from "../lyapunov/result.ts";
import { noiseOnSeries } from "../lyapunov/series/noise_on_series.ts";
import { comparesWith } from "../measures/catalogue.ts";
import { measuredBaselines } from "../measures/baselines.ts";
import { scaleOf } from "../measures/scale.ts";
import type { EvaluationSettings } from "../measures/settings.ts";
import { measureName } from "../measures/identity.ts";
import type { LyapError } from "../core/program/errors.ts";
import { digestOf } from "../core/codec/canonical.ts";
import type { Artifact } from "./store/artifact.ts";
import type { DatasetRecord } from "./dataset.ts";
import type { EvaluationRecord } from "./evaluate.ts";
import { readRecord, readSeries } from "./files.ts";
import { inputOf } from "./step.ts";
import type { NetworkExponents } from "./lyapunov.ts";
import { type OfRun, type ReportSpec, stepNamesOf } from "./report_spec.ts";
import type { TrainingRecord } from "./train.ts";

type Inputs = Readonly<Record<string, Artifact>>;

const scalesOf = (
  { measures, steps }: EvaluationSettings,
  trained: Series,
  heldOut: Series,
  spectrum: LyapunovSpectrum | null,
): DataResult["scale"] =>
  Object.fromEntries(
    measures.map((settings) => [
      measureName(settings),
      comparesWith(settings) === "held-out series"
        ? scaleOf(settings, heldOut, trained, steps, spectrum ?? undefined)
        : scaleOf(settings, trained, heldOut, steps, spectrum ?? undefined),
    ]),
  );

/** λ₁ along the rows and that of the estimate agree within this many of their standard errors together. */
const AGREEING_ERRORS = 3;

/**
 * λ₁ along the rows of a recording, where the spec asks for it, and it agrees with what was estimated and is more exact; where
 * it does not agree, the maps do not describe the recording.
 */
const alongOf = (
  artifact: Artifact,
  { exponentAlong: asked }: EvaluationSettings,
  { spectrum, trials, dt }: DatasetRecord,
  trained: Series,
): E.Either<LyapError, ExponentAlong | null> => {
  const estimated = spectrum?.exponents[0];
  if (asked !== true || estimated === undefined || artifact.files["validation.npy"] === undefined) {
    return E.right(null);
  }
  const stretches = trials ?? [{ start: 0, end: trained.rows }];
  const error = spectrum?.standardErrors[0] ?? 0;
  return pipe(
    readSeries(artifact, "validation.npy", dt),
    E.map((validation) => exponentAlong({ series: trained, stretches }, validation)),
    E.map((found) => {
      if (found === null) return null;
      const [value, own] = [found.lambda1 / dt, found.standardError / dt];
      const allowed = AGREEING_ERRORS * Math.sqrt(own * own + error * error);
      return own < error && Math.abs(value - estimated) <= allowed ? found : null;
    }),
  );
};

/** What is known of a dataset, with the scales of all measures. */
export const dataResult = (
  artifact: Artifact,
  id: string,
  { evaluation, dataset }: RunSettings,
): E.Either<LyapError, DataResult> =>
  pipe(
    E.Do,
    E.bindW("record", () => readRecord<DatasetRecord>(artifact, "dataset.json")),
    E.bindW("trained", ({ record }) => readSeries(artifact, "series.npy", record.dt)),
    E.bindW("series", ({ record }) => readSeries(artifact, "held-out.npy", record.dt)),
    E.bindW("along", ({ record, trained }) => alongOf(artifact, evaluation, record, trained)),
    E.map(({ record, trained, series, along }) => ({
      id,
      title: record.title,
      series,
      variables: record.variables,
      ...(record.inputs === undefined ? {} : { inputs: record.inputs.names }),
      origin: originOf(dataset),
      spectrum: record.spectrum,
      predictabilityTime: record.predictabilityTime,
      ...(record.estimate === undefined ? {} : {
        estimate: {
          verdict: record.estimate.verdict,
          because: record.estimate.because,
          ...(artifact.files["validation.npy"] === undefined ? {} : {
            noise: noiseOnSeries(trained),
            heldOutNoise: noiseOnSeries(series),
          }),
        },
      }),
      ...(along === null ? {} : { along }),
      scale: scalesOf(evaluation, trained, series, record.spectrum),
      ...(evaluation.baselines === undefined ? {} : {
        baselines: measuredBaselines(
          evaluation,
          { series: trained, stretches: record.trials ?? [{ start: 0, end: trained.rows }] },
          series,
          record.spectrum,
        ),
      }),
      digest: artifact.manifest.content,
    })),
  );

/** What came of a run, from what its steps have made. */
export const runResult = (
  run: RunOnData<RunSettings>,
  { network, exponents: ofNetwork, measures }: OfRun<Artifact>,
): E.Either<LyapError, RunResult> =>
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
      ...(training.untraced === undefined ? {} : { untraced: training.untraced }),
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
  const { network, exponents, measures } = stepNamesOf(run);
  return pipe(
    E.Do,
    E.bindW("network", () => inputOf(inputs, network)),
    E.bindW("exponents", () => inputOf(inputs, exponents)),
    E.bindW("measures", () => inputOf(inputs, measures)),
  );
};

/** The artifacts that a report is given, as a source of results. */
const artifactSource = (inputs: Inputs): ResultSource<RunSettings> => ({
  data: (run) =>
    pipe(inputOf(inputs, run.data), E.chain((artifact) => dataResult(artifact, run.data, run.settings))),
  run: (run) => pipe(madeFor(inputs, run.id), E.chain((made) => runResult(run, made))),
});

/** The result of an experiment, from the artifacts of its steps. */
export const resultOfArtifacts = (
  { name, runs, ...heading }: ReportSpec,
  inputs: Inputs,
): E.Either<LyapError, Result> => readResult({ experiment: name, ...heading }, runs, artifactSource(inputs));
