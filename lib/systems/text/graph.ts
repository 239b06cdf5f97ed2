/**
 * Expressions as a graph in which equal parts are one node, with exact derivatives.
 *
 * Nodes are numbers, inputs, and operations on earlier nodes. What depends on numbers alone is worked out when it is
 * added, sums with 0 and products with 0 and 1 vanish, and no operation is reordered: the order of rounding is that of
 * the text.
 *
 * @module
 */
import { atan2, cos, cosh, exp, log, pow, sin, sinh, tan, tanh } from "../../numerics/elementary.ts";
import type { Term } from "./parse.ts";

/** The operations of a program. */
export type Operator =
  | ("+" | "-" | "*" | "/" | "negative" | "pow" | "<" | "<=")
  | ("sin" | "cos" | "tan" | "atan" | "exp" | "log" | "sqrt" | "sinh" | "cosh" | "tanh")
  | ("abs" | "sign" | "floor");

/** A part of an expression. */
export type EquationNode =
  | { readonly kind: "number"; readonly value: number }
  | { readonly kind: "input"; readonly index: number }
  | { readonly kind: "operation"; readonly operator: Operator; readonly on: readonly number[] };

/** The value of each operation on numbers; `<` and `<=` give their third argument where they hold, else the fourth. */
export const operations: Readonly<Record<Operator, (a: number, b: number, c: number, d: number) => number>> =
  {
    "+": (a, b) => a + b,
    "-": (a, b) => a - b,
    "*": (a, b) => a * b,
    "/": (a, b) => a / b,
    "negative": (a) => -a,
    "<": (a, b, c, d) => a < b ? c : d,
    "<=": (a, b, c, d) => a <= b ? c : d,
    "atan": (a) => atan2(a, 1),
    "sqrt": Math.sqrt,
    "abs": Math.abs,
    "sign": Math.sign,
    "floor": Math.floor,
    ...{ pow, sin, cos, tan, exp, log, sinh, cosh, tanh },
  };

/** A growing graph; every function returns the index of a node. */
export interface EquationGraph {
  /** All nodes; each has only earlier ones in it. */
  readonly nodes: readonly EquationNode[];
  /** A number. */
  readonly number: (value: number) => number;
  /** The input of this index. */
  readonly input: (index: number) => number;
  /** A term, whose names are looked up. */
  readonly term: (term: Term, look: (name: string, delayed: boolean) => number) => number;
  /** An operation on nodes. */
  readonly apply: (operator: Operator, ...on: readonly number[]) => number;
  /** The derivative of a node by an input: that of the piece on which the input lies, where there are several. */
  readonly derivative: (node: number, input: number) => number;
}

/** Powers up to this one are products, in a fixed order; all others are `pow`. */
const LARGEST_PRODUCT = 16;

