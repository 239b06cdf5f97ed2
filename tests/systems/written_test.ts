/** Systems whose equations are text: what is read, what is refused, and that derivatives are exact. */
import { assert, assertAlmostEquals, assertEquals } from "@std/assert/mod.js";
import * as E from "fp-ts/Either.js";
import { systems } from "../../lib/systems/catalogue.ts";
import type { System } from "../../lib/systems/system.ts";
import { compiled, interpreted } from "../../lib/systems/text/compile.ts";
import { graph } from "../../lib/systems/text/graph.ts";
import { functions, parseEquations } from "../../lib/systems/text/parse.ts";
import { readEntry, type WrittenSystem } from "../../lib/systems/written.ts";
import { right } from "../either.ts";

/** f(x) and f'(x) of one expression of x, by the compiled and by the interpreted program. */
const valueAndSlope = (expression: string, x: number): readonly (readonly [number, number])[] => {
  const { rates } = right(parseEquations([`x <- ${expression}`], ["a"]));
  const shared = graph();
  const value = shared.term(rates[0]!, (name) => name === "x" ? shared.input(0) : shared.number(2.5));
  const layout = { inputs: [1], outputs: [2] };
  const outputs = [
    { array: 0, at: 0, node: value },
    { array: 0, at: 1, node: shared.derivative(value, 0) },
  ];
  return [compiled, interpreted].map((make) => {
    const out = new Float64Array(2);
    make(shared, layout, outputs)(Float64Array.of(x), out);
    return [out[0]!, out[1]!] as const;
  });
};

for (
  const [expression, x, value, slope] of [
    ["-x^2", 3, -9, -6],
    ["2^-x", 1, 0.5, -0.5 * Math.LN2],
    ["x^3 - 2 x^2 + 4", 2, 4, 4],
    ["2^3^x", 1, 8, 8 * Math.LN2 * 3 * Math.log(3)],
    ["x^-2", 2, 0.25, -0.25],
    ["x^a", 4, 32, 2.5 * 8],
    ["x^17", 1.1, 1.1 ** 17, 17 * 1.1 ** 16],
    ["(1 + x)(1 - x)", 3, -8, -6],
    ["2 x (x - 1) x", 2, 8, 2 * (3 * 4 - 4)],
    ["x / (2 x)", 3, 0.5, 0],
    ["a / x / 2", 2, 0.625, -0.3125],
    ["1.5e1 x - .5", 1, 14.5, 15],
    [
      "a sin(x) - cos(2 x)",
      0.3,
      2.5 * Math.sin(0.3) - Math.cos(0.6),
      2.5 * Math.cos(0.3) + 2 * Math.sin(0.6),
    ],
    ["tan(x) + atan(x)", 0.5, Math.tan(0.5) + Math.atan(0.5), 1 + Math.tan(0.5) ** 2 + 1 / 1.25],
    ["exp(-x^2) log(x)", 2, Math.exp(-4) * Math.log(2), Math.exp(-4) * (0.5 - 4 * Math.log(2))],
    ["tanh(x) + sinh(x) - cosh(x)", 1, Math.tanh(1) - Math.exp(-1), 1 - Math.tanh(1) ** 2 + Math.exp(-1)],
    ["sqrt(abs(x))", -4, 2, -0.25],
    ["sign(x) floor(x)", -1.5, 2, 0],
    ["mod(3 x, 1)", 0.9, 0.7, 3],
    ["min(x, x^2) + max(2 x, 1)", 0.25, 1.0625, 0.5],
    ["if(x < 0.5, 2 x, 2 - 2 x)", 0.75, 0.5, -2],
    ["if(x >= 0.5, x^2, -x)", 0.5, 0.25, 1],
    ["if(x <= 0.5, x^2, -x) + if(x > 0.5, x^2, -x)", 0.5, -0.25, 0],
    ["pi x", 1, Math.PI, Math.PI],
  ] as const
) {
  Deno.test(`${expression} has its value and its derivative at ${x}`, () => {
    const [fast, slow] = valueAndSlope(expression, x);
    assertEquals(fast, slow);
    assertAlmostEquals(fast![0], value, 1e-12 * (1 + Math.abs(value)));
    assertAlmostEquals(fast![1], slope, 1e-12 * (1 + Math.abs(slope)));
  });
}

Deno.test("every function of the grammar can be evaluated and derived", () => {
  for (const [name, count] of Object.entries(functions)) {
    const terms = name === "if" ? ["x < 1", "x", "2"] : ["x", "2"].slice(0, count);
    const [[value, slope]] = valueAndSlope(`${name}(${terms.join(", ")})`, 0.7) as [[number, number]];
    assert(Number.isFinite(value) && Number.isFinite(slope), name);
  }
});

