/**
 * Predictability time: how long until an error has doubled.
 *
 * @module
 */
import { type Estimate, isAboveZero, type LyapunovSpectrum } from "./result.ts";

/**
 * A growth per step below this is rounding, no matter what its standard error says: the exponent of a torus,
 * for example.
 */
const rounding = 1e-12;

/** ln 2 / λ₁ with its error, in time units and in steps of the data. */
export interface PredictabilityTime {
  /** In time units. */
  readonly time: Estimate;
  /** In steps of the data. */
  readonly steps: Estimate;
}

/**
 * The predictability time ln 2 / λ₁.
 *
 * @param spectrum A spectrum; its largest exponent counts.
 * @param dt Time units per step of the data. For an exponent in nats per step: 1.
 * @returns The time in time units and in steps; null when λ₁ is not above zero by two standard
 * errors.
 *
 * @example An exponent of 0.5 per time unit, sampled every 0.01
 * ```ts
 * import { predictabilityTime } from "./predictability.ts";
 * import { assertAlmostEquals } from "@std/assert/mod.js";
 *
 * const time = predictabilityTime({ exponents: [0.5], standardErrors: [0.005] }, 0.01);
 * assertAlmostEquals(time!.steps.value, 200 * Math.LN2);
 * assertAlmostEquals(time!.steps.standardError, 2 * Math.LN2);
 * ```
 */
export const predictabilityTime = (
  spectrum: Pick<LyapunovSpectrum, "exponents" | "standardErrors">,
  dt: number,
): PredictabilityTime | null => {
  const [largest, error] = [spectrum.exponents[0], spectrum.standardErrors[0]];
  if (largest === undefined || error === undefined) return null;
  if (!isAboveZero(largest, error) || !(largest * dt > rounding)) return null;
  const value = Math.LN2 / largest;
  const standardError = value * error / largest;
  return { time: { value, standardError }, steps: { value: value / dt, standardError: standardError / dt } };
};
