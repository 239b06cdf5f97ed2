/**
 * A user's own system: equations as a pure function, and little else.
 *
 * @module
 */
import { plainNumber } from "../numerics/format.ts";
import * as E from "fp-ts/Either.js";
import { pipe } from "fp-ts/function.js";
import type { LyapError } from "../core/program/errors.ts";
import {
  type Codec,
  decode,
  type Decoded,
  dictionary,
  type Fault,
  finiteNumber,
  list,
  oneOf,
  optional,
  positiveNumber,
  record,
  text,
  where,
} from "../core/codec/codec.ts";
import { wrongEntry } from "./check_jacobian.ts";
import { differences, differencesName } from "./differences.ts";
import {
  delayEquation,
  discreteMap,
  flow,
  type Parameters,
  type Surface,
  type System,
  type VectorField,
} from "./system.ts";
import { counted, listed } from "../core/program/text.ts";
import { readEntry } from "./written.ts";

/** The values of variables with these names. */
export type StateOf<V extends readonly string[]> = { readonly [K in keyof V]: number };

/** A surface in the space of states at which a flow jumps, as a user writes it. */
export interface UserEvent<
  V extends readonly string[] = readonly string[],
  P extends Parameters = Parameters,
> {
  /** A number whose sign distinguishes the two sides: 0 on the surface. */
  readonly surface: (state: StateOf<V>, parameters: P) => number;
  /** Which crossings throw the state elsewhere: those at which that number rises, or falls. Default: all. */
  readonly direction?: "rising" | "falling";
  /** Where a state goes that comes to the surface: `([x, v], { r }) => [x, -r * v]`. Default: it stays. */
  readonly reset?: (state: StateOf<V>, parameters: P) => readonly number[];
}

/** A flow x' = f(x) or a map x ← F(x) as a user writes it. */
export interface UserEquations<
  V extends readonly string[] = readonly string[],
  P extends Parameters = Parameters,
> {
  /** Default: "flow". */
  readonly kind?: "flow" | "map";
  /** For people. Default: the name of the file. */
  readonly title?: string;
  /** Names of the variables. */
  readonly variables: V;
  /** Parameters with their default values. Default: none. */
  readonly parameters?: P;
  /** Where the orbit starts. */
  readonly initialState: readonly number[];
  /** Integration step in time units. Default: 0.01; 1 for a map. */
  readonly dt?: number;
  /** A typical time of the orbit, in time units or steps. Default: 1; 10 for a map. */
  readonly timeScale?: number;
  /** x' or the next x, one number for each variable. */
  readonly equations: (state: StateOf<V>, parameters: P) => readonly number[];
  /** Rows of the Jacobian. Default: by differences of the equations. */
  readonly jacobian?: (state: StateOf<V>, parameters: P) => readonly (readonly number[])[];
  /** Surfaces at which the equations of a flow jump, or its state does. Default: found along the orbit. */
  readonly events?: readonly UserEvent<V, P>[];
}

/** A system as a user writes it as text; its Jacobian is derived from that, exactly. */
export interface UserText
  extends Pick<UserEquations, "title" | "parameters" | "initialState" | "dt" | "timeScale" | "events"> {
  /** The equations, a line each: `x' = …` for a flow, `x <- …` for a map, with `x(t - tau)` for a delay equation. */
  readonly equations: readonly string[];
}

/** A delay equation x'(t) = f(x(t), x(t − τ)) as a user writes it. */
export interface UserDelayEquations<
  V extends readonly string[] = readonly string[],
  P extends Parameters = Parameters,
> extends Omit<UserEquations<V, P>, "kind" | "equations" | "jacobian" | "events"> {
  /** Distinguishes it from flows and maps. */
  readonly kind: "delay";
  /** The parameter that is the delay τ. Default: "tau". */
  readonly delay?: keyof P & string;
  /** x', one number for each variable. */
  readonly equations: (state: StateOf<V>, delayed: StateOf<V>, parameters: P) => readonly number[];
}

/**
 * A user's flow or map, as the default export of a file; an editor completes its names.
 *
 * @example Rössler
 * ```ts
 * import { defineSystem, userSystem } from "./user.ts";
 *
 * const mine = defineSystem({
 *   variables: ["x", "y", "z"],
 *   parameters: { a: 0.2, b: 0.2, c: 5.7 },
 *   initialState: [1, 1, 1],
 *   equations: ([x, y, z], { a, b, c }) => [-y - z, x + a * y, b + z * (x - c)],
 * });
 * if (userSystem(mine, "my_system.ts")._tag === "Left") throw new Error("no system");
 * ```
 */
