/**
 * Turns a graph of expressions into a function on arrays: a compiled straight line of arithmetic, or, where the host
 * forbids to compile, the same operations in the same order one after the other. Both give the same bits.
 *
 * @module
 */
import { type EquationGraph, operations, type Operator } from "./graph.ts";

/** Where a program writes a node: an index of an output array. */
export interface Output {
  /** Which of the output arrays. */
  readonly array: number;
  /** Index within it. */
  readonly at: number;
  /** The node that is written. */
  readonly node: number;
}

/** What a function reads and writes. */
export interface ArrayLayout {
  /** Lengths of the arrays that hold the inputs, one behind the other. */
  readonly inputs: readonly number[];
  /** Lengths of the arrays that are written. What no output names is set to 0. */
  readonly outputs: readonly number[];
}

/** A function of input arrays and then output arrays. */
export type Evaluate = (...arrays: readonly Float64Array[]) => void;

/** What the host's arithmetic does exactly, by the name it has there. */
const exact: Readonly<Partial<Record<Operator, string>>> = {
  ...{ sqrt: "Math.sqrt", abs: "Math.abs", sign: "Math.sign", floor: "Math.floor" },
};

/** The nodes that the outputs need, in their order. */
const needed = ({ nodes }: EquationGraph, outputs: readonly Output[]): readonly number[] => {
  const wanted = new Set<number>();
  const visit = (index: number): void => {
    if (wanted.has(index)) return;
    wanted.add(index);
    const node = nodes[index]!;
    if (node.kind === "operation") node.on.forEach(visit);
  };
  outputs.forEach(({ node }) => visit(node));
  return [...wanted].sort((a, b) => a - b);
};

/** Which input array holds an input, and where. */
const place = ({ inputs }: ArrayLayout, index: number): readonly [array: number, at: number] => {
  let [array, at] = [0, index];
  while (at >= inputs[array]!) at -= inputs[array++]!;
  return [array, at];
};

const literal = (value: number): string =>
  value < 0 || Object.is(value, -0) ? `(${Object.is(value, -0) ? "-0" : value})` : String(value);

/** Up to this many entries, those that are always 0 are written one by one. */
const SMALL = 16;

const source = (graph: EquationGraph, layout: ArrayLayout, outputs: readonly Output[]): string => {
  const order = needed(graph, outputs);
  const uses = new Map<number, number>();
  const count = (index: number) => uses.set(index, (uses.get(index) ?? 0) + 1);
  order.forEach((index) => {
    const node = graph.nodes[index]!;
    if (node.kind === "operation") node.on.forEach(count);
  });
  outputs.forEach(({ node }) => count(node));
  const text = new Map<number, string>();
  const lines: string[] = [];
  order.forEach((index) => {
    const node = graph.nodes[index]!;
    const written = ((): string => {
      if (node.kind === "number") return literal(node.value);
      if (node.kind === "input") {
        const [array, at] = place(layout, node.index);
        return `in${array}[${at}]`;
      }
      const [a, b, c, d] = node.on.map((each) => text.get(each)!);
      switch (node.operator) {
        case "+":
        case "-":
        case "*":
        case "/":
          return `(${a} ${node.operator} ${b})`;
        case "negative":
          return `(-${a})`;
        case "<":
        case "<=":
          return `(${a} ${node.operator} ${b} ? ${c} : ${d})`;
        case "pow":
          return `pow(${a}, ${b})`;
        default:
          return `${exact[node.operator] ?? node.operator}(${a})`;
      }
    })();
    const alone = node.kind === "number" || (node.kind === "operation" && uses.get(index) === 1);
    if (alone) text.set(index, written);
    else {
      lines.push(`const t${index} = ${written};`);
      text.set(index, `t${index}`);
    }
  });
  const zeros = layout.outputs.flatMap((length, array) => {
    const missing = Array.from({ length }, (_, at) => at)
      .filter((at) => !outputs.some((output) => output.array === array && output.at === at));
    if (missing.length === 0) return [];
    return length <= SMALL ? missing.map((at) => `out${array}[${at}] = 0;`) : [`out${array}.fill(0);`];
  });
  return [
    `return (${
      [...layout.inputs.map((_, i) => `in${i}`), ...layout.outputs.map((_, i) => `out${i}`)].join(", ")
    }) => {`,
    ...lines,
    ...zeros,
    ...outputs.map(({ array, at, node }) => `out${array}[${at}] = ${text.get(node)};`),
    "};",
  ].join("\n");
};

/** The same operations one after the other, on a list of numbers. */
export const interpreted = (
  graph: EquationGraph,
  layout: ArrayLayout,
  outputs: readonly Output[],
): Evaluate => {
  const order = needed(graph, outputs);
  const values = new Float64Array(graph.nodes.length);
  const read: { readonly index: number; readonly array: number; readonly at: number }[] = [];
  const steps: { readonly index: number; readonly operator: Operator; readonly on: readonly number[] }[] = [];
  order.forEach((index) => {
    const node = graph.nodes[index]!;
    if (node.kind === "number") values[index] = node.value;
    else if (node.kind === "operation") steps.push({ index, operator: node.operator, on: node.on });
    else {
      const [array, at] = place(layout, node.index);
      read.push({ index, array, at });
    }
  });
  const inputs = layout.inputs.length;
  return (...arrays) => {
    for (const { index, array, at } of read) values[index] = arrays[array]![at]!;
    for (const { index, operator, on: [a, b, c, d] } of steps) {
      values[index] = operations[operator](values[a!]!, values[b!]!, values[c!]!, values[d!]!);
    }
    layout.outputs.forEach((_, array) => arrays[inputs + array]!.fill(0));
    for (const { array, at, node } of outputs) arrays[inputs + array]![at] = values[node]!;
  };
};

/**
 * A function that writes nodes of a graph into arrays and allocates nothing.
 *
 * @param graph The graph.
 * @param layout Its input and output arrays. No output array may be an input array.
 * @param outputs What is written where.
 *
 * @example x² and its derivative
 * ```ts
 * import { compiled } from "./compile.ts";
 * import { graph } from "./graph.ts";
 * import { assertEquals } from "@std/assert/mod.js";
 *
 * const g = graph();
 * const square = g.term(
 *   { kind: "operation", operator: "^", terms: [{ kind: "name", name: "x", delayed: false }, { kind: "number", value: 2 }] },
 *   () => g.input(0),
 * );
 * const evaluate = compiled(g, { inputs: [1], outputs: [2] }, [
 *   { array: 0, at: 0, node: square },
 *   { array: 0, at: 1, node: g.derivative(square, 0) },
 * ]);
 * const out = new Float64Array(2);
 * evaluate(Float64Array.of(3), out);
 * assertEquals(out, Float64Array.of(9, 6));
 * ```
 */
export const compiled = (graph: EquationGraph, layout: ArrayLayout, outputs: readonly Output[]): Evaluate => {
  const names = Object.keys(operations).filter((name) => /^[a-z]+$/.test(name));
  try {
    return new Function(...names, source(graph, layout, outputs))(
      ...names.map((name) => operations[name as Operator]),
    );
  } catch {
    return interpreted(graph, layout, outputs);
  }
};
