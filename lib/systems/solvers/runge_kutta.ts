/**
 * The classical Runge–Kutta method of order 4 with a fixed step: the reproducible default.
 *
 * @module
 */

/** The right-hand side of x' = f(x): out ← f(state). */
export type Rates = (state: Float64Array, out: Float64Array) => void;

/** Advances a state in place by a number of steps. */
export type Stepper = (state: Float64Array, steps: number) => void;

/**
 * A stepper of x' = f(x) by the classical method of Runge and Kutta: error per unit of time of order dt⁴.
 *
 * @param rates The right-hand side.
 * @param dimension Length of the state.
 * @param dt Step, in time units.
 * @source W. Kutta (1901), Z. Math. Phys. 46, 435–453.
 *
 * @example x' = x from 1 gives e after one time unit
 * ```ts
 * import { rungeKutta4 } from "./runge_kutta.ts";
 * import { assertAlmostEquals } from "@std/assert/mod.js";
 *
 * const state = Float64Array.of(1);
 * rungeKutta4((x, out) => out.set(x), 1, 0.01)(state, 100);
 * assertAlmostEquals(state[0]!, Math.E, 1e-9);
 * ```
 */
export const rungeKutta4 = (rates: Rates, dimension: number, dt: number): Stepper => {
  const half = dt / 2;
  const sixth = dt / 6;
  const stage = new Float64Array(dimension);
  const k1 = new Float64Array(dimension);
  const k2 = new Float64Array(dimension);
  const k3 = new Float64Array(dimension);
  const k4 = new Float64Array(dimension);
  return (state, steps) => {
    for (let step = 0; step < steps; step++) {
      rates(state, k1);
      for (let i = 0; i < dimension; i++) stage[i] = state[i]! + half * k1[i]!;
      rates(stage, k2);
      for (let i = 0; i < dimension; i++) stage[i] = state[i]! + half * k2[i]!;
      rates(stage, k3);
      for (let i = 0; i < dimension; i++) stage[i] = state[i]! + dt * k3[i]!;
      rates(stage, k4);
      for (let i = 0; i < dimension; i++) {
        state[i] = state[i]! + sixth * (k1[i]! + 2 * (k2[i]! + k3[i]!) + k4[i]!);
      }
    }
  };
};
