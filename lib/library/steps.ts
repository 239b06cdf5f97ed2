/**
 * The steps of the pipeline as plain functions in memory: series → network → exponents → measure.
 *
 * @module
 */
import * as E from "fp-ts/Either.js";
import { pipe } from "fp-ts/function.js";
import { type CellInput, cellOf } from "../networks/catalogue.ts";
import { freeRun, initialState, type Model, observe } from "../networks/model.ts";
import { generate } from "../series/generate.ts";
import { systemSource } from "../series/generate_settings.ts";
import type { Series } from "../series/series.ts";
import { standardisationOf, standardise } from "../series/standardise.ts";
import type { Equations, Sampling } from "../experiment/kinds.ts";
import { convergenceFigure } from "../report/figures/convergence.ts";
import type { Figure } from "../report/figures/plot/figure.ts";
import { type ExponentOptions, exponentsOfSystem, type SystemExponents } from "../lyapunov/exponents.ts";
import type { LyapunovSpectrum } from "../lyapunov/result.ts";
import { type NetworkExponentSettings, networkExponentSettings } from "../lyapunov/settings.ts";
import { evaluateMeasure, measureCodec, type MeasureSpec } from "../measures/catalogue.ts";
import type { MeasureContext } from "../measures/measure.ts";
import { cannotCompute, type LyapError } from "../core/program/errors.ts";
import { type Codec, decode } from "../core/codec/codec.ts";
import { networkExponents } from "../steps/lyapunov.ts";
import type { Parameters, System } from "../systems/system.ts";
import { type UserDelayEquations, type UserEquations, userSystem, type UserText } from "../systems/user.ts";
import { regressionStart } from "../training/regression_start.ts";
import { trainEpochs } from "../training/train.ts";
import { type TrainingInput, trainingSettings } from "../training/settings.ts";
import { type Showing, showing } from "./notebook.ts";
import { shownFigure } from "./run.ts";
import { toSvg } from "../report/figures/plot/draw.ts";

const read = <A, O>(
  codec: Codec<A, O>,
  source: string,
  written: unknown,
): E.Either<LyapError, A> =>
  pipe(
    decode(codec, written),
    E.mapLeft((faults): LyapError => ({ _tag: "InvalidSpec", source, faults })),
  );

/**
 * A series from equations, each variable brought to mean 0 and standard deviation 1.
 *
 * @param source As `system("lorenz", { rho: 38 })` gives it.
 * @param sampling `dt` and the number of samples, at least.
 */
export const trajectory = (
  source: Equations,
  sampling: Sampling,
): E.Either<LyapError, Series> =>
  pipe(
    read(systemSource, "the series", { ...source, ...sampling }),
    E.chain(generate),
    E.map(({ series }) => standardise(series, standardisationOf(series))),
  );

/**
 * Trains a network on a series, to its end.
 *
 * @param options The forcing, at least; sizes default to the paper's.
 * @errors CannotCompute when the training diverges.
 */
export const trainNetwork = (
  series: Series,
  cell: CellInput,
  options: Omit<TrainingInput, "cell">,
): E.Either<LyapError, Model> =>
  pipe(
    E.Do,
    E.bindW("settings", () => read(trainingSettings, "the training", { cell, ...options })),
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
 * @errors CannotCompute when the free run leaves all bounds.
 */
export const networkSpectrum = (
  network: Model,
  series: Series,
  options: Partial<NetworkExponentSettings> = {},
): E.Either<LyapError, LyapunovSpectrum & Showing> =>
  pipe(
    read(networkExponentSettings, "the exponents", options),
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
  pipe(
    E.Do,
    E.bindW("system", () => userSystem(system as unknown, "the system")),
    E.bindW("found", ({ system }) => exponentsOfSystem(system, parameters, options)),
    E.map(({ system: { title }, found }) =>
      showing(found, ({ spectrum }) => ({ "image/svg+xml": toSvg(convergenceFigure(title, spectrum)) }))
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
 * @errors CannotCompute when the free run diverges.
 */
export const generated = (
  network: Model,
  series: Series,
  steps: number,
): E.Either<LyapError, Series> => {
  const { columns, dt, values } = series;
  const run = freeRun(
    network,
    initialState(network, values.slice(0, columns)),
    steps,
  );
  return run.kind === "diverged"
    ? E.left(
      cannotCompute(
        `The free run diverged at step ${run.step}`,
        "train the network for longer",
      ),
    )
    : E.right({
      values: observe(network, run.states),
      rows: steps,
      columns,
      dt,
    });
};

/**
 * The value of a measure that compares two series.
 *
 * @param measure As `D_stsp()` gives it.
 * @param more What some measures need besides: spectra, forecasts.
 * @errors CannotCompute when the measure has no value, with the reason.
 */
export const compare = (
  measure: MeasureSpec,
  truth: Series,
  made: Series,
  more: Omit<MeasureContext, "truth" | "generated"> = {},
): E.Either<LyapError, number> =>
  pipe(
    read(measureCodec, "the measure", measure),
    E.map((settings) => evaluateMeasure(settings, { truth, generated: made, ...more })),
    E.chain(({ value, why }) =>
      value === null
        ? E.left(
          cannotCompute(
            `${measure.kind} has no value: ${why ?? "it is not finite"}`,
            "use another measure",
          ),
        )
        : E.right(value)
    ),
  );
