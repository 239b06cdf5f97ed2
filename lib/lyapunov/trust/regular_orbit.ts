/**
 * Regular orbits, whose exponents fall as 1/T for ever and count as 0.
 *
 * @module
 */
import { shortNumber } from "../../numerics/format.ts";
import type { System } from "../../systems/system.ts";
import { spansOf, type SystemExponents } from "../exponents.ts";
import { fallsAsPower } from "../stationarity.ts";
import { zeroOneTest } from "../zero_one.ts";
import type { ChosenCourse } from "./chosen_course.ts";
import { type JudgedExponents, replacedExponents } from "./judged_exponents.ts";
import { isConservative } from "./magnitude.ts";
import type { TrustOptions } from "./tried_course.ts";

/** A total growth of fewer nats over the whole orbit may be that of a regular one. */
export const FEW_NATS = 25;
/** The 0–1 test's K: below it the orbit is regular. */
const REGULAR_K = 0.5;
/** Samples for the 0–1 test, this share of a typical time apart. */
const SAMPLES = 3000;
const SAMPLED = 0.4;

const witness = (system: System, chosen: ChosenCourse): number => {
  const every = system.kind === "map" ? 1 : Math.max(1, Math.round(SAMPLED * system.timeScale / chosen.dt));
  const state = chosen.seen.end.slice();
  const place = state.length - 1;
  return zeroOneTest(Float64Array.from({ length: SAMPLES }, () => {
    chosen.advance(state, every);
    return state[system.kind === "delay" ? place : 0]!;
  }));
};

/** Errors by which an exponent must differ from 0 before it matters that it falls as 1/T. */
const APART = 3;

/**
 * Errors of exponents that fall as 1/T beside chaos, as that of a parameter that is carried as a variable:
 * batches do not see how far these are from 0.
 */
const withFallingErrors = (
  system: System,
  options: TrustOptions,
  found: SystemExponents,
): SystemExponents => {
  const { exponents, standardErrors, history } = found.spectrum;
  const { transient } = spansOf(system, options);
  const errors = standardErrors.map((error, i) => {
    const size = Math.abs(exponents[i]!);
    return size > APART * error && fallsAsPower(history, i, transient / 2) ? size + error : error;
  });
  return { ...found, spectrum: { ...found.spectrum, standardErrors: errors } };
};

/** Typical times over which an orbit is long enough to be called regular. */
const LONG = 200;

/** Whether an orbit that keeps phase volume, and whose exponents do not differ from 0, is regular. Others end on an attractor. */
const isRegular = (
  system: System,
  chosen: ChosenCourse,
  { found }: JudgedExponents,
  time: number,
): boolean => {
  const { exponents, standardErrors, converged } = found.spectrum;
  return converged && exponents.length === found.dimension && found.dimension > 1 && isConservative(found) &&
    time >= LONG * system.timeScale &&
    Math.abs(exponents[0]!) <= APART * standardErrors[0]! + 1e-6 / system.timeScale &&
    witness(system, chosen) < REGULAR_K;
};

/** Exponents of a regular orbit that are still falling as 1/T count as 0. */
export const withoutPowers = (
  system: System,
  chosen: ChosenCourse,
  options: TrustOptions,
  judged: JudgedExponents,
): JudgedExponents => {
  const { found } = judged;
  const { exponents, standardErrors, history } = found.spectrum;
  const { time, transient } = spansOf(system, options);
  const largest = exponents[0]!;
  const weak = found.predictability !== null && largest * time < FEW_NATS && time >= LONG * system.timeScale;
  if (!weak) {
    return found.predictability === null
      ? isRegular(system, chosen, judged, time)
        ? {
          ...judged,
          notes: [...judged.notes, "the orbit is regular: λ1 is compatible with 0, and the 0–1 test agrees"],
        }
        : judged
      : { ...judged, found: withFallingErrors(system, options, found) };
  }
  const falls = exponents.map((_, i) => fallsAsPower(history, i, transient / 2));
  const regular = witness(system, chosen) < REGULAR_K;
  if (!falls[0] && !regular) return judged;
  if (!falls[0] || !regular) {
    return {
      ...judged,
      found: { ...found, spectrum: { ...found.spectrum, converged: false }, predictability: null },
      notes: [
        ...judged.notes,
        "λ1 is so small that witnesses disagree whether the orbit is chaotic: give a longer --time",
      ],
    };
  }
  const zeros = exponents.map((value, i) => falls[i] ? 0 : value);
  const errors = standardErrors.map((error, i) => falls[i] ? Math.abs(exponents[i]!) + error : error);
  return {
    ...judged,
    found: replacedExponents(found, zeros, errors),
    notes: [
      ...judged.notes,
      `the orbit is regular: ${falls.filter(Boolean).length} exponents fall as 1/T and count as 0 ` +
      `(λ1 is ${shortNumber(largest, 2)} at T = ${shortNumber(time)}), and the 0–1 test agrees`,
    ],
  };
};
