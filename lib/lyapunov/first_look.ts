/**
 * A first look at an orbit, before its exponents are computed: where it goes, how large it is, whether its field jumps.
 *
 * @module
 */
import type { Stepper } from "../systems/solvers/runge_kutta.ts";
import { jumpBetween } from "../systems/solvers/jump.ts";
import type { VectorField } from "../systems/system.ts";

/** What a first look at an orbit shows. */
export interface FirstLook {
  /** Some states along it. */
  readonly states: readonly Float64Array[];
  /** The last of it. */
  readonly end: Float64Array;
  /**
   * The range of each variable: the largest of its ranges over tenths of the orbit, so that an angle that runs on does not
   * seem large; or the size of a variable that does not move, or moves by nothing beside what it was: what has died out
   * would show rounding.
   */
  readonly ranges: Float64Array;
  /** Whether the field jumps somewhere along it. */
  readonly jumps: boolean;
  /** The step at which it is no longer finite; null if it stays so. */
  readonly escaped: number | null;
}

/** Candidates for a jump that are looked at closely. */
const MOST_CANDIDATES = 300;
/** A third difference of the field, in units of its largest difference so far, that makes a candidate. */
const ROUGH = 0.1;

const allFinite = (state: Float64Array): boolean => state.every(Number.isFinite);

/**
 * Looks for jumps of a field along an orbit: third differences of a smooth field are small beside its differences.
 *
 * @returns A function of each next state; true from the first jump on.
 */
const jumpFinder = (rates: VectorField["rates"], dimension: number): (state: Float64Array) => boolean => {
  const states = Array.from({ length: 4 }, () => new Float64Array(dimension));
  const fields = Array.from({ length: 4 }, () => new Float64Array(dimension));
  const largest = new Float64Array(dimension);
  let [seen, candidates, found] = [0, 0, false];
  return (state) => {
    if (found || candidates >= MOST_CANDIDATES) return found;
    const at = seen % 4;
    states[at]!.set(state);
    rates(state, fields[at]!);
    seen++;
    if (seen < 4) return false;
    const [a, b, c, d] = [0, 1, 2, 3].map((i) => (seen + i) % 4) as [number, number, number, number];
    let rough = false;
    for (let i = 0; i < dimension; i++) {
      const [f0, f1, f2, f3] = [fields[a]![i]!, fields[b]![i]!, fields[c]![i]!, fields[d]![i]!];
      largest[i] = Math.max(largest[i]!, Math.min(Math.abs(f3 - f2), Math.abs(f1 - f0)));
      const third = Math.abs(f3 - 3 * f2 + 3 * f1 - f0);
      rough ||= third > ROUGH * largest[i]! + 1e-10 * Math.abs(f3);
    }
    if (!rough) return false;
    candidates++;
    found = jumpBetween(rates, states[b]!, states[c]!) !== null ||
      jumpBetween(rates, states[c]!, states[d]!) !== null;
    return found;
  };
};

/**
 * Looks at an orbit.
 *
 * @param advance Advances a state in place.
 * @param start Where it begins.
 * @param transient Steps that are not looked at.
 * @param steps Steps that are.
 * @param keep How many states are kept.
 * @param rates The field, where jumps are looked for.
 *
 * @example A circle
 * ```ts
 * import { firstLook } from "./first_look.ts";
 * import { rungeKutta4 } from "../systems/solvers/runge_kutta.ts";
 * import { assertAlmostEquals, assertEquals } from "@std/assert/mod.js";
 *
 * const rates = ([x, y]: Float64Array, out: Float64Array) => out.set([-y!, x!]);
 * const seen = firstLook(rungeKutta4(rates, 2, 0.01), Float64Array.of(1, 0), 0, 7000, 7, rates);
 * assertAlmostEquals(seen.ranges[0]!, 2, 1e-3);
 * assertEquals([seen.states.length, seen.jumps, seen.escaped], [7, false, null]);
 * ```
 */
