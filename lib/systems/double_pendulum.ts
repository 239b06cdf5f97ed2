/**
 * The double pendulum.
 *
 * @module
 */
import { cos, sin } from "../numerics/elementary.ts";
import { type Flow, flow } from "./system.ts";

/** Two equal points on two equal rods of unit mass and length, without friction: chaos that conserves energy. */
export const doublePendulum: Flow = flow({
  name: "double-pendulum",
  title: "Double pendulum",
  equations: [
    "q1' = (p1 - p2 c) / e",
    "q2' = (2 p2 - p1 c) / e",
    "p1' = -2 g sin(q1) - h",
    "p2' = -g sin(q2) + h",
    "c = cos(q1 - q2), s = sin(q1 - q2), e = 1 + s^2",
    "h = p1 p2 s / e - (p1^2 + 2 p2^2 - 2 p1 p2 c) s c / e^2",
    "observed: the places (x1, y1), (x2, y2) of the two points",
  ],
  parameters: { g: 1 },
  variables: () => ["q1", "q2", "p1", "p2"],
  initialState: () => [2, 2.5, 0, 0],
  observation: {
    variables: ["x1", "y1", "x2", "y2"],
    of: (state, out) => {
      out[0] = sin(state[0]!);
      out[1] = -cos(state[0]!);
      out[2] = out[0] + sin(state[1]!);
      out[3] = out[1] - cos(state[1]!);
    },
  },
  dt: 0.02,
  timeScale: 6,
  zeroExponents: 2,
  bibliography: [
    "P. H. Richter & H.-J. Scholz (1984), Chaos in classical mechanics: the double pendulum, in: Stochastic Phenomena and Chaotic Behaviour in Complex Systems, Springer, 86–97",
  ],
  referenceExponents: [{
    parameters: {},
    exponents: [0.4652, 0, 0, -0.4652],
    tolerance: [0.025, 0.002, 0.002, 0.025],
    source:
      "Independent program (Python, symbolic Jacobian, LAPACK QR): RK4 at dt 0.01, 40,000 time units, ±0.003",
    time: 6000,
  }],
  field: ({ g }) => ({
    dimension: 4,
    rates: (state, out) => {
      const p1 = state[2]!, p2 = state[3]!;
      const c = cos(state[0]! - state[1]!), s = sin(state[0]! - state[1]!);
      const e = 1 + s * s;
      const kinetic = p1 * p1 + 2 * p2 * p2 - 2 * p1 * p2 * c;
      const torque = p1 * p2 * s / e - kinetic * s * c / (e * e);
      out[0] = (p1 - p2 * c) / e;
      out[1] = (2 * p2 - p1 * c) / e;
      out[2] = -2 * g * sin(state[0]!) - torque;
      out[3] = -g * sin(state[1]!) + torque;
    },
    // The second derivatives of the Hamiltonian T(q1 − q2, p1, p2) + V(q1, q2), arranged as Hamilton's equations are.
    jacobian: (state, out) => {
      const p1 = state[2]!, p2 = state[3]!;
      const c = cos(state[0]! - state[1]!), s = sin(state[0]! - state[1]!);
      const e = 1 + s * s;
      const kinetic = p1 * p1 + 2 * p2 * p2 - 2 * p1 * p2 * c;
      const angleAngle = p1 * p2 * c / e - (4 * p1 * p2 * s * s * c + kinetic * (c * c - s * s)) / (e * e) +
        4 * kinetic * s * s * c * c / (e * e * e);
      const angleP1 = p2 * s / e - 2 * (p1 - p2 * c) * s * c / (e * e);
      const angleP2 = p1 * s / e - 2 * (2 * p2 - p1 * c) * s * c / (e * e);
      out[0] = angleP1;
      out[1] = -angleP1;
      out[2] = 1 / e;
      out[3] = -c / e;
      out[4] = angleP2;
      out[5] = -angleP2;
      out[6] = -c / e;
      out[7] = 2 / e;
      out[8] = -angleAngle - 2 * g * cos(state[0]!);
      out[9] = angleAngle;
      out[10] = -angleP1;
      out[11] = -angleP2;
      out[12] = angleAngle;
      out[13] = -angleAngle - g * cos(state[1]!);
      out[14] = angleP1;
      out[15] = angleP2;
    },
  }),
});
