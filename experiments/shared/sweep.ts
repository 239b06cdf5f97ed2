/**
 * What the sweeps over the forcing interval share: cells, measures, figures, and the sizes of their quick profiles.
 *
 * @module
 */
import { authorsCurves, type AuthorsDataset, type AuthorsMeasure } from "./authors_curves.ts";

/** The paper's three cells, with as many units as its notebooks have on Lorenz data. */
export const cells = (["PLRNN", "RNN", "LSTM"] as const).map((kind) => ({ kind, units: 30 }));

/** Sparse forcing with each of several intervals. */
export const sparse = (...intervals: readonly number[]) =>
  intervals.map((interval) => ({ kind: "sparse", interval }) as const);

const presets = ["default", "paper"] as const;

/** The paper's measures, as we define them and as the authors evaluate them, and what the exponents say. */
export const sweepMeasures = [
  ...presets.map((preset) => ({ kind: "D_stsp", preset }) as const),
  ...presets.map((preset) => ({ kind: "D_H", preset }) as const),
  ...presets.map((preset) => ({ kind: "PSC", preset }) as const),
  { kind: "lambda1_error" } as const,
];

/** Each measure over τ with the predictability time; beside those of the authors' preset stand the authors' curves. */
export const sweepFigures = (dataset: AuthorsDataset) => [
  ...(["D_stsp", "D_H", "PSC"] as const).flatMap((measure: AuthorsMeasure) => [
    { kind: "measure", measure } as const,
    {
      kind: "measure",
      measure: `${measure} (paper)`,
      reference: authorsCurves(dataset, measure),
    } as const,
  ]),
  { kind: "attractor" } as const,
  { kind: "spectra" } as const,
  { kind: "loss" } as const,
];

/** Fewer epochs and windows, and shorter free runs; nothing else differs from the profile `paper`. */
export const quickSizes = {
  batches: { windows: 16, length: 200, perEpoch: 10 },
  epochs: 300,
  lyapunov: { steps: 6000, exponents: 3, longestGradient: 500 },
  evaluation: { steps: 30_000, keep: 10_000, measures: sweepMeasures },
} as const;

/** The sweep of a quick profile. PLRNN and RNN need longer than an LSTM before they are anywhere near. */
export const quickSweep = (intervals: readonly number[], epochs = 1500) => [
  { cell: cells.slice(0, 2), forcing: sparse(...intervals), epochs: [epochs], seed: [1] },
  { cell: cells.slice(2), forcing: sparse(...intervals), epochs: [600], seed: [1] },
];

/** What the paper compares with, its dashed lines: no forcing, long windows, and gradients whose norm is clipped. */
export const classical = {
  cell: cells,
  forcing: [{ kind: "none" }],
  clipping: [{ kind: "norm", threshold: 1 }],
  batches: [{ windows: 32, length: 1000, perEpoch: 10 }],
  seed: [1, 2, 3, 4, 5],
} as const;

/** Each cell with the right interval and without forcing. */
export const classicalFigure = (interval: number) =>
  ({
    kind: "comparison",
    measure: "D_stsp (paper)",
    order: "spec",
    rows: ["PLRNN", "RNN", "LSTM"].flatMap((cell) => [
      { title: `${cell}, τ = ${interval}`, runs: { cell, forcing: "sparse", τ: interval } },
      { title: `${cell}, classical, clipped at 1`, runs: { cell, forcing: "none" } },
    ]),
  }) as const;

/** The settings of a paper profile: five seeds, windows of as many steps as the longest interval has. */
export const paperSizes = (length: number) => ({
  batches: { windows: 32, length, perEpoch: 10 },
  epochs: 3000,
  evaluation: { steps: 100_000, measures: sweepMeasures },
});

/** The sweep of a paper profile. */
export const paperSweep = (intervals: readonly number[]) => [
  { cell: cells, forcing: sparse(...intervals), seed: [1, 2, 3, 4, 5] },
];
