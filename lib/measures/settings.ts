/**
 * What a spec says of the evaluation of trained networks.
 *
 * @module
 */
import {
  absent,
  type Codec,
  flag,
  list,
  nonNegativeInteger,
  nonNegativeNumber,
  optional,
  positiveInteger,
  record,
} from "../core/codec/codec.ts";
import { type BaselineKind, baselineNames } from "../training/baselines/names.ts";
import { type AnyMeasureSettings, measureCodec, type MeasureSpec } from "./catalogue.ts";

/**
 * How free runs are compared with the part of the data by which networks are chosen.
 *
 * @internal
 */
export interface ValidationSettings {
  /**
   * How many free runs there are, from rows spread evenly over the part, each with its steps before it; a measure is the mean
   * of what they come to. Several together have twice as many steps as the run on the held-out part. Default: 1.
   */
  readonly starts: number;
  /**
   * Noise on the data in standard deviations, which the free runs are given as well: what is without noise differs from
   * noisy data even where it is the truth. Default: 0.
   */
  readonly noise: number;
  /**
   * Whether free runs begin on and are compared with the series for training as well: for a part so short that an orbit on it
   * says little of the dynamics. Forecasts are of the part alone. Default: false.
   */
  readonly withTraining: boolean;
}

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
  /** Ways to go on without training that networks are held against. Default: none. */
  readonly baselines?: readonly BaselineKind[] | undefined;
  /** How networks are compared with the part by which they are chosen. Default: as with the held-out part. */
  readonly validation?: ValidationSettings | undefined;
  /** Whether a verdict takes λ₁ of the data along its rows, by regression. Default: it takes that of the estimate. */
  readonly exponentAlong?: boolean | undefined;
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
  /** Ways to go on without training that networks are held against: "parroting", "reservoir" … Default: none. */
  readonly baselines?: readonly BaselineKind[];
  /** How networks are compared with the part by which they are chosen. Default: as with the held-out part. */
  readonly validation?: Partial<ValidationSettings>;
  /** Whether a verdict takes λ₁ of the data along its rows, by regression. Default: it takes that of the estimate. */
  readonly exponentAlong?: boolean;
}

const validation: Codec<ValidationSettings, Partial<ValidationSettings>> = record({
  starts: optional(positiveInteger, 1),
  noise: optional(nonNegativeNumber, 0),
  withTraining: optional(flag, false),
});

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
  // Absent rather than filled in, so that the digests of evaluations without them stay what they were.
  baselines: optional(
    baselineNames as Codec<readonly BaselineKind[] | undefined, readonly BaselineKind[]>,
    undefined,
  ),
  // Absent as well.
  validation: optional(
    validation as Codec<ValidationSettings | undefined, Partial<ValidationSettings>>,
    undefined,
  ),
  exponentAlong: absent(flag),
}) as Codec<EvaluationSettings, EvaluationInput>;
