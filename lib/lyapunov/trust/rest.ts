/**
 * Orbits that come to rest: on a fixed point, or on a cycle of a map.
 *
 * @module
 */
import { shortNumber } from "../../numerics/format.ts";
import type { Parameters, System } from "../../systems/system.ts";
import { stepsPerDelay } from "../../systems/solvers/delay.ts";
import { spansOf, type SystemExponents } from "../exponents.ts";
import { cycleOf } from "../first_look.ts";
import { apartIn } from "../fixed_points.ts";
import type { ChosenCourse } from "./chosen_course.ts";
import { type JudgedExponents, replacedExponents } from "./judged_exponents.ts";
import { smallest } from "./magnitude.ts";
import { PROBED, type TrustOptions } from "./tried_course.ts";

/** The first six coordinates of a state. */
export const pointInWords = (state: Float64Array): string =>
  Array.from(state.subarray(0, 6), (each) => shortNumber(each, 4)).join(", ");

/** Sizes below which a contraction per cycle is rounding, by where the Jacobian comes from, as logarithms. */
const superstableBelow = (found: SystemExponents): number => found.jacobian === "analytic" ? -27 : -17;

/** Parts of the stretch over which an orbit is seen to rest, and how much less it must move in each. */
const PARTS = 4;
const SHRINKING = 0.9;
/** What moves by so small a share of its range, or of itself, stands still. */
const STILL = 1e-9;

/**
 * Whether an orbit comes to rest after its average, over a stretch as long as all that came before: in each part of it the
 * state moves less than in the one before, or not at all. An orbit that rests for long and then moves on does not.
 */
const seenToRest = (
  system: System,
  parameters: Parameters,
  { seen: { end, ranges }, advance, dt }: ChosenCourse,
  followed: number,
  before: number,
): boolean => {
  const state = end.slice();
  advance(state, Math.max(0, Math.round((followed - before) / dt)));
  // The history of a delay equation holds the states between.
  const piece = system.kind === "delay" ? stepsPerDelay(system.field(parameters).delay, dt) : 1;
  const pieces = Math.max(1, Math.round(followed / dt / PARTS / piece));
  let last = Infinity;
  for (let part = 0; part < PARTS; part++) {
    const [low, high] = [state.slice(), state.slice()];
    for (let n = 0; n < pieces; n++) {
      advance(state, piece);
      for (let i = 0; i < state.length; i++) {
        low[i] = Math.min(low[i]!, state[i]!);
        high[i] = Math.max(high[i]!, state[i]!);
      }
    }
    let moved = 0;
    for (let i = 0; i < state.length; i++) {
      moved = Math.max(moved, (high[i]! - low[i]!) / Math.max(ranges[i]!, Math.abs(state[i]!)));
    }
    if (!(moved <= STILL || moved <= SHRINKING * last)) return false;
    last = moved;
  }
  return isStable(state, ranges, (neighbour) => advance(neighbour, pieces * piece));
};

/** How far a neighbour starts from a point at rest, in ranges, and how many times as far it may end. */
const ASIDE = 1e-6;
const FARTHEST = 10;

/** Whether a neighbour of a point at rest stays near it. An orbit may also linger at a saddle. */
const isStable = (
  point: Float64Array,
  ranges: Float64Array,
  follow: (state: Float64Array) => void,
): boolean => {
  const neighbour = point.map((value, i) => value + ASIDE * (i % 2 === 0 ? 1 : -0.7) * ranges[i]!);
  follow(neighbour);
  // What creeps has not arrived yet.
  const moved = point.slice();
  follow(moved);
  return apartIn(ranges, neighbour, moved) <= FARTHEST * ASIDE;
};

