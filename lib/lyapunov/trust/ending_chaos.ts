/**
 * Chaos beside a stable fixed point: it may be a transient that ends there.
 *
 * @module
 */
import * as E from "fp-ts/Either.js";
import { pipe } from "fp-ts/function.js";
import type { LyapError } from "../../core/program/errors.ts";
import { shortNumber } from "../../numerics/format.ts";
import type { Flow, Parameters, System } from "../../systems/system.ts";
import { exponentsAlong, spansOf } from "../exponents.ts";
import { apartIn, stableFixedPoint } from "../fixed_points.ts";
import type { ChosenCourse } from "./chosen_course.ts";
import type { JudgedExponents } from "./judged_exponents.ts";
import { isConservative } from "./magnitude.ts";
import { pointInWords } from "./rest.ts";
import { PROBED, type TrustOptions } from "./tried_course.ts";

/** How long, in lengths of the orbit, a chaotic orbit beside a stable fixed point is followed. */
const PATIENCE = 10;

/**
 * When a chaotic orbit comes to rest at a stable fixed point beside it, after the transient: in time units, Infinity where
 * it does not, null if there is no such point.
 */
const restTime = (
  flow: Flow,
  parameters: Parameters,
  { seen, advance, dt }: ChosenCourse,
  time: number,
): { readonly time: number; readonly point: Float64Array } | null => {
  const field = flow.field(parameters);
  const steps = Math.round(200 * flow.timeScale / dt);
  const point = stableFixedPoint(field, advance, seen.states, seen.ranges, steps);
  if (point === null) return null;
  const state = seen.end.slice();
  const piece = Math.max(1, Math.round(10 * flow.timeScale / dt));
  for (let done = 0; done * dt < PATIENCE * time; done += piece) {
    advance(state, piece);
    if (apartIn(seen.ranges, state, point) < 1e-3) return { time: done * dt, point };
  }
  return { time: Infinity, point };
};

/** A chaotic orbit beside a stable fixed point is followed for longer. */
export const withPatience = (
  system: System,
  parameters: Parameters,
  chosen: ChosenCourse,
  options: TrustOptions,
  judged: JudgedExponents,
): E.Either<LyapError, JudgedExponents> => {
  const { time, transient } = spansOf(system, options);
  const chaotic = judged.found.predictability !== null && !isConservative(judged.found);
  const rest = chaotic && system.kind === "flow" && chosen.method === "tangent map"
    ? restTime(system, parameters, chosen, time)
    : null;
  if (rest === null) return E.right(judged);
  const place = `a stable fixed point lies at (${pointInWords(rest.point)})`;
  if (rest.time === Infinity) {
    return E.right({
      ...judged,
      notes: [
        ...judged.notes,
        `${place}: the chaos may end there, or be a second attractor; within ${
          shortNumber(PATIENCE * time)
        } time units it did not end`,
      ],
    });
  }
  const before = 2 * transient + PROBED * system.timeScale + rest.time;
  return pipe(
    exponentsAlong(system, parameters, chosen, { ...options, transient: before }),
    E.map((found) => ({
      ...judged,
      found,
      followed: before + time,
      notes: [
        `${place}: the chaos ends there after ${shortNumber(rest.time, 2)} time units, which were left out`,
      ],
    })),
  );
};
