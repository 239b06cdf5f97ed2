/**
 * The driven oscillator of Duffing.
 *
 * @module
 */
import { cos, sin } from "../numerics/elementary.ts";
import { type Flow, flow } from "./system.ts";

/** A particle in a double well, damped and driven; the phase of the drive is its third variable. */
export const duffing: Flow = flow({
  name: "duffing",
  title: "Driven Duffing oscillator",
  equations: [
    "x' = v",
    "v' = -delta v - alpha x - beta x^3 + gamma cos(phi)",
    "phi' = omega",
    "observed: x, v, cos(phi)",
  ],
  parameters: { alpha: -1, beta: 1, delta: 0.1, gamma: 0.35, omega: 1.4 },
  parameterSets: { paper: {} },
  variables: () => ["x", "v", "phi"],
  initialState: () => [0.1, 0.1, 0],
  observation: {
    variables: ["x", "v", "cos"],
    of: (state, out) => {
      out[0] = state[0]!;
      out[1] = state[1]!;
      out[2] = cos(state[2]!);
    },
  },
  dt: 0.02,
  timeScale: 4.5,
  zeroExponents: 1,
  bibliography: [
    "G. Duffing (1918), Erzwungene Schwingungen bei veränderlicher Eigenfrequenz, Vieweg, Braunschweig",
    "J. Guckenheimer & P. Holmes (1983), Nonlinear Oscillations, Dynamical Systems, and Bifurcations, Springer",
  ],
  referenceExponents: [{
    parameters: {},
    exponents: [0.123, 0, -0.223],
    kaplanYorke: { value: 2.55, tolerance: 0.03 },
    tolerance: 0.012,
    source: "RK4, dt 0.005–0.01, 600–8000 time units; here 0.129 ± 0.001 over 360,000 time units",
    time: 30_000,
  }],
  field: ({ alpha, beta, delta, gamma, omega }) => ({
    dimension: 3,
    rates: (state, out) => {
      const x = state[0]!, v = state[1]!;
      out[0] = v;
      out[1] = -delta * v - alpha * x - beta * x * x * x + gamma * cos(state[2]!);
      out[2] = omega;
    },
    jacobian: (state, out) => {
      const x = state[0]!;
      out[0] = 0;
      out[1] = 1;
      out[2] = 0;
      out[3] = -alpha - 3 * beta * x * x;
      out[4] = -delta;
      out[5] = -gamma * sin(state[2]!);
      out[6] = 0;
      out[7] = 0;
      out[8] = 0;
    },
  }),
});
