/**
 * Kaneko's lattice of coupled logistic maps.
 *
 * @module
 */
import { type DiscreteMap, discreteMap, numbered } from "./system.ts";

/** A ring of N logistic maps, each coupled to its two neighbours: chaos in space and time. */
export const coupledLogisticLattice: DiscreteMap = discreteMap({
  name: "coupled-logistic-lattice",
  title: "Coupled logistic lattice",
  equations: [
    "x_i <- (1 - eps) f(x_i) + eps (f(x_{i-1}) + f(x_{i+1})) / 2, on a ring of N",
    "f(x) = r x (1 - x)",
  ],
  parameters: { N: 10, r: 3.95, eps: 0.1 },
  integerParameters: { N: 3 },
  parameterSets: { uncoupled: { r: 4, eps: 0 } },
  variables: ({ N }) => numbered("x", N),
  initialState: ({ N }) => Array.from({ length: N }, (_, i) => 0.2 + 0.6 * ((0.618034 * (i + 1)) % 1)),
  dt: 1,
  timeScale: 10,
  zeroExponents: 0,
  bibliography: [
    "K. Kaneko (1984), Period-doubling of kink-antikink patterns, quasiperiodicity in antiferro-like structures and spatial intermittency in coupled logistic lattice, Prog. Theor. Phys. 72, 480–486",
  ],
  referenceExponents: [
    {
      parameters: {},
      exponents: [0.388, 0.372, 0.3565, 0.3415, 0.3254, 0.3082, 0.2865, 0.2601, 0.2238, 0.171],
      tolerance: 0.01,
      source: "Independent program (Python, symbolic Jacobian, LAPACK QR): 500,000 steps, ±0.001",
      time: 30000,
    },
    {
      parameters: { N: 5, r: 4, eps: 0 },
      exponents: [Math.LN2, Math.LN2, Math.LN2, Math.LN2, Math.LN2],
      tolerance: 0.02,
      source: "Exact: ln 2 each, without coupling",
      time: 20_000,
    },
  ],
  iteration: ({ N, r, eps }) => {
    const image = new Float64Array(N);
    return {
      dimension: N,
      step: (state, out) => {
        for (let i = 0; i < N; i++) image[i] = r * state[i]! * (1 - state[i]!);
        for (let i = 0; i < N; i++) {
          const before = image[i > 0 ? i - 1 : N - 1]!, after = image[i + 1 < N ? i + 1 : 0]!;
          out[i] = (1 - eps) * image[i]! + eps * (before + after) / 2;
        }
      },
      jacobian: (state, out) => {
        out.fill(0);
        for (let j = 0; j < N; j++) {
          const slope = r * (1 - 2 * state[j]!);
          out[j * N + j] = (1 - eps) * slope;
          out[(j > 0 ? j - 1 : N - 1) * N + j] = eps * slope / 2;
          out[(j + 1 < N ? j + 1 : 0) * N + j] = eps * slope / 2;
        }
      },
    };
  },
});
