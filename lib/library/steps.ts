/**
 * The steps of the pipeline as plain functions in memory: series → network → exponents → measure.
 *
 * @module
 */
import * as E from "fp-ts/Either.js";
import { pipe } from "fp-ts/function.js";
import { type CellInput, cellOf } from "../networks/catalogue.ts";
import { isTensorFlowLoaded } from "../networks/tensorflow.ts";
import { freeRun, initialState, type Model, observe } from "../networks/model.ts";
import { generate } from "../series/generate.ts";
import { systemSource } from "../series/generate_settings.ts";
import { record } from "../core/codec/codec.ts";
import type { Series } from "../series/series.ts";
import { standardisationOf, standardise } from "../series/standardise.ts";
import type { Equations, Sampling } from "../experiment/kinds.ts";
import { convergenceFigure } from "../report/figures/convergence.ts";
import { divergenceFigure } from "../report/figures/divergence.ts";
import type { Figure } from "../report/figures/plot/figure.ts";
import { type ExponentOptions, exponentsOfSystem, type SystemExponents } from "../lyapunov/exponents.ts";
import type { LyapunovSpectrum } from "../lyapunov/result.ts";
import { estimateSeries } from "../lyapunov/series/estimate.ts";
import type { SeriesEstimate } from "../lyapunov/series/series_estimate.ts";
import type { EstimateSettings } from "../lyapunov/series/settings.ts";
import { type NetworkExponentSettings, networkExponentSettings } from "../lyapunov/settings.ts";
import type { TrustOptions } from "../lyapunov/trust/tried_course.ts";
import { examineExponents, type TrustedExponents } from "../lyapunov/trust/trust.ts";
import { evaluateMeasure, measureCodec, type MeasureSpec } from "../measures/catalogue.ts";
import type { MeasureContext } from "../measures/measure.ts";
import { badUsage, cannotCompute, type LyapError } from "../core/program/errors.ts";
import { mustBeObjects } from "../core/program/handed.ts";
import { counted } from "../core/program/text.ts";
import { type Codec, decode, positiveInteger } from "../core/codec/codec.ts";
import { networkExponents } from "../steps/lyapunov.ts";
import { withHeld } from "../steps/modules.ts";
import { faultOfUser } from "./fault.ts";
import type { Parameters, System } from "../systems/system.ts";
import { type UserDelayEquations, type UserEquations, userSystem, type UserText } from "../systems/user.ts";
import { needsTensorFlow } from "../training/rollout.ts";
import { regressionStart } from "../training/regression_start.ts";
import { trainEpochs } from "../training/train.ts";
import { type TrainingInput, trainingSettings } from "../training/settings.ts";
import { type Showing, showing } from "./notebook.ts";
import { shownFigure } from "./run.ts";
import { toSvg } from "../report/figures/plot/draw.ts";

const datasetSource = record({ source: systemSource });

const read = <A, O>(
  codec: Codec<A, O>,
  source: string,
  written: unknown,
): E.Either<LyapError, A> =>
  pipe(
    decode(codec, withHeld(written)),
    E.mapLeft((faults): LyapError => ({ _tag: "InvalidSpec", source, faults })),
  );

/** Makes something with code of a user's. What that throws is an error as a value. */
const guarded = <A>(make: () => E.Either<LyapError, A>): E.Either<LyapError, A> => {
  try {
    return make();
  } catch (error) {
    const fault = error instanceof RangeError && error.message === "Array buffer allocation failed"
      ? cannotCompute("It takes more memory than there is", "ask for fewer steps or units")
      : faultOfUser(error);
    if (fault === null) throw error;
    return E.left(fault);
  }
};

/** Fails for a network whose step is in tf ops where TensorFlow.js is not there. */
const mustBeLoaded = (network: Pick<Model, "cell" | "observation">): E.Either<LyapError, void> =>
  needsTensorFlow(network) && !isTensorFlowLoaded()
    ? E.left(badUsage(
      `The ${
        cellOf(network.cell).kernel === null
          ? `cell "${cellOf(network.cell).kind}"`
          : `observation model "${network.observation.kind}"`
      } is written in TensorFlow.js, which is not loaded`,
      'write before that: await loadTensorFlow(), which "@lyap/lyap/cells" exports',
    ))
    : E.right(undefined);

const mustBeSeries = (series: Series): E.Either<LyapError, void> =>
  mustBeObjects({ "the series": ["a series, as seriesOf and trajectory make it", series] });

const mustBeNetwork = (network: Model): E.Either<LyapError, void> =>
  mustBeObjects({ "the network": ["a network, as trainNetwork makes it", network] });

