/**
 * The neuron of Hindmarsh and Rose.
 *
 * @module
 */
import { type Flow, flow } from "./system.ts";

/** Hindmarsh–Rose: a neuron that bursts, with a slow third variable. */
export const hindmarshRose: Flow = flow({
  name: "hindmarsh-rose",
  title: "Hindmarsh–Rose",
  equations: [
    "x' = y - a x^3 + b x^2 - z + I",
    "y' = c - d x^2 - y",
    "z' = r (s (x - x0) - z)",
  ],
  parameters: { a: 1, b: 3, c: 1, d: 5, r: 0.006, s: 4, x0: -1.6, I: 3.25 },
  variables: () => ["x", "y", "z"],
  initialState: () => [-1, -3, 3],
  dt: 0.02,
  timeScale: 10,
  zeroExponents: 1,
  bibliography: [
    "J. L. Hindmarsh & R. M. Rose (1984), A model of neuronal bursting using three coupled first order differential equations, Proc. R. Soc. Lond. B 221, 87–102",
  ],
  referenceExponents: [{
    parameters: {},
    exponents: [0.0138, 0, -8.409],
    tolerance: [0.003, 0.001, 0.1],
    source:
      "Independent program (Python, symbolic Jacobian, LAPACK QR): RK4 at dt 0.01, 60,000 time units, ±0.0004 for the first",
    time: 10000,
  }],
  field: ({ a, b, c, d, r, s, x0, I }) => ({
    dimension: 3,
    rates: (state, out) => {
      const x = state[0]!, y = state[1]!, z = state[2]!;
      out[0] = y - a * x * x * x + b * x * x - z + I;
      out[1] = c - d * x * x - y;
      out[2] = r * (s * (x - x0) - z);
    },
    jacobian: (state, out) => {
      const x = state[0]!;
      out[0] = -3 * a * x * x + 2 * b * x;
      out[1] = 1;
      out[2] = -1;
      out[3] = -2 * d * x;
      out[4] = -1;
      out[5] = 0;
      out[6] = r * s;
      out[7] = 0;
      out[8] = -r;
    },
  }),
});
