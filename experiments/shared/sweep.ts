/**
 * What the sweeps over the forcing interval share: cells, measures, figures, and the sizes of their profiles.
 *
 * @module
 */
import { flow } from "fp-ts/function.js";
import * as lyap from "../../experiment.ts";
import { authorsCurves, type AuthorsDataset } from "./authors_curves.ts";

/** The paper's three cells, with as many units as its notebooks have on Lorenz data. */
export const paperCells = [lyap.cells.PLRNN(30), lyap.cells.RNN(30), lyap.cells.LSTM(30)] as const;

/** The Lorenz system at the paper's setting. */
export const lorenzData = lyap.sampled(lyap.system("lorenz", { rho: 38 }), { dt: 0.01, steps: 100_000 });

/** The same, with only two of its variables observed. */
export const lorenzPartialData = lyap.sampled(lyap.system("lorenz", { rho: 38 }), {
  observe: ["y", "z"],
  dt: 0.01,
  steps: 100_000,
});

/** Duffing's oscillator as the authors sample it. */
export const duffingData = lyap.sampled(lyap.system("duffing"), {
  dt: 0.1773,
  steps: 100_000,
  standardise: false,
});

/** The Mackey–Glass equation, embedded by ten delays that span its own delay of 50 steps. */
export const mackeyGlassData = lyap.sampled(
  lyap.system("mackey-glass", { beta: 2, gamma: 1, n: 9.65, tau: 2 }),
  {
    dt: 0.04,
    steps: 100_000,
    embed: { dimension: 10, delay: 5 },
  },
);

/** Sparse forcing with each of several intervals. */
export const sparse = (...intervals: readonly number[]) => intervals.map(lyap.forcing.sparse);

const [ours, paper] = [{ preset: "default" }, { preset: "paper" }] as const;

/** The paper's measures, as we define them and as the authors evaluate them, and what the exponents say. */
export const paperMeasures = [
  ...[lyap.measures.D_stsp(ours), lyap.measures.D_stsp(paper)],
  ...[lyap.measures.D_H(ours), lyap.measures.D_H(paper)],
  ...[lyap.measures.PSC(ours), lyap.measures.PSC(paper)],
  lyap.measures.lambda1_error(),
];

/** Each measure over τ with the predictability time; those of the authors' preset with the authors' curves. */
export const sweepFigures = (dataset: AuthorsDataset) =>
  lyap.report(
    ...(["D_stsp", "D_H", "PSC"] as const).flatMap((measure) => [
      lyap.figures.measure(measure),
      lyap.figures.measure(`${measure} (paper)`, { reference: authorsCurves(dataset, measure) }),
    ]),
    lyap.figures.attractor(),
    lyap.figures.spectra(),
    lyap.figures.loss(),
  );

/** Fewer epochs and windows, and shorter free runs; nothing else differs from the profile `paper`. */
export const quickSizes = flow(
  lyap.settings({ batches: { windows: 16, length: 200, perEpoch: 10 }, epochs: 300 }),
  lyap.lyapunov({ steps: 6000, exponents: 3, longestGradient: 500 }),
  lyap.evaluate({ steps: 30_000, keep: 10_000 }, ...paperMeasures),
);

/** All cells at some intervals, one seed each. */
export const oneOfEach = (...intervals: readonly number[]) =>
  lyap.sweep({ cell: paperCells, forcing: sparse(...intervals), seed: [1] });

/** The sweep of a quick profile. PLRNN and RNN need longer than an LSTM before they are anywhere near. */
export const quickSweep = (intervals: readonly number[], epochs = 1500) =>
  lyap.sweep(
    { cell: paperCells.slice(0, 2), forcing: sparse(...intervals), epochs: [epochs], seed: [1] },
    { cell: paperCells.slice(2), forcing: sparse(...intervals), epochs: [600], seed: [1] },
  );

/** What the paper compares with, its dashed lines: no forcing, long windows, and gradients whose norm is clipped. */
export const classical = lyap.sweep({
  cell: paperCells,
  forcing: [lyap.forcing.none()],
  clipping: [{ kind: "norm", threshold: 1 }],
  batches: [{ windows: 32, length: 1000, perEpoch: 10 }],
  seed: [1, 2, 3, 4, 5],
});

/** Each cell with the right interval and without forcing. */
export const classicalFigure = (interval: number) =>
  lyap.report(lyap.figures.comparison("D_stsp (paper)", {
    order: "spec",
    rows: ["PLRNN", "RNN", "LSTM"].flatMap((cell) => [
      { title: `${cell}, τ = ${interval}`, runs: { cell, forcing: "sparse", τ: interval } },
      { title: `${cell}, classical, clipped at 1`, runs: { cell, forcing: "none" } },
    ]),
  }));

/** The sizes of a paper profile: windows of as many steps as the longest interval has. */
export const paperSizes = (length: number) =>
  flow(
    lyap.settings({ batches: { windows: 32, length, perEpoch: 10 }, epochs: 3000 }),
    lyap.evaluate({ steps: 100_000 }, ...paperMeasures),
  );

/** The sweep of a paper profile: five seeds. */
export const paperSweep = (intervals: readonly number[]) =>
  lyap.sweep({ cell: paperCells, forcing: sparse(...intervals), seed: [1, 2, 3, 4, 5] });
