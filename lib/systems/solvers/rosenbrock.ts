/**
 * A method for stiff flows, whose steps need not follow what dies out: Rosenbrock's of order 4 with an error estimate of
 * order 3, by the exact Jacobian.
 *
 * @module
 */
import { pow } from "../../numerics/elementary.ts";
import { factorised } from "../../numerics/elimination.ts";
import type { VectorField } from "../system.ts";
import type { Stepper } from "./runge_kutta.ts";

/**
 * Coefficients of the method.
 *
 * @source L. F. Shampine (1982), Implementation of Rosenbrock methods, ACM Trans. Math. Softw. 8, 93–113.
 */
const tableau = {
  gamma: 1 / 2,
  stages: [[], [2], [48 / 25, 6 / 25], [48 / 25, 6 / 25]],
  slopes: [[], [-8], [372 / 25, 12 / 5], [-112 / 125, -54 / 125, -2 / 5]],
  solution: [19 / 9, 1 / 2, 25 / 108, 125 / 108],
  error: [17 / 54, 7 / 36, 0, 125 / 108],
} as const;

/** Error per step, relative to the state or, where that is small, to what it has been. */
const TOLERANCE = 1e-8;
/** The step may shrink to so small a share of the longest. */
const SMALLEST = 1e-9;
/** More trial steps than these within one of `dt` are not those of a smooth field: it jumps, and every step meets the jump. */
const MOST_STEPS = 100_000;

/** A step that was taken: from where to where, in how much time. */
export type OnStep = (from: Float64Array, to: Float64Array, h: number) => void;

/**
 * A stepper of a stiff flow. Within each of its steps of `dt` it takes as many as its tolerance asks for; where no step
 * does, or too many are needed, it fills the state with NaN.
 *
 * @param field The flow.
 * @param dt The longest step, in time units.
 * @param onStep Hears of each step taken.
 * @source L. F. Shampine (1982), ACM Trans. Math. Softw. 8, 93–113; P. Kaps & P. Rentrop (1979), Numer. Math. 33, 55–68.
 *
 * @example x' = −10⁶ (x − y), y' = −y: after the first instant x follows y
 * ```ts
 * import { rosenbrock } from "./rosenbrock.ts";
 * import { assertAlmostEquals } from "@std/assert/mod.js";
 *
 * const state = Float64Array.of(3, 1);
 * rosenbrock({
 *   dimension: 2,
 *   rates: ([x, y], out) => out.set([-1e6 * (x! - y!), -y!]),
 *   jacobian: (_, out) => out.set([-1e6, 1e6, 0, -1]),
 * }, 0.1).advance(state, 10);
 * assertAlmostEquals(state[0]!, 1 / Math.E, 1e-5);
 * ```
 */
export const rosenbrock = (
  field: VectorField,
  dt: number,
  onStep?: OnStep,
): { readonly advance: Stepper; readonly taken: () => number } => {
  const { dimension, rates, jacobian } = field;
  const vector = () => new Float64Array(dimension);
  const slopes = tableau.stages.map(vector);
  const [stage, next, error, sizes] = [vector(), vector(), vector(), vector()];
  const matrix = new Float64Array(dimension * dimension);
  const derivative = new Float64Array(dimension * dimension);
  let [h, taken] = [dt, 0];

  /** A trial step from the state to `next`; its error in units of the tolerance. */
  const attempt = (state: Float64Array, step: number): number => {
    jacobian(state, derivative);
    for (let i = 0; i < matrix.length; i++) matrix[i] = -derivative[i]!;
    for (let i = 0; i < dimension; i++) {
      matrix[i * dimension + i] = matrix[i * dimension + i]! + 1 / (tableau.gamma * step);
    }
    const solve = factorised(matrix, dimension);
    next.set(state);
    error.fill(0);
    for (let s = 0; s < slopes.length; s++) {
      const slope = slopes[s]!;
      stage.set(state);
      tableau.stages[s]!.forEach((weight, j) => {
        for (let i = 0; i < dimension; i++) stage[i] = stage[i]! + weight * slopes[j]![i]!;
      });
      rates(stage, slope);
      tableau.slopes[s]!.forEach((weight, j) => {
        for (let i = 0; i < dimension; i++) slope[i] = slope[i]! + weight / step * slopes[j]![i]!;
      });
      solve(slope);
      for (let i = 0; i < dimension; i++) {
        next[i] = next[i]! + tableau.solution[s]! * slope[i]!;
        error[i] = error[i]! + tableau.error[s]! * slope[i]!;
      }
    }
    let largest = 0;
    for (let i = 0; i < dimension; i++) {
      const size = Math.max(sizes[i]!, Math.abs(state[i]!), Math.abs(next[i]!), 1e-12);
      const relative = Math.abs(error[i]!) / (TOLERANCE * size);
      if (!(relative <= largest)) largest = relative;
    }
    return largest;
  };

  const advanceOne = (state: Float64Array): void => {
    let left = dt;
    for (let tried = 0; left > 0; tried++) {
      if (tried > MOST_STEPS) {
        state.fill(NaN);
        return;
      }
      const last = h >= left;
      const step = last ? left : h;
      const wrong = attempt(state, step);
      // An error that is no number shrinks the step too.
      if (!(wrong <= 1)) {
        h = step * (wrong < Infinity ? Math.max(0.2, 0.9 * pow(wrong, -1 / 3)) : 0.2);
        if (h > SMALLEST * dt) continue;
        state.fill(NaN);
        return;
      }
      onStep?.(state, next, step);
      state.set(next);
      for (let i = 0; i < dimension; i++) sizes[i] = Math.max(0.999 * sizes[i]!, Math.abs(state[i]!));
      taken++;
      left = last ? 0 : left - step;
      const grown = step * (wrong > 1e-4 ? Math.min(3, 0.9 * pow(wrong, -1 / 4)) : 3);
      // The rest of a step of dt is no measure of the step.
      h = Math.min(dt, last ? Math.max(h, grown) : grown);
    }
  };

  return {
    advance: (state, steps) => {
      for (let n = 0; n < steps; n++) advanceOne(state);
    },
    taken: () => taken,
  };
};
