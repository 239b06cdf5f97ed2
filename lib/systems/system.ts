/**
 * What a dynamical system is: equations with an exact Jacobian, and everything that is known of it, as a value.
 *
 * A system is an entry in the file of its family in `families/`, whose equations are text and whose Jacobian is derived
 * from that (`written.ts`); or, where text can't say it, a file that exports a `System` and a line in `catalogue.ts`. The
 * conformance suite picks it up.
 *
 * @module
 */
import * as E from "fp-ts/Either.js";
import type { Fault } from "../core/codec/codec.ts";
import { closest } from "../core/codec/closest.ts";

/** Values of parameters by name. */
export type Parameters = Readonly<Record<string, number>>;

/** A surface g(x) = 0 at which a field jumps, or at which the state is thrown elsewhere. */
export interface Surface {
  /** g(x); its sign distinguishes the two sides. */
  readonly level: (state: Float64Array) => number;
  /** The crossings at which the state is reset: where g rises or falls through 0. Default: all. */
  readonly direction?: "rising" | "falling";
  /** out ← where the state goes that comes to the surface. Default: it stays, and only the field changes. */
  readonly reset?: (state: Float64Array, out: Float64Array) => void;
}

/** A flow x' = f(x) with its parameters bound. Both write into memory of the caller and allocate nothing. */
export interface VectorField {
  /** Length of the state, D. */
  readonly dimension: number;
  /** out ← f(state). */
  readonly rates: (state: Float64Array, out: Float64Array) => void;
  /** out ← ∂f/∂x at `state`, D × D, row by row. */
  readonly jacobian: (state: Float64Array, out: Float64Array) => void;
  /** Surfaces that are always heeded: orbits stop at them and go on by the field of the other side. */
  readonly events?: readonly Surface[];
  /** Surfaces at which the text of the equations branches; whether the field jumps there shows along an orbit. */
  readonly switches?: readonly Surface[];
}

/** A map x ← F(x) with its parameters bound. Both write into memory of the caller and allocate nothing. */
export interface Iteration {
  /** Length of the state, D. */
  readonly dimension: number;
  /** out ← F(state). `out` is never `state`. */
  readonly step: (state: Float64Array, out: Float64Array) => void;
  /** out ← ∂F/∂x at `state`, D × D, row by row. */
  readonly jacobian: (state: Float64Array, out: Float64Array) => void;
}

/** A delay equation x'(t) = f(x(t), x(t − τ)) with its parameters bound. */
export interface DelayField {
  /** Length of x, D; the state of the system is a whole history of x over one delay. */
  readonly dimension: number;
  /** τ, in time units. */
  readonly delay: number;
  /** out ← f(state, delayed). */
  readonly rates: (state: Float64Array, delayed: Float64Array, out: Float64Array) => void;
  /** out ← ∂f/∂x and outDelayed ← ∂f/∂x(t − τ), each D × D, row by row. */
  readonly jacobian: (
    state: Float64Array,
    delayed: Float64Array,
    out: Float64Array,
    outDelayed: Float64Array,
  ) => void;
}

/** Exponents that are known from elsewhere, to which the conformance suite holds the equations. */
export interface ReferenceExponents {
  /** Parameters that differ from the default. */
  readonly parameters: Parameters;
  /** λ₁ ≥ λ₂ ≥ …, as many as are known, in nats per time unit (flows, delay equations) or per step (maps). */
  readonly exponents: readonly number[];
  /** Kaplan–Yorke dimension, where it is known, and the largest deviation from it. */
  readonly kaplanYorke?: { readonly value: number; readonly tolerance: number };
  /** Largest absolute deviation that the source and a finite orbit allow: one for all, or one for each. */
  readonly tolerance: number | readonly number[];
  /** Who found them, and how. */
  readonly source: string;
  /** Length of the orbit that the tolerance needs, in time units or steps. Default: 1000 time scales. */
  readonly time?: number;
}

/** What is observed of a system when that is not its state itself: the cosine of a phase, for example. */
export interface Observation {
  /** Names of the observed variables. */
  readonly variables: readonly string[];
  /** out ← observed variables at `state`. */
  readonly of: (state: Float64Array, out: Float64Array) => void;
}

/** How the Jacobian of a system comes about. */
export type JacobianSource = "analytic" | "central differences of order 6";

/** What every system carries, with the names of its parameters in `P`. */
export interface SystemDescription<P extends Parameters = Parameters> {
  /** By which specs and the command line name it: lower case, words joined by hyphens. */
  readonly name: string;
  /** For people. */
  readonly title: string;
  /** The equations, a line each. */
  readonly equations: readonly string[];
  /** Parameters with their default values. */
  readonly parameters: P;
  /** Parameters that are whole numbers, with the least value of each. */
  readonly integerParameters?: Readonly<Partial<Record<keyof P, number>>>;
  /** Named sets of the parameters that differ from the default. */
  readonly parameterSets?: Readonly<Record<string, Partial<P>>>;
  /** Names of the variables; their number is the dimension. */
  variables(parameters: P): readonly string[];
  /** A state from which the orbit goes to the attractor. For a delay equation the constant history. */
  initialState(parameters: P): readonly number[];
  /** What is observed when it is not the state itself. */
  readonly observation?: Observation;
  /** Default integration step, in time units; 1 for maps. */
  readonly dt: number;
  /** A typical time of the orbit, for example the mean period, in time units or steps. */
  readonly timeScale: number;
  /** Exponents that are zero for a reason: 1 for an autonomous flow, 2 with a conserved energy, 0 for a map. */
  readonly zeroExponents: number;
  /** Where the system comes from. */
  readonly bibliography: readonly string[];
  /** Exponents known from elsewhere. */
  readonly referenceExponents: readonly ReferenceExponents[];
  /** Default: "analytic". */
  readonly jacobianSource?: JacobianSource;
}

