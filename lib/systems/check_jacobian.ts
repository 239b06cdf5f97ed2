/**
 * Holds a Jacobian that somebody wrote to differences of the equations.
 *
 * @module
 */
import { differences } from "./differences.ts";

/** An entry that deviates, with what differences give. */
export interface WrongEntry {
  /** Row and column, from 0. */
  readonly row: number;
  readonly column: number;
  /** What the Jacobian says there. */
  readonly written: number;
  /** What differences of the equations say. */
  readonly found: number;
  /** Where it was looked at. */
  readonly state: readonly number[];
}

type Fill = (state: Float64Array, out: Float64Array) => void;

/** Relative deviation that rounding and the error of differences leave far below. */
const TOLERANCE = 1e-5;

/** Step of one-sided differences, in units of a variable where it is above 1. */
const SIDE = 1e-4;

/** Where the slopes on both sides differ by more, there is a kink or a jump, and nothing can be said. */
const KINK = 0.02;

/** How far the states are from the first one, in its own size. */
const DISTANCES = [0, 0.11, -0.23, 0.37];

const near = (a: number, b: number, tolerance: number): boolean =>
  Math.abs(a - b) <= tolerance * Math.max(1, Math.abs(a), Math.abs(b));

/** out ← ∂f/∂x by differences to one side. */
const oneSided = (evaluate: Fill, state: Float64Array, side: number, out: Float64Array): void => {
  const dimension = state.length;
  const [here, there] = [new Float64Array(dimension), new Float64Array(dimension)];
  evaluate(state.slice(), here);
  for (let j = 0; j < dimension; j++) {
    const step = side * SIDE * Math.max(1, Math.abs(state[j]!));
    const shifted = state.slice();
    shifted[j] = shifted[j]! + step;
    evaluate(shifted, there);
    for (let i = 0; i < dimension; i++) out[i * dimension + j] = (there[i]! - here[i]!) / step;
  }
};

/**
 * The first entry of a Jacobian that differs from differences of the equations, at the initial state or near it; null
 * if none does.
 *
 * @param evaluate out ← f(state).
 * @param jacobian out ← ∂f/∂x, row by row.
 * @param initialState Where to look first.
 *
 * @example A sign that is wrong
 * ```ts
 * import { wrongEntry } from "./check_jacobian.ts";
 * import { assertEquals } from "@std/assert/mod.js";
 *
 * const square = (x: Float64Array, out: Float64Array) => void (out[0] = x[0]! * x[0]!);
 * assertEquals(wrongEntry(square, (x, out) => void (out[0] = 2 * x[0]!), [3]), null);
 * assertEquals(wrongEntry(square, (x, out) => void (out[0] = -2 * x[0]!), [3])?.written, -6);
 * ```
 */
export const wrongEntry = (
  evaluate: Fill,
  jacobian: Fill,
  initialState: readonly number[],
): WrongEntry | null => {
  const dimension = initialState.length;
  const size = dimension * dimension;
  const [written, central] = [new Float64Array(size), new Float64Array(size)];
  const [ahead, behind] = [new Float64Array(size), new Float64Array(size)];
  for (const distance of DISTANCES) {
    const state = Float64Array.from(
      initialState,
      (value, index) => value + distance * (1 + Math.abs(value)) * (index % 2 === 0 ? 1 : -0.7),
    );
    jacobian(state.slice(), written);
    differences(evaluate, dimension)(state.slice(), central);
    oneSided(evaluate, state, 1, ahead);
    oneSided(evaluate, state, -1, behind);
    for (let entry = 0; entry < size; entry++) {
      const [given, found] = [written[entry]!, central[entry]!];
      const smooth = near(ahead[entry]!, behind[entry]!, KINK) && near(ahead[entry]!, found, KINK);
      if (!smooth || near(given, found, TOLERANCE)) continue;
      return {
        row: Math.floor(entry / dimension),
        column: entry % dimension,
        written: given,
        found,
        state: Array.from(state),
      };
    }
  }
  return null;
};
