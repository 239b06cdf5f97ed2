/**
 * The logistic map.
 *
 * @module
 */
import { type DiscreteMap, discreteMap } from "./system.ts";

/** The logistic map: chaos in one dimension. */
export const logistic: DiscreteMap = discreteMap({
  name: "logistic",
  title: "Logistic map",
  equations: ["x <- r x (1 - x)"],
  parameters: { r: 4 },
  variables: () => ["x"],
  initialState: () => [0.3],
  dt: 1,
  timeScale: 10,
  zeroExponents: 0,
  bibliography: [
    "R. M. May (1976), Simple mathematical models with very complicated dynamics, Nature 261, 459–467",
  ],
  referenceExponents: [
    { parameters: {}, exponents: [Math.LN2], tolerance: 0.003, source: "Exact: ln 2", time: 100_000 },
    {
      parameters: { r: 3.2 },
      exponents: [-0.916290731874155],
      tolerance: 1e-6,
      source: "Exact: the 2-cycle has multiplier 4 + 2 r − r² = 0.16, so λ = ln(0.16)/2",
      time: 10_000,
    },
  ],
  iteration: ({ r }) => ({
    dimension: 1,
    step: (state, out) => {
      const x = state[0]!;
      out[0] = r * x * (1 - x);
    },
    jacobian: (state, out) => {
      out[0] = r * (1 - 2 * state[0]!);
    },
  }),
});
