/**
 * One way to follow a flow with one step, and how its tangent map compares with neighbouring orbits.
 *
 * @module
 */
import * as E from "fp-ts/Either.js";
import { dormandPrince } from "../../systems/solvers/dormand_prince.ts";
import { rungeKutta4 } from "../../systems/solvers/runge_kutta.ts";
import { switchingSteps } from "../../systems/solvers/switching.ts";
import type { Flow, Surface, VectorField } from "../../systems/system.ts";
import { type Course, type ExponentOptions, spansOf } from "../exponents.ts";
import { type FirstLook, firstLook } from "../first_look.ts";
import { flowTangent } from "../flow_tangent.ts";
import { lyapunovSpectrum } from "../spectrum.ts";
import { neighbouringOrbits } from "../neighbours.ts";
import { stiffTangent } from "../stiff_tangent.ts";
import { type SwitchingTangent, switchingTangent } from "../switching_tangent.ts";
import type { TangentMap } from "../tangent.ts";
import { agrees, type Follow, type Mismatch, mismatchOf } from "../volumes.ts";

/** How deviations are followed. */
export type SpectrumMethod =
  | "tangent map"
  | "tangent map with saltation matrices"
  | "neighbouring orbits"
  | "exponential of the Jacobian along an implicit solution";

/** What may be chosen. */
export interface TrustOptions extends ExponentOptions {
  /** How deviations of a flow are followed. Default: as its field and its step ask for. */
  readonly method?: "neighbouring orbits";
}

/** A course with what a first look at its orbit shows. */
export interface TriedCourse extends Course {
  readonly method: SpectrumMethod;
  readonly seen: FirstLook;
  readonly mismatch: Mismatch | null;
  /** Why the orbit could not be followed. */
  readonly trouble: () => string | null;
  /**
   * Of an implicit solver along an orbit that moves: the size of the exponent next to 0 over the first look, and the largest
   * that counts as 0 there. One must be 0, so it is an error of the step.
   */
  readonly nearZero?: { readonly size: number; readonly allowed: number } | null;
  /** Whether the last exponent was found by volumes. */
  readonly byVolume?: () => boolean;
  /** The orbit alone. */
  readonly advance: (state: Float64Array, steps: number) => void;
}

/** Windows over which volumes are compared, and typical times over which they are spread. */
export const WINDOWS = 30;
export const PROBED = 50;
/** Steps of a first look at most. */
export const MOST_PROBED = 40_000;
/** A step that replaces the system's own has to be better by this factor. */
export const BETTER = 0.1;

/** Follows a smooth flow with an adaptive solver. */
const adaptive = ({ rates }: VectorField, ranges: Float64Array): Follow => {
  const absolute = 1e-10 * Math.min(...ranges);
  return (state, time) => {
    const solution = dormandPrince(rates, state, [time], { relative: 1e-10, absolute, mostSteps: 2000 });
    if (E.isLeft(solution)) return null;
    state.set(solution.right);
    return state.every(Number.isFinite) ? 0 : null;
  };
};

/** Follows a flow that jumps, with steps an eighth as long. */
const switching = (field: VectorField, surfaces: readonly Surface[] | null, dt: number): Follow => {
  const stepper = switchingSteps(field, surfaces, dt / 8);
  return (state, time) => {
    const before = stepper.crossings();
    stepper.advance(state, Math.round(8 * time / dt));
    return stepper.trouble() === null ? stepper.crossings() - before : null;
  };
};

/** The rate at which a flow changes fastest by itself, over some states. */
const fastest = ({ dimension, jacobian }: VectorField, states: readonly Float64Array[]): number => {
  const matrix = new Float64Array(dimension * dimension);
  let rate = 0;
  for (const state of states) {
    jacobian(state, matrix);
    for (let i = 0; i < dimension; i++) rate = Math.max(rate, Math.abs(matrix[i * dimension + i]!));
  }
  return rate;
};

/** An exponent 0 that a step makes larger than this, per typical time, shows that it is too long. */
const LARGEST_ZERO = 0.03;
/** What the speed at both ends adds to an exponent, times the length of the orbit. */
const ENDS = 2;

const nearZeroOf = (
  { timeScale }: Flow,
  { dimension, rates }: VectorField,
  { states, end, ranges }: FirstLook,
  tangentMap: TangentMap,
  dt: number,
  steps: number,
): NonNullable<TriedCourse["nearZero"]> | null => {
  const speed = new Float64Array(dimension);
  rates(end, speed);
  if (speed.every((value, i) => Math.abs(value) * timeScale <= 1e-6 * ranges[i]!)) return null;
  const found = lyapunovSpectrum(tangentMap, {
    ...{ state: states[0]!, steps, transient: 0, unit: "nats/time", dt },
  });
  if (E.isLeft(found)) return null;
  return {
    size: Math.min(...found.right.exponents.map(Math.abs)),
    allowed: LARGEST_ZERO / timeScale + ENDS / (steps * dt),
  };
};

