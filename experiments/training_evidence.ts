/**
 * That training works: forced every 30 steps, each of the paper's cells learns the Lorenz system, and classical
 * backpropagation through time with clipped gradients does not.
 *
 * Source: Monfared, Mikhaeil & Durstewitz (2021), How to train RNNs on chaotic data?, figure 3.
 */
import { runAsProgram } from "../lib/cli/program.ts";
import { experiment } from "../mod.ts";
import { recordings } from "./shared/recordings.ts";

const plrnn = { kind: "PLRNN", units: 30 } as const;
const rnn = { kind: "RNN", units: 30 } as const;
const lstm = { kind: "LSTM", units: 30 } as const;

const seed = [1, 2, 3];
const forced = { forcing: [{ kind: "sparse", interval: 30 }], seed } as const;
const classical = { forcing: [{ kind: "none" }], clipping: [{ kind: "norm", threshold: 1 }], seed } as const;

/** The quickstart's series: mean 0 and standard deviation 1 of each variable. */
const generated = {
  source: { kind: "system", system: "lorenz", parameters: { rho: 38 }, dt: 0.01, steps: 100_000 },
} as const;

/** The authors' own series, of which they hold nothing back: one shift and one scale for all variables. */
const published = {
  ...recordings.lorenz,
  source: { ...recordings.lorenz.source, heldOutShare: 0.01 },
} as const;

const measure = "D_stsp (paper)";

/** Why the PLRNN misses its mark at the end of the training on the quickstart's series. */
const transientChaos =
  "The loss is the same for all seeds, but in about half of the networks the two fixed points around which the orbit " +
  "turns have become stable: the free run is chaotic for some thousand or ten thousand steps, comes too close to one of " +
  "them, and ends there. The same happens in PyTorch with the same sizes. It happens less the longer the training lasts, " +
  "and comes and goes from epoch to epoch, so a checkpoint without it can be chosen.";

/** @param epoch Which state of the training: its end, or the checkpoint whose free run is best in state space. */
const learns = (cell: string, value: number, epoch: "last" | "best", dataset?: string, explanation = "") =>
  ({
    kind: "at most",
    id: ["learns", cell.toLowerCase(), epoch, ...(dataset === undefined ? [] : [dataset])].join("-"),
    measure,
    group: { cell, "τ": 30, epoch, ...(dataset === undefined ? {} : { dataset }) },
    value,
    restates: "figure 3: D_stsp of the networks that are forced every 30 steps",
    explanation,
  }) as const;

const classicalFails = {
  kind: "at least",
  id: "classical-fails",
  measure,
  group: { forcing: "none" },
  value: 5,
  restates: "figure 3, dashed lines: classical BPTT with clipped gradients does not learn the attractor",
} as const;

/** Every way of training in a row. */
const rows = [
  ...["PLRNN", "RNN", "LSTM"].flatMap((cell) =>
    [{ epoch: "last", at: "at the end" }, { epoch: "best", at: "at its best" }].map(({ epoch, at }) => ({
      title: `${cell}, τ = 30, ${at}`,
      runs: { cell, forcing: "sparse", epoch },
    }))
  ),
  { title: "classical, clipped at 1", runs: { forcing: "none" } },
];

export default experiment({
  name: "training-evidence",
  title: "Forced training learns the Lorenz system, classical training does not",
  description:
    "PLRNN, vanilla RNN and LSTM with 30 units are trained on the Lorenz system, forced every 30 steps. Beside them " +
    "networks are trained by classical BPTT on windows of 1000 steps, the norm of their gradients clipped at 1. D_stsp " +
    "is the authors'. Quality is not monotone in epochs, so checkpoints are kept, and beside the end of each training " +
    "stands the one whose free run is closest to the training series.",
  settings: {
    dataset: generated,
    cell: plrnn,
    optimiser: { kind: "adam", learningRate: 1e-3 },
    epochs: 3000,
    checkpoints: { every: 300 },
    lyapunov: { steps: 5000, exponents: 3, longestGradient: 500 },
    evaluation: { steps: 100_000, measures: [{ kind: "D_stsp", preset: "paper" }, { kind: "D_stsp" }] },
  },
  sweep: [
    { cell: [plrnn, rnn], checkpoint: ["last", "best"], ...forced },
    { cell: [lstm], epochs: [1000], checkpoint: ["last", "best"], ...forced },
    { cell: [rnn], batches: [{ windows: 32, length: 1000, perEpoch: 1 }], epochs: [1000], ...classical },
  ],
  claims: [
    learns("PLRNN", 0.3, "best"),
    learns("PLRNN", 0.3, "last", undefined, transientChaos),
    learns("RNN", 0.3, "last"),
    learns("LSTM", 0.1, "last"),
    classicalFails,
  ],
  figures: [
    { kind: "comparison", measure, rows, order: "spec" },
    { kind: "attractor" },
    { kind: "loss", over: "forcing" },
  ],
  profiles: {
    paper: {
      sweep: [
        {
          dataset: [generated, published],
          cell: [plrnn, rnn, lstm],

          checkpoint: ["last", "best"],
          ...forced,
        },
        {
          dataset: [generated],
          cell: [plrnn, rnn, lstm],
          batches: [{ windows: 32, length: 1000, perEpoch: 10 }],
          ...classical,
        },
      ],
      claims: [
        learns("PLRNN", 0.3, "best", "lorenz"),
        learns("PLRNN", 0.3, "last", "lorenz", transientChaos),
        learns("RNN", 0.3, "last", "lorenz"),
        learns("LSTM", 0.1, "last", "lorenz"),
        learns("PLRNN", 0.3, "best", "lorenz.npy"),
        learns("PLRNN", 0.3, "last", "lorenz.npy"),
        learns("RNN", 0.3, "last", "lorenz.npy"),
        learns("LSTM", 0.1, "last", "lorenz.npy"),
        classicalFails,
      ],
    },
  },
});

if (import.meta.main) await runAsProgram(import.meta.url);