for (
  const [what, lines, parameters, path, expected] of [
    [
      "an unknown name, with the one meant",
      ["x' = sigm x"],
      ["sigma"],
      "$.equations[0]",
      /did you mean "sigma"/,
    ],
    [
      "a product behind a quotient",
      ["x' = a / b x"],
      ["a", "b"],
      "$.equations[0]",
      /read in two ways/,
    ],
    ["a parenthesis that is not closed", ["x' = 2 (x + 1"], [], "$.equations[0]", /closing parenthesis/],
    ["a line that ends too early", ["x' = 2 x +"], [], "$.equations[0]", /a number, a name/],
    ["a character of no meaning", ["x' = x", "y' = x $ y"], [], "$.equations[1]", /one of \+ - \*/],
    ["a function without its second argument", ["x' = min(x)"], [], "$.equations[0]", /2 arguments/],
    ["a choice without a comparison", ["x' = if(x, 1, 2)"], [], "$.equations[0]", /comparison/],
    ["a mixture of flow and map", ["x' = y", "y <- x"], [], "$.equations[1]", /either/],
    ["a name used twice", ["x' = a", "a = 2"], ["a"], "$.equations[1]", /a name of its own/],
    [
      "an equation that comes twice",
      ["x' = 1", "y' = 2", "x' = 3"],
      [],
      "$.equations[2]",
      /a name of its own/,
    ],
    [
      "a function without parentheses",
      ["t' = 1", "x' = sin t"],
      [],
      "$.equations[1]",
      /parentheses .*: sin\(…\)/,
    ],
    ["a delay that is no parameter", ["x' = x(t - tau)"], [], "$.equations[0]", /a parameter/],
    ["nothing", [], [], "$.equations[0]", /an equation/],
    ["what is no equation", ["x + y"], [], "$.equations[0]", /x' = …/],
  ] as const
) {
  Deno.test(`refused with its place: ${what}`, () => {
    const read = parseEquations(lines, parameters);
    assert(E.isLeft(read), "it was read");
    assertEquals(read.left[0]!.path, path);
    assert(expected.test(read.left[0]!.expected), read.left[0]!.expected);
  });
}

Deno.test("a name that nobody declared is reported with its place and those that are declared", () => {
  const read = parseEquations(["x' = y", "y' = q*x - a*y"], ["a"]);
  assertEquals(E.isLeft(read) ? read.left[0] : null, {
    path: "$.equations[1]",
    found: `y' = q*x - a*y, with "q" at character 6`,
    expected: "a name that is declared (variables x, y; parameters a) or a function",
  });
});

Deno.test("an entry with too short a start is refused", () => {
  const entry = { name: "x", title: "x", equations: ["x' = y", "y' = -x"], start: [1], source: "none" };
  const read = readEntry(entry);
  assertEquals(E.isLeft(read) && read.left[0]!.path, "$.start");
});

Deno.test("definitions may be below the equations, and only what is observed is seen", () => {
  const system = right(readEntry({
    name: "pendulum",
    title: "Pendulum",
    equations: ["q' = p / m", "p' = -force", "m = 2", "force = m g sin(q)", "observed: cos(q), p"],
    parameters: { g: 3 },
    start: [0.5, 0.25],
    source: "none",
  }));
  assert(system.kind === "flow");
  const [rates, seen] = [new Float64Array(2), new Float64Array(2)];
  system.field(system.parameters).rates(Float64Array.of(0.5, 0.25), rates);
  assertAlmostEquals(rates[0]!, 0.125);
  assertAlmostEquals(rates[1]!, -6 * Math.sin(0.5), 1e-15);
  assertEquals(system.observation!.variables, ["cos_q", "p"]);
  system.observation!.of(Float64Array.of(0.5, 0.25), seen);
  assertAlmostEquals(seen[0]!, Math.cos(0.5), 1e-15);
  assertEquals(seen[1], 0.25);
});

/** What a system writes for f and its derivatives at a state in general position. */
const written = (system: System): readonly number[] => {
  const variables = system.variables(system.parameters);
  const size = variables.length;
  const state = Float64Array.from(variables, (_, i) => 0.7 + 0.31 * i);
  const past = Float64Array.from(variables, (_, i) => 1.2 - 0.17 * i);
  const [f, byNow, byPast] = [size, size * size, size * size].map((length) =>
    new Float64Array(length).fill(NaN)
  );
  switch (system.kind) {
    case "flow": {
      const field = system.field(system.parameters);
      field.rates(state, f!);
      field.jacobian(state, byNow!);
      return [...f!, ...byNow!];
    }
    case "map": {
      const map = system.iteration(system.parameters);
      map.step(state, f!);
      map.jacobian(state, byNow!);
      return [...f!, ...byNow!];
    }
    case "delay": {
      const field = system.field(system.parameters);
      field.rates(state, past, f!);
      field.jacobian(state, past, byNow!, byPast!);
      return [...f!, ...byNow!, ...byPast!];
    }
  }
};

/** The text of a system that is written by hand, as an entry. */
const asEntry = (system: System): WrittenSystem => ({
  ...{
    name: system.name,
    title: system.title,
    parameters: system.parameters,
    source: system.bibliography[0]!,
  },
  equations: system.equations.filter((line) => !/^(observed|c = cos)/.test(line)),
  start: system.initialState(system.parameters),
});

Deno.test("the text of systems written by hand gives their equations and their Jacobians", () => {
  const compared = Object.values(systems).flatMap((system) => {
    const fromText = readEntry(asEntry(system));
    if (E.isLeft(fromText)) return [];
    const [hand, text] = [written(system), written(fromText.right)];
    assertEquals(text.length, hand.length, system.name);
    text.forEach((value, i) =>
      assertAlmostEquals(value, hand[i]!, 1e-11 * (1 + Math.abs(hand[i]!)), `${system.name}: number ${i}`)
    );
    return [system.name];
  });
  for (
    const name of ["lorenz", "duffing", "mackey-glass", "henon", "hindmarsh-rose", "rabinovich-fabrikant"]
  ) {
    assert(compared.includes(name), `${name} is not among ${compared.join(", ")}`);
  }
});
