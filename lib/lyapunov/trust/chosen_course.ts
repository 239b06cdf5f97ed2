/**
 * Which course an orbit takes: with the step of its system where that does, else with a smaller one or another solver.
 *
 * @module
 */
import * as E from "fp-ts/Either.js";
import { cannotCompute, type LyapError } from "../../core/program/errors.ts";
import { counted } from "../../core/program/text.ts";
import { plainNumber } from "../../numerics/format.ts";
import { orbitOf } from "../../systems/orbit.ts";
import type { Flow, Parameters, System, VectorField } from "../../systems/system.ts";
import { spansOf, tangentOf } from "../exponents.ts";
import { firstLook, jumpsAhead } from "../first_look.ts";
import { type Follow, mismatchOf, severity } from "../volumes.ts";
import {
  BETTER,
  isGood,
  MOST_PROBED,
  PROBED,
  type TriedCourse,
  triedCourse,
  type TrustOptions,
  WINDOWS,
} from "./tried_course.ts";

/** A course with how it was chosen. */
export interface ChosenCourse extends TriedCourse {
  readonly notes: readonly string[];
  readonly doubts: readonly string[];
}

/** Halvings of a step that are tried. */
const MOST_HALVINGS = 8;
/** Doublings of the step with which an implicit solver begins: it takes as many within as it needs. */
const LONGER = 3;
/** Longer orbits are not given to a smaller step while an implicit solver can do it with a longer one. */
const MANY_STEPS = 3_000_000;
/** Half a step that leaves more than this share of a difference does not mend it. */
const SAME_FAULT = 0.7;

/** That an orbit meets a surface in a way that cannot be followed. */
export const notFollowed = (
  { title }: Flow,
  { events, switches = [] }: VectorField,
  trouble: string,
): LyapError =>
  cannotCompute(
    `The orbit of ${title} cannot be followed: ${trouble}`,
    events === undefined && switches.length === 0
      ? "name the surfaces at which the field jumps as events in the file of the system"
      : "take parameters or an initial state at which the orbit does not come to rest on a surface",
  );

/** The course of a flow: its own step where that does, else a smaller one or another solver. */
export const courseOfFlow = (
  flow: Flow,
  parameters: Parameters,
  options: TrustOptions,
): E.Either<LyapError, ChosenCourse> => {
  const field = flow.field(parameters);
  const { start, dt: own } = orbitOf(flow, parameters, options.dt, options.initialState);
  const { time } = spansOf(flow, options);
  const plain = triedCourse(flow, field, start, own, options, false);
  // Even where tangent map and neighbouring orbits agree: both may step over a surface to and fro.
  const hidden = plain.method === "tangent map" && plain.seen.escaped === null &&
    jumpsAhead(field, plain.seen, own);
  const given = hidden ? triedCourse(flow, field, start, own, options, false, true) : plain;
  if (isGood(given)) return E.right({ ...given, notes: [], doubts: [] });
  const halved = (halvings: number): number => {
    let dt = own;
    for (let n = 0; n < halvings; n++) dt /= 2;
    for (let n = 0; n > halvings; n--) dt *= 2;
    return dt;
  };
  const affordable = (dt: number): boolean => time / dt <= MANY_STEPS;
  const severityOf = ({ mismatch, seen }: TriedCourse): number =>
    mismatch === null || mismatch.windows < seen.states.length / 2 ? Infinity : severity(mismatch);
  let hopeless = false;
  const firstGood = (stiff: boolean, from: number): TriedCourse | null => {
    let before = stiff ? Infinity : severityOf(given);
    for (let n = from; n <= MOST_HALVINGS && !hopeless; n++) {
      if (!stiff && !affordable(halved(n))) return null;
      const next = triedCourse(flow, field, start, halved(n), options, stiff);
      if (isGood(next, BETTER)) return next;
      // What a smaller step does not mend is not the step's fault.
      const now = severityOf(next);
      hopeless = next.trouble() !== null || (Number.isFinite(now) && now > SAME_FAULT * before);
      before = now;
    }
    return null;
  };
  const trouble = given.trouble();
  if (trouble !== null) return E.left(notFollowed(flow, field, trouble));
  const mended = firstGood(false, 1) ??
    (given.method === "tangent map" ? firstGood(true, -LONGER) : null);
  if (given.seen.escaped !== null && mended === null) {
    return E.left(cannotCompute(
      `The orbit of ${flow.title} is no longer finite after ${
        counted(given.seen.escaped, "step")
      } of ${own}, nor with smaller ones`,
      "take another initial state, or parameters at which the orbit stays bounded: from this one it leaves every bound, or where the equations have values",
    ));
  }
  // The check of finite volumes says what is wrong.
  if (mended === null) return E.right({ ...given, notes: [], doubts: [] });
  const stiff = mended.method.startsWith("exponential");
  const words = `${stiff ? "an implicit solver with " : ""}dt ${plainNumber(mended.dt, 4)}`;
  if (options.dt !== undefined) {
    if (given.seen.escaped !== null) {
      return E.left(cannotCompute(
        `The orbit of ${flow.title} is no longer finite after ${
          counted(given.seen.escaped, "step")
        } of ${own}`,
        stiff ? "leave --dt out" : `take a smaller dt: ${plainNumber(mended.dt, 4)} does`,
      ));
    }
    return E.right({
      ...given,
      notes: [],
      doubts: [`the step ${own} is too large: ${stiff ? "without --dt, " : ""}${words} would do`],
    });
  }
  return E.right({
    ...mended,
    notes: [
      stiff
        ? `the system's step ${own} is too large for RK4; taken: ${words} at most, which goes in shorter steps where it must`
        : `the system's step ${own} is too large; taken: ${words}`,
    ],
    doubts: [],
  });
};

/** The course of a map or a delay equation. */
export const courseOfOther = (
  system: System,
  parameters: Parameters,
  options: TrustOptions,
): ChosenCourse => {
  const { start, dt, advance } = orbitOf(system, parameters, options.dt, options.initialState);
  const { time, transient } = spansOf(system, options);
  const whole = system.kind === "map" ? time : PROBED * system.timeScale;
  const steps = Math.min(MOST_PROBED, Math.max(1, Math.round(whole / dt)));
  const seen = firstLook(advance, start, Math.round(transient / dt), steps, WINDOWS);
  const tangentMap = tangentOf(system, parameters, dt);
  const follow: Follow = (state, steps) => {
    advance(state, steps);
    return state.every(Number.isFinite) ? 0 : null;
  };
  return {
    ...{ start, dt, tangentMap, seen, advance, notes: [], doubts: [], trouble: () => null },
    method: "tangent map",
    mismatch: system.kind === "map" && seen.escaped === null
      ? mismatchOf(tangentMap, follow, seen.states, seen.ranges, 1, 1, system.timeScale)
      : null,
  };
};