/** A way to follow a flow with a step, and how it compares with neighbouring orbits. */
export const triedCourse = (
  flow: Flow,
  field: VectorField,
  start: Float64Array,
  dt: number,
  options: TrustOptions,
  stiff: boolean,
  jumps = false,
): TriedCourse => {
  const { transient } = spansOf(flow, options);
  const { dimension, rates, events } = field;
  const steps = Math.min(MOST_PROBED, Math.max(WINDOWS, Math.round(PROBED * flow.timeScale / dt)));
  const look = (advance: (state: Float64Array, steps: number) => void, forJumps: boolean): FirstLook =>
    firstLook(advance, start, Math.round(transient / dt), steps, WINDOWS, forJumps ? rates : undefined);
  const compared = (
    map: TangentMap,
    seen: FirstLook,
    follow: Follow,
    volumes?: boolean,
  ): Mismatch => {
    const window = Math.min(flow.timeScale / 10, 2 / fastest(field, seen.states));
    const windowSteps = Math.max(1, Math.round(window / dt));
    return mismatchOf(map, follow, seen.states, seen.ranges, windowSteps, dt, flow.timeScale, volumes);
  };
  if (stiff) {
    const tangentMap = stiffTangent(field, dt);
    const advance = (state: Float64Array, count: number) =>
      void tangentMap.advance(state, new Float64Array(0), 0, count);
    const seen = look(advance, false);
    const mismatchWith = (volumes: boolean): Mismatch =>
      compared(tangentMap, seen, adaptive(field, seen.ranges), volumes);
    const nearZero = seen.escaped === null ? nearZeroOf(flow, field, seen, tangentMap, dt, steps) : null;
    const usual = seen.escaped === null ? mismatchWith(true) : null;
    return {
      ...{
        start,
        dt,
        tangentMap,
        seen,
        advance,
        trouble: () => null,
        byVolume: tangentMap.byVolume,
        nearZero,
      },
      method: "exponential of the Jacobian along an implicit solution",
      // A direction may die out within one step, and then differences of orbits are of rounding.
      mismatch: usual === null || agrees(usual, BETTER) ? usual : mismatchWith(false),
    };
  }
  const smooth = rungeKutta4(rates, dimension, dt);
  const first = events === undefined ? look(smooth, true) : null;
  if (first !== null && !first.jumps && !jumps && options.method === undefined) {
    const tangentMap = flowTangent(field, dt);
    return {
      ...{ start, dt, tangentMap, seen: first, advance: smooth, trouble: () => null },
      method: "tangent map",
      mismatch: first.escaped === null ? compared(tangentMap, first, adaptive(field, first.ranges)) : null,
    };
  }
  const { switches = [] } = field;
  const surfaces = events ?? (first?.jumps !== true && !jumps ? [] : switches.length > 0 ? switches : null);
  const orbit = switchingSteps(field, surfaces, dt);
  const seen = look(orbit.advance, false);
  const follow = switching(field, surfaces, dt);
  const salted: SwitchingTangent = switchingTangent(field, surfaces, dt);
  const saltedMismatch = seen.escaped === null && options.method === undefined
    ? compared(salted, seen, follow)
    : null;
  if (options.method === undefined && salted.trouble() === null) {
    return {
      ...{ start, dt, tangentMap: salted, seen, advance: orbit.advance },
      method: "tangent map with saltation matrices",
      mismatch: saltedMismatch,
      trouble: () => salted.trouble() ?? orbit.trouble(),
    };
  }
  const neighbours = neighbouringOrbits(dimension, orbit.advance);
  return {
    ...{ start, dt, tangentMap: neighbours, seen, advance: orbit.advance, trouble: orbit.trouble },
    method: "neighbouring orbits",
    mismatch: seen.escaped === null ? compared(neighbours, seen, follow) : null,
  };
};

/** Whether a step does. Where orbits merge in every window of a field that jumps nothing speaks against it. */
export const isGood = (
  { mismatch, seen, method, trouble, nearZero }: TriedCourse,
  share = 1,
): boolean => {
  if (seen.escaped !== null || mismatch === null || trouble() !== null) return false;
  if (nearZero !== undefined && nearZero !== null && nearZero.size > nearZero.allowed) return false;
  const merging = method === "tangent map with saltation matrices" && mismatch.windows === 0;
  const enough = method.startsWith("exponential") ? seen.states.length / 2 : 1;
  return merging || (mismatch.windows >= enough && agrees(mismatch, share));
};
