/**
 * Spectra from several starts: which attractors a system has, as far as orbits from around its own find them.
 *
 * @module
 */
import * as E from "fp-ts/Either.js";
import { pipe } from "fp-ts/function.js";
import { stream, uniforms } from "../numerics/random.ts";
import { badUsage, cannotCompute, type LyapError } from "../core/program/errors.ts";
import { orbitOf } from "../systems/orbit.ts";
import { observationOf, type Parameters, type System } from "../systems/system.ts";
import { type ExponentOptions, exponentsAlong, exponentsOfSystem, followable, spansOf } from "./exponents.ts";
import { firstLook } from "./first_look.ts";
import { besideRoot, stableFixedPoints } from "./fixed_points.ts";
import type { ExponentUnit } from "./result.ts";
import { type ChosenCourse, courseOfFlow, courseOfOther } from "./trust/chosen_course.ts";

/** An attractor, as the orbits from several starts found it. */
export interface Attractor {
  /** How many starts led to it. */
  readonly count: number;
  /** Its exponents, from the first of these starts. */
  readonly exponents: readonly number[];
  /** Their standard errors. */
  readonly standardErrors: readonly number[];
  /** The means of what is observed on it. */
  readonly centre: readonly number[];
  /** A start that led to it. */
  readonly start: readonly number[];
}

/** What several starts led to. */
export interface StartedExponents {
  /** All parameters. */
  readonly parameters: Parameters;
  /** The unit of the exponents. */
  readonly unit: ExponentUnit;
  /** How many starts there were. */
  readonly starts: number;
  /** How many of their orbits left every bound. */
  readonly escaped: number;
  /** The attractors, those that most starts led to first. */
  readonly attractors: readonly Attractor[];
}

/** Starts lie within this many ranges of the orbit from the system's own start. */
const AROUND = 1;
/** States of the first orbit from which fixed points are looked for. */
const LOOKED = 30;
/** Share of the length of the orbit for each start. */
const SHARE = 1 / 8;
/** Orbits on one attractor share at least this of their ranges in every observed variable. */
const OVERLAP = 0.5;
/** Two attractors smaller than this share of the starting box are one where they lie nearer than that. */
const POINT = 1e-3;

interface Ended extends Attractor {
  readonly low: readonly number[];
  readonly high: readonly number[];
}

/** How the orbits go: as that from the system's own start does, with its step, its solver, and its surfaces. */
const courseOf = (
  system: System,
  parameters: Parameters,
  options: ExponentOptions,
): E.Either<LyapError, ChosenCourse> =>
  pipe(
    system.kind === "flow"
      ? courseOfFlow(system, parameters, options)
      : E.right(courseOfOther(system, parameters, options)),
    E.chain((course) =>
      course.doubts.length === 0 ? E.right(course) : E.left(cannotCompute(course.doubts[0]!, "leave dt out"))
    ),
  );

/** Whether two orbits are on one attractor: they cover the same ranges, with the same exponents. */
const same = (a: Ended, b: Ended, box: readonly number[], timeScale: number): boolean =>
  a.low.every((low, i) => {
    const [shared, wider] = [
      Math.min(a.high[i]!, b.high[i]!) - Math.max(low, b.low[i]!),
      Math.max(a.high[i]! - low, b.high[i]! - b.low[i]!),
    ];
    return wider <= POINT * box[i]!
      ? Math.abs(a.centre[i]! - b.centre[i]!) <= POINT * box[i]!
      : shared >= OVERLAP * wider;
  }) &&
  a.exponents.every((value, i) => {
    const [error, other] = [a.standardErrors[i]!, b.standardErrors[i]!];
    const floor = 0.02 * Math.max(Math.abs(value), Math.abs(a.exponents[0]!)) + 0.01 / timeScale;
    return value === b.exponents[i] ||
      Math.abs(value - b.exponents[i]!) <= 6 * Math.sqrt(error * error + other * other) + floor;
  });

/**
 * Spectra of orbits from several starts, drawn in a box around the orbit from the system's own; the last of them lie
 * beside stable fixed points, where Newton's method finds such.
 *
 * @param system A system.
 * @param given Parameters that differ from its default.
 * @param count How many starts, the system's own among them.
 * @param options As of `exponentsOfSystem`; each orbit is an eighth as long.
 * @returns The attractors that they led to. Left: parameters that the system does not have, or an orbit from the
 * system's own start that is not finite.
 *
 * @example The two wells of a damped pendulum without drive
 * ```ts
 * import { spectraOfStarts } from "./starts.ts";
 * import { userSystem } from "../systems/user.ts";
 * import { assertEquals } from "@std/assert/mod.js";
 *
 * const wells = userSystem({
 *   initialState: [0.5, 0],
 *   equations: ["x' = v", "v' = x - x^3 - 0.5 v"],
 * }, "wells.ts");
 * const found = wells._tag === "Right" ? spectraOfStarts(wells.right, {}, 8) : wells;
 * assertEquals(found._tag === "Right" && found.right.attractors.length, 2);
 * ```
 */
