/**
 * The measures that there are. To add one: its file, and one line here.
 *
 * @module
 */
import type * as E from "fp-ts/Either.js";
import type { Codec } from "../core/codec/codec.ts";
import {
  type Catalogue,
  catalogue,
  type ChoiceOf,
  type InputOf,
  type ModuleChoice,
  type Read,
} from "../core/catalogue.ts";
import { powerSpectrumDistance } from "./d_h.ts";
import { stateSpaceDivergence } from "./d_stsp.ts";
import { kaplanYorkeError } from "./kaplan_yorke_error.ts";
import { largestExponentError } from "./lambda1_error.ts";
import { scaledError } from "./mase.ts";
import type { Measure, MeasureContext, Measurement, Truth } from "./measure.ts";
import { predictionError } from "./prediction_error.ts";
import { powerSpectrumCorrelation } from "./psc.ts";
import { settledShare } from "./settled_share.ts";
import { spectrumError } from "./spectrum_error.ts";
import { validPredictionTime } from "./valid_prediction_time.ts";

const kinds = [
  stateSpaceDivergence,
  powerSpectrumDistance,
  powerSpectrumCorrelation,
  predictionError,
  scaledError,
  validPredictionTime,
  largestExponentError,
  spectrumError,
  kaplanYorkeError,
  settledShare,
] as const;

const all: Catalogue<(typeof kinds)[number]> = catalogue("measure", kinds, ["evaluate"]);

/**
 * The catalogue as a type.
 *
 * @internal
 */
type All = typeof all;

/** Every measure by its name. */
export const measureKinds: All["kinds"] = all.kinds;

/** A measure that the catalogue has. */
export type MeasureKind = keyof All["kinds"];

/** A measure as a spec writes it: `{kind: "D_stsp"}`, `{kind: "D_stsp", preset: "paper", bins: 30}` … */
export type MeasureSpec = InputOf<All> | ModuleChoice;

/** A measure's settings in full. */
export type AnyMeasureSettings = ChoiceOf<All>;

/** Decodes a measure of a spec, and fills in the options of its preset. */
export const measureCodec: Codec<AnyMeasureSettings, MeasureSpec> = all.codec;

/** The measure that a value of a user's is, or what it lacks. */
export const adoptMeasure: (value: unknown, name: string) => E.Either<string, Measure & Read> = all.adopt;

/** The measure that some settings are of. */
export const measureOf: (settings: AnyMeasureSettings) => Measure = all.of;

/** The measure of a kind, a user's too; undefined if there is none. */
export const measureOfKind = (
  kind: string,
): Measure & { readonly codec: Codec<AnyMeasureSettings, unknown> } | undefined =>
  all.named(kind) as Measure & { readonly codec: Codec<AnyMeasureSettings, unknown> } | undefined;

/** Evaluates a measure. Never fails: where there is no value there is a reason. */
export const evaluateMeasure = (settings: AnyMeasureSettings, context: MeasureContext): Measurement =>
  measureOf(settings).evaluate(settings, context);

/** The series that a generated one is compared with: the held-out one, unless the preset says otherwise. */
export const comparesWith = (settings: AnyMeasureSettings): Truth =>
  measureOf(settings).presets[settings.preset]?.against ?? "held-out series";
