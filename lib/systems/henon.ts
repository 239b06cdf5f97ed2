/**
 * The map of Hénon.
 *
 * @module
 */
import { type DiscreteMap, discreteMap } from "./system.ts";

/** Hénon's map: stretching, folding, and contraction by a constant factor b. */
export const henon: DiscreteMap = discreteMap({
  name: "henon",
  title: "Hénon map",
  equations: ["x <- 1 - a x^2 + y", "y <- b x"],
  parameters: { a: 1.4, b: 0.3 },
  variables: () => ["x", "y"],
  initialState: () => [0.1, 0.1],
  dt: 1,
  timeScale: 10,
  zeroExponents: 0,
  bibliography: [
    "M. Hénon (1976), A two-dimensional mapping with a strange attractor, Commun. Math. Phys. 50, 69–77",
  ],
  referenceExponents: [{
    parameters: {},
    exponents: [0.4192, -1.6231],
    kaplanYorke: { value: 1.258, tolerance: 0.002 },
    tolerance: 0.003,
    source: "QR over 10^6 steps; J. C. Sprott (2003) gives 0.41922, −1.62319",
    time: 100_000,
  }],
  iteration: ({ a, b }) => ({
    dimension: 2,
    step: (state, out) => {
      const x = state[0]!;
      out[0] = 1 - a * x * x + state[1]!;
      out[1] = b * x;
    },
    jacobian: (state, out) => {
      out[0] = -2 * a * state[0]!;
      out[1] = 1;
      out[2] = b;
      out[3] = 0;
    },
  }),
});
