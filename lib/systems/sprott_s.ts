/**
 * Case S of Sprott's simple chaotic flows.
 *
 * @module
 */
import { type Flow, flow } from "./system.ts";

/** Sprott S: one square makes the chaos. */
export const sprottS: Flow = flow({
  name: "sprott-s",
  title: "Sprott S",
  equations: ["x' = -x - 4 y", "y' = x + z^2", "z' = 1 + x"],
  parameters: {},
  variables: () => ["x", "y", "z"],
  initialState: () => [0.1, 0.1, 0.1],
  dt: 0.02,
  timeScale: 4,
  zeroExponents: 1,
  bibliography: ["J. C. Sprott (1994), Some simple chaotic flows, Phys. Rev. E 50, R647–R650"],
  referenceExponents: [{
    parameters: {},
    exponents: [0.188, 0, -1.188],
    tolerance: 0.01,
    source: "J. C. Sprott (1994), Phys. Rev. E 50, R647–R650",
  }],
  field: () => ({
    dimension: 3,
    rates: (state, out) => {
      const x = state[0]!, y = state[1]!, z = state[2]!;
      out[0] = -x - 4 * y;
      out[1] = x + z * z;
      out[2] = 1 + x;
    },
    jacobian: (state, out) => {
      const z = state[2]!;
      out[0] = -1;
      out[1] = -4;
      out[2] = 0;
      out[3] = 1;
      out[4] = 0;
      out[5] = 2 * z;
      out[6] = 1;
      out[7] = 0;
      out[8] = 0;
    },
  }),
});
