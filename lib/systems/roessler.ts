/**
 * The Rössler system of 1976.
 *
 * @module
 */
import { type Flow, flow } from "./system.ts";

/** Rössler's band: one nonlinearity, one fold. */
export const roessler: Flow = flow({
  name: "roessler",
  title: "Rössler",
  equations: ["x' = -y - z", "y' = x + a y", "z' = b + z (x - c)"],
  parameters: { a: 0.15, b: 0.2, c: 10 },
  parameterSets: { paper: {}, sprott: { a: 0.2, c: 5.7 } },
  variables: () => ["x", "y", "z"],
  initialState: () => [1, 1, 1],
  dt: 0.02,
  timeScale: 6,
  zeroExponents: 1,
  bibliography: ["O. E. Rössler (1976), An equation for continuous chaos, Phys. Lett. A 57, 397–398"],
  referenceExponents: [
    {
      parameters: {},
      exponents: [0.0895, 0, -9.8],
      kaplanYorke: { value: 2.009, tolerance: 0.002 },
      tolerance: 0.02,
      source: "RK4, dt 0.005–0.01, 600–8000 time units; Rosenstein, Collins & De Luca (1993): 0.090",
    },
    {
      parameters: { a: 0.2, c: 5.7 },
      exponents: [0.0714, 0, -5.3943],
      kaplanYorke: { value: 2.013, tolerance: 0.002 },
      tolerance: 0.01,
      source: "J. C. Sprott (2003), Chaos and Time-Series Analysis, Oxford University Press",
    },
  ],
  field: ({ a, b, c }) => ({
    dimension: 3,
    rates: (state, out) => {
      const x = state[0]!, y = state[1]!, z = state[2]!;
      out[0] = -y - z;
      out[1] = x + a * y;
      out[2] = b + z * (x - c);
    },
    jacobian: (state, out) => {
      const x = state[0]!, z = state[2]!;
      out[0] = 0;
      out[1] = -1;
      out[2] = -1;
      out[3] = 1;
      out[4] = a;
      out[5] = 0;
      out[6] = z;
      out[7] = 0;
      out[8] = x - c;
    },
  }),
});
