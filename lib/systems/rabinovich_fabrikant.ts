/**
 * The system of Rabinovich and Fabrikant.
 *
 * @module
 */
import { type Flow, flow } from "./system.ts";

/** Rabinovich–Fabrikant: waves in a plasma that is not in equilibrium. */
export const rabinovichFabrikant: Flow = flow({
  name: "rabinovich-fabrikant",
  title: "Rabinovich–Fabrikant",
  equations: [
    "x' = y (z - 1 + x^2) + gamma x",
    "y' = x (3 z + 1 - x^2) + gamma y",
    "z' = -2 z (alpha + x y)",
  ],
  parameters: { gamma: 0.87, alpha: 1.1 },
  variables: () => ["x", "y", "z"],
  initialState: () => [-1, 0, 0.5],
  dt: 0.005,
  timeScale: 4,
  zeroExponents: 1,
  bibliography: [
    "M. I. Rabinovich & A. L. Fabrikant (1979), Stochastic self-modulation of waves in nonequilibrium media, Sov. Phys. JETP 50, 311–317",
  ],
  referenceExponents: [{
    parameters: {},
    exponents: [0.1981, 0, -0.6581],
    tolerance: 0.02,
    source: "J. C. Sprott (2003), Chaos and Time-Series Analysis, Oxford University Press",
  }],
  field: ({ gamma, alpha }) => ({
    dimension: 3,
    rates: (state, out) => {
      const x = state[0]!, y = state[1]!, z = state[2]!;
      out[0] = y * (z - 1 + x * x) + gamma * x;
      out[1] = x * (3 * z + 1 - x * x) + gamma * y;
      out[2] = -2 * z * (alpha + x * y);
    },
    jacobian: (state, out) => {
      const x = state[0]!, y = state[1]!, z = state[2]!;
      out[0] = 2 * x * y + gamma;
      out[1] = z - 1 + x * x;
      out[2] = y;
      out[3] = 3 * z + 1 - 3 * x * x;
      out[4] = gamma;
      out[5] = 3 * x;
      out[6] = -2 * z * y;
      out[7] = -2 * z * x;
      out[8] = -2 * (alpha + x * y);
    },
  }),
});
