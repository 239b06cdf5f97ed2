/**
 * The forcing interval that follows from an exponent, with its range.
 *
 * @module
 */

/** ln 2 / λ₁ in steps with the range that errors leave. */
export interface ForcingInterval {
  /** ln 2 / λ₁, rounded to whole steps, at least 1. */
  readonly steps: number;
  /** The shortest and the longest that the errors leave, in steps. */
  readonly range: readonly [number, number];
}

/**
 * From λ₁ with its errors to τ.
 *
 * @param lambda1 λ₁ in nats per time unit.
 * @param found Values with standard errors that all may be true, in nats per time unit: the range holds two standard
 * errors of each. Its slow end is held at a quarter of λ₁.
 * @param dt Time units per step.
 * @param missed By what share the exponent may be larger yet because of noise.
 * @example 0.9 ± 0.1 at 0.02 time units per step
 * ```ts
 * import { forcingInterval } from "./forcing_interval.ts";
 * import { assertEquals } from "@std/assert/mod.js";
 *
 * const interval = forcingInterval(0.9, [{ lambda1: 0.9, standardError: 0.1 }], 0.02, 0);
 * assertEquals(interval, { steps: 39, range: [32, 50] });
 * ```
 */
export const forcingInterval = (
  lambda1: number,
  found: readonly { readonly lambda1: number; readonly standardError: number }[],
  dt: number,
  missed: number,
): ForcingInterval => {
  const fastest = (1 + missed) * Math.max(...found.map((each) => each.lambda1 + 2 * each.standardError));
  const slowest = Math.min(...found.map((each) => each.lambda1 - 2 * each.standardError));
  const steps = (exponent: number) => Math.max(1, Math.round(Math.LN2 / exponent / dt));
  return { steps: steps(lambda1), range: [steps(fastest), steps(Math.max(slowest, lambda1 / 4))] };
};
