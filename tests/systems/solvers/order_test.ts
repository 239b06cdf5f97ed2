/** Each solver converges with the order that it claims. */
import { assert, assertAlmostEquals } from "@std/assert/mod.js";
import * as E from "fp-ts/Either.js";
import { constantHistory, delaySteps } from "../../../lib/systems/solvers/delay.ts";
import { dormandPrince } from "../../../lib/systems/solvers/dormand_prince.ts";
import { rosenbrock } from "../../../lib/systems/solvers/rosenbrock.ts";
import { rungeKutta4 } from "../../../lib/systems/solvers/runge_kutta.ts";
import { mackeyGlass } from "../../../lib/systems/mackey_glass.ts";

/** x' = −x², x(0) = 1 with the solution 1/(1 + t), beside a rotation. */
const rates = (x: Float64Array, out: Float64Array) => {
  out[0] = -x[0]! * x[0]!;
  out[1] = -x[2]!;
  out[2] = x[1]!;
};
const start = () => Float64Array.of(1, 1, 0);
const exact = (t: number) => [1 / (1 + t), Math.cos(t), Math.sin(t)];
const largest = (values: ArrayLike<number>, expected: readonly number[]) =>
  Math.max(...expected.map((value, i) => Math.abs(values[i]! - value)));

/** The order that errors at steps h, h/2, h/4 show. */
const orders = (errors: readonly number[]) =>
  errors.slice(1).map((error, i) => Math.log2(errors[i]! / error));

const assertOrder = (errors: readonly number[], order: number) =>
  orders(errors).forEach((found) => assertAlmostEquals(found, order, 0.25, `errors ${errors}`));

Deno.test("RK4 is of order 4", () => {
  assertOrder(
    [0.1, 0.05, 0.025].map((dt) => {
      const state = start();
      rungeKutta4(rates, 3, dt)(state, Math.round(2 / dt));
      return largest(state, exact(2));
    }),
    4,
  );
});

const solved = (times: readonly number[], tolerances: Parameters<typeof dormandPrince>[3]) => {
  const solution = dormandPrince(rates, start(), times, tolerances);
  if (E.isLeft(solution)) throw new Error(JSON.stringify(solution.left));
  return solution.right;
};

Deno.test("Dormand–Prince is of order 5 at its steps, its dense output of order 4 between them at least", () => {
  const errors = [0.2, 0.1, 0.05].map((largestStep) => {
    // The first step is shorter; with so loose a tolerance all others have the largest length.
    const tolerances = { relative: 1e6, absolute: 1e6, largestStep };
    const [atSteps, between] = [[2], Array.from({ length: 41 }, (_, i) => i * 0.0497)];
    const dense = solved(between, tolerances);
    return {
      atSteps: largest(solved(atSteps, tolerances), exact(2)),
      between: Math.max(...between.map((t, i) => largest(dense.subarray(3 * i), exact(t)))),
    };
  });
  orders(errors.map((error) => error.atSteps)).forEach((order) => assert(order > 4.5, `order ${order}`));
  orders(errors.map((error) => error.between)).forEach((order) => assert(order > 3.7, `order ${order}`));
});

Deno.test("Dormand–Prince keeps its tolerance, and a tighter one costs accuracy nowhere", () => {
  const errors = [1e-4, 1e-6, 1e-8, 1e-10].map((tolerance) =>
    largest(solved([20], { relative: tolerance, absolute: tolerance }), exact(20))
  );
  errors.forEach((error, i) => assert(error < 300 * 10 ** (-4 - 2 * i), `${errors}`));
});

Deno.test("Dormand–Prince says so when a solution goes to infinity", () => {
  const explosion = dormandPrince((x, out) => void (out[0] = x[0]! * x[0]!), Float64Array.of(1), [2]);
  assert(E.isLeft(explosion) && explosion.left._tag === "CannotCompute");
});

Deno.test("the solver of delay equations is of order 4, through the kinks of its solution", () => {
  const { rates, delay } = mackeyGlass.field({ beta: 2, gamma: 1, n: 9.65, tau: 2 });
  const solve = (n: number) => {
    const solver = delaySteps(rates, 1, delay, delay / n);
    const history = constantHistory([0.5], solver.stepsPerDelay);
    solver.advance(history, 5 * n);
    return history[history.length - 1]!;
  };
  const best = solve(1600);
  assertOrder([25, 50, 100].map((n) => Math.abs(solve(n) - best)), 4);
});

Deno.test("x'(t) = −x(t − 1) from the constant history 1 follows its exact polynomials", () => {
  const solver = delaySteps((_x, delayed, out) => void (out[0] = -delayed[0]!), 1, 1, 0.05);
  const history = constantHistory([1], solver.stepsPerDelay);
  solver.advance(history, 3 * solver.stepsPerDelay);
  // x(3) by integrating piece after piece: 1 − t, then (t² − 4 t + 3)/2, then 17/6 − 4 t + 3 t²/2 − t³/6 …
  assertAlmostEquals(history[history.length - 1]!, 1 - 3 + (3 - 1) ** 2 / 2 - (3 - 2) ** 3 / 6, 1e-12);
});

Deno.test("the implicit solver goes as fast as the slow solution lets it, and as near to it as its tolerance", () => {
  const rate = 1000;
  const solver = rosenbrock({
    dimension: 2,
    rates: ([x, t], out) => out.set([-rate * (x! - Math.cos(t!)), 1]),
    jacobian: ([, t], out) => out.set([-rate, -rate * Math.sin(t!), 0, 0]),
  }, 0.5);
  const state = Float64Array.of(1, 0);
  solver.advance(state, 40);
  const exact = (rate * rate * Math.cos(20) + rate * Math.sin(20)) / (rate * rate + 1);
  assertAlmostEquals(state[0]!, exact, 1e-7);
  // A method that loses its order on such a problem needs steps of 1/rate.
  assert(solver.taken() < 2000, `${solver.taken()} steps`);
});