export function defineSystem<const V extends readonly string[], const P extends Parameters = Parameters>(
  equations: UserEquations<V, P>,
): UserEquations<V, P>;
/** A user's delay equation. */
export function defineSystem<const V extends readonly string[], const P extends Parameters>(
  equations: UserDelayEquations<V, P>,
): UserDelayEquations<V, P>;
export function defineSystem(equations: unknown): unknown {
  return equations;
}

// deno-lint-ignore no-explicit-any
type AnyFunction = (...args: any[]) => any;
const aFunction: Codec<AnyFunction> = where(
  "a function",
  (value): value is AnyFunction => typeof value === "function",
  {},
);
const functionOrNothing: Codec<AnyFunction | null> = where(
  "a function",
  (value): value is AnyFunction | null => value === null || typeof value === "function",
  {},
);

const anyDirection = "either";
const eventFields = {
  surface: aFunction,
  direction: optional(oneOf("rising", "falling", anyDirection), anyDirection),
  reset: optional(functionOrNothing, null),
};
const events = optional(list(record(eventFields)), []);

const UNSET = 0;
const shape = record({
  kind: optional(oneOf("flow", "map", "delay"), "flow"),
  title: optional(text, "untitled"),
  variables: list(text, 1),
  parameters: optional(dictionary(finiteNumber), {}),
  initialState: list(finiteNumber, 1),
  dt: optional(positiveNumber, UNSET),
  timeScale: optional(positiveNumber, UNSET),
  delay: optional(text, "tau"),
  equations: aFunction,
  jacobian: optional(functionOrNothing, null),
  events,
});

const textShape = record({
  title: optional(text, "untitled"),
  parameters: optional(dictionary(finiteNumber), {}),
  initialState: list(finiteNumber, 1),
  dt: optional(positiveNumber, UNSET),
  timeScale: optional(positiveNumber, UNSET),
  equations: list(text, 1),
  events,
});

const isText = (value: unknown): boolean =>
  typeof value === "object" && value !== null && "equations" in value && Array.isArray(value.equations);

const nameOf = (source: string): string => source.replace(/^.*[/\\]/, "").replace(/\.[a-z]+$/, "");

/** The events of a user, with parameters bound; none where there are none. */
const surfacesOf = (
  given: readonly Decoded<typeof eventFields>[],
  dimension: number,
  parameters: Parameters,
): Pick<VectorField, "events"> =>
  given.length === 0 ? {} : {
    events: given.map(({ surface, direction, reset }): Surface => {
      const [forSurface, forReset] = [plain(dimension), plain(dimension)];
      return {
        level: (state) => surface(forSurface(state), parameters),
        ...(direction === anyDirection ? {} : { direction }),
        ...(reset === null ? {} : {
          reset: (state: Float64Array, out: Float64Array) => write(reset(forReset(state), parameters), out),
        }),
      };
    }),
  };

/** What is wrong with the events of a user. */
const eventFaults = (
  given: readonly Decoded<typeof eventFields>[],
  kind: System["kind"],
  state: readonly number[],
  parameters: Parameters,
): readonly Fault[] =>
  given.length > 0 && kind !== "flow"
    ? [{ path: "$.events", found: `those of a ${kind}`, expected: "none: only flows have events" }]
    : given.flatMap(({ surface, reset }, index) => [
      ...tried(`$.events[${index}].surface`, parameters, (given) => [surface(state, given)], 1),
      ...(reset === null
        ? []
        : tried(`$.events[${index}].reset`, parameters, (given) => reset(state, given), state.length)),
    ]);

/** A system of text with the events of its user. */
const withEvents = (
  system: System,
  given: readonly Decoded<typeof eventFields>[],
  initialState: readonly number[],
): E.Either<readonly Fault[], System> => {
  if (given.length === 0) return E.right(system);
  const faults = eventFaults(given, system.kind, initialState, system.parameters);
  if (faults.length > 0 || system.kind !== "flow") return E.left(faults);
  return E.right({
    ...system,
    field: (parameters: Parameters) => ({
      ...system.field(parameters),
      ...surfacesOf(given, initialState.length, parameters),
    }),
  });
};

/** The system that lines of text describe. */
const fromText = (value: unknown, source: string): E.Either<readonly Fault[], System> =>
  pipe(
    decode(textShape, value),
    E.chain(({ title, parameters, initialState, dt, timeScale, equations, events }) =>
      pipe(
        readEntry({
          ...{ name: nameOf(source), title: title === "untitled" ? nameOf(source) : title },
          ...{ equations, parameters, start: initialState, source },
          ...(dt === UNSET ? {} : { dt }),
          ...(timeScale === UNSET ? {} : { timeScale }),
        }),
        E.chain((system) => withEvents(system, events, initialState)),
      )
    ),
    E.mapLeft((faults) =>
      faults.map((fault) => fault.path === "$.start" ? { ...fault, path: "$.initialState" } : fault)
    ),
  );

