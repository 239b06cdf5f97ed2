/**
 * Case A of Sprott's simple chaotic flows.
 *
 * @module
 */
import { type Flow, flow } from "./system.ts";

/** Sprott A, also of Nosé and Hoover: chaos that conserves volume. */
export const sprottA: Flow = flow({
  name: "sprott-a",
  title: "Sprott A",
  equations: ["x' = y", "y' = -x + y z", "z' = 1 - y^2"],
  parameters: {},
  variables: () => ["x", "y", "z"],
  initialState: () => [0, 5, 0],
  dt: 0.02,
  timeScale: 6,
  zeroExponents: 1,
  bibliography: ["J. C. Sprott (1994), Some simple chaotic flows, Phys. Rev. E 50, R647–R650"],
  referenceExponents: [{
    parameters: {},
    exponents: [0.0139, 0, -0.0139],
    tolerance: 0.004,
    source: "J. C. Sprott (1994), Phys. Rev. E 50, R647–R650",
    time: 60000,
  }],
  field: () => ({
    dimension: 3,
    rates: (state, out) => {
      const x = state[0]!, y = state[1]!, z = state[2]!;
      out[0] = y;
      out[1] = -x + y * z;
      out[2] = 1 - y * y;
    },
    jacobian: (state, out) => {
      const y = state[1]!, z = state[2]!;
      out[0] = 0;
      out[1] = 1;
      out[2] = 0;
      out[3] = -1;
      out[4] = z;
      out[5] = y;
      out[6] = 0;
      out[7] = -2 * y;
      out[8] = 0;
    },
  }),
});
