/**
 * A method for stiff flows, whose steps need not follow what dies out: Rosenbrock's of order 4 with an error estimate of
 * order 3, by the exact Jacobian.
 *
 * @module
 */
import { pow } from "../../numerics/elementary.ts";
import { eliminate, solveEliminated } from "../../numerics/elimination.ts";
import type { VectorField } from "../system.ts";
import type { Stepper } from "./runge_kutta.ts";

/**
 * Coefficients of the method. The last two stages begin where those before them lead, and the last slope is the error.
 *
 * @source G. Steinebach (1995), Order-reduction of ROW-methods for DAEs and method of lines applications, Preprint 1741,
 * Technische Hochschule Darmstadt.
 */
const tableau: {
  readonly gamma: number;
  readonly stages: readonly (readonly number[])[];
  readonly slopes: readonly (readonly number[])[];
  readonly solution: readonly number[];
} = {
  gamma: 1 / 4,
  stages: [
    [],
    [3],
    [1.831036793486759, 0.4955183967433795],
    [2.304376582692669, -0.05249275245743001, -1.176798761832782],
    [-7.170454962423024, -4.741636671481785, -16.31002631330971, -1.062004044111401],
    [-7.170454962423024, -4.741636671481785, -16.31002631330971, -1.062004044111401, 1],
  ],
  slopes: [
    [],
    [-12],
    [-8.791795173947035, -2.207865586973518],
    [10.81793056857153, 6.780270611428266, 19.5348594464241],
    [34.19095006749676, 15.49671153725963, 54.7476087596413, 14.16005392148534],
    [34.62605830930532, 15.30084976114473, 56.99955578662667, 18.40807009793095, -5.714285714285717],
  ],
  solution: [-7.170454962423024, -4.741636671481785, -16.31002631330971, -1.062004044111401, 1, 1],
};

/** Error per step, relative to the state or, where that is small, to what it has been. */
const TOLERANCE = 1e-9;
/** The step may shrink to so small a share of the longest. */
const SMALLEST = 1e-9;
/** More trial steps than these within one of `dt` are not those of a smooth field: it jumps, and every step meets the jump. */
const MOST_STEPS = 100_000;

/** What rides along with the steps: from where to where, in how much time. */
export interface StepRider {
  /** The error of what rides along, in units of its tolerance: a step for which that is above 1 is taken again, shorter. */
  readonly judge: (from: Float64Array, to: Float64Array, h: number) => number;
  /** The step that was judged last is taken. */
  readonly take: (h: number) => void;
}

/**
 * A stepper of a stiff flow. Within each of its steps of `dt` it takes as many as its tolerance asks for; where no step
 * does, or too many are needed, it fills the state with NaN.
 *
 * @param field The flow.
 * @param dt The longest step, in time units.
 * @param rider What rides along.
 * @source G. Steinebach (1995), Preprint 1741, Technische Hochschule Darmstadt; P. Kaps & P. Rentrop (1979), Numer. Math.
 * 33, 55–68.
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
  rider?: StepRider,
): { readonly advance: Stepper; readonly taken: () => number } => {
  const { dimension, rates, jacobian } = field;
  const vector = () => new Float64Array(dimension);
  const slopes = tableau.stages.map(vector);
  const [stage, next, sizes] = [vector(), vector(), vector()];
  const matrix = new Float64Array(dimension * dimension);
  const derivative = new Float64Array(dimension * dimension);
  const order = new Int32Array(dimension);
  let [h, taken] = [dt, 0];

  /** out ← base + factor Σ w_j slope_j */
  const moved = (base: Float64Array, weights: readonly number[], factor: number, out: Float64Array): void => {
    for (let i = 0; i < dimension; i++) {
      let sum = 0;
      for (let j = 0; j < weights.length; j++) sum += weights[j]! * slopes[j]![i]!;
      out[i] = base[i]! + factor * sum;
    }
  };
  /** A trial step from the state to `next`; its error in units of the tolerance. */
  const attempt = (state: Float64Array, step: number): number => {
    jacobian(state, derivative);
    for (let i = 0; i < matrix.length; i++) matrix[i] = -derivative[i]!;
    for (let i = 0; i < dimension; i++) {
      matrix[i * dimension + i] = matrix[i * dimension + i]! + 1 / (tableau.gamma * step);
    }
    eliminate(matrix, dimension, order);
    for (let s = 0; s < slopes.length; s++) {
      const slope = slopes[s]!;
      moved(state, tableau.stages[s]!, 1, stage);
      rates(stage, slope);
      moved(slope, tableau.slopes[s]!, 1 / step, slope);
      solveEliminated(matrix, order, dimension, slope);
    }
    moved(state, tableau.solution, 1, next);
    const error = slopes[slopes.length - 1]!;
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
      const wrongState = attempt(state, step);
      const wrong = wrongState <= 1 && rider !== undefined
        ? Math.max(wrongState, rider.judge(state, next, step))
        : wrongState;
      // An error that is no number shrinks the step too.
      if (!(wrong <= 1)) {
        h = step * (wrong < Infinity ? Math.max(0.2, 0.9 * pow(wrong, -1 / 3)) : 0.2);
        if (h > SMALLEST * dt) continue;
        state.fill(NaN);
        return;
      }
      rider?.take(step);
      state.set(next);
      for (let i = 0; i < dimension; i++) sizes[i] = Math.max(0.9 * sizes[i]!, Math.abs(state[i]!));
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
