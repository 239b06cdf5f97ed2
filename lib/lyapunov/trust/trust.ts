/**
 * Exponents from equations that were checked: by what must hold of every spectrum, by another way to find volumes, and by
 * an orbit with another start. What fails a check is said, and a step, a start or a method that fails is replaced where
 * that can be done.
 *
 * @module
 */
import * as E from "fp-ts/Either.js";
import { pipe } from "fp-ts/function.js";
import type { LyapError } from "../../core/program/errors.ts";
import type { Parameters, System } from "../../systems/system.ts";
import { followable, type SystemExponents } from "../exponents.ts";
import { courseOfFlow, courseOfOther, notFollowed } from "./chosen_course.ts";
import { withoutPowers } from "./regular_orbit.ts";
import { withRest } from "./rest.ts";
import { settled } from "./settled.ts";
import { doubtOf, type SpectrumCheck } from "./spectrum_check.ts";
import { sumCheck } from "./sum_check.ts";
import type { SpectrumMethod, TrustOptions } from "./tried_course.ts";
import { twoStartsCheck } from "./two_starts_check.ts";
import { withUnderflown } from "./underflow.ts";
import { volumeCheck } from "./volume_check.ts";
import { zeroExponentCheck } from "./zero_exponent_check.ts";

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
      const { found, notes, doubts, atRest } = withRest(
        system,
        chosen,
        options,
        withoutPowers(system, chosen, options, judged),
      );
      const checks = [
        zeroExponentCheck(system, found, atRest),
        sumCheck(system, found),
        volumeCheck(found.spectrum.exponents.includes(-Infinity) ? null : chosen.mismatch),
        atRest
          ? { name: "two starts" as const, passed: null, says: "the orbit is at rest" }
          : twoStartsCheck(system, parameters, chosen, found, options),
      ];
      const whole = chosen.method.startsWith("exponential") ? withUnderflown(found) : { found, notes: [] };
      return {
        ...whole.found,
        method: chosen.method,
        checks,
        notes: [...chosen.notes, ...notes, ...whole.notes],
        doubts: [
          ...chosen.doubts,
          ...doubts,
          ...checks.filter(({ passed }) =>
            passed === false
          ).map(({ name, says }) => doubtOf[name](says)),
        ],
      };
    }),
  );
