/**
 * The step `evaluate`: a free run of a trained network, and how it compares with the true series.
 *
 * Run alone: `deno run -P=evaluate lib/steps/evaluate.ts --spec FILE --in data=DIR --in train=DIR --in lyapunov=DIR
 * --out DIR`.
 *
 * @module
 */
import * as E from "fp-ts/Either.js";
import { pipe } from "fp-ts/function.js";
import * as RTE from "fp-ts/ReaderTaskEither.js";
import { initialState, type Model, observedRun } from "../networks/model.ts";
import { mean } from "../numerics/statistics.ts";
import { withNoise } from "../series/noise.ts";
import { type Series, slice } from "../series/series.ts";
import { concatenate } from "../series/stretches.ts";
import { type AnyMeasureSettings, comparesWith, evaluateMeasure, measureOf } from "../measures/catalogue.ts";
import { type Forecast, type MeasureContext, measured, type Measurement } from "../measures/measure.ts";
import {
  type EvaluationSettings,
  evaluationSettings,
  type ValidationSettings,
} from "../measures/settings.ts";
import { measureName } from "../measures/identity.ts";
import type { LyapError } from "../core/program/errors.ts";
import { type Chosen, ofCheckpoint } from "../experiment/checkpoint_choice.ts";
import { encodeRecord, readRecord } from "./files.ts";
import { encodeSeries } from "../series/npy.ts";
import type { Artifact } from "./store/artifact.ts";
import { inputOf, type Step } from "./step.ts";
import type { NetworkExponents } from "./lyapunov.ts";
import { readyFor, type TrainedNetwork, trainedNetwork } from "./trained.ts";

/** What the step finds, in `measures.json`. */
export interface EvaluationRecord {
  readonly measures: Readonly<Record<string, Measurement>>;
  /** The same measures on the part by which networks are chosen; absent if there is none. */
  readonly validation?: Readonly<Record<string, Measurement>>;
  /** Sampling interval of `generated.npy` in time units. */
  readonly dt: number;
  /** Epochs after which the network was as it is measured here; absent for the end of the training. */
  readonly epoch?: number;
}

/** Steps of the forecast that is kept for pictures. */
const FORECAST_STEPS = 2000;

type Generated = { readonly series: Series } | { readonly why: string };

const row = (series: Series, index: number): Float64Array =>
  series.values.slice(index * series.columns, (index + 1) * series.columns);

/** A free run that starts where the truth starts. One that is driven ends where the truth ends, and leaves nothing out. */
const generate = (
  model: Model,
  truth: Series,
  wanted: number,
  before: number,
  inputs: Series | null,
): Generated => {
  const [steps, transient] = inputs === null ? [wanted, before] : [Math.min(wanted, truth.rows - 1), 0];
  const run = observedRun(model, initialState(model, row(truth, 0)), steps, { transient, inputs });
  return run.kind === "diverged"
    ? { why: `the free run diverged at step ${run.step}` }
    : { series: { values: run.values, rows: steps, columns: truth.columns, dt: truth.dt } };
};

/** How a part that chooses is looked at where the spec says nothing of it. */
const AS_HELD_OUT: ValidationSettings = { starts: 1, noise: 0, withTraining: false };

/** Seed of the noise that free runs are given. */
const NOISE_SEED = 1;

/** The rows from which free runs begin: the first of as many equal parts of the series. */
export const startsOf = ({ rows }: Series, starts: number): readonly number[] =>
  Array.from(
    { length: Math.min(starts, rows) },
    (_, index) => Math.floor(index * rows / Math.min(starts, rows)),
  );

/** Where there are several free runs, each has this many times its share of the steps: a late collapse is to show. */
const LONGER = 2;

/** Free runs from several rows of the part that chooses: where a network comes to from one says little of others. */
const generateFromSeveral = (
  model: Model,
  truth: Series,
  { steps, transient }: Pick<EvaluationSettings, "steps" | "transient">,
  { starts, noise }: Pick<ValidationSettings, "starts" | "noise">,
  inputs: Series | null,
): readonly Generated[] => {
  const rows = startsOf(truth, starts);
  const each = rows.length === 1 ? steps : Math.ceil(LONGER * steps / rows.length);
  return rows.map((start) => {
    const run = generate(model, slice(truth, start), each, transient, inputs);
    return "why" in run ? run : { series: withNoise(run.series, noise, NOISE_SEED) };
  });
};

/** The mean of what several free runs come to; without a value where one of them has none. */
const meanOf = (found: readonly Measurement[]): Measurement =>
  found.find(({ value }) => value === null) ?? measured(mean(found.map(({ value }) => value!)));

/** Forecasts from rows of the truth; what follows a divergence is NaN. */
const forecaster = (model: Model, truth: Series, inputs: Series | null): Forecast => (start, steps) => {
  const run = observedRun(model, initialState(model, row(truth, start)), steps, {
    bound: Infinity,
    inputs: inputs === null ? null : slice(inputs, start),
  });
  return run.kind === "diverged" ? new Float64Array(steps * truth.columns).fill(NaN) : run.values;
};

/** What is kept of a network's free runs for pictures. */
export interface Orbits {
  /** The beginning of the free run that is compared with the held-out series; null if it diverged. */
  readonly generated: Series | null;
  /** A forecast of the held-out series from its first row on. */
  readonly forecast: Series;
}

const forecastFor = (model: Model, heldOut: Series, inputs: Series | null): Series => {
  const steps = Math.min(FORECAST_STEPS, heldOut.rows - 1);
  return { ...heldOut, values: forecaster(model, heldOut, inputs)(0, steps), rows: steps };
};

