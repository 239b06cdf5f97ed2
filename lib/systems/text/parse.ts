/**
 * Reads equations as text: `x' = sigma (y - x)`, `x <- 1 - a x^2 + y`, `x' = beta x(t - tau) - gamma x`.
 *
 * The grammar, from weak to strong: + and −; *, / and products without a sign (`a x y`, `2 (x - 1)`), from left to
 * right; a sign in front; ^, from right to left. Behind a quotient a product must have its sign or parentheses, because
 * `a / b c` is read in two ways. `if(x < c, u, v)` is u where x < c, else v.
 *
 * @module
 */
import * as E from "fp-ts/Either.js";
import { closest } from "../../core/codec/closest.ts";
import type { Fault } from "../../core/codec/codec.ts";

/** An expression as it is written. */
export type Term =
  | { readonly kind: "number"; readonly value: number }
  | { readonly kind: "name"; readonly name: string; readonly delayed: boolean }
  | { readonly kind: "operation"; readonly operator: string; readonly terms: readonly Term[] };

/** How many arguments each function has. */
export const functions: Readonly<Record<string, number>> = {
  ...{ sin: 1, cos: 1, tan: 1, atan: 1, exp: 1, log: 1, sqrt: 1, sinh: 1, cosh: 1, tanh: 1 },
  ...{ abs: 1, sign: 1, floor: 1, min: 2, max: 2, mod: 2, if: 3 },
};

/** What lines of text say. */
export interface ParsedEquations {
  /** Distinguishes flows, maps and delay equations. */
  readonly kind: "flow" | "map" | "delay";
  /** Names of the variables, in the order of their equations. */
  readonly variables: readonly string[];
  /** The right-hand side of each. */
  readonly rates: readonly Term[];
  /** What further lines define, each of variables, parameters and what is defined above it: `r = x^2 + y^2`. */
  readonly definitions: readonly (readonly [name: string, term: Term])[];
  /** The parameter that is the delay; "" for flows and maps. */
  readonly delay: string;
  /** What a line `observed: x, cos(phi)` names; empty if the state itself is observed. */
  readonly observed: readonly Term[];
}

type Token = { readonly text: string; readonly at: number };
interface Failure {
  readonly at: number;
  readonly expected: string;
}
type Read<A> = E.Either<Failure, A>;
type Parsed = Read<readonly [Term, number]>;

const tokenPattern =
  /\s*(?:(\d+\.?\d*(?:[eE][+-]?\d+)?|\.\d+(?:[eE][+-]?\d+)?)|([A-Za-z_]\w*)|(<=|>=|[-+*/^(),<>]))/y;

const tokensOf = (text: string): Read<readonly Token[]> => {
  const tokens: Token[] = [];
  tokenPattern.lastIndex = 0;
  let end = 0;
  for (let found = tokenPattern.exec(text); found !== null; found = tokenPattern.exec(text)) {
    end = tokenPattern.lastIndex;
    const token = found[1] ?? found[2] ?? found[3]!;
    tokens.push({ text: token, at: end - token.length });
  }
  return text.slice(end).trim() === ""
    ? E.right([...tokens, { text: "", at: text.length }])
    : E.left({ at: end, expected: "a number, a name, or one of + - * / ^ ( ) ," });
};

const fail = (token: Token, expected: string): E.Either<Failure, never> => E.left({ at: token.at, expected });
const operation = (operator: string, ...terms: readonly Term[]): Term => ({
  kind: "operation",
  operator,
  terms,
});

/** Names and where the variables among them may be followed by a time. */
interface Names {
  readonly variables: ReadonlySet<string>;
  readonly others: ReadonlySet<string>;
  readonly delay: string;
}

const isName = (text: string): boolean => /^[A-Za-z_]/.test(text);
const isNumber = (text: string): boolean => /^[.\d]/.test(text);
const comparisons = ["<", "<=", ">", ">="];

