/**
 * Case C of Sprott's simple chaotic flows.
 *
 * @module
 */
import { type Flow, flow } from "./system.ts";

/** Sprott C: a relative of B with a square for a product. */
export const sprottC: Flow = flow({
  name: "sprott-c",
  title: "Sprott C",
  equations: ["x' = y z", "y' = x - y", "z' = 1 - x^2"],
  parameters: {},
  variables: () => ["x", "y", "z"],
  initialState: () => [0.1, 0.1, 0.1],
  dt: 0.02,
  timeScale: 6,
  zeroExponents: 1,
  bibliography: ["J. C. Sprott (1994), Some simple chaotic flows, Phys. Rev. E 50, R647–R650"],
  referenceExponents: [{
    parameters: {},
    exponents: [0.163, 0, -1.163],
    tolerance: 0.01,
    source: "J. C. Sprott (1994), Phys. Rev. E 50, R647–R650",
  }],
  field: () => ({
    dimension: 3,
    rates: (state, out) => {
      const x = state[0]!, y = state[1]!, z = state[2]!;
      out[0] = y * z;
      out[1] = x - y;
      out[2] = 1 - x * x;
    },
    jacobian: (state, out) => {
      const x = state[0]!, y = state[1]!, z = state[2]!;
      out[0] = 0;
      out[1] = z;
      out[2] = y;
      out[3] = 1;
      out[4] = -1;
      out[5] = 0;
      out[6] = -2 * x;
      out[7] = 0;
      out[8] = 0;
    },
  }),
});
