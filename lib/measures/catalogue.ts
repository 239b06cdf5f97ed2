/**
 * The measures that there are. To add one: its file, and one line here.
 *
 * @module
 */
import { choice, type Codec } from "../codec/codec.ts";
import { powerSpectrumDistance } from "./d_h.ts";
import { stateSpaceDivergence } from "./d_stsp.ts";
import { kaplanYorkeError } from "./kaplan_yorke_error.ts";
import { largestExponentError } from "./lambda1_error.ts";
import type {
  Measure,
  MeasureContext,
  Measurement,
  MeasureSettings,
  SettingsOf,
  WrittenOf,
} from "./measure.ts";
import { predictionError } from "./prediction_error.ts";
import { powerSpectrumCorrelation } from "./psc.ts";
import { spectrumError } from "./spectrum_error.ts";
import { validPredictionTime } from "./valid_prediction_time.ts";

/** Every measure by its name. */
export const measures = {
  D_stsp: stateSpaceDivergence,
  D_H: powerSpectrumDistance,
  PSC: powerSpectrumCorrelation,
  PE: predictionError,
  VPT: validPredictionTime,
  lambda1_error: largestExponentError,
  spectrum_error: spectrumError,
  kaplan_yorke_error: kaplanYorkeError,
} as const;

/** A measure that the catalogue has. */
export type MeasureKind = keyof typeof measures;

/** A measure as a spec writes it: `{kind: "D_stsp"}`, `{kind: "D_stsp", preset: "paper", bins: 30}` … */
export type MeasureSpec = { [Kind in MeasureKind]: WrittenOf<(typeof measures)[Kind]> }[MeasureKind];

/** A measure's settings in full. */
export type AnyMeasureSettings = {
  [Kind in MeasureKind]: SettingsOf<(typeof measures)[Kind]>;
}[MeasureKind];

/** Decodes a measure of a spec, and fills in the options of its preset. */
export const measureCodec: Codec<AnyMeasureSettings, MeasureSpec> = choice(
  "measure",
  Object.fromEntries(Object.values(measures).map((measure) => [measure.kind, measure.codec])),
) as unknown as Codec<AnyMeasureSettings, MeasureSpec>;

/** The measure that some settings are of. */
export const measureOf = (settings: AnyMeasureSettings): Measure =>
  measures[settings.kind] as unknown as Measure;

/** Evaluates a measure. Never fails: where there is no value there is a reason. */
export const evaluate = (settings: AnyMeasureSettings, context: MeasureContext): Measurement =>
  measureOf(settings).evaluate(settings, context);

/**
 * The series that a generated one is compared with: the held-out one, but for the preset `paper` that of the training,
 * as the authors do.
 */
export const comparesWith = ({ preset }: MeasureSettings): "held-out series" | "training series" =>
  preset === "paper" ? "training series" : "held-out series";
