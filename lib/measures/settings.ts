/**
 * What a spec says of the evaluation of trained networks.
 *
 * @module
 */
import { type Codec, list, nonNegativeInteger, optional, positiveInteger, record } from "../codec/codec.ts";
import { type AnyMeasureSettings, measureCodec, measureOf, type MeasureSpec } from "./catalogue.ts";

/** How a trained network is compared with the true series. */
export interface EvaluationSettings {
  /** Steps of the free run. Default: 100,000. */
  readonly steps: number;
  /** Steps of the free run before that. Default: 1000; the preset `paper` of a measure has none. */
  readonly transient: number;
  /** Default: D_stsp and D_H. */
  readonly measures: readonly AnyMeasureSettings[];
  /** Steps at the beginning of the free run that are kept, for pictures and for use elsewhere. Default: 20,000. */
  readonly keep: number;
}

/** What a user writes for an evaluation. */
export interface EvaluationInput {
  /** Steps of the free run. Default: 100,000. */
  readonly steps?: number;
  /** Steps of the free run before that. Default: 1000. */
  readonly transient?: number;
  /** Default: D_stsp and D_H. */
  readonly measures?: readonly MeasureSpec[];
  /** Steps of the free run that are kept. Default: 20,000. */
  readonly keep?: number;
}

/** The codec of evaluations. */
export const evaluationSettings: Codec<EvaluationSettings, EvaluationInput> = record({
  steps: optional(positiveInteger, 100_000),
  transient: optional(nonNegativeInteger, 1000),
  measures: optional(list(measureCodec), [
    ...[{ kind: "D_stsp" }, { kind: "D_H" }].map((measure) =>
      (measureCodec.decode(measure) as { readonly right: AnyMeasureSettings }).right
    ),
  ]),
  keep: optional(positiveInteger, 20_000),
});

/**
 * The name of a measurement in tables, claims and files: the measure's kind, with the preset where that is not the
 * default, and with the options that differ from the preset's: "D_stsp", "D_stsp (paper)", "D_stsp (paper, bins 30)". So
 * two measures of one kind in a spec have two names.
 */
export const measureName = (settings: AnyMeasureSettings): string => {
  const { kind, preset, ...options } = settings;
  const usual = measureOf(settings).presetOptions[preset] ?? {};
  const parts = [
    ...(preset === "default" ? [] : [preset]),
    ...Object.entries(options).filter(([name, value]) => value !== usual[name]).map(([name, value]) =>
      `${name} ${value}`
    ),
  ];
  return parts.length === 0 ? kind : `${kind} (${parts.join(", ")})`;
};