/** Fails for what is no series, and for a series whose rows do not have the same length. */
const mustBeWhole = (series: Series): E.Either<LyapError, void> =>
  pipe(
    mustBeSeries(series),
    E.filterOrElseW(
      () => series.values.length === series.rows * series.columns,
      () =>
        badUsage(
          `The series has ${
            counted(series.values.length, "number")
          }, which do not make ${series.rows} rows of ` +
            `${series.columns}`,
          "give each row as many numbers as the first",
        ),
    ),
  );

/**
 * Fails for what is no network or no series, for a cell that needs TensorFlow.js where that is not there, and for a series
 * that does not have the variables of the network, or has no row to start from.
 */
const mustFit = (network: Model, series: Series): E.Either<LyapError, void> =>
  pipe(
    mustBeNetwork(network),
    E.chain(() => mustBeSeries(series)),
    E.chain(() => mustBeLoaded(network)),
    E.filterOrElseW(
      () => series.columns === network.observations && series.rows >= 1,
      () =>
        badUsage(
          `The network was trained on ${counted(network.observations, "column")}, and the series has ${
            counted(series.rows, "row")
          } of ${counted(series.columns, "column")}`,
          "give a series of the same variables",
        ),
    ),
  );

/**
 * A series from equations, each variable brought to mean 0 and standard deviation 1.
 *
 * @param source As `system("lorenz", { rho: 38 })` gives it, or `module(defineSystem({ … }))`.
 * @param sampling `dt` and the number of samples, at least.
 */
export const trajectory = (
  source: Equations,
  sampling: Sampling,
): E.Either<LyapError, Series> =>
  guarded(() =>
    pipe(
      read(datasetSource, "the series", { source: { ...source, ...sampling } }),
      E.chain(({ source }) => generate(source)),
      E.map(({ series }) => standardise(series, standardisationOf(series))),
    )
  );

/**
 * Trains a network on a series, to its end.
 *
 * @param options The forcing, at least; sizes default to the paper's. Your own is `module(defineForcing({ …
 * }))`.
 * @errors CannotCompute when the training diverges; BadUsage where the cell needs `await loadTensorFlow()` before.
 */
export const trainNetwork = (
  series: Series,
  cell: CellInput,
  options: Omit<TrainingInput, "cell">,
): E.Either<LyapError, Model> =>
  guarded(() =>
    pipe(
      E.Do,
      E.bindW("settings", () => read(trainingSettings, "the training", { cell, ...options })),
      E.chainFirst(({ settings }) => mustBeLoaded(settings)),
      E.chainFirst(() => mustBeWhole(series)),
      E.bindW("initial", ({ settings }) => regressionStart(settings, series, {})),
      E.bindW("training", ({ settings, initial }) =>
        trainEpochs(settings, series, {
          predictabilitySteps: null,
          ...(initial === undefined ? {} : { initial }),
        })),
      E.chainW(({ settings, training }): E.Either<LyapError, Model> => {
        let epoch = training.next();
        while (!epoch.done) {
          epoch = training.next();
        }
        const { outcome, weights } = epoch.value;
        return outcome.kind === "trained"
          ? E.right({
            cell: settings.cell,
            observation: settings.observation,
            observations: series.columns,
            weights,
          })
          : E.left(cannotCompute(
            `The training diverged in epoch ${outcome.epoch}`,
            "force more often, clip the gradients, or lower the learning rate",
          ));
      }),
    )
  );

const shownSpectrum = (
  subject: string,
  spectrum: LyapunovSpectrum,
): LyapunovSpectrum & Showing =>
  showing(
    spectrum,
    (it) => ({ "image/svg+xml": toSvg(convergenceFigure(subject, it)) }),
  );

/**
 * The Lyapunov spectrum of a network along its free run from the first row of a series, in nats per step.
 *
 * @errors CannotCompute when the free run leaves all bounds; BadUsage for a series of other variables.
 */
export const networkSpectrum = (
  network: Model,
  series: Series,
  options: Partial<NetworkExponentSettings> = {},
): E.Either<LyapError, LyapunovSpectrum & Showing> =>
  guarded(() =>
    pipe(
      read(networkExponentSettings, "the exponents", options),
      E.chainFirst(() => mustFit(network, series)),
      E.map((settings) => networkExponents(network, series, settings)),
      E.chain(({ spectrum, why }) =>
        spectrum === null
          ? E.left(
            cannotCompute(
              `There is no spectrum: ${why}`,
              "train the network for longer",
            ),
          )
          : E.right(shownSpectrum(cellOf(network.cell).kind, spectrum))
      ),
    )
  );

/**
 * The Lyapunov exponents of equations; a notebook shows how they converge.
 *
 * @param system One of `systems`, or your own, as `defineSystem` takes it.
 * @param parameters Those that differ from its own.
 * @returns The spectrum, in nats per time unit for flows and delay equations and in nats per step for maps.
 */
