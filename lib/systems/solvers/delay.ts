/**
 * Delay equations by the method of steps: Runge–Kutta 4, with the history at the half steps that its stages need from
 * cubic Hermite interpolation, whose order matches.
 *
 * The history over one delay τ = n dt, at nodes and midpoints, is the state: 2 n + 1 values of x, the oldest first.
 * Midpoints are made from the slopes at both ends of their own step, so a kink at a node costs no accuracy.
 *
 * @module
 */

/** The right-hand side of x'(t) = f(x(t), x(t − τ)): out ← f(state, delayed). */
export type DelayRates = (state: Float64Array, delayed: Float64Array, out: Float64Array) => void;

/** A discretised history and what advances it. */
export interface DelayStepper {
  /** The step τ / n, in time units: the largest of this form not above the one asked for. */
  readonly dt: number;
  /** n, the steps in one delay. */
  readonly stepsPerDelay: number;
  /** Length of the state: (2 n + 1) D. */
  readonly dimension: number;
  /** Advances a history in place. */
  readonly advance: (history: Float64Array, steps: number) => void;
}

/** n for which τ / n is at most `dt`, generous to rounding. */
export const stepsPerDelay = (delay: number, dt: number): number => Math.max(1, Math.ceil(delay / dt - 1e-9));

/** The history in which x has been constant. */
export const constantHistory = (values: ArrayLike<number>, steps: number): Float64Array => {
  const history = new Float64Array((2 * steps + 1) * values.length);
  for (let i = 0; i < history.length; i++) history[i] = values[i % values.length]!;
  return history;
};

/**
 * A stepper of a delay equation.
 *
 * @param rates The right-hand side.
 * @param dimension D, the length of x.
 * @param delay τ, in time units.
 * @param dt Largest step, in time units.
 * @source A. Bellen & M. Zennaro (2003), Numerical Methods for Delay Differential Equations, Oxford University Press.
 *
 * @example x'(t) = −x(t − 1) from the constant history 1 is 1 − t for t ≤ 1
 * ```ts
 * import { constantHistory, delaySteps } from "./delay.ts";
 * import { assertAlmostEquals } from "@std/assert/mod.js";
 *
 * const solver = delaySteps((_x, delayed, out) => void (out[0] = -delayed[0]!), 1, 1, 0.1);
 * const history = constantHistory([1], solver.stepsPerDelay);
 * solver.advance(history, 7);
 * assertAlmostEquals(history[history.length - 1]!, 0.3, 1e-15);
 * ```
 */
export const delaySteps = (
  rates: DelayRates,
  dimension: number,
  delay: number,
  dt: number,
): DelayStepper => {
  const n = stepsPerDelay(delay, dt);
  const h = delay / n;
  const half = h / 2;
  const sixth = h / 6;
  const eighth = h / 8;
  const size = (2 * n + 1) * dimension;
  // A window of the orbit twice as long as the history; what is old is dropped when it is full.
  const orbit = new Float64Array(size + 2 * n * dimension);
  const delayedViews = Array.from(
    { length: 4 * n + 1 },
    (_, p) => orbit.subarray(p * dimension, (p + 1) * dimension),
  );
  const vector = () => new Float64Array(dimension);
  const [stage, k1, k2, k3, k4, next] = [vector(), vector(), vector(), vector(), vector(), vector()];
  const advanceWithin = (history: Float64Array, steps: number): void => {
    orbit.set(history);
    let p = 2 * n;
    rates(delayedViews[p]!, delayedViews[0]!, k1);
    for (let step = 0; step < steps; step++) {
      const now = delayedViews[p]!;
      const delayedMiddle = delayedViews[p - 2 * n + 1]!;
      const delayedEnd = delayedViews[p - 2 * n + 2]!;
      for (let i = 0; i < dimension; i++) stage[i] = now[i]! + half * k1[i]!;
      rates(stage, delayedMiddle, k2);
      for (let i = 0; i < dimension; i++) stage[i] = now[i]! + half * k2[i]!;
      rates(stage, delayedMiddle, k3);
      for (let i = 0; i < dimension; i++) stage[i] = now[i]! + h * k3[i]!;
      rates(stage, delayedEnd, k4);
      const [middle, end] = [delayedViews[p + 1]!, delayedViews[p + 2]!];
      for (let i = 0; i < dimension; i++) {
        end[i] = now[i]! + sixth * (k1[i]! + 2 * (k2[i]! + k3[i]!) + k4[i]!);
      }
      rates(end, delayedEnd, next);
      for (let i = 0; i < dimension; i++) {
        middle[i] = (now[i]! + end[i]!) / 2 + eighth * (k1[i]! - next[i]!);
        k1[i] = next[i]!;
      }
      p += 2;
    }
    history.set(orbit.subarray((p - 2 * n) * dimension, (p + 1) * dimension));
  };
  return {
    dt: h,
    stepsPerDelay: n,
    dimension: size,
    advance: (history, steps) => {
      for (let done = 0; done < steps; done += n) advanceWithin(history, Math.min(n, steps - done));
    },
  };
};
