/**
 * The cyclically symmetric system of Thomas.
 *
 * @module
 */
import { cos, sin } from "../numerics/elementary.ts";
import { type Flow, flow } from "./system.ts";

/** Thomas' labyrinth: a particle with friction b in a field of sines. */
export const thomas: Flow = flow({
  name: "thomas",
  title: "Thomas",
  equations: ["x' = sin(y) - b x", "y' = sin(z) - b y", "z' = sin(x) - b z"],
  parameters: { b: 0.18 },
  variables: () => ["x", "y", "z"],
  initialState: () => [0.1, 0, 0],
  dt: 0.05,
  timeScale: 10,
  zeroExponents: 1,
  bibliography: [
    "R. Thomas (1999), Deterministic chaos seen in terms of feedback circuits, Int. J. Bifurcation Chaos 9, 1889–1905",
  ],
  referenceExponents: [{
    parameters: {},
    exponents: [0.0349, 0, -0.5749],
    tolerance: 0.006,
    source: "J. C. Sprott (2003), Chaos and Time-Series Analysis, Oxford University Press",
  }],
  field: ({ b }) => ({
    dimension: 3,
    rates: (state, out) => {
      const x = state[0]!, y = state[1]!, z = state[2]!;
      out[0] = sin(y) - b * x;
      out[1] = sin(z) - b * y;
      out[2] = sin(x) - b * z;
    },
    jacobian: (state, out) => {
      out[0] = -b;
      out[1] = cos(state[1]!);
      out[2] = 0;
      out[3] = 0;
      out[4] = -b;
      out[5] = cos(state[2]!);
      out[6] = cos(state[0]!);
      out[7] = 0;
      out[8] = -b;
    },
  }),
});
