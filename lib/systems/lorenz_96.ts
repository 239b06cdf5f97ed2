/**
 * The Lorenz system of 1996, of any dimension.
 *
 * @module
 */
import { type Flow, flow, numbered } from "./system.ts";

/** Lorenz-96: waves on a circle of latitude, with extensive chaos. */
export const lorenz96: Flow = flow({
  name: "lorenz-96",
  title: "Lorenz-96",
  equations: ["x_i' = (x_{i+1} - x_{i-2}) x_{i-1} - x_i + F, on a circle of N"],
  parameters: { N: 40, F: 8 },
  integerParameters: { N: 4 },
  parameterSets: { standard: {}, strong: { N: 20, F: 16 } },
  variables: ({ N }) => numbered("x", N),
  initialState: ({ N, F }) => Array.from({ length: N }, (_, i) => i === 0 ? F + 0.01 : F),
  dt: 0.02,
  timeScale: 1,
  zeroExponents: 1,
  bibliography: [
    "E. N. Lorenz (1996), Predictability: a problem partly solved, Proc. ECMWF Seminar on Predictability 1, 1–18",
  ],
  referenceExponents: [
    {
      parameters: {},
      exponents: [1.66],
      kaplanYorke: { value: 27, tolerance: 0.4 },
      tolerance: 0.06,
      source: "RK4, dt 0.005–0.01, 600–8000 time units; D_KY = 27.0",
      time: 500,
    },
    {
      parameters: { N: 20, F: 16 },
      exponents: [3.6],
      kaplanYorke: { value: 16.4, tolerance: 0.3 },
      tolerance: 0.1,
      source: "RK4, dt 0.005–0.01, 600–8000 time units; D_KY = 16.4",
      time: 300,
    },
  ],
  field: ({ N, F }) => ({
    dimension: N,
    rates: (state, out) => {
      for (let i = 0; i < N; i++) {
        const next = state[i + 1 < N ? i + 1 : 0]!;
        const previous = state[i >= 1 ? i - 1 : N - 1]!;
        const beforePrevious = state[i >= 2 ? i - 2 : N + i - 2]!;
        out[i] = (next - beforePrevious) * previous - state[i]! + F;
      }
    },
    jacobian: (state, out) => {
      out.fill(0);
      for (let i = 0; i < N; i++) {
        const next = i + 1 < N ? i + 1 : 0;
        const previous = i >= 1 ? i - 1 : N - 1;
        const beforePrevious = i >= 2 ? i - 2 : N + i - 2;
        out[i * N + next] = state[previous]!;
        out[i * N + beforePrevious] = -state[previous]!;
        out[i * N + previous] = state[next]! - state[beforePrevious]!;
        out[i * N + i] = -1;
      }
    },
  }),
});