/** The numbers of a state as a plain array, which a user's function can take apart fast; always the same array. */
const plain = (dimension: number): (state: Float64Array) => readonly number[] => {
  const values = new Array<number>(dimension).fill(0);
  return (state) => {
    for (let i = 0; i < dimension; i++) values[i] = state[i]!;
    return values;
  };
};

const write = (values: readonly number[], out: Float64Array): void => {
  for (let i = 0; i < out.length; i++) out[i] = values[i]!;
};

const writeRows = (matrix: readonly (readonly number[])[], dimension: number, out: Float64Array): void => {
  for (let i = 0; i < dimension; i++) {
    for (let j = 0; j < dimension; j++) out[i * dimension + j] = matrix[i]![j]!;
  }
};

/** Parameters that note what is asked of them and is not there. */
const watched = (parameters: Parameters, undeclared: Set<string>): Parameters =>
  new Proxy(parameters, {
    get: (declared, name) => {
      if (typeof name === "string" && !Object.hasOwn(declared, name)) undeclared.add(name);
      return Reflect.get(declared, name);
    },
  });

/** What is wrong with functions that exist but do not give what they should at the initial state. */
const tried = (
  path: string,
  parameters: Parameters,
  give: (parameters: Parameters) => readonly number[],
  count: number,
): readonly Fault[] => {
  const expected = `${counted(count, "finite number")} from the initial state`;
  const undeclared = new Set<string>();
  try {
    const values = give(watched(parameters, undeclared));
    if (values.length === count && values.every(Number.isFinite)) return [];
    const found = `[${values.slice(0, 6).join(", ")}]`;
    if (undeclared.size === 0) return [{ path, found, expected }];
    const names = Object.keys(parameters);
    const says = `it uses ${listed([...undeclared])}, which parameters does not declare; ` +
      (names.length === 0 ? "it declares none" : `it declares ${listed(names)}`);
    return [{ path, found, expected, says }];
  } catch (error) {
    return [{ path, found: `a function that throws (${String(error)})`, expected }];
  }
};

const isSystem = (value: unknown): value is System =>
  typeof value === "object" && value !== null && "kind" in value && "referenceExponents" in value &&
  ("field" in value || "iteration" in value);

/**
 * The system, or all that is wrong with its equations.
 *
 * @internal
 */
type Made = E.Either<LyapError, System>;

/**
 * The system that a user's file describes.
 *
 * @param value What the file exports as its default: `UserEquations`, `UserDelayEquations`, `UserText`, or a `System` made by `flow`, `discreteMap` or
 * `delayEquation` like those of the catalogue.
 * @param source The name of the file, for messages and as the name of the system.
 * @returns The system; without a Jacobian of its own it has one by differences, and says so. Left: all that is wrong.
 *
 * @example Rössler in five lines
 * ```ts
 * import { userSystem } from "./user.ts";
 *
 * const mine = userSystem({
 *   variables: ["x", "y", "z"],
 *   parameters: { a: 0.2, b: 0.2, c: 5.7 },
 *   initialState: [1, 1, 1],
 *   equations: ([x, y, z], { a, b, c }) => [-y - z, x + a * y, b + z * (x - c)],
 * }, "my_system.ts");
 * if (mine._tag === "Left" || mine.right.jacobianSource === "analytic") throw new Error("no system");
 * ```
 */
