/**
 * Lyapunov exponents in one unit, so that those of a system and of a network can be compared.
 *
 * @module
 */
import type { LyapunovSpectrum } from "../lyapunov/result.ts";

/**
 * The exponents in nats per step of `dt` time units.
 *
 * @param spectrum In nats/time, which are multiplied by `dt`, or in nats/step, which remain.
 */
export const perStep = ({ unit, exponents }: LyapunovSpectrum, dt: number): readonly number[] =>
  unit === "nats/step" ? exponents : exponents.map((exponent) => exponent * dt);

/** Why a spectrum's largest exponent cannot serve as a unit; null when it can. */
export const notChaotic = ({ exponents, standardErrors }: LyapunovSpectrum): string | null => {
  const [largest, error] = [exponents[0], standardErrors[0]];
  if (largest === undefined) return "the system's spectrum is empty";
  return largest > 2 * (error ?? 0)
    ? null
    : "the system's largest exponent is not above zero within two standard errors";
};
