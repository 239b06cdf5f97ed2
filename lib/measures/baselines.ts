/**
 * What baselines come to: the same measures as those of networks, from free runs that begin where theirs do.
 *
 * @module
 */
import { type Learned, type MadeBaseline, pastOf } from "../training/baselines/baseline.ts";
import { baselineOf } from "../training/baselines/catalogue.ts";
import type { LyapunovSpectrum } from "../lyapunov/result.ts";
import { type Series, slice } from "../series/series.ts";
import { comparesWith, evaluateMeasure } from "./catalogue.ts";
import { measureName } from "./identity.ts";
import type { Forecast, MeasureContext, Measurement } from "./measure.ts";
import type { EvaluationSettings } from "./settings.ts";

/**
 * What comes of a baseline.
 *
 * @internal
 */
export interface MeasuredBaseline {
  /** Its name in the catalogue. */
  readonly kind: string;
  /** For people. */
  readonly title: string;
  /** By the names that specs give them. */
  readonly measures: Readonly<Record<string, Measurement>>;
  /** λ₁ along its free run in nats per step; null if it has none. */
  readonly lambda1: number | null;
}

/** An exponent as a spectrum, for measures that compare it. */
const spectrumOf = (lambda1: number): LyapunovSpectrum => ({
  unit: "nats/step",
  exponents: [lambda1],
  standardErrors: [0],
  history: { time: [], exponents: [] },
  converged: true,
  kaplanYorke: null,
  meanLogDeterminant: null,
  steps: 0,
});

const forecaster = (made: MadeBaseline, learned: Learned, truth: Series): Forecast => (row, steps) =>
  made.forecast(pastOf(learned, truth, row, made.memory), steps);

const freeRunOf = (
  made: MadeBaseline,
  learned: Learned,
  truth: Series,
  { steps, transient }: Pick<EvaluationSettings, "steps" | "transient">,
): Series => {
  const past = pastOf(learned, truth, 0, made.memory);
  const values = (made.freeRun ?? made.forecast)(past, transient + steps);
  return slice({ ...truth, values, rows: transient + steps }, transient);
};

/**
 * The measures of all baselines that an evaluation asks for.
 *
 * @param learned What networks are trained on.
 * @param heldOut What they never saw.
 * @param spectrum Of the system; null if it is not known.
 */
export const measuredBaselines = (
  { baselines = [], measures, steps, transient }: EvaluationSettings,
  learned: Learned,
  heldOut: Series,
  spectrum: LyapunovSpectrum | null,
): readonly MeasuredBaseline[] =>
  baselines.map((name) => {
    const { kind, title, make } = baselineOf(name);
    const made = make(learned);
    const lambda1 = made.lambda1();
    const contextOf = (truth: Series, before: number): MeasureContext => ({
      truth,
      generated: freeRunOf(made, learned, truth, { steps, transient: before }),
      forecast: forecaster(made, learned, truth),
      ...(spectrum === null ? {} : { systemSpectrum: spectrum }),
      ...(lambda1 === null ? {} : { networkSpectrum: spectrumOf(lambda1) }),
    });
    const onHeldOut = contextOf(heldOut, transient);
    const onTraining = measures.some((each) => comparesWith(each) === "training series")
      ? contextOf(learned.series, 0)
      : onHeldOut;
    return {
      kind,
      title,
      measures: Object.fromEntries(measures.map((each) => [
        measureName(each),
        evaluateMeasure(each, comparesWith(each) === "training series" ? onTraining : onHeldOut),
      ])),
      lambda1,
    };
  });
