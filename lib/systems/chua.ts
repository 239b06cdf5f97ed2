/**
 * Chua's circuit.
 *
 * @module
 */
import { type Flow, flow } from "./system.ts";

/** Chua's circuit with its piecewise linear diode: the double scroll. */
export const chua: Flow = flow({
  name: "chua",
  title: "Chua's circuit",
  equations: [
    "x' = alpha (y - x - f(x))",
    "y' = x - y + z",
    "z' = -beta y",
    "f(x) = m1 x + (m0 - m1) (|x + 1| - |x - 1|) / 2",
  ],
  parameters: { alpha: 9, beta: 100 / 7, m0: -8 / 7, m1: -5 / 7 },
  variables: () => ["x", "y", "z"],
  initialState: () => [0.5, 0, 0.6],
  dt: 0.01,
  timeScale: 2.5,
  zeroExponents: 1,
  bibliography: [
    "T. Matsumoto, L. O. Chua & M. Komuro (1985), The double scroll, IEEE Trans. Circuits Syst. 32, 798–818",
  ],
  referenceExponents: [{
    parameters: {},
    exponents: [0.3271, 0, -2.5197],
    tolerance: 0.02,
    source: "J. C. Sprott (2003), Chaos and Time-Series Analysis, Oxford University Press",
  }],
  field: ({ alpha, beta, m0, m1 }) => ({
    dimension: 3,
    rates: (state, out) => {
      const x = state[0]!, y = state[1]!, z = state[2]!;
      const diode = m1 * x + (m0 - m1) * (Math.abs(x + 1) - Math.abs(x - 1)) / 2;
      out[0] = alpha * (y - x - diode);
      out[1] = x - y + z;
      out[2] = -beta * y;
    },
    jacobian: (state, out) => {
      const slope = Math.abs(state[0]!) < 1 ? m0 : m1;
      out[0] = -alpha * (1 + slope);
      out[1] = alpha;
      out[2] = 0;
      out[3] = 1;
      out[4] = -1;
      out[5] = 1;
      out[6] = 0;
      out[7] = -beta;
      out[8] = 0;
    },
  }),
});
