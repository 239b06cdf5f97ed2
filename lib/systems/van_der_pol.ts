/**
 * The oscillator of Van der Pol.
 *
 * @module
 */
import { type Flow, flow } from "./system.ts";

/** Van der Pol's oscillator: a limit cycle. */
export const vanDerPol: Flow = flow({
  name: "van-der-pol",
  title: "Van der Pol oscillator",
  equations: ["x' = y", "y' = mu (1 - x^2) y - x"],
  parameters: { mu: 1 },
  variables: () => ["x", "y"],
  initialState: () => [2, 0],
  dt: 0.02,
  timeScale: 6.66,
  zeroExponents: 1,
  bibliography: ["B. van der Pol (1926), On relaxation-oscillations, Phil. Mag. 2, 978–992"],
  referenceExponents: [{
    parameters: {},
    exponents: [0, -1.0594],
    tolerance: 0.001,
    source: "Floquet exponent of the cycle: the mean of 1 − x² over its period 6.6633",
  }],
  field: ({ mu }) => ({
    dimension: 2,
    rates: (state, out) => {
      const x = state[0]!, y = state[1]!;
      out[0] = y;
      out[1] = mu * (1 - x * x) * y - x;
    },
    jacobian: (state, out) => {
      const x = state[0]!, y = state[1]!;
      out[0] = 0;
      out[1] = 1;
      out[2] = -2 * mu * x * y - 1;
      out[3] = mu * (1 - x * x);
    },
  }),
});
