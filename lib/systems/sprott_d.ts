/**
 * Case D of Sprott's simple chaotic flows.
 *
 * @module
 */
import { type Flow, flow } from "./system.ts";

/** Sprott D: reversible in time. */
export const sprottD: Flow = flow({
  name: "sprott-d",
  title: "Sprott D",
  equations: ["x' = -y", "y' = x + z", "z' = x z + 3 y^2"],
  parameters: {},
  variables: () => ["x", "y", "z"],
  initialState: () => [0.05, 0.05, 0.05],
  dt: 0.02,
  timeScale: 6,
  zeroExponents: 1,
  bibliography: ["J. C. Sprott (1994), Some simple chaotic flows, Phys. Rev. E 50, R647–R650"],
  referenceExponents: [{
    parameters: {},
    exponents: [0.103, 0, -1.32],
    tolerance: 0.02,
    source: "J. C. Sprott (1994), Phys. Rev. E 50, R647–R650",
  }],
  field: () => ({
    dimension: 3,
    rates: (state, out) => {
      const x = state[0]!, y = state[1]!, z = state[2]!;
      out[0] = -y;
      out[1] = x + z;
      out[2] = x * z + 3 * y * y;
    },
    jacobian: (state, out) => {
      const x = state[0]!, y = state[1]!, z = state[2]!;
      out[0] = 0;
      out[1] = -1;
      out[2] = 0;
      out[3] = 1;
      out[4] = 0;
      out[5] = 1;
      out[6] = z;
      out[7] = 6 * y;
      out[8] = x;
    },
  }),
});
