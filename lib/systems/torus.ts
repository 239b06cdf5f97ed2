/**
 * A quasi-periodic torus.
 *
 * @module
 */
import { type Flow, flow } from "./system.ts";

/** Two oscillators with incommensurate frequencies, each on its own stable circle: a torus that no orbit closes on. */
export const torus: Flow = flow({
  name: "torus",
  title: "Quasi-periodic torus",
  equations: [
    "x1' = a (1 - x1^2 - y1^2) x1 - omega1 y1",
    "y1' = a (1 - x1^2 - y1^2) y1 + omega1 x1",
    "and the same for x2, y2 with omega2",
  ],
  parameters: { a: 1, omega1: 1, omega2: (1 + Math.sqrt(5)) / 2 },
  variables: () => ["x1", "y1", "x2", "y2"],
  initialState: () => [1, 0, 0, 1],
  dt: 0.02,
  timeScale: 6,
  zeroExponents: 2,
  bibliography: [
    "J. Guckenheimer & P. Holmes (1983), Nonlinear Oscillations, Dynamical Systems, and Bifurcations, Springer",
  ],
  referenceExponents: [{
    parameters: {},
    exponents: [0, 0, -2, -2],
    tolerance: 0.001,
    source: "Exact: 0 along each circle, −2 a across it",
  }],
  field: ({ a, omega1, omega2 }) => ({
    dimension: 4,
    rates: (state, out) => {
      const x1 = state[0]!, y1 = state[1]!, x2 = state[2]!, y2 = state[3]!;
      const pull1 = a * (1 - x1 * x1 - y1 * y1), pull2 = a * (1 - x2 * x2 - y2 * y2);
      out[0] = pull1 * x1 - omega1 * y1;
      out[1] = pull1 * y1 + omega1 * x1;
      out[2] = pull2 * x2 - omega2 * y2;
      out[3] = pull2 * y2 + omega2 * x2;
    },
    jacobian: (state, out) => {
      const x1 = state[0]!, y1 = state[1]!, x2 = state[2]!, y2 = state[3]!;
      out.fill(0);
      out[0] = a * (1 - 3 * x1 * x1 - y1 * y1);
      out[1] = -2 * a * x1 * y1 - omega1;
      out[4] = -2 * a * x1 * y1 + omega1;
      out[5] = a * (1 - x1 * x1 - 3 * y1 * y1);
      out[10] = a * (1 - 3 * x2 * x2 - y2 * y2);
      out[11] = -2 * a * x2 * y2 - omega2;
      out[14] = -2 * a * x2 * y2 + omega2;
      out[15] = a * (1 - x2 * x2 - 3 * y2 * y2);
    },
  }),
});