/** A flow x' = f(x). A driven system counts its phase among its variables. */
export interface Flow<P extends Parameters = Parameters> extends SystemDescription<P> {
  /** Tells the kinds of systems apart. */
  readonly kind: "flow";
  /** The equations with parameters bound. */
  field(parameters: P): VectorField;
}

/** A map x ← F(x). */
export interface DiscreteMap<P extends Parameters = Parameters> extends SystemDescription<P> {
  /** Tells the kinds of systems apart. */
  readonly kind: "map";
  /** The equations with parameters bound. */
  iteration(parameters: P): Iteration;
}

/** A delay equation x'(t) = f(x(t), x(t − τ)). */
export interface Delay<P extends Parameters = Parameters> extends SystemDescription<P> {
  /** Tells the kinds of systems apart. */
  readonly kind: "delay";
  /** The equations with parameters bound. */
  field(parameters: P): DelayField;
}

/** A dynamical system with known equations. */
export type System = Flow | DiscreteMap | Delay;

/** A flow as a system; the names of its parameters are checked in its equations. */
export const flow = <P extends Parameters>(definition: Omit<Flow<P>, "kind">): Flow => ({
  kind: "flow",
  ...definition,
});

/** A map as a system; the names of its parameters are checked in its equations. */
export const discreteMap = <P extends Parameters>(definition: Omit<DiscreteMap<P>, "kind">): DiscreteMap => ({
  kind: "map",
  ...definition,
});

/** A delay equation as a system; the names of its parameters are checked in its equations. */
export const delayEquation = <P extends Parameters>(definition: Omit<Delay<P>, "kind">): Delay => ({
  kind: "delay",
  ...definition,
});

/** Names x1 … xn, for systems of any dimension. */
export const numbered = (name: string, count: number): readonly string[] =>
  Array.from({ length: count }, (_, i) => `${name}${i + 1}`);

/** A system of more variables fills the memory with its Jacobian alone. */
const MOST_VARIABLES = 10_000;

/**
 * All parameters of a system: its defaults, with those given in their place.
 *
 * @param system The system.
 * @param given Parameters that differ from the default.
 * @returns The parameters, or every fault: a name that the system does not have, a value that is not a finite number.
 *
 * @example A misspelt parameter
 * ```ts
 * import { parametersOf } from "./system.ts";
 * import { lorenz } from "./lorenz.ts";
 * import { assertEquals } from "@std/assert/mod.js";
 *
 * assertEquals(parametersOf(lorenz, { rho: 38 }), { _tag: "Right", right: { sigma: 10, rho: 38, beta: 8 / 3 } });
 * const faults = parametersOf(lorenz, { roh: 38 });
 * assertEquals(faults._tag === "Left" && faults.left[0]?.path, "$.roh");
 * ```
 */
export const parametersOf = (
  system: System,
  given: Parameters = {},
): E.Either<readonly Fault[], Parameters> => {
  const names = Object.keys(system.parameters);
  const integers: Readonly<Record<string, number | undefined>> = system.integerParameters ?? {};
  const faults = Object.entries(given).flatMap(([name, value]): readonly Fault[] => {
    const fault = (
      expected: string,
      says = `${name} of ${system.title} is ${value}; it must be ${expected}`,
    ) => [
      { path: `$.${name}`, found: String(value), expected, says },
    ];
    if (!names.includes(name)) {
      const near = closest(name, names);
      const has = names.length === 0 ? "it has none" : `it has ${names.join(", ")}`;
      return fault(
        names.length === 0 ? `nothing: ${system.title} has no parameters` : `a parameter of ${system.title}`,
        `${system.title} has no parameter ${name}; ${has}${
          near === undefined ? "" : `; did you mean "${near}"?`
        }`,
      );
    }
    const least = integers[name];
    if (least !== undefined && !(Number.isSafeInteger(value) && value >= least)) {
      return fault(`a whole number of ${least} or more`);
    }
    if (least !== undefined && value > MOST_VARIABLES) return fault(`at most ${MOST_VARIABLES}`);
    return Number.isFinite(value) ? [] : fault("a finite number");
  });
  return faults.length > 0 ? E.left(faults) : E.right({ ...system.parameters, ...given });
};

/** Length of the state at these parameters; for a delay equation the length of x. */
export const dimensionOf = (system: System, parameters: Parameters): number =>
  system.variables(parameters).length;

/** What is observed of a system: its state, unless it says otherwise. */
export const observationOf = (system: System, parameters: Parameters): Observation =>
  system.observation ?? {
    variables: system.variables(parameters),
    of: (state, out) => out.set(state.length > out.length ? state.subarray(0, out.length) : state),
  };
