/**
 * The standard map of Chirikov and Taylor.
 *
 * @module
 */
import { cos, sin } from "../numerics/elementary.ts";
import { type DiscreteMap, discreteMap } from "./system.ts";

const turn = 2 * Math.PI;
const withinTurn = (angle: number): number => angle - turn * Math.floor(angle / turn);

/** The standard map: a rotor that is kicked; it preserves area, and at K = 0 it is a mere twist. */
export const standardMap: DiscreteMap = discreteMap({
  name: "standard-map",
  title: "Standard map",
  equations: ["p <- p + K sin(q) mod 2 pi", "q <- q + p mod 2 pi (with the new p)"],
  parameters: { K: 10 },
  parameterSets: { twist: { K: 0 } },
  variables: () => ["q", "p"],
  initialState: () => [1, 2],
  dt: 1,
  timeScale: 10,
  zeroExponents: 0,
  bibliography: [
    "B. V. Chirikov (1979), A universal instability of many-dimensional oscillator systems, Phys. Rep. 52, 263–379",
  ],
  referenceExponents: [
    {
      parameters: {},
      exponents: [1.609437912434100, -1.609437912434100],
      tolerance: 0.02,
      source: "Chirikov (1979): ln(K/2) for large K",
      time: 100_000,
    },
    { parameters: { K: 0 }, exponents: [0, 0], tolerance: 1e-3, source: "Exact: a shear", time: 20_000 },
  ],
  iteration: ({ K }) => ({
    dimension: 2,
    step: (state, out) => {
      const q = state[0]!;
      const p = withinTurn(state[1]! + K * sin(q));
      out[0] = withinTurn(q + p);
      out[1] = p;
    },
    jacobian: (state, out) => {
      const kick = K * cos(state[0]!);
      out[0] = 1 + kick;
      out[1] = 1;
      out[2] = kick;
      out[3] = 1;
    },
  }),
});