export function userSystem<const V extends readonly string[], const P extends Parameters>(
  value: UserEquations<V, P>,
  source: string,
): Made;
/** The same for a delay equation. */
export function userSystem<const V extends readonly string[], const P extends Parameters>(
  value: UserDelayEquations<V, P>,
  source: string,
): Made;
/** The same for equations as text. */
export function userSystem(value: UserText, source: string): Made;
/** The same for a value of which nothing is known. */
export function userSystem(value: unknown, source: string): Made;
export function userSystem(value: unknown, source: string): Made {
  if (isSystem(value)) return E.right(value);
  const refuse = (faults: readonly Fault[]) =>
    E.left<LyapError, System>({ _tag: "InvalidSpec", source, faults });
  if (isText(value)) return pipe(fromText(value, source), E.orElse(refuse));
  const decoded = decode(shape, value);
  if (E.isLeft(decoded)) return refuse(decoded.left);
  const { kind, variables, parameters, initialState, equations, jacobian, delay, events } = decoded.right;
  const dimension = variables.length;
  const states = kind === "delay" ? [initialState, initialState] : [initialState];
  const faults = [
    ...(initialState.length === dimension ? [] : [{
      path: "$.initialState",
      found: counted(initialState.length, "number"),
      expected: `${dimension}, as variables`,
    }]),
    ...(kind === "delay" && !((parameters[delay] ?? 0) > 0)
      ? [{ path: "$.delay", found: `"${delay}"`, expected: "the name of a parameter that is above 0" }]
      : []),
    ...tried("$.equations", parameters, (given) => equations(...states, given), dimension),
    ...(jacobian === null || kind === "delay"
      ? []
      : tried("$.jacobian", parameters, (given) =>
        jacobian(initialState, given).flat(), dimension * dimension)),
    ...(initialState.length === dimension ? eventFaults(events, kind, initialState, parameters) : []),
  ];
  if (faults.length > 0) return refuse(faults);
  const deviating = jacobian === null || kind === "delay" ? null : wrongEntry(
    (state, out) => write(equations(Array.from(state), parameters), out),
    (state, out) => writeRows(jacobian(Array.from(state), parameters), dimension, out),
    initialState,
  );
  if (deviating !== null) {
    const { row, column, written, found, state } = deviating;
    const place = state.map((value, index) => `${variables[index]} = ${plainNumber(value, 5)}`).join(", ");
    return refuse([{
      path: `$.jacobian`,
      found: `${plainNumber(written, 5)} in row ${row + 1}, column ${column + 1} at ${place}`,
      expected: `${plainNumber(found, 5)} there, the derivative of equation ${row + 1} by ${
        variables[column]
      }`,
    }]);
  }

  const name = nameOf(source);
  const analytic = jacobian !== null && kind !== "delay";
  const description = {
    name,
    title: decoded.right.title === "untitled" ? name : decoded.right.title,
    equations: [],
    parameters,
    variables: () => variables,
    initialState: () => initialState,
    dt: decoded.right.dt !== UNSET ? decoded.right.dt : kind === "map" ? 1 : 0.01,
    timeScale: decoded.right.timeScale !== UNSET ? decoded.right.timeScale : kind === "map" ? 10 : 1,
    zeroExponents: kind === "map" ? 0 : 1,
    bibliography: [],
    referenceExponents: [],
    jacobianSource: analytic ? "analytic" as const : differencesName,
  };
  const bound = (given: Parameters) => {
    const [forEquations, forJacobian] = [plain(dimension), plain(dimension)];
    const evaluate = (state: Float64Array, out: Float64Array) =>
      write(equations(forEquations(state), given), out);
    return {
      dimension,
      evaluate,
      jacobian: jacobian === null
        ? differences(evaluate, dimension)
        : (state: Float64Array, out: Float64Array) =>
          writeRows(jacobian(forJacobian(state), given), dimension, out),
    };
  };
  switch (kind) {
    case "flow":
      return E.right(flow({
        ...description,
        field: (given: Parameters) => {
          const { evaluate, ...rest } = bound(given);
          return { ...rest, rates: evaluate, ...surfacesOf(events, dimension, given) };
        },
      }));
    case "map":
      return E.right(discreteMap({
        ...description,
        iteration: (given: Parameters) => {
          const { evaluate, ...rest } = bound(given);
          return { ...rest, step: evaluate };
        },
      }));
    case "delay":
      return E.right(delayEquation({ ...description, field: delayField(equations, dimension, delay) }));
  }
}

const delayField = (equations: AnyFunction, dimension: number, delay: string) => (given: Parameters) => {
  const [forNow, forPast] = [plain(dimension), plain(dimension)];
  const rates = (state: Float64Array, delayed: Float64Array, out: Float64Array) =>
    write(equations(forNow(state), forPast(delayed), given), out);
  const both = new Float64Array(2 * dimension);
  const joint = new Float64Array(2 * dimension * dimension);
  const [now, past] = [both.slice(0, dimension), both.slice(dimension)];
  const byBoth = differences(
    (state, out) => {
      now.set(state.subarray(0, dimension));
      past.set(state.subarray(dimension));
      rates(now, past, out);
    },
    2 * dimension,
    dimension,
  );
  return {
    dimension,
    delay: given[delay]!,
    rates,
    jacobian: (state: Float64Array, delayed: Float64Array, out: Float64Array, outDelayed: Float64Array) => {
      both.set(state);
      both.set(delayed, dimension);
      byBoth(both, joint);
      for (let i = 0; i < dimension; i++) {
        for (let j = 0; j < dimension; j++) {
          out[i * dimension + j] = joint[i * 2 * dimension + j]!;
          outDelayed[i * dimension + j] = joint[i * 2 * dimension + dimension + j]!;
        }
      }
    },
  };
};
