/** A user's own system: equations as a pure function. */
import { assertAlmostEquals, assertEquals } from "@std/assert/mod.js";
import * as E from "fp-ts/Either.js";
import { exponentsOfSystem } from "../../lib/lyapunov/exponents.ts";
import { henon } from "../../lib/systems/henon.ts";
import { lorenz } from "../../lib/systems/lorenz.ts";
import { mackeyGlass } from "../../lib/systems/mackey_glass.ts";
import type { System } from "../../lib/systems/system.ts";
import { userSystem } from "../../lib/systems/user.ts";
import { right } from "../either.ts";

const same = (mine: System, theirs: System, time: number, tolerance: number) => {
  const [found, expected] = [mine, theirs].map((system) => right(exponentsOfSystem(system, {}, { time })));
  found!.spectrum.exponents.forEach((value, i) =>
    assertAlmostEquals(value, expected!.spectrum.exponents[i]!, tolerance)
  );
  return found!;
};

const myLorenz = {
  variables: ["x", "y", "z"],
  parameters: { sigma: 10, rho: 28, beta: 8 / 3 },
  initialState: [1, 1, 20],
  dt: 0.01,
  timeScale: 0.75,
  equations: (
    [x, y, z]: readonly [number, number, number],
    { sigma, rho, beta }: { sigma: number; rho: number; beta: number },
  ) => [sigma * (y - x), x * (rho - z) - y, x * y - beta * z],
} as const;

Deno.test("a flow without Jacobian has the exponents of the catalogue's, and says how", () => {
  const { jacobian, system } = same(right(userSystem(myLorenz, "some/where/my_lorenz.ts")), lorenz, 20, 1e-6);
  assertEquals([jacobian, system], ["central differences of order 6", "my_lorenz"]);
});

Deno.test("a flow with Jacobian is analytic, with the bits of the catalogue's", () => {
  const mine = userSystem({
    ...myLorenz,
    jacobian: ([x, y, z], { sigma, rho, beta }) => [
      [-sigma, sigma, 0],
      [rho - z, -1, -x],
      [y, x, -beta],
    ],
  }, "my_lorenz.ts");
  assertEquals(same(right(mine), lorenz, 50, 0).jacobian, "analytic");
});

Deno.test("a Jacobian with one sign wrong is refused with the entry and what would be right", () => {
  const mine = userSystem({
    ...myLorenz,
    jacobian: ([x, y, z], { sigma, rho, beta }) => [
      [-sigma, sigma, 0],
      [rho - z, -1, x],
      [y, x, -beta],
    ],
  }, "my_lorenz.ts");
  if (E.isRight(mine) || mine.left._tag !== "InvalidSpec") throw new Error("not refused");
  assertEquals(mine.left.faults, [{
    path: "$.jacobian",
    found: "1 in row 2, column 3 at x = 1, y = 1, z = 20",
    expected: "-1 there, the derivative of equation 2 by z",
  }]);
});

Deno.test("a Jacobian of equations with a kink is not refused for it", () => {
  const tent = userSystem({
    kind: "map",
    variables: ["x"],
    parameters: { slope: 1.9 },
    initialState: [0.5],
    equations: ([x], { slope }) => [x < 0.5 ? slope * x : slope * (1 - x)],
    jacobian: ([x], { slope }) => [[x < 0.5 ? slope : -slope]],
  }, "tent.ts");
  assertEquals(E.isRight(tent), true);
});

Deno.test("a map without Jacobian", () => {
  const mine = userSystem({
    kind: "map",
    variables: ["x", "y"],
    parameters: { a: 1.4, b: 0.3 },
    initialState: [0.1, 0.1],
    equations: ([x, y], { a, b }) => [1 - a * x * x + y, b * x],
  }, "mine.ts");
  same(right(mine), henon, 1000, 1e-8);
});

Deno.test("a delay equation", () => {
  const mine = userSystem({
    kind: "delay",
    variables: ["x"],
    parameters: { beta: 0.2, gamma: 0.1, n: 10, tau: 17 },
    delay: "tau",
    initialState: [0.9],
    dt: 0.1,
    timeScale: 50,
    equations: ([x], [past], { beta, gamma, n }) => [beta * past / (1 + past ** n) - gamma * x],
  }, "mine.ts");
  same(right(mine), mackeyGlass, 500, 1e-5);
});

Deno.test("a system that is one already is taken as it is", () => {
  assertEquals(right(userSystem(lorenz, "mine.ts")), lorenz);
});

Deno.test("everything that is wrong is named", () => {
  const faults = (value: unknown): readonly string[] => {
    const result = userSystem(value, "mine.ts");
    if (E.isRight(result) || result.left._tag !== "InvalidSpec") return [];
    assertEquals(result.left.source, "mine.ts");
    return result.left.faults.map(({ path }) => path);
  };
  assertEquals(faults(3), ["$"]);
  assertEquals(faults({ variables: ["x"], initialState: ["a"] }), ["$.initialState[0]", "$.equations"]);
  assertEquals(faults({ ...myLorenz, initialState: [1], equation: 1 }), ["$.equation"]);
  assertEquals(faults({ ...myLorenz, initialState: [1, 2] }), ["$.initialState", "$.equations"]);
  assertEquals(faults({ ...myLorenz, equations: () => [1, 2] }), ["$.equations"]);
  assertEquals(faults({ ...myLorenz, equations: () => [1, NaN, 2] }), ["$.equations"]);
  assertEquals(faults({ ...myLorenz, jacobian: () => [[1]] }), ["$.jacobian"]);
  assertEquals(faults({ ...myLorenz, kind: "delay", equations: () => [1, 2, 3] }), ["$.delay"]);
  assertEquals(
    faults({
      ...myLorenz,
      equations: () => {
        throw new Error("no");
      },
    }),
    ["$.equations"],
  );
});

Deno.test("maps with a kink or a jump keep their exponents without a Jacobian", () => {
  const slopes: readonly (readonly [number, (x: number) => number])[] = [
    [1.7, (x) => 1.7 * x % 1],
    [1.9, (x) => x < 0.5 ? 1.9 * x : 1.9 * (1 - x)],
  ];
  for (const [slope, next] of slopes) {
    const map = userSystem({
      kind: "map",
      variables: ["x"],
      initialState: [0.3],
      equations: ([x]: readonly [number]) => [next(x)],
    }, "piecewise.ts");
    const { spectrum } = right(exponentsOfSystem(right(map), {}, { time: 20_000 }));
    assertAlmostEquals(spectrum.exponents[0]!, Math.log(slope), 1e-10);
  }
});

Deno.test("equations as text have the catalogue's exponents and an exact Jacobian", () => {
  const mine = userSystem({
    parameters: { sigma: 10, rho: 28, beta: 8 / 3 },
    initialState: [1, 1, 20],
    timeScale: 0.75,
    equations: ["x' = sigma (y - x)", "y' = x (rho - z) - y", "z' = x y - beta z"],
  }, "my_lorenz.ts");
  assertEquals(same(right(mine), lorenz, 20, 1e-6).jacobian, "analytic");
});

Deno.test("wrong text is refused with the line and the place, a wrong start with the number of variables", () => {
  const wrong = (equations: readonly string[]) => userSystem({ initialState: [1], equations }, "mine.ts");
  const pathOf = (made: ReturnType<typeof wrong>) =>
    E.isLeft(made) && made.left._tag === "InvalidSpec" ? made.left.faults[0]!.path : "";
  assertEquals(pathOf(wrong(["x' = -x +"])), "$.equations[0]");
  assertEquals(pathOf(wrong(["x' = y", "y' = x"])), "$.initialState");
});
