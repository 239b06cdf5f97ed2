/**
 * The map of Ikeda.
 *
 * @module
 */
import { cos, sin } from "../numerics/elementary.ts";
import { type DiscreteMap, discreteMap } from "./system.ts";

/** Ikeda's map: light that goes round in a ring cavity with a nonlinear absorber. */
export const ikeda: DiscreteMap = discreteMap({
  name: "ikeda",
  title: "Ikeda map",
  equations: [
    "x <- 1 + u (x cos(t) - y sin(t))",
    "y <- u (x sin(t) + y cos(t))",
    "t = 0.4 - 6 / (1 + x^2 + y^2)",
  ],
  parameters: { u: 0.9 },
  variables: () => ["x", "y"],
  initialState: () => [0.1, 0.1],
  dt: 1,
  timeScale: 10,
  zeroExponents: 0,
  bibliography: [
    "K. Ikeda (1979), Multiple-valued stationary state and its instability of the transmitted light by a ring cavity system, Opt. Commun. 30, 257–261",
  ],
  referenceExponents: [{
    parameters: {},
    exponents: [0.5074, -0.7181],
    tolerance: 0.006,
    source: "Independent program (Python, symbolic Jacobian, LAPACK QR): 3,000,000 steps, ±0.0004",
    time: 100000,
  }],
  iteration: ({ u }) => ({
    dimension: 2,
    step: (state, out) => {
      const x = state[0]!, y = state[1]!;
      const angle = 0.4 - 6 / (1 + x * x + y * y);
      const c = cos(angle), s = sin(angle);
      out[0] = 1 + u * (x * c - y * s);
      out[1] = u * (x * s + y * c);
    },
    jacobian: (state, out) => {
      const x = state[0]!, y = state[1]!;
      const size = 1 + x * x + y * y;
      const angle = 0.4 - 6 / size;
      const c = cos(angle), s = sin(angle);
      const byX = 12 * x / (size * size), byY = 12 * y / (size * size);
      const turnedX = u * (x * c - y * s), turnedY = u * (x * s + y * c);
      out[0] = u * c - turnedY * byX;
      out[1] = -u * s - turnedY * byY;
      out[2] = u * s + turnedX * byX;
      out[3] = u * c + turnedX * byY;
    },
  }),
});
