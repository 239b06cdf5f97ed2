/**
 * The step `lyapunov`: the spectrum of a trained network along its own free run, and the growth of its gradients.
 *
 * Run alone: `deno run -P=lyapunov lib/steps/lyapunov.ts --spec FILE --in data=DIR --in train=DIR --out DIR`.
 *
 * @module
 */
import * as E from "fp-ts/Either.js";
import { pipe } from "fp-ts/function.js";
import * as RTE from "fp-ts/ReaderTaskEither.js";
import { drivenMap, drivenState } from "../networks/driven.ts";
import { initialState, type Model, modelMap } from "../networks/model.ts";
import type { Series } from "../series/series.ts";
import { gradientNormsAlong, logarithmicGrid } from "../lyapunov/gradient_norms.ts";
import type { GradientNorms, LyapunovSpectrum } from "../lyapunov/result.ts";
import { type NetworkExponentSettings, networkExponentSettings } from "../lyapunov/settings.ts";
import { lyapunovSpectrum } from "../lyapunov/spectrum.ts";
import { mapTangent } from "../lyapunov/tangent_map.ts";
import { type Chosen, ofCheckpoint } from "../experiment/checkpoint_choice.ts";
import { encodeRecord } from "./files.ts";
import type { Step } from "./step.ts";
import { readyFor, trainedNetwork } from "./trained.ts";

/** What the step finds, in `lyapunov.json`. */
export interface NetworkExponents {
  /** In nats per step; null if the training or the free run diverged. */
  readonly spectrum: LyapunovSpectrum | null;
  readonly gradientNorms: GradientNorms | null;
  /** Why something is null. */
  readonly why: string | null;
}

const GRADIENT_LENGTHS = 20;

/**
 * Exponents and gradient norms of a model along its free run from the first row of a series.
 *
 * The starting points of the gradients are spread over the stretch of the orbit from which the exponents come, so that
 * both speak of the same orbit: a network that is chaotic only at times has another rate in every part of it.
 *
 * @param inputs What drives the network, at the rows of the series; where a run is longer they are repeated. The exponents are
 * then those of the state given the inputs. Default: nothing does.
 */
export const networkExponents = (
  model: Model,
  series: Series,
  settings: NetworkExponentSettings,
  inputs: Series | null = null,
): NetworkExponents => {
  const first = series.values.slice(0, series.columns);
  const tangent = mapTangent(inputs === null ? modelMap(model) : drivenMap(model, inputs));
  const state = inputs === null ? initialState(model, first) : drivenState(model, first);
  const { steps, transient, exponents, longestGradient, gradientStarts } = settings;
  const tangentTransient = Math.floor(steps / 10);
  const found = pipe(
    E.Do,
    E.bindW("spectrum", () =>
      lyapunovSpectrum(tangent, {
        state,
        ...(inputs !== null
          ? { k: Math.min(exponents === 0 ? Infinity : exponents, tangent.dimension - 1) }
          : exponents === 0
          ? {}
          : { k: exponents }),
        steps,
        transient,
        tangentTransient,
        unit: "nats/step",
      })),
    E.bindW("gradientNorms", () =>
      gradientNormsAlong(tangent, {
        state,
        lengths: logarithmicGrid(Math.min(10, longestGradient), longestGradient, GRADIENT_LENGTHS),
        transient: transient + tangentTransient,
        starts: gradientStarts,
        spacing: Math.max(1, Math.floor((steps - longestGradient) / Math.max(1, gradientStarts - 1))),
      })),
  );
  return E.isRight(found)
    ? { ...found.right, why: null }
    : { spectrum: null, gradientNorms: null, why: `the free run left all bounds at step ${found.left.step}` };
};

/** The step as a value, for programs that run it without a process of its own. */
export const lyapunovStep: Step<NetworkExponentSettings & Chosen> = {
  name: "lyapunov",
  codec: ofCheckpoint(networkExponentSettings),
  run: (settings, inputs) =>
    pipe(
      readyFor(inputs),
      RTE.chainEitherK(() => trainedNetwork(inputs, settings.checkpoint)),
      RTE.map(({ model, series, training, inputs }): NetworkExponents =>
        training.outcome.kind === "trained"
          ? networkExponents(model, series, settings, inputs.series)
          : { spectrum: null, gradientNorms: null, why: "the training diverged" }
      ),
      RTE.map((found) => ({ "lyapunov.json": encodeRecord(found) })),
    ),
};

if (import.meta.main) await (await import("./harness.ts")).runAsStep(lyapunovStep);
