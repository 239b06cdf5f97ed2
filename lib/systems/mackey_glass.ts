/**
 * The equation of Mackey and Glass.
 *
 * @module
 */
import { pow } from "../numerics/elementary.ts";
import { type Delay, delayEquation } from "./system.ts";

/** Mackey–Glass: the number of blood cells, whose production depends on their number a delay ago. */
export const mackeyGlass: Delay = delayEquation({
  name: "mackey-glass",
  title: "Mackey–Glass",
  equations: ["x'(t) = beta x(t - tau) / (1 + x(t - tau)^n) - gamma x(t)"],
  parameters: { beta: 0.2, gamma: 0.1, n: 10, tau: 17 },
  parameterSets: {
    standard: {},
    cycle: { tau: 16 },
    hyperchaotic: { tau: 31.8 },
    paper: { beta: 2, gamma: 1, n: 9.65, tau: 2 },
  },
  variables: () => ["x"],
  initialState: () => [0.9],
  dt: 0.1,
  timeScale: 50,
  zeroExponents: 1,
  bibliography: [
    "M. C. Mackey & L. Glass (1977), Oscillation and chaos in physiological control systems, Science 197, 287–289",
    "J. D. Farmer (1982), Chaotic attractors of an infinite-dimensional dynamical system, Physica D 4, 366–393",
  ],
  referenceExponents: [
    {
      parameters: {},
      exponents: [0.0051, 0],
      tolerance: 0.0012,
      source: "Tangent of the discretised history, RK4, 600–8000 time units",
      time: 40_000,
    },
    {
      parameters: { tau: 16 },
      exponents: [0],
      tolerance: 0.0005,
      source: "A limit cycle; tangent of the discretised history, RK4",
      time: 20_000,
    },
    {
      parameters: { tau: 23 },
      exponents: [0.0089],
      tolerance: 0.0015,
      source: "Tangent of the discretised history, RK4; agrees with Wolf et al. (1985)",
      time: 40_000,
    },
    {
      parameters: { tau: 30 },
      exponents: [0.0075, 0.0019, 0],
      tolerance: 0.0012,
      source: "Tangent of the discretised history, RK4; agrees with Wolf et al. (1985)",
      time: 40_000,
    },
    {
      parameters: { beta: 2, gamma: 1, n: 9.65, tau: 2 },
      exponents: [0.0729, 0],
      tolerance: 0.006,
      source: "Tangent of the discretised history, RK4, 600–8000 time units",
      time: 6000,
    },
    {
      parameters: { tau: 31.8 },
      exponents: [0.0064, 0.0027, 0, -0.0139],
      kaplanYorke: { value: 3.6, tolerance: 0.1 },
      tolerance: 0.0015,
      source: "Tangent of the discretised history, RK4; agrees with Wolf et al. (1985)",
      time: 40_000,
    },
  ],
  field: ({ beta, gamma, n, tau }) => ({
    dimension: 1,
    delay: tau,
    rates: (state, delayed, out) => {
      const past = delayed[0]!;
      out[0] = beta * past / (1 + pow(past, n)) - gamma * state[0]!;
    },
    jacobian: (_state, delayed, out, outDelayed) => {
      const power = pow(delayed[0]!, n);
      out[0] = -gamma;
      outDelayed[0] = beta * (1 + (1 - n) * power) / ((1 + power) * (1 + power));
    },
  }),
});
