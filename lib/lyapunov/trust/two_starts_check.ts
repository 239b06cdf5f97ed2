/**
 * A check of a spectrum: an orbit with another start has the same.
 *
 * @module
 */
import * as E from "fp-ts/Either.js";
import { withError } from "../../numerics/format.ts";
import { stream, uniforms } from "../../numerics/random.ts";
import type { Parameters, System } from "../../systems/system.ts";
import { exponentsAlong, spansOf, type SystemExponents } from "../exponents.ts";
import type { ChosenCourse } from "./chosen_course.ts";
import { isConservative, largestOf } from "./magnitude.ts";
import type { SpectrumCheck } from "./spectrum_check.ts";
import type { TrustOptions } from "./tried_course.ts";

/** Shares of the first orbit that the second one takes, and of the range by which its start is displaced. */
const SECOND = 1 / 8;
const DISPLACED = 0.01;
const NEAR = 1e-6;

const secondStart = ({ seen: { end, ranges } }: ChosenCourse, displaced: number): Float64Array => {
  const shifts = uniforms(stream(0, "second start"), end.length, -1, 1);
  return end.map((value, i) => value + displaced * shifts[i]! * ranges[i]!);
};

interface Compared {
  /** Place of the exponent that differs; null if all agree. */
  readonly apart: number | null;
  readonly says: string;
}

/** The spectrum from a start beside the end of the first look; null if that orbit leaves every bound. */
const besides = (
  system: System,
  parameters: Parameters,
  chosen: ChosenCourse,
  found: SystemExponents,
  options: TrustOptions,
  displaced: number,
  share: number,
): Compared | null => {
  const { time } = spansOf(system, options);
  const second = exponentsAlong(system, parameters, { ...chosen, start: secondStart(chosen, displaced) }, {
    ...options,
    time: Math.max(share * time, 8 * chosen.dt),
    transient: Math.min(20 * system.timeScale, time / 4),
  });
  if (E.isLeft(second)) return null;
  const { exponents, standardErrors } = found.spectrum;
  const { exponents: others, standardErrors: theirErrors } = second.right.spectrum;
  const floor = 0.02 * largestOf(exponents.slice(0, 1)) + 0.005 / system.timeScale;
  const apart = exponents.findIndex((value, i) => {
    const [error, theirs] = [standardErrors[i]!, theirErrors[i]!];
    const allowed = 6 * Math.sqrt(error * error + theirs * theirs) + floor + 0.01 * Math.abs(value);
    return !(value === others[i] || Math.abs(value - others[i]!) <= allowed);
  });
  const place = Math.max(apart, 0);
  return {
    apart: apart < 0 ? null : place,
    says: `λ${place + 1} = ${withError(others[place]!, theirErrors[place]!)} from another start`,
  };
};

/**
 * A second orbit from beside the first must agree. One that goes elsewhere, while a nearer one agrees, has found another
 * attractor.
 */
export const twoStartsCheck = (
  system: System,
  parameters: Parameters,
  chosen: ChosenCourse,
  found: SystemExponents,
  options: TrustOptions,
): SpectrumCheck => {
  const name = "two starts";
  const from = (displaced: number, share: number) =>
    besides(system, parameters, chosen, found, options, displaced, share);
  const near = isConservative(found);
  const first = from(near ? NEAR : DISPLACED, SECOND);
  if (first?.apart === null) return { name, passed: true, says: first.says };
  const again = near ? null : from(NEAR, SECOND);
  if (again?.apart === null) {
    const elsewhere = first === null
      ? "one from farther away leaves every bound"
      : `one from farther away goes elsewhere, ${first.says}: see --starts`;
    return { name, passed: true, says: `${again.says}; ${elsewhere}` };
  }
  const long = from(NEAR, 1);
  const trouble = chosen.trouble();
  return long === null
    ? {
      name,
      passed: null,
      says: trouble === null
        ? "the second orbit leaves every bound"
        : `the second orbit cannot be followed: ${trouble}`,
    }
    : { name, passed: long.apart === null, says: long.says };
};