export const exponentsOf = <const V extends readonly string[], const P extends Parameters>(
  system: System | UserEquations<V, P> | UserDelayEquations<V, P> | UserText,
  parameters: Parameters = {},
  options: ExponentOptions = {},
): E.Either<LyapError, SystemExponents & Showing> =>
  guarded(() =>
    pipe(
      E.Do,
      E.bindW("system", () => userSystem(system as unknown, "the system")),
      E.bindW("found", ({ system }) => exponentsOfSystem(system, parameters, options)),
      E.map(({ system: { title }, found }) =>
        showing(found, ({ spectrum }) => ({ "image/svg+xml": toSvg(convergenceFigure(title, spectrum)) }))
      ),
    )
  );

/**
 * The Lyapunov exponents of a system, with the checks that decide whether they can be trusted; a notebook shows how they
 * converge.
 *
 * @param system One of `systems`.
 * @param parameters Those that differ from its own.
 * @returns The spectrum as of `exponentsOf`, and in `doubts` why it is not to be trusted, if so.
 * @errors BadUsage for a parameter that there is not; CannotCompute when the orbit cannot be followed.
 */
export const trustedExponents = (
  system: System,
  parameters: Parameters = {},
  options: TrustOptions = {},
): E.Either<LyapError, TrustedExponents & Showing> =>
  pipe(
    examineExponents(system, parameters, options),
    E.map((found) =>
      showing(
        found,
        ({ spectrum }) => ({ "image/svg+xml": toSvg(convergenceFigure(system.title, spectrum)) }),
      )
    ),
  );

/**
 * The largest Lyapunov exponent of a measured series with its standard error and a verdict; a notebook shows how
 * neighbours diverge.
 *
 * @param series T rows × N columns, sampled every `dt` time units; no gaps.
 * @param settings What is known of the series beforehand. Default: all of it is found from the series.
 * @returns λ₁ in nats per time unit, the verdict with its reason, and the forcing interval that follows.
 * @errors CannotCompute for fewer than 100 rows, a constant column, a number that is not finite, or dt ≤ 0.
 */
export const estimateExponent = (
  series: Series,
  settings: EstimateSettings = {},
): E.Either<LyapError, SeriesEstimate & Showing> =>
  pipe(
    mustBeSeries(series),
    E.chain(() => mustBeObjects({ "the settings": ["an object {setting: value}", settings] })),
    E.chain(() => estimateSeries(series, settings)),
    E.map((found) =>
      showing(found, (it) => ({ "image/svg+xml": toSvg(divergenceFigure("the series", it)) }))
    ),
  );

/** A picture of how the exponents come to rest with the length of the orbit. */
export const spectrumFigure = (
  subject: string,
  spectrum: LyapunovSpectrum,
): Figure & Showing => shownFigure(convergenceFigure(subject, spectrum));

/**
 * What a network generates, freely from the first row of a series.
 *
 * @param steps How many rows: 1 or more.
 * @errors CannotCompute when the free run diverges; BadUsage for a series of other variables.
 */
export const generated = (
  network: Model,
  series: Series,
  steps: number,
): E.Either<LyapError, Series> =>
  guarded(() =>
    pipe(
      E.Do,
      E.bindW("rows", () => read(positiveInteger, "the number of steps", steps)),
      E.chainFirst(() => mustFit(network, series)),
      E.chainW(({ rows }) => {
        const { columns, dt, values } = series;
        const run = freeRun(network, initialState(network, values.slice(0, columns)), rows);
        return run.kind === "diverged"
          ? E.left(cannotCompute(`The free run diverged at step ${run.step}`, "train the network for longer"))
          : E.right({ values: observe(network, run.states), rows, columns, dt });
      }),
    )
  );

/**
 * The value of a measure that compares two series.
 *
 * @param measure As `measures.D_stsp()` gives it, or `module(defineMeasure({ … }))`.
 * @param more What some measures need in addition: spectra, forecasts.
 * @errors CannotCompute when the measure has no value, with the reason.
 */
export const compare = (
  measure: MeasureSpec,
  truth: Series,
  made: Series,
  more: Omit<MeasureContext, "truth" | "generated"> = {},
): E.Either<LyapError, number> =>
  guarded(() =>
    pipe(
      read(measureCodec, "the measure", measure),
      E.chainFirst(() => mustBeWhole(truth)),
      E.chainFirst(() => mustBeWhole(made)),
      E.chain((settings) => {
        const { value, why } = evaluateMeasure(settings, { truth, generated: made, ...more });
        return value === null
          ? E.left(
            cannotCompute(
              `${settings.kind} has no value: ${why ?? "it is not finite"}`,
              "use another measure",
            ),
          )
          : E.right(value);
      }),
    )
  );