/** The expression that begins at a token, and the token behind it. */
const sumAt = (tokens: readonly Token[], start: number, names: Names): Parsed => {
  const text = (at: number): string => tokens[at]!.text;

  const sequence = (first: Parsed, operators: string, next: (at: number) => Parsed): Parsed => {
    let read = first;
    while (E.isRight(read) && text(read.right[1]) !== "" && operators.includes(text(read.right[1]))) {
      const [left, at] = read.right;
      const right = next(at + 1);
      if (E.isLeft(right)) return right;
      read = E.right([operation(text(at), left, right.right[0]), right.right[1]]);
    }
    return read;
  };

  const sum = (at: number): Parsed => sequence(product(at), "+-", product);

  const product = (at: number): Parsed => {
    let read = signed(at);
    let divided = false;
    while (E.isRight(read)) {
      const [left, next] = read.right;
      const token = text(next);
      const explicit = token === "*" || token === "/";
      if (!explicit && !isName(token) && !isNumber(token) && token !== "(") return read;
      if (!explicit && divided) {
        return fail(
          tokens[next]!,
          "a * or parentheses, because a product behind a quotient is read in two ways",
        );
      }
      divided = token === "/";
      const right: Parsed = explicit ? signed(next + 1) : power(next);
      if (E.isLeft(right)) return right;
      read = E.right([operation(explicit ? token : "*", left, right.right[0]), right.right[1]]);
    }
    return read;
  };

  const signed = (at: number): Parsed => {
    if (text(at) === "+") return signed(at + 1);
    if (text(at) !== "-") return power(at);
    const read = signed(at + 1);
    return E.isLeft(read) ? read : E.right([operation("negative", read.right[0]), read.right[1]]);
  };

  const power = (at: number): Parsed => {
    const base = atom(at);
    if (E.isLeft(base) || text(base.right[1]) !== "^") return base;
    const exponent = signed(base.right[1] + 1);
    if (E.isLeft(exponent)) return exponent;
    return E.right([operation("^", base.right[0], exponent.right[0]), exponent.right[1]]);
  };

  const closed = (read: Parsed): Parsed => {
    if (E.isLeft(read)) return read;
    const [term, at] = read.right;
    return text(at) === ")"
      ? E.right([term, at + 1])
      : fail(tokens[at]!, "a closing parenthesis or an operator");
  };

  const comparison = (at: number): Parsed => {
    const left = sum(at);
    if (E.isLeft(left)) return left;
    const sign = tokens[left.right[1]]!;
    if (!comparisons.includes(sign.text)) return fail(sign, "a comparison: <, <=, > or >=");
    const right = sum(left.right[1] + 1);
    return E.isLeft(right)
      ? right
      : E.right([operation(sign.text, left.right[0], right.right[0]), right.right[1]]);
  };

  const call = (at: number): Parsed => {
    const name = text(at);
    const terms: Term[] = [];
    let next = at + 2;
    for (let i = 0; i < functions[name]!; i++) {
      if (i > 0) {
        if (text(next) !== ",") {
          return fail(tokens[next]!, `a comma: ${name} has ${functions[name]} arguments`);
        }
        next++;
      }
      const read = name === "if" && i === 0 ? comparison(next) : sum(next);
      if (E.isLeft(read)) return read;
      terms.push(read.right[0]);
      next = read.right[1];
    }
    return closed(E.right([operation(name, ...terms), next]));
  };

  /** A variable, at the time t or a delay before it. */
  const variable = (at: number): Parsed => {
    const name = text(at);
    const now = [name, "(", "t", ")"];
    const past = [name, "(", "t", "-", names.delay, ")"];
    const follows = (pattern: readonly string[]) => pattern.every((each, i) => tokens[at + i]?.text === each);
    if (names.delay !== "" && follows(past)) return E.right([{ kind: "name", name, delayed: true }, at + 6]);
    if (names.delay !== "" && follows(now)) return E.right([{ kind: "name", name, delayed: false }, at + 4]);
    return E.right([{ kind: "name", name, delayed: false }, at + 1]);
  };

  const atom = (at: number): Parsed => {
    const token = tokens[at]!;
    if (isNumber(token.text)) return E.right([{ kind: "number", value: Number(token.text) }, at + 1]);
    if (token.text === "(") return closed(sum(at + 1));
    if (names.variables.has(token.text)) return variable(at);
    if (names.others.has(token.text)) {
      return E.right([{ kind: "name", name: token.text, delayed: false }, at + 1]);
    }
    if (Object.hasOwn(functions, token.text) && text(at + 1) === "(") return call(at);
    if (Object.hasOwn(functions, token.text)) {
      return fail(token, `parentheses around what ${token.text} is taken of: ${token.text}(…)`);
    }
    if (token.text === "pi") return E.right([{ kind: "number", value: Math.PI }, at + 1]);
    if (!isName(token.text)) return fail(token, "a number, a name or an opening parenthesis");
    const known = [...names.variables, ...names.others, ...Object.keys(functions)];
    const near = closest(token.text, known);
    const declared = [
      `variables ${[...names.variables].join(", ")}`,
      ...(names.others.size === 0 ? [] : [`parameters ${[...names.others].join(", ")}`]),
    ];
    return fail(
      token,
      `a name that is declared (${declared.join("; ")}) or a function${
        near === undefined ? "" : `; did you mean "${near}"?`
      }`,
    );
  };

  return sum(start);
};

/** The expression that a text is, or where it is none. */
const termOf = (text: string, names: Names): Read<Term> => {
  const tokens = tokensOf(text);
  if (E.isLeft(tokens)) return tokens;
  const read = sumAt(tokens.right, 0, names);
  if (E.isLeft(read)) return read;
  const [term, end] = read.right;
  const last = tokens.right[end]!;
  return last.text === "" ? E.right(term) : fail(last, "an operator, or the end of the line");
};