export const spectraOfStarts = (
  system: System,
  given: Parameters,
  count: number,
  options: ExponentOptions = {},
): E.Either<LyapError, StartedExponents> =>
  pipe(
    E.Do,
    E.bindW("parameters", () => followable(system, given, options)),
    E.chainFirstW(() =>
      Number.isInteger(count) && count >= 1
        ? E.right(undefined)
        : E.left(badUsage(`The number of starts is ${count}`, "give a whole number, 1 or more"))
    ),
    E.bindW("own", ({ parameters }) => courseOf(system, parameters, options)),
    E.chain(({ parameters, own }) => {
      const { time, transient } = spansOf(system, options);
      const first = options.initialState ?? system.initialState(parameters);
      const { variables } = observationOf(system, parameters);
      const observed = new Float64Array(variables.length);
      const length = Math.max(1, Math.round(Math.min(50 * system.timeScale, time) / own.dt));
      const { ranges, end, states } = firstLook(own.advance, own.start, 0, length, LOOKED);
      // Of a delay equation the present, with which its constant histories begin.
      const present = end.length - first.length;
      const box = first.map((value, i) => Math.max(ranges[present + i]!, Math.abs(value)));
      const shifts = uniforms(stream(0, "starts"), count * first.length, -1, 1);
      // A stable fixed point beside chaos has a basin so small that hardly any start lies in it.
      const points = system.kind === "flow"
        ? stableFixedPoints(
          system.field(parameters),
          own.advance,
          states,
          ranges,
          Math.round(200 * system.timeScale / own.dt),
        )
        : [];
      const starts = Array.from({ length: count }, (_, n) => {
        if (n === 0) return first;
        const point = points[count - 1 - n];
        return point === undefined
          ? first.map((value, i) => value + AROUND * box[i]! * shifts[n * first.length + i]!)
          : Array.from(besideRoot(point, ranges));
      });
      const follow = (start: readonly number[]): Ended | null => {
        const orbit = { ...orbitOf(system, parameters, own.dt, start), dt: own.dt, advance: own.advance };
        const found = exponentsAlong(
          system,
          parameters,
          { start: orbit.start, dt: own.dt, tangentMap: own.tangentMap },
          { ...options, time: Math.max(SHARE * time, 8 * own.dt) },
        );
        if (E.isLeft(found)) return null;
        const state = orbit.start.slice();
        orbit.advance(state, Math.round(transient / orbit.dt));
        const steps = Math.max(1, Math.round(Math.min(100 * system.timeScale, time) / orbit.dt));
        const [low, high, centre] = [
          new Array<number>(variables.length).fill(Infinity),
          new Array<number>(variables.length).fill(-Infinity),
          new Array<number>(variables.length).fill(0),
        ];
        for (let n = 0; n < steps; n++) {
          orbit.advance(state, 1);
          orbit.observe(state, observed);
          observed.forEach((value, i) => {
            low[i] = Math.min(low[i]!, value);
            high[i] = Math.max(high[i]!, value);
            centre[i] = centre[i]! + value / steps;
          });
        }
        const { exponents, standardErrors } = found.right.spectrum;
        return { count: 1, exponents, standardErrors, centre, start, low, high };
      };
      const ended = starts.map(follow);
      if (ended[0] === null) {
        return pipe(
          exponentsOfSystem(system, given, { ...options, initialState: first }),
          E.map((): StartedExponents => ({
            ...{ parameters, unit: unitOf(system), starts: count, escaped: count, attractors: [] },
          })),
        );
      }
      const sizes = variables.map((_, i) => box[i] ?? 1);
      const groups: Ended[] = [];
      for (const orbit of ended) {
        if (orbit === null) continue;
        const at = groups.findIndex((group) => same(group, orbit, sizes, system.timeScale));
        if (at < 0) groups.push(orbit);
        else groups[at] = { ...groups[at]!, count: groups[at]!.count + 1 };
      }
      return E.right({
        ...{ parameters, unit: unitOf(system), starts: count },
        escaped: ended.filter((orbit) => orbit === null).length,
        attractors: groups
          .sort((a, b) => b.count - a.count)
          .map(({ low: _low, high: _high, ...attractor }) => attractor),
      });
    }),
  );

const unitOf = (system: System): ExponentUnit => system.kind === "map" ? "nats/step" : "nats/time";
