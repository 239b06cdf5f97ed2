/**
 * Systems whose equations are text: one compact entry each, with an exact Jacobian derived from it.
 *
 * @module
 */
import * as E from "fp-ts/Either.js";
import type { Fault } from "../core/codec/codec.ts";
import {
  delayEquation,
  discreteMap,
  flow,
  type Observation,
  type Parameters,
  type ReferenceExponents,
  type Surface,
  type System,
} from "./system.ts";
import { type ArrayLayout, compiled, type Output } from "./text/compile.ts";
import { type EquationGraph, graph } from "./text/graph.ts";
import { type ParsedEquations, parseEquations, type Term } from "./text/parse.ts";

/** A system as it is written down. */
export interface WrittenSystem {
  /** By which specs and the command line name it: lower case, words joined by hyphens. */
  readonly name: string;
  /** For people. */
  readonly title: string;
  /** The equations, a line each, in the grammar of `parseEquations`. */
  readonly equations: readonly string[];
  /** Parameters with their default values. Default: none. */
  readonly parameters?: Parameters;
  /** Named sets of the parameters that differ from the default. */
  readonly parameterSets?: Readonly<Record<string, Parameters>>;
  /** A state from which the orbit goes to the attractor; the constant history of a delay equation. */
  readonly start: readonly number[];
  /** Integration step, in time units. Default: 0.01; 1 for a map. */
  readonly dt?: number;
  /** A typical time of the orbit, in time units or steps. Default: 1; 10 for a map. */
  readonly timeScale?: number;
  /** Exponents that are zero for a reason. Default: 1 for a flow or a delay equation, 0 for a map. */
  readonly zeroExponents?: number;
  /** Where the system comes from. */
  readonly source: string;
  /** Exponents known from the literature. Default: none. */
  readonly literature?: readonly ReferenceExponents[];
}

/** The graph of written equations at given parameters: input j is variable j, and D + j is it a delay before. */
interface Bound {
  readonly graph: EquationGraph;
  readonly rates: readonly number[];
  readonly observed: readonly number[];
}

const bind = (written: ParsedEquations, parameters: Parameters): Bound => {
  const { variables, rates, definitions, observed } = written;
  const shared = graph();
  const dimension = variables.length;
  const named = new Map<string, number>(
    Object.entries(parameters).map(([name, value]) => [name, shared.number(value)]),
  );
  const look = (name: string, delayed: boolean): number =>
    named.get(name) ?? shared.input(variables.indexOf(name) + (delayed ? dimension : 0));
  const nodeOf = (term: Term): number => shared.term(term, look);
  definitions.forEach(([name, term]) => named.set(name, nodeOf(term)));
  return { graph: shared, rates: rates.map(nodeOf), observed: observed.map(nodeOf) };
};

const ratesOf = (bound: Bound): readonly Output[] => bound.rates.map((node, at) => ({ array: 0, at, node }));

/** The entries of the Jacobian that are not always 0. */
const jacobianOf = ({ graph, rates }: Bound, firstInput: number, array: number): readonly Output[] => {
  const zero = graph.number(0);
  return rates.flatMap((rate, i) =>
    rates.flatMap((_, j): readonly Output[] => {
      const node = graph.derivative(rate, firstInput + j);
      return node === zero ? [] : [{ array, at: i * rates.length + j, node }];
    })
  );
};

type Fill = (state: Float64Array, out: Float64Array) => void;

/**
 * Where the equations branch: the zeros of what `sign`, `abs` and comparisons look at, and of sin(π x) for floor(x).
 */
const switchesOf = ({ graph, rates }: Bound, dimension: number): readonly Surface[] => {
  const levels = new Set<number>();
  const visited = new Set<number>();
  const visit = (index: number): void => {
    const node = graph.nodes[index]!;
    if (visited.has(index) || node.kind !== "operation") return;
    visited.add(index);
    node.on.forEach(visit);
    const [a, b] = node.on as readonly [number, number];
    if (node.operator === "sign" || node.operator === "abs") levels.add(a);
    else if (node.operator === "floor") {
      levels.add(graph.apply("sin", graph.apply("*", graph.number(Math.PI), a)));
    } else if (node.operator === "<" || node.operator === "<=") levels.add(graph.apply("-", a, b));
  };
  rates.forEach(visit);
  return [...levels].filter((level) => graph.nodes[level]!.kind !== "number").map((node) => {
    const evaluate = compiled(graph, { inputs: [dimension], outputs: [1] }, [{
      array: 0,
      at: 0,
      node,
    }]) as Fill;
    const out = new Float64Array(1);
    return {
      level: (state) => {
        evaluate(state, out);
        return out[0]!;
      },
    };
  });
};

/** f and ∂f/∂x of a flow or a map. */
const fieldOf = (written: ParsedEquations, parameters: Parameters) => {
  const bound = bind(written, parameters);
  const dimension = written.variables.length;
  const layout = (size: number): ArrayLayout => ({ inputs: [dimension], outputs: [size] });
  return {
    dimension,
    evaluate: compiled(bound.graph, layout(dimension), ratesOf(bound)) as Fill,
    jacobian: compiled(bound.graph, layout(dimension * dimension), jacobianOf(bound, 0, 0)) as Fill,
    switches: switchesOf(bound, dimension),
  };
};

