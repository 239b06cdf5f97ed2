/**
 * Exponents after the transient that their history shows.
 *
 * @module
 */
import * as E from "fp-ts/Either.js";
import { pipe } from "fp-ts/function.js";
import type { LyapError } from "../../core/program/errors.ts";
import { shortNumber } from "../../numerics/format.ts";
import type { Parameters, System } from "../../systems/system.ts";
import { exponentsAlong, spansOf, type SystemExponents } from "../exponents.ts";
import { batchesOf, burnInOf, drifts, fallsAsPower } from "../stationarity.ts";
import type { ChosenCourse } from "./chosen_course.ts";
import { withPatience } from "./ending_chaos.ts";
import type { JudgedExponents } from "./judged_exponents.ts";
import { isConservative, largestOf } from "./magnitude.ts";
import { FEW_NATS } from "./regular_orbit.ts";
import type { TrustOptions } from "./tried_course.ts";
import { withRoundingSettled } from "./zeros.ts";

/** Longest transients that are looked for, in lengths of the orbit. */
const MOST_TRANSIENTS = 3;

/** A change of an exponent on a cycle that is no drift, relative to it. */
const BEAT = 0.005;

/** The exponents after the transient that the history shows: the orbit is followed for longer where they drift. */
export const settled = (
  system: System,
  parameters: Parameters,
  chosen: ChosenCourse,
  options: TrustOptions,
): E.Either<LyapError, JudgedExponents> => {
  const { time, transient } = spansOf(system, options);
  const along = (before: number) =>
    pipe(
      exponentsAlong(system, parameters, chosen, { ...options, transient: before }),
      E.map((found) => withRoundingSettled(system, found, time)),
    );
  const drifting = (
    { spectrum: { exponents, standardErrors, history } }: SystemExponents,
  ): readonly number[] => {
    const least = 0.01 / system.timeScale;
    const tolerance = Math.max(0.03 * largestOf(exponents.slice(0, 1)), least);
    // On a cycle a batch holds one period more or less, and a slow beat of both seems to be a drift.
    const beat = Math.abs(exponents[0]!) <= 4 * standardErrors[0]! + least ? BEAT : 0;
    return exponents.flatMap((value, i) =>
      drifts(batchesOf(history, i), Math.max(tolerance, beat * Math.abs(value))) ? [i] : []
    );
  };
  const go = (
    found: SystemExponents,
    before: number,
    again: number,
  ): E.Either<LyapError, JudgedExponents> => {
    const which = drifting(found);
    // An orbit that keeps phase volume has no transient, only averages that settle slowly.
    const left = before > transient && !isConservative(found)
      ? [
        `the orbit settled late: ${shortNumber(before)} ${
          system.kind === "map" ? "steps" : "time units"
        } before the average were left out`,
      ]
      : [];
    if (which.length === 0) return E.right({ found, followed: before + time, notes: left, doubts: [] });
    if (again === 0) {
      return E.right({
        found: { ...found, spectrum: { ...found.spectrum, converged: false } },
        followed: before + time,
        notes: [...left, `λ${which[0]! + 1} drifts over the whole orbit: give a longer --time`],
        doubts: [],
      });
    }
    const { history } = found.spectrum;
    const dropped = Math.max(...which.map((i) => burnInOf(batchesOf(history, i))));
    const skipped = dropped > history.time.length / 2
      ? time
      : Math.max(history.time[dropped] ?? time, time / 4);
    return pipe(
      along(before + skipped),
      E.chain((next) => go(next, before + skipped, again - 1)),
    );
  };
  return pipe(
    along(transient),
    E.chain((first) => {
      const { history, exponents } = first.spectrum;
      // A regular orbit's exponents drift for ever: more of it helps nobody.
      const power = exponents[0]! * time < FEW_NATS && fallsAsPower(history, 0, transient / 2);
      if (power) return E.right({ found: first, followed: transient + time, notes: [], doubts: [] });
      return pipe(
        go(first, transient, MOST_TRANSIENTS),
        E.chain((judged) => withPatience(system, parameters, chosen, options, judged)),
      );
    }),
  );
};
