/**
 * The system of Chen.
 *
 * @module
 */
import { type Flow, flow } from "./system.ts";

/** Chen's attractor: the Lorenz system turned unstable and controlled back. */
export const chen: Flow = flow({
  name: "chen",
  title: "Chen",
  equations: ["x' = a (y - x)", "y' = (c - a) x - x z + c y", "z' = x y - b z"],
  parameters: { a: 35, b: 3, c: 28 },
  variables: () => ["x", "y", "z"],
  initialState: () => [-10, 0, 37],
  dt: 0.002,
  timeScale: 0.4,
  zeroExponents: 1,
  bibliography: [
    "G. Chen & T. Ueta (1999), Yet another chaotic attractor, Int. J. Bifurcation Chaos 9, 1465–1466",
  ],
  referenceExponents: [{
    parameters: {},
    exponents: [2.0272, 0, -12.0272],
    tolerance: 0.06,
    source: "J. C. Sprott (2003), Chaos and Time-Series Analysis, Oxford University Press",
  }],
  field: ({ a, b, c }) => ({
    dimension: 3,
    rates: (state, out) => {
      const x = state[0]!, y = state[1]!, z = state[2]!;
      out[0] = a * (y - x);
      out[1] = (c - a) * x - x * z + c * y;
      out[2] = x * y - b * z;
    },
    jacobian: (state, out) => {
      const x = state[0]!, y = state[1]!, z = state[2]!;
      out[0] = -a;
      out[1] = a;
      out[2] = 0;
      out[3] = c - a - z;
      out[4] = c;
      out[5] = -x;
      out[6] = y;
      out[7] = x;
      out[8] = -b;
    },
  }),
});