const leftSide =
  /^\s*(?:([A-Za-z_]\w*)\s*(')\s*(?:\(\s*t\s*\)\s*)?=|([A-Za-z_]\w*)\s*(<-)|([A-Za-z_]\w*)\s*=|(observed):)/;
const delayPattern = /\(\s*t\s*-\s*([A-Za-z_]\w*)\s*\)/;

/** Splits at the commas outside parentheses. */
const listed = (text: string): readonly string[] => {
  let depth = 0;
  const parts = [""];
  for (const character of text) {
    depth += character === "(" ? 1 : character === ")" ? -1 : 0;
    if (character === "," && depth === 0) parts.push("");
    else parts[parts.length - 1] += character;
  }
  return parts;
};

/**
 * What equations say: `x' = …` for each variable of a flow or a delay equation, `x <- …` for each of a map, `r = …` for
 * what only shortens them, and `observed: …`.
 *
 * @param lines The equations, a line each.
 * @param parameters Names of the parameters.
 * @returns Expressions, or everything that is wrong: line, place, and what would be right there.
 *
 * @example A name that is nowhere defined
 * ```ts
 * import { parseEquations } from "./parse.ts";
 * import { assertEquals } from "@std/assert/mod.js";
 *
 * const good = parseEquations(["x' = v", "v' = -x + mu (1 - x^2) v"], ["mu"]);
 * assertEquals(good._tag === "Right" && good.right.variables, ["x", "v"]);
 * const bad = parseEquations(["x' = y - xx"], ["y"]);
 * assertEquals(bad._tag === "Left" && bad.left[0]?.path, "$.equations[0]");
 * ```
 */
export const parseEquations = (
  lines: readonly string[],
  parameters: readonly string[],
): E.Either<readonly Fault[], ParsedEquations> => {
  const faults: Fault[] = [];
  const fault = (line: number, found: string, expected: string) =>
    faults.push({ path: `$.equations[${line}]`, found, expected });
  const read = lines.map((line) => ({ line, match: leftSide.exec(line) }));
  const nameIn = (group: number) => read.flatMap(({ match }) => match?.[group] ?? []);
  const [derivatives, images, definitionNames] = [nameIn(1), nameIn(3), nameIn(5)];
  const variables = [...derivatives, ...images];
  const joined = lines.join("\n");
  const delay = derivatives.length > 0 ? delayPattern.exec(joined)?.[1] ?? "" : "";
  const whole = `the lines ${lines.length === 0 ? "of a system" : "together"}`;
  if (variables.length === 0) {
    fault(0, lines[0] ?? "nothing", "an equation: x' = … for a flow, x <- … for a map");
  }
  if (derivatives.length > 0 && images.length > 0) {
    fault(
      lines.findIndex((line) => leftSide.exec(line)?.[3] !== undefined),
      whole,
      "either x' = … or x <- …",
    );
  }
  if (delay !== "" && !parameters.includes(delay)) fault(0, `t - ${delay}`, "a delay that is a parameter");
  const defined = new Set<string>(parameters);
  const taken = [...variables, ...definitionNames];
  const lineOf = [1, 3, 5].flatMap((group) =>
    read.flatMap(({ match }, index) => match?.[group] === undefined ? [] : [index])
  );
  taken.forEach((name, i) => {
    const first = taken.indexOf(name);
    if (first !== i || defined.has(name) || Object.hasOwn(functions, name)) {
      const said = first === i ? "" : `, which equations[${lineOf[first]!}] has defined`;
      fault(lineOf[i]!, `"${name}"${said}`, "a name of its own");
    }
  });
  const others = new Set(parameters);
  const names: Names = { variables: new Set(variables), others, delay };
  const [definitions, rates]: [(readonly [string, Term])[], Term[]] = [[], []];
  const observed: Term[] = [];
  const termIn = (text: string, line: number, offset: number): readonly Term[] => {
    const term = termOf(text, names);
    if (E.isRight(term)) return [term.right];
    const at = term.left.at + offset;
    const [there] = /^(?:[A-Za-z_]\w*|\S)?/.exec(lines[line]!.slice(at))!;
    fault(
      line,
      there === ""
        ? `${lines[line]}, which ends too early`
        : `${lines[line]}, with "${there}" at character ${at + 1}`,
      term.left.expected,
    );
    return [];
  };
  // Definitions first: an equation may come before what shortens it.
  read.forEach(({ line, match }, index) => {
    if (match === null) fault(index, line, "x' = …, x <- …, name = … or observed: …");
    else if (match[5] !== undefined) {
      const name = match[5];
      termIn(line.slice(match[0].length), index, match[0].length).forEach((term) =>
        definitions.push([name, term])
      );
      others.add(name);
    }
  });
  read.forEach(({ line, match }, index) => {
    if (match === null || match[5] !== undefined) return;
    const rest = line.slice(match[0].length);
    if (match[6] === undefined) rates.push(...termIn(rest, index, match[0].length));
    else listed(rest).forEach((part) => observed.push(...termIn(part, index, match[0].length)));
  });
  const kind = images.length > 0 ? "map" : delay !== "" ? "delay" : "flow";
  return faults.length > 0
    ? E.left(faults)
    : E.right({ kind, variables, rates, definitions, delay, observed });
};
