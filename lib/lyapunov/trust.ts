/**
 * Exponents from equations that were checked: by what must hold of every spectrum, by another way to find volumes, and by
 * an orbit with another start. What fails a check is said, and a step, a start or a method that fails is replaced where
 * that can be done.
 *
 * @module
 */
import { counted } from "../core/program/text.ts";
import * as E from "fp-ts/Either.js";
import { pipe } from "fp-ts/function.js";
import { plainNumber, shortNumber, withError } from "../numerics/format.ts";
import { stream, uniforms } from "../numerics/random.ts";
import { cannotCompute, type LyapError } from "../core/program/errors.ts";
import { orbitOf } from "../systems/orbit.ts";
import { dormandPrince } from "../systems/solvers/dormand_prince.ts";
import { rungeKutta4 } from "../systems/solvers/runge_kutta.ts";
import { jumpBetween, switchingSteps } from "../systems/solvers/switching.ts";
import type { Flow, Parameters, Surface, System, VectorField } from "../systems/system.ts";
import {
  type Course,
  type ExponentOptions,
  exponentsAlong,
  followable,
  spansOf,
  type SystemExponents,
  tangentOf,
} from "./exponents.ts";
import { apartIn, stableFixedPoint } from "./fixed_points.ts";
import { flowTangent } from "./flow_tangent.ts";
import { kaplanYorke } from "./kaplan_yorke.ts";
import { neighbouringOrbits } from "./neighbours.ts";
import { predictabilityTime } from "./predictability.ts";
import { cycleOf, type FirstLook, firstLook } from "./first_look.ts";
import { batchesOf, burnInOf, drifts, fallsAsPower } from "./stationarity.ts";
import { stiffTangent } from "./stiff_tangent.ts";
import { type SwitchingTangent, switchingTangent } from "./switching_tangent.ts";
import { agrees, type Follow, type Mismatch, mismatchOf, severity } from "./volumes.ts";
import { zeroOneTest } from "./zero_one.ts";

/** How deviations are followed. */
export type SpectrumMethod =
  | "tangent map"
  | "tangent map with saltation matrices"
  | "neighbouring orbits"
  | "exponential of the Jacobian along an implicit solution";

/** A condition that a spectrum must meet. */
export interface SpectrumCheck {
  /** What is checked. */
  readonly name: "zero exponent" | "sum" | "finite volumes" | "two starts";
  /** Whether it is met; null if it says nothing of such a system. */
  readonly passed: boolean | null;
  /** The numbers, in a sentence. */
  readonly says: string;
}

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

/** What may be chosen. */
export interface TrustOptions extends ExponentOptions {
  /** How deviations of a flow are followed. Default: as its field and its step ask for. */
  readonly method?: "neighbouring orbits";
}

/** A course with how it was chosen. */
interface Chosen extends Course {
  readonly method: SpectrumMethod;
  readonly seen: FirstLook;
  readonly mismatch: Mismatch | null;
  readonly notes: readonly string[];
  readonly doubts: readonly string[];
  /** Why the orbit could not be followed. */
  readonly trouble: () => string | null;
  /** The orbit alone. */
  readonly advance: (state: Float64Array, steps: number) => void;
}

/** Windows over which volumes are compared, and typical times over which they are spread. */
const WINDOWS = 30;
const PROBED = 50;
/** Steps of a first look at most. */
const MOST_PROBED = 40_000;
/** Halvings of a step that are tried. */
const MOST_HALVINGS = 8;
/** Doublings of the step with which an implicit solver begins: it takes as many within as it needs. */
const LONGER = 3;
/** Longer orbits are not given to a smaller step while an implicit solver can do it with a longer one. */
const MANY_STEPS = 3_000_000;

const sum = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0);
const largestOf = (values: readonly number[]): number =>
  Math.max(0, ...values.map(Math.abs).filter(Number.isFinite));

