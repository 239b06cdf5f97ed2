/**
 * Lyapunov exponents of a system of the catalogue, or of a user's own, from its equations.
 *
 * @module
 */
import { mustBeObjects } from "../core/program/handed.ts";
import { counted } from "../core/program/text.ts";
import { plainNumber } from "../numerics/format.ts";
import * as E from "fp-ts/Either.js";
import { pipe } from "fp-ts/function.js";
import { badUsage, cannotCompute, type LyapError } from "../core/program/errors.ts";
import { orbitOf } from "../systems/orbit.ts";
import { type JacobianSource, type Parameters, parametersOf, type System } from "../systems/system.ts";
import { delayTangent } from "./delay_tangent.ts";
import { flowTangent } from "./flow_tangent.ts";
import { type PredictabilityTime, predictabilityTime } from "./predictability.ts";
import type { LyapunovSpectrum } from "./result.ts";
import { lyapunovSpectrum } from "./spectrum.ts";
import { switchingTangent } from "./switching_tangent.ts";
import { mapTangent } from "./tangent_map.ts";
import type { TangentMap } from "./tangent.ts";

/** What may be chosen; everything has a default. */
export interface ExponentOptions {
  /** Integration step in time units. Default: the system's own. */
  readonly dt?: number;
  /** Length of the orbit over which is averaged, in time units (steps for a map). Default: 1000 time scales. */
  readonly time?: number;
  /** Number of exponents. Default: all; 4 for a delay equation, which has infinitely many. */
  readonly k?: number;
  /** Time before averaging, half of it for the state alone. Default: 100 time scales. */
  readonly transient?: number;
  /** Steps between two orthonormalisations. Default: 1 up to dimension 4, more above; one delay for a delay equation. */
  readonly orthonormaliseEvery?: number;
  /** Initial state. Default: the system's own. */
  readonly initialState?: readonly number[];
}

/** Exponents of a system, with what they were computed from. */
export interface SystemExponents {
  /** Name of the system. */
  readonly system: string;
  /** All its parameters. */
  readonly parameters: Parameters;
  /** The exponents. */
  readonly spectrum: LyapunovSpectrum;
  /** ln 2 / λ₁; null for what is not chaotic. */
  readonly predictability: PredictabilityTime | null;
  /** The integration step that was taken; 1 for maps. */
  readonly dt: number;
  /** How many exponents there are in all: the length of the state, of the discretised history for a delay equation. */
  readonly dimension: number;
  /** Where the Jacobian came from. */
  readonly jacobian: JacobianSource;
}

/** With fewer steps there is nothing to average. */
const FEWEST_STEPS = 8;

/** Over fewer typical times no spectrum counts as converged: its batches are shorter than the orbit's memory. */
const FEWEST_TIME_SCALES = 50;

/** The tangent map of a system of any kind. */
export const tangentOf = (system: System, parameters: Parameters, dt: number = system.dt): TangentMap => {
  switch (system.kind) {
    case "flow": {
      const field = system.field(parameters);
      return field.events === undefined ? flowTangent(field, dt) : switchingTangent(field, field.events, dt);
    }
    case "map":
      return mapTangent(system.iteration(parameters));
    case "delay":
      return delayTangent(system.field(parameters), dt);
  }
};

/** All parameters of a system, or what is wrong with those given. */
export const resolvedParameters = (system: System, given: Parameters): E.Either<LyapError, Parameters> =>
  pipe(
    parametersOf(system, given),
    E.mapLeft((faults) => ({ _tag: "InvalidSpec", source: "", faults })),
  );

/** What an option must be, where it is not; null where all are as they must be. */
const wrongOption = (
  own: readonly number[],
  { dt = 1, time = 1, transient = 0, k = 1, orthonormaliseEvery: every = 1, initialState = own }:
    ExponentOptions,
): readonly [what: string, mend: string] | null =>
  !(Number.isFinite(dt) && dt > 0)
    ? [`The step is ${dt}`, "give dt more than 0"]
    : !Number.isFinite(time)
    ? [`The length of the orbit is ${time}`, "give a finite time"]
    : !(Number.isFinite(transient) && transient >= 0)
    ? [`The transient is ${transient}`, "give 0 or more"]
    : !Number.isInteger(k)
    ? [`The number of exponents is ${k}`, "give a whole number"]
    : !(Number.isInteger(every) && every >= 1)
    ? [`orthonormaliseEvery is ${every}`, "give a whole number of steps, 1 or more"]
    : !(initialState.length === own.length && initialState.every(Number.isFinite))
    ? [`The initial state is [${initialState.join(", ")}]`, `give ${counted(own.length, "finite number")}`]
    : null;

/** A delay of fewer steps is no delay to the solver. */
const FEWEST_IN_DELAY = 4;

/** What is wrong with the delay of a delay equation; null if nothing is. */
const wrongDelay = (
  system: System,
  parameters: Parameters,
  dt: number = system.dt,
): readonly [what: string, mend: string] | null => {
  if (system.kind !== "delay") return null;
  const { delay } = system.field(parameters);
  const names = Object.keys(parameters).filter((name) => parameters[name] === delay);
  const named = names.length === 1 ? `the delay ${names[0]}` : "the delay";
  if (!(delay > 0 && Number.isFinite(delay))) {
    return [`The delay of ${system.title} is ${delay}`, `give ${named} more than 0`];
  }
  return delay >= FEWEST_IN_DELAY * dt * (1 - 1e-9) ? null : [
    `The delay of ${system.title} is ${delay}: ${
      plainNumber(delay / dt, 3)
    } steps of ${dt}, fewer than ${FEWEST_IN_DELAY}`,
    `give a dt of ${plainNumber(delay / FEWEST_IN_DELAY, 3)} or less, or a longer delay`,
  ];
};