/** An empty graph. */
export const graph = (): EquationGraph => {
  const nodes: EquationNode[] = [];
  const known = new Map<string, number>();
  /** Products that were written as powers: their derivative is that of the power. */
  const powers = new Map<number, readonly [base: number, exponent: number]>();
  const derivatives = new Map<string, number>();

  const add = (key: string, node: EquationNode): number => {
    const index = known.get(key) ?? nodes.push(node) - 1;
    known.set(key, index);
    return index;
  };
  const number = (value: number): number =>
    add(`n${Object.is(value, -0) ? "-0" : value}`, { kind: "number", value });
  const input = (index: number): number => add(`i${index}`, { kind: "input", index });
  const valueOf = (index: number): number | undefined => {
    const node = nodes[index]!;
    return node.kind === "number" ? node.value : undefined;
  };
  const [zero, one] = [number(0), number(1)];

  const make = (operator: Operator, ...on: readonly number[]): number => {
    const values = on.map(valueOf);
    if (values.every((value) => value !== undefined)) {
      const [a, b, c, d] = values as readonly number[];
      return number(operations[operator](a!, b!, c!, d!));
    }
    return add(`${operator} ${on.join(" ")}`, { kind: "operation", operator, on });
  };
  const plus = (a: number, b: number): number => {
    if (a === zero) return b;
    if (b === zero) return a;
    const node = nodes[b]!;
    return node.kind === "operation" && node.operator === "negative"
      ? make("-", a, node.on[0]!)
      : make("+", a, b);
  };
  const minus = (a: number, b: number): number => b === zero ? a : a === zero ? negative(b) : make("-", a, b);
  const negative = (a: number): number => {
    const node = nodes[a]!;
    return node.kind === "operation" && node.operator === "negative"
      ? node.on[0]!
      : a === zero
      ? zero
      : make("negative", a);
  };
  const times = (a: number, b: number): number => {
    if (a === zero || b === zero) return zero;
    if (a === one) return b;
    if (b === one) return a;
    if (valueOf(a) === -1) return negative(b);
    if (valueOf(b) === -1) return negative(a);
    return make("*", a, b);
  };
  const over = (a: number, b: number): number => a === zero ? zero : b === one ? a : make("/", a, b);

  const power = (base: number, exponent: number): number => {
    const value = valueOf(exponent);
    if (value === undefined || !Number.isInteger(value) || Math.abs(value) > LARGEST_PRODUCT) {
      return make("pow", base, exponent);
    }
    if (value === 0) return one;
    if (value < 0) return over(one, power(base, number(-value)));
    if (value === 1) return base;
    const half = power(base, number(Math.floor(value / 2)));
    const square = times(half, half);
    const result = value % 2 === 1 ? times(square, base) : square;
    if (valueOf(result) === undefined) powers.set(result, [base, value]);
    return result;
  };

  /** a where u < v, or u ≤ v, else b. */
  const choice = (operator: "<" | "<=", u: number, v: number, a: number, b: number): number =>
    a === b ? a : make(operator, u, v, a, b);

  const term = (written: Term, look: (name: string, delayed: boolean) => number): number => {
    if (written.kind === "number") return number(written.value);
    if (written.kind === "name") return look(written.name, written.delayed);
    const { operator, terms } = written;
    if (operator === "if") {
      const [comparison, ...branches] = terms;
      if (comparison?.kind !== "operation") return zero;
      const [u, v] = comparison.terms.map((each) => term(each, look));
      const [a, b] = branches.map((each) => term(each, look));
      switch (comparison.operator) {
        case "<":
        case "<=":
          return choice(comparison.operator, u!, v!, a!, b!);
        default:
          return choice(comparison.operator === ">" ? "<" : "<=", v!, u!, a!, b!);
      }
    }
    const [a, b] = terms.map((each) => term(each, look));
    switch (operator) {
      case "+":
        return plus(a!, b!);
      case "-":
        return minus(a!, b!);
      case "*":
        return times(a!, b!);
      case "/":
        return over(a!, b!);
      case "^":
        return power(a!, b!);
      case "negative":
        return negative(a!);
      case "mod":
        return minus(a!, times(b!, make("floor", over(a!, b!))));
      case "min":
        return choice("<", a!, b!, a!, b!);
      case "max":
        return choice("<", a!, b!, b!, a!);
      default:
        return make(operator as Operator, a!);
    }
  };

  /** The factor of the inner derivative. */
  const slope = (operator: Operator, a: number, self: number): number => {
    switch (operator) {
      case "sin":
        return make("cos", a);
      case "cos":
        return negative(make("sin", a));
      case "tan":
        return plus(one, times(self, self));
      case "atan":
        return over(one, plus(one, times(a, a)));
      case "exp":
        return self;
      case "log":
        return over(one, a);
      case "sqrt":
        return over(number(0.5), self);
      case "sinh":
        return make("cosh", a);
      case "cosh":
        return make("sinh", a);
      case "tanh":
        return minus(one, times(self, self));
      case "abs":
        return make("sign", a);
      default:
        return zero;
    }
  };

  const derive = (index: number, by: number): number => {
    const node = nodes[index]!;
    if (node.kind === "number") return zero;
    if (node.kind === "input") return node.index === by ? one : zero;
    const written = powers.get(index);
    if (written !== undefined) {
      const [base, exponent] = written;
      const inner = derivative(base, by);
      return times(times(number(exponent), power(base, number(exponent - 1))), inner);
    }
    const { operator, on } = node;
    const [a, b, c, d] = on as readonly [number, number, number, number];
    const inner = derivative(a, by);
    switch (operator) {
      case "+":
        return plus(inner, derivative(b, by));
      case "-":
        return minus(inner, derivative(b, by));
      case "*":
        return plus(times(inner, b), times(a, derivative(b, by)));
      case "/":
        return over(minus(inner, times(index, derivative(b, by))), b);
      case "negative":
        return negative(inner);
      case "<":
      case "<=":
        return choice(operator, a, b, derivative(c, by), derivative(d, by));
      case "pow": {
        const outer = derivative(b, by);
        const byBase = inner === zero ? zero : times(times(b, power(a, minus(b, one))), inner);
        return outer === zero ? byBase : plus(byBase, times(times(index, make("log", a)), outer));
      }
      default:
        return inner === zero ? zero : times(slope(operator, a, index), inner);
    }
  };
  const derivative = (index: number, by: number): number => {
    const key = `${index} ${by}`;
    const found = derivatives.get(key);
    if (found !== undefined) return found;
    const made = derive(index, by);
    derivatives.set(key, made);
    return made;
  };

  return { nodes, number, input, term, apply: make, derivative };
};
