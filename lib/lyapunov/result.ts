/**
 * What the Lyapunov methods return: never one number alone, always with its error, its history and a verdict on
 * convergence.
 *
 * @module
 */

/** The unit of an exponent. Time units belong to flows, steps to maps and networks. */
export type ExponentUnit = "nats/time" | "nats/step";

/** A number with its standard error, in the same unit. */
export interface Estimate {
  /** The number. */
  readonly value: number;
  /** Its standard error. */
  readonly standardError: number;
}

/** Running estimates of the exponents. */
export interface ConvergenceHistory {
  /** Length of the orbit up to each entry, in the unit of time that belongs to the exponents. */
  readonly time: readonly number[];
  /** For each entry the running estimates λ₁ … λ_k. */
  readonly exponents: readonly (readonly number[])[];
}

/** A Lyapunov spectrum, from equations or from a trained network. */
export interface LyapunovSpectrum {
  /** In which the exponents and their errors are. */
  readonly unit: ExponentUnit;
  /** λ₁ ≥ λ₂ ≥ … ≥ λ_k, of which there may be fewer than dimensions. */
  readonly exponents: readonly number[];
  /** Standard errors by batch means, in the order of the exponents. */
  readonly standardErrors: readonly number[];
  /** How the estimates came to rest. */
  readonly history: ConvergenceHistory;
  /** Whether the orbit is long enough, and the second half of the history agrees with the end within the errors. */
  readonly converged: boolean;
  /** Kaplan–Yorke dimension; null when k exponents are too few to have it. */
  readonly kaplanYorke: Estimate | null;
  /**
   * Mean of ln |det J| per step (maps, networks) or of the divergence of the vector field (flows), found independently
   * of the exponents, in their unit. The sum of all exponents must agree with it.
   */
  readonly meanLogDeterminant: number | null;
  /** Steps over which was averaged. */
  readonly steps: number;
}

/** Growth of ‖∂z_T/∂z_1‖ with T along an orbit. */
export interface GradientNorms {
  /** T, in steps. */
  readonly lengths: readonly number[];
  /** For each T the natural logarithm of the spectral norm, averaged over the starting points on the orbit. */
  readonly logNorms: readonly number[];
  /** Standard error of each mean over the starting points. */
  readonly standardErrors: readonly number[];
  /** Slope of ln ‖∂z_T/∂z_1‖ over T by least squares, in nats per step. */
  readonly slope: Estimate;
}

/** Exponents with their standard errors. */
export type Exponents = Pick<LyapunovSpectrum, "unit" | "exponents" | "standardErrors">;

/**
 * The same exponents and errors in nats per step of `dt` time units, so that those of a system and of a network can be
 * compared.
 */
export const perStep = ({ unit, exponents, standardErrors }: Exponents, dt: number): Exponents => {
  const factor = unit === "nats/time" ? dt : 1;
  return {
    unit: "nats/step",
    exponents: exponents.map((value) => value * factor),
    standardErrors: standardErrors.map((value) => value * factor),
  };
};

/** A number in nats per step, in nats per time unit. */
export const perTimeUnit = (ofStep: number, dt: number): number => ofStep / dt;

/** Whether a number is above zero by two standard errors; with an error that is not known it is not. */
export const isAboveZero = (value: number, standardError: number): boolean =>
  value > 0 && value > 2 * standardError;

/**
 * Whether dynamics with such exponents are chaotic: the largest is above zero by two standard errors.
 *
 * @example An exponent with a small and with a large error
 * ```ts
 * import { isChaotic } from "./result.ts";
 * import { assertEquals } from "@std/assert/mod.js";
 *
 * const chaotic = [0.01, 0.5].map((error) => isChaotic({ exponents: [0.9], standardErrors: [error] }));
 * assertEquals(chaotic, [true, false]);
 * ```
 */
export const isChaotic = (
  { exponents: [largest], standardErrors: [error] }: Omit<Exponents, "unit">,
): boolean => isAboveZero(largest ?? NaN, error ?? 0);
