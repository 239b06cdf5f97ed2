/**
 * The adaptive method of Dormand and Prince, of order 5 with an error estimate of order 4 and dense output.
 *
 * @module
 */
import * as E from "fp-ts/Either.js";
import { pow } from "../../numerics/elementary.ts";
import { cannotCompute, type LyapError } from "../../core/program/errors.ts";
import type { Rates } from "./runge_kutta.ts";

/** Coefficients of the method. The last row of `stages` is also the solution of order 5. */
const tableau = {
  stages: [
    [],
    [1 / 5],
    [3 / 40, 9 / 40],
    [44 / 45, -56 / 15, 32 / 9],
    [19372 / 6561, -25360 / 2187, 64448 / 6561, -212 / 729],
    [9017 / 3168, -355 / 33, 46732 / 5247, 49 / 176, -5103 / 18656],
    [35 / 384, 0, 500 / 1113, 125 / 192, -2187 / 6784, 11 / 84],
  ],
  /** Solution of order 5 minus solution of order 4. */
  error: [71 / 57600, 0, -71 / 16695, 71 / 1920, -17253 / 339200, 22 / 525, -1 / 40],
  /** The last coefficient of the interpolating polynomial. */
  dense: [
    -12715105075 / 11282082432,
    0,
    87487479700 / 32700410799,
    -10690763975 / 1880347072,
    701980252875 / 199316789632,
    -1453857185 / 822651844,
    69997945 / 29380423,
  ],
} as const;

/** How exact a solution is to be. */
export interface Tolerances {
  /** Error per step relative to the state. Default: 1e-9. */
  readonly relative?: number;
  /** Error per step that is allowed when the state is near zero. Default: 1e-9. */
  readonly absolute?: number;
  /** Largest step, in time units. Default: none. */
  readonly largestStep?: number;
  /** Most steps, accepted or not. Default: no bound. */
  readonly mostSteps?: number;
}

/**
 * Solves x' = f(x) and gives the state at any times, with steps as long as the tolerances allow.
 *
 * Between steps the states come from the continuous extension of order 4. Same bits on every machine, as ever; but a
 * change of the tolerance changes every number, so fixed-step RK4 is the default for data.
 *
 * @param rates The right-hand side.
 * @param start State at time 0.
 * @param times Times at which the state is wanted, ascending, from 0 on.
 * @param tolerances How exact the solution is to be.
 * @returns times × D numbers, row by row. Left: the step became too small, or the state is no longer finite.
 * @source J. R. Dormand & P. J. Prince (1980), J. Comput. Appl. Math. 6, 19–26; E. Hairer, S. P. Nørsett & G. Wanner
 * (1993), Solving Ordinary Differential Equations I, Springer, sections II.4–II.6.
 *
 * @example A rotation after one turn
 * ```ts
 * import { dormandPrince } from "./dormand_prince.ts";
 * import { assertAlmostEquals } from "@std/assert/mod.js";
 *
 * const solution = dormandPrince(
 *   ([x, y], out) => out.set([-y!, x!]),
 *   Float64Array.of(1, 0),
 *   [0, Math.PI / 2, 2 * Math.PI],
 * );
 * if (solution._tag === "Left") throw new Error("no solution");
 * assertAlmostEquals(solution.right[3]!, 1, 1e-7);
 * assertAlmostEquals(solution.right[4]!, 1, 1e-7);
 * ```
 */
export const dormandPrince = (
  rates: Rates,
  start: Float64Array,
  times: ArrayLike<number>,
  { relative = 1e-9, absolute = 1e-9, largestStep = Infinity, mostSteps = Infinity }: Tolerances = {},
): E.Either<LyapError, Float64Array> => {
  const dimension = start.length;
  const slopes = tableau.stages.map(() => new Float64Array(dimension));
  const state = start.slice();
  const trial = new Float64Array(dimension);
  const out = new Float64Array(times.length * dimension);
  const end = times.length > 0 ? times[times.length - 1]! : 0;

  const combined = (weights: readonly number[], i: number): number => {
    let sum = 0;
    for (let s = 0; s < weights.length; s++) sum += weights[s]! * slopes[s]![i]!;
    return sum;
  };
  /** The estimated error of a trial step, in units of what is tolerated. */
  const errorOf = (step: number): number => {
    let square = 0;
    for (let i = 0; i < dimension; i++) {
      const scale = absolute + relative * Math.max(Math.abs(state[i]!), Math.abs(trial[i]!));
      const error = step * combined(tableau.error, i) / scale;
      square += error * error;
    }
    return Math.sqrt(square / dimension);
  };
  const interpolated = (i: number, step: number, share: number): number => {
    const rise = trial[i]! - state[i]!;
    const bend = step * slopes[0]![i]! - rise;
    const turn = rise - step * slopes[6]![i]! - bend;
    const rest = 1 - share;
    return state[i]! +
      share * (rise + rest * (bend + share * (turn + rest * step * combined(tableau.dense, i))));
  };

  let time = 0;
  let next = 0;
  while (next < times.length && times[next]! <= 0) out.set(state, dimension * next++);
  rates(state, slopes[0]!);
  let step = Math.min(largestStep, firstStep(state, slopes[0]!, relative, absolute), Math.max(end, 0));
  for (let tried = 0; next < times.length; tried++) {
    if (tried >= mostSteps) {
      return E.left(cannotCompute(
        `The solution is at time ${time} after ${mostSteps} steps`,
        "loosen the tolerance, or check whether the equations jump there",
      ));
    }
    for (let s = 1; s < tableau.stages.length; s++) {
      const weights = tableau.stages[s]!;
      for (let i = 0; i < dimension; i++) trial[i] = state[i]! + step * combined(weights, i);
      rates(trial, slopes[s]!);
    }
    const error = errorOf(step);
    if (error <= 1) {
      while (next < times.length && times[next]! <= time + step) {
        const share = (times[next]! - time) / step;
        for (let i = 0; i < dimension; i++) out[dimension * next + i] = interpolated(i, step, share);
        next++;
      }
      time += step;
      state.set(trial);
      slopes[0]!.set(slopes[6]!);
    }
    const factor = error > 0 ? 0.9 * pow(error, -0.2) : 5;
    // An error that is no number shrinks the step too.
    step = Math.min(largestStep, step * (factor > 0.2 ? Math.min(factor, 5) : 0.2));
    if (!(step > 1e-13 * Math.max(1, time))) {
      return E.left(cannotCompute(
        `The solution cannot be followed beyond time ${time}: the step has become too small`,
        "loosen the tolerance, or check whether the solution goes to infinity there",
      ));
    }
  }
  return E.right(out);
};

/** A first step over which the state changes by about a hundredth of what it is. */
const firstStep = (state: Float64Array, slope: Float64Array, relative: number, absolute: number): number => {
  let [size, speed] = [0, 0];
  for (let i = 0; i < state.length; i++) {
    const scale = absolute + relative * Math.abs(state[i]!);
    size = Math.max(size, Math.abs(state[i]!) / scale);
    speed = Math.max(speed, Math.abs(slope[i]!) / scale);
  }
  return size > 1e-5 && speed > 1e-5 ? 0.01 * size / speed : 1e-6;
};
