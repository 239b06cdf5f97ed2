/**
 * A linear flow with diagonal matrix: its exponents are its rates.
 *
 * @module
 */
import { type Flow, flow, numbered } from "./system.ts";

/** Three independent decays, the oracle of the methods: the exponents are the rates themselves. */
export const linearFlow: Flow = flow({
  name: "linear",
  title: "Linear diagonal flow",
  equations: ["x1' = a x1", "x2' = b x2", "x3' = c x3"],
  parameters: { a: -0.1, b: -1, c: -3 },
  variables: () => numbered("x", 3),
  initialState: () => [1, -2, 0.5],
  dt: 0.01,
  timeScale: 1,
  zeroExponents: 0,
  bibliography: ["Any textbook of linear differential equations"],
  referenceExponents: [
    { parameters: {}, exponents: [-0.1, -1, -3], tolerance: 1e-6, source: "Exact", time: 100 },
  ],
  field: ({ a, b, c }) => ({
    dimension: 3,
    rates: (state, out) => {
      out[0] = a * state[0]!;
      out[1] = b * state[1]!;
      out[2] = c * state[2]!;
    },
    jacobian: (_state, out) => {
      out.fill(0);
      out[0] = a;
      out[4] = b;
      out[8] = c;
    },
  }),
});