/** Follows a smooth flow with an adaptive solver. */
const adaptive = ({ rates }: VectorField, ranges: Float64Array): Follow => {
  const absolute = 1e-10 * Math.min(...ranges);
  return (state, time) => {
    const solution = dormandPrince(rates, state, [time], { relative: 1e-10, absolute, mostSteps: 2000 });
    if (E.isLeft(solution)) return false;
    state.set(solution.right);
    return state.every(Number.isFinite);
  };
};

/** Follows a flow that jumps, with steps an eighth as long. */
const switching = (field: VectorField, surfaces: readonly Surface[] | null, dt: number): Follow => {
  const stepper = switchingSteps(field, surfaces, dt / 8);
  return (state, time) => {
    stepper.advance(state, Math.round(8 * time / dt));
    return stepper.trouble() === null;
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

/**
 * Whether a field jumps within a step along it from some state. Where a surface draws orbits in, a solver that steps over
 * it may stand still before it, and then no two states of the orbit lie on two sides.
 */
const jumpsAhead = (
  { rates, dimension }: VectorField,
  { states, ranges }: FirstLook,
  dt: number,
): boolean => {
  const ahead = new Float64Array(dimension);
  return states.some((state) => {
    rates(state, ahead);
    // What hardly moves would show its rounding.
    return ahead.some((rate, i) => Math.abs(dt * rate) > 1e-6 * ranges[i]!) &&
      jumpBetween(rates, state, state.map((value, i) => value + dt * ahead[i]!)) !== null;
  });
};

/** A way to follow a flow with a step, and how it compares with neighbouring orbits. */
const tried = (
  flow: Flow,
  field: VectorField,
  start: Float64Array,
  dt: number,
  options: TrustOptions,
  stiff: boolean,
  jumps = false,
): Omit<Chosen, "notes" | "doubts"> => {
  const { transient } = spansOf(flow, options);
  const { dimension, rates, events } = field;
  const steps = Math.min(MOST_PROBED, Math.max(WINDOWS, Math.round(PROBED * flow.timeScale / dt)));
  const look = (advance: (state: Float64Array, steps: number) => void, forJumps: boolean): FirstLook =>
    firstLook(advance, start, Math.round(transient / dt), steps, WINDOWS, forJumps ? rates : undefined);
  const compared = (
    map: Chosen["tangentMap"],
    seen: FirstLook,
    follow: Follow,
    volumes?: boolean,
  ): Mismatch => {
    const window = Math.min(flow.timeScale / 10, 2 / fastest(field, seen.states));
    const windowSteps = Math.max(1, Math.round(window / dt));
    return mismatchOf(map, follow, seen.states, seen.ranges, windowSteps, dt, volumes);
  };
  if (stiff) {
    const tangentMap = stiffTangent(field, dt);
    const advance = (state: Float64Array, count: number) =>
      void tangentMap.advance(state, new Float64Array(0), 0, count);
    const seen = look(advance, false);
    const mismatchWith = (volumes: boolean): Mismatch =>
      compared(tangentMap, seen, adaptive(field, seen.ranges), volumes);
    const usual = seen.escaped === null ? mismatchWith(true) : null;
    return {
      ...{ start, dt, tangentMap, seen, advance, trouble: () => null },
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

/** Half a step that leaves more than this share of a difference does not mend it. */
const SAME_FAULT = 0.7;
/** A step that replaces the system's own has to be better by this factor. */
const BETTER = 0.1;

/** Whether a step does. Where orbits merge in every window of a field that jumps nothing speaks against it. */
const isGood = (
  { mismatch, seen, method, trouble }: Omit<Chosen, "notes" | "doubts">,
  share = 1,
): boolean => {
  if (seen.escaped !== null || mismatch === null || trouble() !== null) return false;
  const merging = method === "tangent map with saltation matrices" && mismatch.windows === 0;
  const enough = method.startsWith("exponential") ? seen.states.length / 2 : 1;
  return merging || (mismatch.windows >= enough && agrees(mismatch, share));
};

/** That an orbit meets a surface in a way that cannot be followed. */
const notFollowed = ({ title }: Flow, { events, switches = [] }: VectorField, trouble: string): LyapError =>
  cannotCompute(
    `The orbit of ${title} cannot be followed: ${trouble}`,
    events === undefined && switches.length === 0
      ? "name the surfaces at which the field jumps as events in the file of the system"
      : "take parameters or an initial state at which the orbit does not come to rest on a surface",
  );

/** The course of a flow: its own step where that does, else a smaller one or another solver. */
const courseOfFlow = (
  flow: Flow,
  parameters: Parameters,
  options: TrustOptions,
): E.Either<LyapError, Chosen> => {
  const field = flow.field(parameters);
  const { start, dt: own } = orbitOf(flow, parameters, options.dt, options.initialState);
  const { time } = spansOf(flow, options);
  const plain = tried(flow, field, start, own, options, false);
  const hidden = plain.method === "tangent map" && plain.seen.escaped === null && !isGood(plain) &&
    jumpsAhead(field, plain.seen, own);
  const given = hidden ? tried(flow, field, start, own, options, false, true) : plain;
  if (isGood(given)) return E.right({ ...given, notes: [], doubts: [] });
  const halved = (halvings: number): number => {
    let dt = own;
    for (let n = 0; n < halvings; n++) dt /= 2;
    for (let n = 0; n > halvings; n--) dt *= 2;
    return dt;
  };
  const affordable = (dt: number): boolean => time / dt <= MANY_STEPS;
  const severityOf = ({ mismatch, seen }: Omit<Chosen, "notes" | "doubts">): number =>
    mismatch === null || mismatch.windows < seen.states.length / 2 ? Infinity : severity(mismatch);
  let hopeless = false;
  const firstGood = (stiff: boolean, from: number): Omit<Chosen, "notes" | "doubts"> | null => {
    let before = stiff ? Infinity : severityOf(given);
    for (let n = from; n <= MOST_HALVINGS && !hopeless; n++) {
      if (!stiff && !affordable(halved(n))) return null;
      const next = tried(flow, field, start, halved(n), options, stiff);
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
      "take another initial state, or parameters at which the orbit stays bounded: from this one it leaves every bound",
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
    notes: [`the system's step ${own} is too large; taken: ${words}`],
    doubts: [],
  });
};

/** The course of a map or a delay equation. */
const courseOfOther = (system: System, parameters: Parameters, options: TrustOptions): Chosen => {
  const { start, dt, advance } = orbitOf(system, parameters, options.dt, options.initialState);
  const { time, transient } = spansOf(system, options);
  const whole = system.kind === "map" ? time : PROBED * system.timeScale;
  const steps = Math.min(MOST_PROBED, Math.max(1, Math.round(whole / dt)));
  const seen = firstLook(advance, start, Math.round(transient / dt), steps, WINDOWS);
  const tangentMap = tangentOf(system, parameters, dt);
  const follow: Follow = (state, steps) => {
    advance(state, steps);
    return state.every(Number.isFinite);
  };
  return {
    ...{ start, dt, tangentMap, seen, advance, notes: [], doubts: [], trouble: () => null },
    method: "tangent map",
    mismatch: system.kind === "map" && seen.escaped === null
      ? mismatchOf(tangentMap, follow, seen.states, seen.ranges, 1, 1)
      : null,
  };
};

/** What is so small that it counts as 0: in units of the largest exponent, and of what one typical time adds. */
const smallest = (exponents: readonly number[], timeScale: number): number =>
  Math.max(2e-3 * largestOf(exponents), 1e-3 / timeScale);

const listed = (values: readonly number[]): string => values.map((each) => shortNumber(each, 4)).join(", ");

/** An autonomous flow that is not at rest has an exponent 0: that of a shift along the orbit. */
const zeroExponent = (system: System, found: SystemExponents, atRest: boolean): SpectrumCheck => {
  const name = "zero exponent";
  const { exponents, standardErrors, history } = found.spectrum;
  const whole = history.time[history.time.length - 1]!;
  if (system.kind === "map") return { name, passed: null, says: "a map needs none" };
  if (atRest) return { name, passed: null, says: "the orbit is at rest" };
  // What the speed at both ends adds falls as 1/T.
  const floor = smallest(exponents, system.timeScale) + 5 / whole;
  const nearest = exponents.reduce(
    (best, value, i) =>
      Math.abs(value) - 4 * standardErrors[i]! < Math.abs(exponents[best]!) - 4 * standardErrors[best]!
        ? i
        : best,
    0,
  );
  const [value, error] = [exponents[nearest]!, standardErrors[nearest]!];
  const passed = Math.abs(value) <= 4 * error + floor;
  if (!passed && exponents.length < found.dimension && exponents[exponents.length - 1]! > 0) {
    return { name, passed: null, says: "it comes after the exponents that were asked for" };
  }
  return { name, passed, says: `λ${nearest + 1} = ${withError(value, error)}` };
};

const sumCheck = (system: System, { spectrum, dimension }: SystemExponents): SpectrumCheck => {
  const name = "sum";
  const { exponents, meanLogDeterminant: mean } = spectrum;
  const what = system.kind === "map" ? "mean ln |det J|" : "mean divergence";
  if (exponents.includes(-Infinity)) return { name, passed: null, says: "a direction vanishes" };
  if (mean === null || exponents.length < dimension) {
    return { name, passed: null, says: "needs all exponents and the Jacobian" };
  }
  const total = sum(exponents);
  const passed = total === mean ||
    Math.abs(total - mean) <= 5e-3 * largestOf(exponents) + 1e-3 / system.timeScale;
  return { name, passed, says: `${shortNumber(total, 5)}, and the ${what} is ${shortNumber(mean, 5)}` };
};

const volumeCheck = (mismatch: Mismatch | null): SpectrumCheck => {
  const name = "finite volumes";
  if (mismatch === null || mismatch.windows === 0) {
    return { name, passed: null, says: "no neighbouring orbits could be compared" };
  }
  const { volume, deviations, rate } = mismatch;
  const percent = (value: number) => `${shortNumber(100 * Math.abs(value) / Math.max(rate, 1e-300), 2)} %`;
  return {
    name,
    passed: agrees(mismatch),
    says: volume === null
      ? `neighbouring orbits differ from the tangent map by ${percent(deviations)} in place; ` +
        "volumes vanish too fast to be compared"
      : `neighbouring orbits differ from the tangent map by ${percent(volume)} in volume and ${
        percent(deviations)
      } in place`,
  };
};

/** Shares of the first orbit that the second one takes, and of the range by which its start is displaced. */
const SECOND = 1 / 8;
const DISPLACED = 0.01;
const NEAR = 1e-6;

/** Whether phase volume is kept, so that another start is another orbit for good. */
const isConservative = ({ spectrum: { exponents, meanLogDeterminant: mean } }: SystemExponents): boolean =>
  mean !== null && Math.abs(mean) <= 1e-3 * largestOf(exponents);

const secondStart = ({ seen: { end, ranges } }: Chosen, displaced: number): Float64Array => {
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
  chosen: Chosen,
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
const twoStarts = (
  system: System,
  parameters: Parameters,
  chosen: Chosen,
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
  return long === null
    ? { name, passed: null, says: "the second orbit leaves every bound" }
    : { name, passed: long.apart === null, says: long.says };
};

/** Sizes below which a contraction per cycle is rounding, by where the Jacobian comes from, as logarithms. */
const superstableBelow = (found: SystemExponents): number => found.jacobian === "analytic" ? -27 : -17;

const replaced = (
  found: SystemExponents,
  exponents: readonly number[],
  standardErrors: readonly number[],
): SystemExponents => {
  const { spectrum, dt, dimension } = found;
  const batches = spectrum.history.exponents.map((_, at) =>
    exponents.map((value, i) => value === 0 ? 0 : batchesOf(spectrum.history, i)[at]!)
  );
  const unitOfStep = spectrum.unit === "nats/step" ? 1 : dt;
  return {
    ...found,
    spectrum: {
      ...spectrum,
      exponents,
      standardErrors,
      kaplanYorke: exponents.every(Number.isFinite)
        ? kaplanYorke(exponents, batches, dimension)
        : spectrum.kaplanYorke,
    },
    predictability: predictabilityTime({ exponents, standardErrors }, unitOfStep),
  };
};

/** A total growth of fewer nats over the whole orbit may be that of a regular one. */
const FEW_NATS = 25;
/** The 0–1 test's K: below it the orbit is regular. */
const REGULAR_K = 0.5;
/** Samples for the 0–1 test, this share of a typical time apart. */
const SAMPLES = 3000;
const SAMPLED = 0.4;

const witness = (system: System, chosen: Chosen): number => {
  const every = system.kind === "map" ? 1 : Math.max(1, Math.round(SAMPLED * system.timeScale / chosen.dt));
  const state = chosen.seen.end.slice();
  const place = state.length - 1;
  return zeroOneTest(Float64Array.from({ length: SAMPLES }, () => {
    chosen.advance(state, every);
    return state[system.kind === "delay" ? place : 0]!;
  }));
};

interface Judged {
  readonly found: SystemExponents;
  readonly notes: readonly string[];
  readonly doubts: readonly string[];
}

/** Exponents of a regular orbit that are still falling as 1/T count as 0. */
const withoutPowers = (system: System, chosen: Chosen, options: TrustOptions, judged: Judged): Judged => {
  const { found } = judged;
  const { exponents, standardErrors, history } = found.spectrum;
  const { time, transient } = spansOf(system, options);
  const largest = exponents[0]!;
  const weak = found.predictability !== null && largest * time < FEW_NATS && time >= 200 * system.timeScale;
  if (!weak) return judged;
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
    found: replaced(found, zeros, errors),
    notes: [
      ...judged.notes,
      `the orbit is regular: ${falls.filter(Boolean).length} exponents fall as 1/T and count as 0 ` +
      `(λ1 is ${shortNumber(largest, 2)} at T = ${shortNumber(time)}), and the 0–1 test agrees`,
    ],
  };
};

/**
 * The last exponent of a stiff flow whose direction shrinks within a step by more than numbers can hold: what the mean
 * divergence leaves for it.
 */
const withUnderflown = (found: SystemExponents): { found: SystemExponents; notes: readonly string[] } => {
  const { spectrum, dimension } = found;
  const { exponents, meanLogDeterminant: mean } = spectrum;
  const others = exponents.slice(0, -1);
  const applies = exponents.length === dimension && exponents[dimension - 1] === -Infinity &&
    mean !== null && Number.isFinite(mean) && others.every(Number.isFinite);
  return applies
    ? {
      found: { ...found, spectrum: { ...spectrum, exponents: [...others, mean - sum(others)] } },
      notes: [
        `λ${dimension} is the mean divergence less the other exponents: within a step its direction shrinks by more than ` +
        "numbers can hold",
      ],
    }
    : { found, notes: [] };
};

/** What is to be said of fixed points, cycles, and directions that vanish. */
const withRest = (
  system: System,
  chosen: Chosen,
  options: TrustOptions,
  judged: Judged,
): Judged & { readonly atRest: boolean } => {
  const { found } = judged;
  const { exponents, standardErrors } = found.spectrum;
  const { end, ranges } = chosen.seen;
  const [largest, error] = [exponents[0]!, standardErrors[0]!];
  const place = listed(Array.from(end.subarray(0, 6)));
  if (system.kind === "map") {
    const period = cycleOf(chosen.advance, end);
    const vanish = exponents.map((value) => value * (period ?? 1) < superstableBelow(found));
    const settled: Judged = vanish.some((each, i) => each && exponents[i] !== -Infinity)
      ? {
        ...judged,
        found: replaced(
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
    const reached = listed(Array.from(state.subarray(0, 6)));
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

/** How long, in lengths of the orbit, a chaotic orbit beside a stable fixed point is followed. */
const PATIENCE = 10;

/**
 * When a chaotic orbit comes to rest at a stable fixed point beside it, after the transient: in time units, Infinity where
 * it does not, null if there is no such point.
 */
const restTime = (
  flow: Flow,
  parameters: Parameters,
  { seen, advance, dt }: Chosen,
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

/** Longest transients that are looked for, in lengths of the orbit. */
const MOST_TRANSIENTS = 3;

/** The exponents after the transient that the history shows: the orbit is followed for longer where they drift. */
const settled = (
  system: System,
  parameters: Parameters,
  chosen: Chosen,
  options: TrustOptions,
): E.Either<LyapError, Judged> => {
  const { time, transient } = spansOf(system, options);
  const along = (before: number) =>
    exponentsAlong(system, parameters, chosen, { ...options, transient: before });
  const drifting = ({ spectrum: { exponents, history } }: SystemExponents): readonly number[] => {
    const tolerance = Math.max(0.03 * largestOf(exponents.slice(0, 1)), 0.01 / system.timeScale);
    return exponents.flatMap((_, i) => drifts(batchesOf(history, i), tolerance) ? [i] : []);
  };
  const go = (found: SystemExponents, before: number, again: number): E.Either<LyapError, Judged> => {
    const which = drifting(found);
    const left = before > transient
      ? [
        `the orbit settled late: ${shortNumber(before)} ${
          system.kind === "map" ? "steps" : "time units"
        } before the average were left out`,
      ]
      : [];
    if (which.length === 0) return E.right({ found, notes: left, doubts: [] });
    if (again === 0) {
      return E.right({
        found: { ...found, spectrum: { ...found.spectrum, converged: false } },
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
  /** A chaotic orbit beside a stable fixed point may be a transient: it is followed for longer. */
  const withPatience = (judged: Judged): E.Either<LyapError, Judged> => {
    const chaotic = judged.found.predictability !== null && !isConservative(judged.found);
    const rest = chaotic && system.kind === "flow" && chosen.method === "tangent map"
      ? restTime(system, parameters, chosen, time)
      : null;
    if (rest === null) return E.right(judged);
    const place = `a stable fixed point lies at (${listed(Array.from(rest.point.subarray(0, 6)))})`;
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
      along(before),
      E.map((found) => ({
        ...judged,
        found,
        notes: [
          `${place}: the chaos ends there after ${shortNumber(rest.time, 2)} time units, which were left out`,
        ],
      })),
    );
  };
  return pipe(
    along(transient),
    E.chain((first) => {
      const { history, exponents } = first.spectrum;
      // A regular orbit's exponents drift for ever: more of it helps nobody.
      const power = exponents[0]! * time < FEW_NATS && fallsAsPower(history, 0, transient / 2);
      if (power) return E.right({ found: first, notes: [], doubts: [] });
      return pipe(
        go(first, transient, MOST_TRANSIENTS),
        E.chain((judged) => withPatience(judged)),
      );
    }),
  );
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
 * import { lorenz } from "../systems/lorenz.ts";
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
        zeroExponent(system, found, atRest),
        sumCheck(system, found),
        volumeCheck(found.spectrum.exponents.includes(-Infinity) ? null : chosen.mismatch),
        atRest
          ? { name: "two starts" as const, passed: null, says: "the orbit is at rest" }
          : twoStarts(system, parameters, chosen, found, options),
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

const doubtOf: Readonly<Record<SpectrumCheck["name"], (says: string) => string>> = {
  "zero exponent": (says) =>
    `no exponent is compatible with 0, though the flow moves: the nearest is ${says}`,
  "sum": (says) => `the sum of the exponents is ${says}`,
  "finite volumes": (says) => says,
  "two starts": (says) => `two orbits disagree: ${says}`,
};