const delayFieldOf = (written: ParsedEquations, parameters: Parameters) => {
  const bound = bind(written, parameters);
  const dimension = written.variables.length;
  const inputs = [dimension, dimension];
  const size = dimension * dimension;
  return {
    dimension,
    delay: parameters[written.delay]!,
    rates: compiled(bound.graph, { inputs, outputs: [dimension] }, ratesOf(bound)) as (
      state: Float64Array,
      delayed: Float64Array,
      out: Float64Array,
    ) => void,
    jacobian: compiled(bound.graph, { inputs, outputs: [size, size] }, [
      ...jacobianOf(bound, 0, 0),
      ...jacobianOf(bound, dimension, 1),
    ]) as (state: Float64Array, delayed: Float64Array, out: Float64Array, outDelayed: Float64Array) => void,
  };
};

/** The column of an observed expression: `x` for the variable, `sin_phi` for a function of it. */
const columnName = (term: Term): string =>
  term.kind === "number"
    ? String(term.value)
    : term.kind === "name"
    ? term.name
    : [...(/^[a-z]/.test(term.operator) ? [term.operator] : []), ...term.terms.map(columnName)].join("_");

/** What the line `observed: …` says. It is of variables alone, so no parameter is missing. */
const observationOf = (written: ParsedEquations, parameters: Parameters): Observation => {
  const bound = bind(written, parameters);
  return {
    variables: written.observed.map(columnName),
    of: compiled(
      bound.graph,
      { inputs: [written.variables.length], outputs: [written.observed.length] },
      bound.observed.map((node, at) => ({ array: 0, at, node })),
    ) as Fill,
  };
};

/** A value that is worked out when it is first asked for. */
const once = <A>(make: () => A): () => A => {
  let made: { readonly value: A } | undefined;
  return () => (made ??= { value: make() }).value;
};

/** What can be seen of the kind without reading the equations. */
const kindOf = (lines: readonly string[]): System["kind"] =>
  lines.some((line) => line.includes("<-"))
    ? "map"
    : lines.some((line) => /\(\s*t\s*-/.test(line))
    ? "delay"
    : "flow";

const described = (entry: WrittenSystem, read: () => ParsedEquations): System => {
  const kind = kindOf(entry.equations);
  const { name, title, equations, parameters = {}, parameterSets, start, source, literature = [] } = entry;
  const whole = entry.equations.some((line) => line.startsWith("observed:"));
  const observation = once(() => observationOf(read(), parameters));
  const description = {
    ...{ name, title, equations, parameters },
    ...(parameterSets === undefined ? {} : { parameterSets }),
    variables: () => read().variables,
    initialState: () => start,
    ...(whole
      ? {
        observation: {
          get variables() {
            return observation().variables;
          },
          of: (state: Float64Array, out: Float64Array) => observation().of(state, out),
        },
      }
      : {}),
    dt: kind === "map" ? 1 : entry.dt ?? 0.01,
    timeScale: entry.timeScale ?? (kind === "map" ? 10 : 1),
    zeroExponents: entry.zeroExponents ?? (kind === "map" ? 0 : 1),
    bibliography: [source],
    referenceExponents: literature,
  };
  switch (kind) {
    case "flow":
      return flow({
        ...description,
        field: (given: Parameters) => {
          const { evaluate, ...rest } = fieldOf(read(), given);
          return { ...rest, rates: evaluate };
        },
      });
    case "map":
      return discreteMap({
        ...description,
        iteration: (given: Parameters) => {
          const { dimension, evaluate, jacobian } = fieldOf(read(), given);
          return { dimension, step: evaluate, jacobian };
        },
      });
    case "delay":
      return delayEquation({ ...description, field: (given: Parameters) => delayFieldOf(read(), given) });
  }
};

/**
 * The system that an entry describes, or everything that is wrong with it.
 *
 * @example The system of Rössler, with its Jacobian
 * ```ts
 * import { readEntry } from "./written.ts";
 * import { assertEquals } from "@std/assert/mod.js";
 *
 * const entry = {
 *   name: "mine",
 *   title: "Rössler",
 *   equations: ["x' = -y - z", "y' = x + a y", "z' = b + z (x - c)"],
 *   parameters: { a: 0.2, b: 0.2, c: 5.7 },
 *   start: [1, 1, 1],
 *   source: "O. E. Rössler (1976), Phys. Lett. A 57, 397–398",
 * };
 * const system = readEntry(entry);
 * if (system._tag === "Left" || system.right.kind !== "flow") throw new Error("no flow");
 * const jacobian = new Float64Array(9);
 * system.right.field(entry.parameters).jacobian(Float64Array.of(1, 2, 3), jacobian);
 * assertEquals(Array.from(jacobian), [0, -1, -1, 1, 0.2, 0, 3, 0, 1 - 5.7]);
 * ```
 */
export const readEntry = (entry: WrittenSystem): E.Either<readonly Fault[], System> => {
  const written = parseEquations(entry.equations, Object.keys(entry.parameters ?? {}));
  if (E.isLeft(written)) return written;
  const { variables } = written.right;
  return variables.length !== entry.start.length
    ? E.left([{
      path: "$.start",
      found: `${entry.start.length} numbers`,
      expected: `${variables.length}, one for each variable`,
    }])
    : E.right(described(entry, () => written.right));
};

/**
 * Systems of the catalogue from their entries. Their text is read when a system is first used; the conformance suite
 * reads them all, so that a mistake in one is found there.
 */
export const writtenSystems = (...entries: readonly WrittenSystem[]): readonly System[] =>
  entries.map((entry) =>
    described(
      entry,
      once(() => {
        const written = parseEquations(entry.equations, Object.keys(entry.parameters ?? {}));
        if (E.isRight(written)) return written.right;
        const [first] = written.left;
        throw new Error(`${entry.name} ${first!.path}: found ${first!.found}, expected ${first!.expected}`);
      }),
    )
  );
