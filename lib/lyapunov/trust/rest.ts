/**
 * Orbits that come to rest: on a fixed point, or on a cycle of a map.
 *
 * @module
 */
import { shortNumber } from "../../numerics/format.ts";
import type { System } from "../../systems/system.ts";
import { spansOf, type SystemExponents } from "../exponents.ts";
import { cycleOf } from "../first_look.ts";
import type { ChosenCourse } from "./chosen_course.ts";
import { type JudgedExponents, replacedExponents } from "./judged_exponents.ts";
import { smallest } from "./magnitude.ts";
import type { TrustOptions } from "./tried_course.ts";

/** The first six coordinates of a state. */
export const pointInWords = (state: Float64Array): string =>
  Array.from(state.subarray(0, 6), (each) => shortNumber(each, 4)).join(", ");

/** Sizes below which a contraction per cycle is rounding, by where the Jacobian comes from, as logarithms. */
const superstableBelow = (found: SystemExponents): number => found.jacobian === "analytic" ? -27 : -17;

/** What is to be said of fixed points, cycles, and directions that vanish. */
export const withRest = (
  system: System,
  chosen: ChosenCourse,
  options: TrustOptions,
  judged: JudgedExponents,
): JudgedExponents & { readonly atRest: boolean } => {
  const { found } = judged;
  const { exponents, standardErrors } = found.spectrum;
  const { end, ranges } = chosen.seen;
  const [largest, error] = [exponents[0]!, standardErrors[0]!];
  const place = pointInWords(end);
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
  if (system.kind === "delay") return { ...judged, atRest: false };
  const isStill = (state: Float64Array): boolean => {
    const moved = state.slice();
    chosen.advance(moved, 1);
    return state.every((value, i) =>
      Math.abs(moved[i]! - value) / chosen.dt * system.timeScale <=
        1e-9 * Math.max(ranges[i]!, Math.abs(value))
    );
  };
  const still = isStill(end);
  const floor = smallest(exponents, system.timeScale);
  const sinks = largest < -4 * error - floor;
  if (!still && !sinks) return { ...judged, atRest: false };
  const whereTo = (): string => {
    if (still) return `comes to rest at the fixed point (${place})`;
    const state = end.slice();
    chosen.advance(state, Math.round(2 * spansOf(system, options).time / chosen.dt));
    const reached = pointInWords(state);
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
