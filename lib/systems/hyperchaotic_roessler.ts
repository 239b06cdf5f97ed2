/**
 * The hyperchaotic system of Rössler.
 *
 * @module
 */
import { type Flow, flow } from "./system.ts";

/** Rössler's flow in four dimensions, with two positive exponents. */
export const hyperchaoticRoessler: Flow = flow({
  name: "hyperchaotic-roessler",
  title: "Hyperchaotic Rössler",
  equations: ["x' = -y - z", "y' = x + a y + w", "z' = b + x z", "w' = -c z + d w"],
  parameters: { a: 0.25, b: 3, c: 0.5, d: 0.05 },
  variables: () => ["x", "y", "z", "w"],
  initialState: () => [-20, 0, 0, 15],
  dt: 0.005,
  timeScale: 6,
  zeroExponents: 1,
  bibliography: ["O. E. Rössler (1979), An equation for hyperchaos, Phys. Lett. A 71, 155–157"],
  referenceExponents: [{
    parameters: {},
    exponents: [0.1122, 0.0214, 0, -24.66],
    tolerance: [0.012, 0.006, 0.002, 1.5],
    source:
      "Independent program (Python, symbolic Jacobian, LAPACK QR): RK4 at dt 0.0025, 30,000 time units, ±0.0016, ±0.0008, ±0.34; Wolf et al. (1985): 0.11, 0.021, 0, −27",
    time: 6000,
  }],
  field: ({ a, b, c, d }) => ({
    dimension: 4,
    rates: (state, out) => {
      const x = state[0]!, y = state[1]!, z = state[2]!, w = state[3]!;
      out[0] = -y - z;
      out[1] = x + a * y + w;
      out[2] = b + x * z;
      out[3] = -c * z + d * w;
    },
    jacobian: (state, out) => {
      out.fill(0);
      out[1] = -1;
      out[2] = -1;
      out[4] = 1;
      out[5] = a;
      out[7] = 1;
      out[8] = state[2]!;
      out[10] = state[0]!;
      out[14] = -c;
      out[15] = d;
    },
  }),
});
