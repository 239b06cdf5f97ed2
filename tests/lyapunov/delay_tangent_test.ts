/** The tangent of a delay equation is the derivative of its solver. */
import { assertAlmostEquals } from "@std/assert/mod.js";
import { delayTangent } from "../../lib/lyapunov/delay_tangent.ts";
import { stream, uniforms } from "../../lib/numerics/random.ts";
import { constantHistory, delaySteps } from "../../lib/systems/solvers/delay.ts";
import { mackeyGlass } from "../../lib/systems/mackey_glass.ts";
import type { DelayField } from "../../lib/systems/system.ts";

/** Two variables, each driven by the past of the other. */
const coupled: DelayField = {
  dimension: 2,
  delay: 1.5,
  rates: (x, past, out) => {
    out[0] = -x[0]! + past[1]! * past[1]!;
    out[1] = x[0]! * x[1]! - past[0]!;
  },
  jacobian: (x, past, out, outDelayed) => {
    out.set([-1, 0, x[1]!, x[0]!]);
    outDelayed.set([0, 2 * past[1]!, -1, 0]);
  },
};

Deno.test("deviation vectors follow the difference of two nearby histories", () => {
  const glass = mackeyGlass.field({ beta: 0.2, gamma: 0.1, n: 10, tau: 17 });
  for (const [field, dt, start] of [[coupled, 0.1, [0.3, 0.4]], [glass, 0.5, [0.9]]] as const) {
    const solver = delaySteps(field.rates, field.dimension, field.delay, dt);
    const tangent = delayTangent(field, dt);
    const base = constantHistory(start, solver.stepsPerDelay);
    solver.advance(base, 40);
    const k = 2;
    const vectors = uniforms(stream(1, "vectors"), base.length * k, -1, 1);
    const size = 1e-5;
    // 25 steps in one call and in several, across the ends of the window of the solver.
    for (const parts of [[25], [1, 7, 17]]) {
      const [state, moved] = [base.slice(), vectors.slice()];
      parts.forEach((steps) => tangent.advance(state, moved, k, steps));
      for (let v = 0; v < k; v++) {
        const [ahead, behind] = [1, -1].map((sign) => {
          const history = base.map((value, i) => value + sign * size * vectors[i * k + v]!);
          solver.advance(history, 25);
          return history;
        });
        state.forEach((_, i) =>
          assertAlmostEquals(moved[i * k + v]!, (ahead![i]! - behind![i]!) / (2 * size), 1e-6)
        );
      }
    }
  }
});