export const firstLook = (
  advance: Stepper,
  start: Float64Array,
  transient: number,
  steps: number,
  keep: number,
  rates?: VectorField["rates"],
): FirstLook => {
  const dimension = start.length;
  const state = start.slice();
  const [low, high, widest] = [
    new Float64Array(dimension),
    new Float64Array(dimension),
    new Float64Array(dimension),
  ];
  /** Ends a tenth of the orbit. */
  const widen = (): void => {
    for (let i = 0; i < dimension; i++) widest[i] = Math.max(widest[i]!, high[i]! - low[i]!);
    low.set(state);
    high.set(state);
  };
  const reached = start.map(Math.abs);
  const states: Float64Array[] = [];
  const jumped = rates === undefined ? () => false : jumpFinder(rates, dimension);
  const seen = (jumps: boolean, escaped: number | null): FirstLook => ({
    states,
    end: state,
    ranges: widest.map((range, i) => {
      const size = Math.abs(state[i]!);
      return range > 1e-9 * Math.max(size, reached[i]!) ? range : Math.max(size, 1e-3);
    }),
    jumps,
    escaped,
  });
  // In pieces, so that an orbit that leaves is noticed.
  const piece = Math.max(1, Math.ceil(transient / 50));
  for (let done = 0; done < transient; done += piece) {
    advance(state, Math.min(piece, transient - done));
    if (!allFinite(state)) return seen(false, done + piece);
    for (let i = 0; i < dimension; i++) reached[i] = Math.max(reached[i]!, Math.abs(state[i]!));
  }
  low.set(state);
  high.set(state);
  const every = Math.max(1, Math.floor(steps / keep));
  const tenth = Math.max(1, Math.floor(steps / 10));
  let jumps = false;
  for (let n = 0; n < steps; n++) {
    if (n % tenth === 0) widen();
    if (n % every === 0 && states.length < keep) states.push(state.slice());
    jumps = jumped(state);
    advance(state, 1);
    for (let i = 0; i < dimension; i++) {
      const value = state[i]!;
      if (value < low[i]!) low[i] = value;
      else if (value > high[i]!) high[i] = value;
      else if (Number.isNaN(value)) return seen(jumps, transient + n);
    }
  }
  widen();
  return seen(jumps, allFinite(state) ? null : transient + steps);
};

/**
 * Whether a field jumps within a step along it from some state. Where a surface draws orbits in, a solver that steps over
 * it may stand still before it, and then no two states of the orbit lie on two sides.
 */
export const jumpsAhead = (
  { rates, dimension }: VectorField,
  { states, ranges }: FirstLook,
  dt: number,
): boolean => {
  const ahead = new Float64Array(dimension);
  return states.some((state) => {
    rates(state, ahead);
    // What hardly moves would show its rounding.
    return ahead.some((rate, i) => Math.abs(dt * rate) > 1e-6 * ranges[i]!) &&
      jumpBetween(rates, state, state.map((value, i) => value + dt * ahead[i]!)) !== null;
  });
};

/** The longest cycle that is looked for. */
const LONGEST_CYCLE = 4096;

/**
 * The period of the cycle of a map on which a state lies, bit by bit: 1 for a fixed point; null if there is none.
 *
 * @example The tent map in binary arithmetic ends at 0
 * ```ts
 * import { cycleOf } from "./first_look.ts";
 * import { assertEquals } from "@std/assert/mod.js";
 *
 * const tent = (x: Float64Array, steps: number) => {
 *   for (let n = 0; n < steps; n++) x[0] = 1 - Math.abs(1 - 2 * x[0]!);
 * };
 * const state = Float64Array.of(4 - Math.PI);
 * assertEquals(cycleOf(tent, state), null);
 * tent(state, 60);
 * assertEquals(cycleOf(tent, state), 1);
 * ```
 */
export const cycleOf = (advance: Stepper, at: Float64Array): number | null => {
  const state = at.slice();
  for (let period = 1; period <= LONGEST_CYCLE; period++) {
    advance(state, 1);
    if (state.every((value, i) => value === at[i])) return period;
  }
  return null;
};