/** What is to be said of fixed points, cycles, and directions that vanish. */
export const withRest = (
  system: System,
  parameters: Parameters,
  chosen: ChosenCourse,
  options: TrustOptions,
  judged: JudgedExponents,
): JudgedExponents & { readonly atRest: boolean } => {
  const { found } = judged;
  const { exponents, standardErrors } = found.spectrum;
  const { end, ranges } = chosen.seen;
  const [largest, error] = [exponents[0]!, standardErrors[0]!];
  const present = system.kind === "delay" ? system.field(parameters).dimension : end.length;
  const pointOf = (state: Float64Array): string => pointInWords(state.subarray(state.length - present));
  const place = pointOf(end);
  if (system.kind === "map") {
    const period = cycleOf(chosen.advance, end);
    const vanish = exponents.map((value) => value * (period ?? 1) < superstableBelow(found));
    const settled: JudgedExponents = vanish.some((each, i) => each && exponents[i] !== -Infinity)
      ? {
        ...judged,
        found: replacedExponents(
          found,
          exponents.map((value, i) => vanish[i] ? -Infinity : value),
          standardErrors.map((each, i) => vanish[i] ? 0 : each),
        ),
        notes: [
          ...judged.notes,
          "the cycle is superstable: a contraction by rounding alone counts as −∞",
        ],
      }
      : judged;
    if (period === null) return { ...settled, atRest: false };
    const what = period === 1 ? `on the fixed point (${place})` : `on a cycle of ${period} points`;
    return largest > 0
      ? {
        ...settled,
        found: { ...settled.found, predictability: null },
        doubts: [
          ...settled.doubts,
          `the orbit sits ${what} that is not stable, by its start or by rounding: these are its eigenvalues, not ` +
          "those of an attractor; give another --start",
        ],
        atRest: true,
      }
      : { ...settled, notes: [...settled.notes, `the orbit ends ${what}`], atRest: true };
  }
  const isStill = (state: Float64Array): boolean => {
    const moved = state.slice();
    chosen.advance(moved, 1);
    return state.every((value, i) =>
      Math.abs(moved[i]! - value) / chosen.dt * system.timeScale <=
        STILL * Math.max(ranges[i]!, Math.abs(value))
    );
  };
  const still = isStill(end);
  const floor = smallest(exponents, system.timeScale);
  const lingersAt = (state: Float64Array): JudgedExponents & { readonly atRest: boolean } => ({
    ...judged,
    found: { ...found, spectrum: { ...found.spectrum, converged: false }, predictability: null },
    doubts: [
      ...judged.doubts,
      `the orbit lingers at the fixed point (${
        pointOf(state)
      }), which is not stable: averages over it hold only after ` +
      "many such visits",
    ],
    atRest: false,
  });
  const sinks = largest < -4 * error - floor;
  const stays = largest > 0 && still;
  const { transient } = spansOf(system, options);
  const before = transient + PROBED * system.timeScale;
  const rests = (still || sinks) &&
    (stays || seenToRest(system, parameters, chosen, judged.followed, before));
  if (!rests) {
    if (still) return lingersAt(end);
    const moves = exponents.some((value, i) => Math.abs(value) <= 4 * standardErrors[i]! + floor);
    if (moves || largest < 0) return { ...judged, atRest: false };
    // On its way from saddle to saddle an orbit moved, and then it stayed at one, the longer the later.
    const late = end.slice();
    chosen.advance(late, Math.max(0, Math.round((judged.followed - before) / chosen.dt)));
    return isStill(late) ? lingersAt(late) : { ...judged, atRest: false };
  }
  const whereTo = (): string => {
    if (still) return `comes to rest at the fixed point (${place})`;
    const state = end.slice();
    chosen.advance(state, Math.round(2 * spansOf(system, options).time / chosen.dt));
    const reached = pointOf(state);
    return isStill(state)
      ? `comes to rest at the fixed point (${reached})`
      : `creeps towards a fixed point, and is at (${reached}) after three times as long: λ₁ of the point may be 0`;
  };
  return largest > 4 * error + floor
    ? {
      ...judged,
      found: { ...found, predictability: null },
      doubts: [
        ...judged.doubts,
        `the orbit sits on the fixed point (${place}), which is not stable: these are its eigenvalues, not the exponents ` +
        "of an attractor; give another --start",
      ],
      atRest: true,
    }
    : {
      ...judged,
      notes: [...judged.notes, `the orbit ${whereTo()}`],
      atRest: true,
    };
};
