/**
 * The generalised Hénon map, of any dimension.
 *
 * @module
 */
import { type DiscreteMap, discreteMap, numbered } from "./system.ts";

/** Generalised Hénon map: D − 1 positive exponents in D dimensions. */
export const generalisedHenon: DiscreteMap = discreteMap({
  name: "generalised-henon",
  title: "Generalised Hénon map",
  equations: ["x1 <- a - x_{D-1}^2 - b x_D", "x_i <- x_{i-1}, i = 2 … D"],
  parameters: { D: 3, a: 1.76, b: 0.1 },
  integerParameters: { D: 2 },
  variables: ({ D }) => numbered("x", D),
  initialState: ({ D }) => Array.from({ length: D }, (_, i) => 0.1 + 0.05 * i),
  dt: 1,
  timeScale: 10,
  zeroExponents: 0,
  bibliography: [
    "G. Baier & M. Klein (1990), Maximum hyperchaos in generalized Hénon maps, Phys. Lett. A 151, 281–284",
  ],
  referenceExponents: [
    {
      parameters: {},
      exponents: [0.2244, 0.1873, -2.7143],
      tolerance: 0.003,
      source: "Independent program (Python, symbolic Jacobian, LAPACK QR): 3,000,000 steps, ±0.0003",
      time: 100000,
    },
    {
      parameters: { D: 2, a: 1.4, b: -0.3 },
      exponents: [0.4192, -1.6231],
      tolerance: 0.003,
      source: "Hénon's map in other coordinates",
      time: 100_000,
    },
  ],
  iteration: ({ D, a, b }) => ({
    dimension: D,
    step: (state, out) => {
      const x = state[D - 2]!;
      out[0] = a - x * x - b * state[D - 1]!;
      for (let i = 1; i < D; i++) out[i] = state[i - 1]!;
    },
    jacobian: (state, out) => {
      out.fill(0);
      out[D - 2] = -2 * state[D - 2]!;
      out[D - 1] = -b;
      for (let i = 1; i < D; i++) out[i * D + i - 1] = 1;
    },
  }),
});
