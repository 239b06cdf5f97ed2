/**
 * The cyclically symmetric system of Halvorsen.
 *
 * @module
 */
import { type Flow, flow } from "./system.ts";

/** Halvorsen's attractor: three variables that do the same to each other in turn. */
export const halvorsen: Flow = flow({
  name: "halvorsen",
  title: "Halvorsen",
  equations: [
    "x' = -a x - 4 y - 4 z - y^2",
    "y' = -a y - 4 z - 4 x - z^2",
    "z' = -a z - 4 x - 4 y - x^2",
  ],
  parameters: { a: 1.27 },
  variables: () => ["x", "y", "z"],
  initialState: () => [-5, 0, 0],
  dt: 0.01,
  timeScale: 1.5,
  zeroExponents: 1,
  bibliography: ["J. C. Sprott (2003), Chaos and Time-Series Analysis, Oxford University Press"],
  referenceExponents: [{
    parameters: {},
    exponents: [0.7899, 0, -4.6002],
    tolerance: 0.03,
    source: "J. C. Sprott (2003), Chaos and Time-Series Analysis, Oxford University Press",
  }],
  field: ({ a }) => ({
    dimension: 3,
    rates: (state, out) => {
      const x = state[0]!, y = state[1]!, z = state[2]!;
      out[0] = -a * x - 4 * y - 4 * z - y * y;
      out[1] = -a * y - 4 * z - 4 * x - z * z;
      out[2] = -a * z - 4 * x - 4 * y - x * x;
    },
    jacobian: (state, out) => {
      out[0] = -a;
      out[1] = -4 - 2 * state[1]!;
      out[2] = -4;
      out[3] = -4;
      out[4] = -a;
      out[5] = -4 - 2 * state[2]!;
      out[6] = -4 - 2 * state[0]!;
      out[7] = -4;
      out[8] = -a;
    },
  }),
});
