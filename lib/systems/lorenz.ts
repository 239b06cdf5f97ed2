/**
 * The Lorenz system of 1963.
 *
 * @module
 */
import { type Flow, flow } from "./system.ts";

/** Lorenz-63: thermal convection, the first strange attractor. */
export const lorenz: Flow = flow({
  name: "lorenz",
  title: "Lorenz-63",
  equations: ["x' = sigma (y - x)", "y' = x (rho - z) - y", "z' = x y - beta z"],
  parameters: { sigma: 10, rho: 28, beta: 8 / 3 },
  parameterSets: {
    standard: {},
    paper: { rho: 38 },
    wolf: { sigma: 16, rho: 45.92, beta: 4 },
  },
  variables: () => ["x", "y", "z"],
  initialState: () => [1, 1, 20],
  dt: 0.01,
  timeScale: 0.75,
  zeroExponents: 1,
  bibliography: ["E. N. Lorenz (1963), Deterministic nonperiodic flow, J. Atmos. Sci. 20, 130–141"],
  referenceExponents: [
    {
      parameters: {},
      exponents: [0.9056, 0, -14.5723],
      kaplanYorke: { value: 2.062, tolerance: 0.003 },
      tolerance: 0.02,
      source: "J. C. Sprott (2003), Chaos and Time-Series Analysis, Oxford University Press",
    },
    {
      parameters: { rho: 38 },
      exponents: [1.104, 0, -14.77],
      kaplanYorke: { value: 2.075, tolerance: 0.003 },
      tolerance: 0.02,
      source: "RK4, dt 0.005–0.01, 600–8000 time units, QR every 5 steps (±0.003)",
    },
    {
      parameters: { sigma: 16, rho: 45.92, beta: 4 },
      exponents: [1.5, 0, -22.5],
      kaplanYorke: { value: 2.067, tolerance: 0.003 },
      tolerance: 0.03,
      source:
        "RK4, dt 0.005–0.01, 600–8000 time units; Wolf, Swift, Swinney & Vastano (1985): 2.16, 0, −32.4 bits",
    },
  ],
  field: ({ sigma, rho, beta }) => ({
    dimension: 3,
    rates: (state, out) => {
      const x = state[0]!, y = state[1]!, z = state[2]!;
      out[0] = sigma * (y - x);
      out[1] = x * (rho - z) - y;
      out[2] = x * y - beta * z;
    },
    jacobian: (state, out) => {
      const x = state[0]!, y = state[1]!, z = state[2]!;
      out[0] = -sigma;
      out[1] = sigma;
      out[2] = 0;
      out[3] = rho - z;
      out[4] = -1;
      out[5] = -x;
      out[6] = y;
      out[7] = x;
      out[8] = -beta;
    },
  }),
});
