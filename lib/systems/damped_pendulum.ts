/**
 * The damped pendulum.
 *
 * @module
 */
import { cos, sin } from "../numerics/elementary.ts";
import { type Flow, flow } from "./system.ts";

/** A pendulum that comes to rest: a stable fixed point. */
export const dampedPendulum: Flow = flow({
  name: "damped-pendulum",
  title: "Damped pendulum",
  equations: ["q' = p", "p' = -sin(q) - gamma p"],
  parameters: { gamma: 0.2 },
  variables: () => ["q", "p"],
  initialState: () => [1, 0],
  dt: 0.05,
  timeScale: 6.3,
  zeroExponents: 0,
  bibliography: ["S. H. Strogatz (1994), Nonlinear Dynamics and Chaos, Addison-Wesley"],
  referenceExponents: [{
    parameters: {},
    exponents: [-0.1, -0.1],
    tolerance: 0.001,
    source: "Exact: −gamma/2 twice, for gamma < 2",
  }],
  field: ({ gamma }) => ({
    dimension: 2,
    rates: (state, out) => {
      out[0] = state[1]!;
      out[1] = -sin(state[0]!) - gamma * state[1]!;
    },
    jacobian: (state, out) => {
      out[0] = 0;
      out[1] = 1;
      out[2] = -cos(state[0]!);
      out[3] = -gamma;
    },
  }),
});
