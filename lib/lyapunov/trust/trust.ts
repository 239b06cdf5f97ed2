/**
 * Exponents from equations that were checked: by what must hold of every spectrum, by another way to find volumes, and by
 * an orbit with another start. What fails a check is said, and a step, a start or a method that fails is replaced where
 * that can be done.
 *
 * @module
 */
import * as E from "fp-ts/Either.js";
import { pipe } from "fp-ts/function.js";
import { cannotCompute, type LyapError } from "../../core/program/errors.ts";
import type { Parameters, System } from "../../systems/system.ts";
import { followable, type SystemExponents } from "../exponents.ts";
import { type ChosenCourse, courseOfFlow, courseOfOther, notFollowed } from "./chosen_course.ts";
import { replacedExponents } from "./judged_exponents.ts";
import { withoutPowers } from "./regular_orbit.ts";
import { pointInWords, withRest } from "./rest.ts";
import { settled } from "./settled.ts";
import { doubtOf, type SpectrumCheck } from "./spectrum_check.ts";
import { sumCheck } from "./sum_check.ts";
import type { SpectrumMethod, TrustOptions } from "./tried_course.ts";
import { twoStartsCheck } from "./two_starts_check.ts";
import { notesOnVolume } from "./underflow.ts";
import { volumeCheck } from "./volume_check.ts";
import { zeroExponentCheck } from "./zero_exponent_check.ts";
import { withDimensionOfMotion } from "./zeros.ts";

/** Exponents with what speaks for them. */
export interface TrustedExponents extends SystemExponents {
  /** How deviations were followed. */
  readonly method: SpectrumMethod;
  /** The conditions that were checked. */
  readonly checks: readonly SpectrumCheck[];
  /** What else is to be known: an orbit at rest, a step that was replaced, a transient that was left out. */
  readonly notes: readonly string[];
  /** Why the exponents are not to be trusted; empty if they are. */
  readonly doubts: readonly string[];
}

/** Refuses a start at which the equations have no value. */
const startsWell = (
  system: System,
  parameters: Parameters,
  { initialState }: TrustOptions,
): E.Either<LyapError, void> => {
  const start = Float64Array.from(initialState ?? system.initialState(parameters));
  const out = start.slice();
  if (system.kind === "flow") system.field(parameters).rates(start, out);
  else if (system.kind === "map") system.iteration(parameters).step(start, out);
  else system.field(parameters).rates(start, start, out);
  const wrong = out.findIndex((value) => !Number.isFinite(value));
  if (wrong < 0) return E.right(undefined);
  const variable = system.variables(parameters)[wrong]!;
  return E.left(cannotCompute(
    `The equations of ${system.title} have no value at the initial state (${pointInWords(start)}): ${
      system.kind === "map" ? `the next ${variable}` : `${variable}'`
    } is ${Number.isNaN(out[wrong]!) ? "not a number" : "infinite"}`,
    "take an initial state at which the equations have values",
  ));
};

/** The error that an implicit solver's step adds to the exponents, where it is known from the one that is 0. */
const withErrorOfStep = (found: SystemExponents, { nearZero }: ChosenCourse): SystemExponents => {
  if (nearZero === undefined || nearZero === null) return found;
  const { exponents, standardErrors } = found.spectrum;
  const errors = standardErrors.map((error, i) =>
    Number.isFinite(exponents[i]!) ? Math.sqrt(error * error + nearZero.size * nearZero.size) : error
  );
  return replacedExponents(found, exponents, errors);
};

/**
 * Lyapunov exponents of a system from its equations, checked.
 *
 * For a smooth system with a good step the numbers are those of `exponentsOfSystem`, bit by bit. Fields that jump are followed
 * with saltation matrices, or by neighbouring orbits; a step that is too large is replaced; an orbit that settles late is
 * followed for longer; exponents of regular orbits that fall as 1/T count as 0.
 *
 * @param system A system.
 * @param given Parameters that differ from its default.
 * @param options Step, length, number of exponents, method.
 * @returns The exponents, the checks, notes and doubts. Left: parameters that the system does not have, or an orbit that
 * cannot be followed.
 *
 * @example Lorenz on its unstable fixed point
 * ```ts
 * import { examineExponents } from "./trust.ts";
 * import { lorenz } from "../../systems/lorenz.ts";
 * import { assertEquals } from "@std/assert/mod.js";
 *
 * const found = examineExponents(lorenz, {}, { initialState: [0, 0, 0], time: 100 });
 * assertEquals(found._tag === "Right" && found.right.doubts.length, 1);
 * ```
 */
export const examineExponents = (
  system: System,
  given: Parameters = {},
  options: TrustOptions = {},
): E.Either<LyapError, TrustedExponents> =>
  pipe(
    E.Do,
    E.bindW("parameters", () => followable(system, given, options)),
    E.chainFirstW(({ parameters }) => startsWell(system, parameters, options)),
    E.bindW("chosen", ({ parameters }) =>
      system.kind === "flow"
        ? courseOfFlow(system, parameters, options)
        : E.right(courseOfOther(system, parameters, options))),
    E.bindW("settled", ({ parameters, chosen }) =>
      pipe(
        settled(system, parameters, chosen, options),
        E.mapLeft((error) => {
          const trouble = chosen.trouble();
          return system.kind === "flow" && trouble !== null
            ? notFollowed(system, system.field(parameters), trouble)
            : error;
        }),
      )),
    E.map(({ parameters, chosen, settled: judged }): TrustedExponents => {
      const { found: plain, notes, doubts, atRest } = withRest(
        system,
        parameters,
        chosen,
        options,
        withoutPowers(system, chosen, options, judged),
      );
      const found = withErrorOfStep(plain, chosen);
      const byVolume = chosen.byVolume?.() ?? false;
      const others = [
        zeroExponentCheck(system, found, atRest, chosen.method.startsWith("exponential")),
        sumCheck(system, found, byVolume),
        volumeCheck(
          system.kind === "map" && found.spectrum.exponents.includes(-Infinity) ? null : chosen.mismatch,
        ),
      ];
      // Rest needs no other start, unless nothing else speaks for the exponents.
      const hasPassed = others.some(({ passed }) =>
        passed === true
      );
      const spokenFor = hasPassed || found.spectrum.exponents[0]! > 0;
      const checks = [
        ...others,
        atRest && spokenFor
          ? { name: "two starts" as const, passed: null, says: "the orbit is at rest" }
          : twoStartsCheck(system, parameters, chosen, found, options),
      ];
      const unchecked = checks.every(({ passed }) => passed === null);
      return {
        ...(checks[0]!.passed === true ? withDimensionOfMotion(system, found) : found),
        method: chosen.method,
        checks,
        notes: [...chosen.notes, ...notes, ...notesOnVolume(found, byVolume)],
        doubts: [
          ...chosen.doubts,
          ...doubts,
          ...checks.filter(({ passed }) => passed === false).map(({ name, says }) => doubtOf[name](says)),
          ...(unchecked ? ["none of the checks could be made"] : []),
        ],
      };
    }),
  );