/**
 * All parameters of a system whose orbit is to be followed.
 *
 * @returns As of `resolvedParameters`; BadUsage for an option that no orbit can have, InvalidSpec for what is no object.
 */
export const followable = (
  system: System,
  given: Parameters,
  options: ExponentOptions,
): E.Either<LyapError, Parameters> =>
  pipe(
    mustBeObjects({
      "the system": ["a system", system],
      "the parameters": ["an object {name: number}", given],
      "the options": ["an object {option: value}", options],
    }),
    E.chain(() => resolvedParameters(system, given)),
    E.chain((parameters) => {
      const wrong = wrongOption(system.initialState(parameters), options) ??
        wrongDelay(system, parameters, options.dt);
      return wrong === null ? E.right(parameters) : E.left(badUsage(...wrong));
    }),
  );

/** An orbit to be, and how its deviations go along. */
export interface Course {
  /** The state it starts from. */
  readonly start: Float64Array;
  /** The step, in time units; 1 for maps. */
  readonly dt: number;
  /** What advances it. */
  readonly tangentMap: TangentMap;
}

/**
 * The length of an orbit and of what comes before, in time units or steps; defaults of a system filled in.
 */
export const spansOf = (
  { timeScale }: System,
  { time = 1000 * timeScale, transient = 100 * timeScale }: ExponentOptions,
): { readonly time: number; readonly transient: number } => ({ time, transient });

/**
 * Lyapunov exponents along a course.
 *
 * @param system The system, for its units and its name.
 * @param parameters All its parameters.
 * @param course The orbit and its tangent map.
 * @param options Length and number of exponents; the step and the start are those of the course.
 * @returns As of `exponentsOfSystem`.
 */
export const exponentsAlong = (
  system: System,
  parameters: Parameters,
  { start, dt, tangentMap }: Course,
  options: ExponentOptions = {},
): E.Either<LyapError, SystemExponents> => {
  const { dimension } = tangentMap;
  const { time, transient } = spansOf(system, options);
  const k = options.k ?? (system.kind === "delay" ? 4 : dimension);
  if (!(k >= 1 && k <= dimension)) {
    return E.left(cannotCompute(
      `Cannot find ${k} exponents: ${system.title} has ${dimension}`,
      `ask for 1 to ${dimension} exponents`,
    ));
  }
  const every = options.orthonormaliseEvery ??
    (system.kind === "delay"
      ? Math.round(system.field(parameters).delay / dt)
      : system.kind === "flow" && dimension > 4
      ? 5
      : 1);
  if (!(time / dt >= FEWEST_STEPS)) {
    return E.left(cannotCompute(
      `An orbit of ${time} ${
        system.kind === "map" ? "steps" : `time units is ${plainNumber(time / dt, 3)} steps`
      }, ` +
        "too short for an exponent",
      `take at least ${FEWEST_STEPS} steps; ${plainNumber(1000 * system.timeScale, 3)} ` +
        `${system.kind === "map" ? "steps" : "time units"} are usual`,
    ));
  }
  const spectrum = lyapunovSpectrum(tangentMap, {
    state: start,
    k,
    steps: Math.max(every, Math.round(time / dt)),
    transient: Math.round(transient / 2 / dt),
    tangentTransient: Math.round(transient / 2 / dt),
    orthonormaliseEvery: every,
    unit: system.kind === "map" ? "nats/step" : "nats/time",
    dt,
  });
  if (E.isLeft(spectrum)) {
    return E.left(cannotCompute(
      `The orbit of ${system.title} is no longer finite after ${
        counted(spectrum.left.step, "step")
      } of ${dt}`,
      "take a smaller dt, another initial state, or parameters at which the orbit stays bounded",
    ));
  }
  const longEnough = time >= FEWEST_TIME_SCALES * system.timeScale;
  return E.right({
    system: system.name,
    parameters,
    spectrum: { ...spectrum.right, converged: spectrum.right.converged && longEnough },
    predictability: predictabilityTime(spectrum.right, dt),
    dt,
    dimension,
    jacobian: system.jacobianSource ?? "analytic",
  });
};

/**
 * Lyapunov exponents of a system from its equations.
 *
 * @param system A system.
 * @param given Parameters that differ from its default.
 * @param options Step, length, number of exponents.
 * @returns The spectrum, in nats per time unit for flows and delay equations and in nats per step for maps, and the
 * predictability time. Left: a parameter that the system does not have, an option that no orbit can have, or an orbit that is
 * not finite.
 *
 * @example The Lorenz system at the paper's setting is predictable for about 63 steps
 * ```ts
 * import { exponentsOfSystem } from "./exponents.ts";
 * import { lorenz } from "../systems/lorenz.ts";
 * import { assertAlmostEquals } from "@std/assert/mod.js";
 *
 * const result = exponentsOfSystem(lorenz, { rho: 38 }, { time: 300 });
 * if (result._tag === "Left") throw new Error("no exponents");
 * assertAlmostEquals(result.right.predictability!.steps.value, 62.8, 3);
 * ```
 */
export const exponentsOfSystem = (
  system: System,
  given: Parameters = {},
  options: ExponentOptions = {},
): E.Either<LyapError, SystemExponents> =>
  pipe(
    followable(system, given, options),
    E.chain((parameters) => {
      const { start, dt } = orbitOf(system, parameters, options.dt, options.initialState);
      return exponentsAlong(
        system,
        parameters,
        { start, dt, tangentMap: tangentOf(system, parameters, dt) },
        options,
      );
    }),
  );