/** The orbits of a network whose measures are known: those that this step keeps, without the rest of the free run. */
export const orbitsOf = (
  model: Model,
  heldOut: Series,
  { steps, transient, keep }: EvaluationSettings,
  inputs: Series | null = null,
): Orbits => {
  const generated = generate(model, heldOut, Math.min(keep, steps), transient, inputs);
  return {
    generated: "series" in generated ? generated.series : null,
    forecast: forecastFor(model, heldOut, inputs),
  };
};

/** A true series and the free run that is compared with it. */
interface Basis {
  readonly truth: Series;
  readonly inputs: Series | null;
  readonly generated: Generated;
}

/** Whether a measure is of forecasts and not of free runs. */
const looksAhead = (settings: AnyMeasureSettings): boolean => {
  const { needs } = measureOf(settings);
  return needs.includes("forecast") && !needs.includes("generated");
};

const evaluateNetwork = (
  { model, data, series, validation, heldOut, inputs }: TrainedNetwork,
  exponents: NetworkExponents,
  settings: EvaluationSettings,
): Orbits & { readonly record: EvaluationRecord } => {
  const onHeldOut: Basis = {
    truth: heldOut,
    inputs: inputs.heldOut,
    generated: generate(model, heldOut, settings.steps, settings.transient, inputs.heldOut),
  };
  const usesTraining = (each: AnyMeasureSettings) => comparesWith(each) === "training series";
  const onTraining: Basis | null = settings.measures.some(usesTraining)
    ? {
      truth: series,
      inputs: inputs.series,
      generated: generate(model, series, settings.steps, 0, inputs.series),
    }
    : null;
  const measure = (each: AnyMeasureSettings, { truth, inputs, generated }: Basis): Measurement => {
    const context: MeasureContext = {
      truth,
      forecast: forecaster(model, truth, inputs),
      ...(data.spectrum === null ? {} : { systemSpectrum: data.spectrum }),
      ...("series" in generated ? { generated: generated.series } : {}),
      ...(exponents.spectrum === null ? {} : { networkSpectrum: exponents.spectrum }),
    };
    const measurement = evaluateMeasure(each, context);
    return measurement.value === null && "why" in generated
      ? { value: null, why: generated.why }
      : measurement;
  };
  const measureAll = (basisOf: (each: AnyMeasureSettings) => Basis) =>
    Object.fromEntries(settings.measures.map((each) => [measureName(each), measure(each, basisOf(each))]));
  /** The measures on what chooses: of free runs from several rows the mean, and of forecasts that on the part alone. */
  const onValidation = (part: Series): EvaluationRecord["measures"] => {
    const { validation: driving } = inputs;
    const said = settings.validation ?? AS_HELD_OUT;
    // A driven run lasts as long as its inputs, and so begins where they do.
    const { starts, noise, withTraining } = driving === null
      ? said
      : { ...said, starts: 1, withTraining: false };
    const truth = withTraining ? concatenate([series, part]).series : part;
    const runs = generateFromSeveral(model, truth, settings, { starts, noise }, driving);
    return Object.fromEntries(settings.measures.map((each) => [
      measureName(each),
      looksAhead(each)
        ? measure(each, { truth: part, inputs: driving, generated: runs[0]! })
        : meanOf(runs.map((generated) => measure(each, { truth, inputs: driving, generated }))),
    ]));
  };
  const { generated } = onHeldOut;
  return {
    forecast: forecastFor(model, heldOut, inputs.heldOut),
    record: {
      measures: measureAll((each) => usesTraining(each) && onTraining !== null ? onTraining : onHeldOut),
      ...(validation === null ? {} : { validation: onValidation(validation) }),
      dt: data.dt,
    },
    generated: "series" in generated
      ? slice(generated.series, 0, Math.min(settings.keep, settings.steps))
      : null,
  };
};

const notEvaluated = ({ measures }: EvaluationSettings, why: string, dt: number): EvaluationRecord => ({
  measures: Object.fromEntries(measures.map((each) => [measureName(each), { value: null, why }])),
  dt,
});

/** The files of the step. */
const evaluated = (
  settings: EvaluationSettings & Chosen,
  inputs: Readonly<Record<string, Artifact>>,
): E.Either<LyapError, Readonly<Record<string, Uint8Array>>> =>
  pipe(
    E.Do,
    E.bindW("network", () => trainedNetwork(inputs, settings.checkpoint)),
    E.bindW("exponents", () =>
      pipe(
        inputOf(inputs, "lyapunov"),
        E.chain((artifact) => readRecord<NetworkExponents>(artifact, "lyapunov.json")),
      )),
    E.map(({ network, exponents }) => ({
      network,
      ...network.training.outcome.kind === "trained" ? evaluateNetwork(network, exponents, settings) : {
        record: notEvaluated(settings, "the training diverged", network.data.dt),
        generated: null,
        forecast: null,
      },
    })),
    E.map(({ network, record, generated, forecast }) => ({
      "measures.json": encodeRecord(
        settings.checkpoint === undefined ? record : { ...record, epoch: network.epoch },
      ),
      ...(generated === null ? {} : { "generated.npy": encodeSeries(generated) }),
      ...(forecast === null ? {} : { "forecast.npy": encodeSeries(forecast) }),
    })),
  );

/** The step as a value, for programs that run it without a process of its own. */
export const evaluateStep: Step<EvaluationSettings & Chosen> = {
  name: "evaluate",
  codec: ofCheckpoint(evaluationSettings),
  run: (settings, inputs) =>
    pipe(
      readyFor(inputs),
      RTE.chainEitherK(() => evaluated(settings, inputs)),
    ),
};

if (import.meta.main) await (await import("./harness.ts")).runAsStep(evaluateStep);
