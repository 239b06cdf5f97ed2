/**
 * Which forcing interval suits the Lorenz system, for a PLRNN, a vanilla RNN and an LSTM.
 *
 * Source: Monfared, Mikhaeil & Durstewitz (2021), How to train RNNs on chaotic data?, figure 3.
 */
import { runAsProgram } from "../lib/cli/program.ts";
import { experiment } from "../mod.ts";

const cells = (["PLRNN", "RNN", "LSTM"] as const).map((kind) => ({ kind, units: 30 }));
const sparse = (interval: number) => ({ kind: "sparse", interval }) as const;

export default experiment({
  name: "lorenz-sweep",
  title: "Forcing intervals on the Lorenz system",
  description:
    "Three cells are trained on the Lorenz system at the paper's setting, with forcing intervals from far below the " +
    "predictability time to far above it. Windows have 200 steps throughout, so that every interval acts.",
  settings: {
    dataset: {
      source: { kind: "system", system: "lorenz", parameters: { rho: 38 }, dt: 0.01, steps: 100_000 },
    },
    cell: { kind: "PLRNN", units: 30 },
    optimiser: { kind: "adam", learningRate: 1e-3 },
    batches: { windows: 32, length: 200, perEpoch: 10 },
    epochs: 3000,
    evaluation: {
      steps: 100_000,
      measures: [
        { kind: "D_stsp" },
        { kind: "D_stsp", preset: "paper" },
        { kind: "D_H" },
        { kind: "D_H", preset: "paper" },
        { kind: "PSC" },
        { kind: "PSC", preset: "paper" },
        { kind: "VPT" },
        { kind: "lambda1_error" },
        { kind: "kaplan_yorke_error" },
      ],
    },
  },
  profiles: {
    paper: {
      sweep: [{
        cell: cells,
        forcing: [5, 10, 20, 30, 40, 50, 60, 70, 100, 200].map(sparse),
        seed: [1, 2, 3, 4, 5],
      }],
    },
  },
});

if (import.meta.main) await runAsProgram(import.meta.url);
