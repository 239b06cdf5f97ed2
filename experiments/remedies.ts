/**
 * Everything that could replace forcing against exploding gradients: clipping, windowing and truncation, beside sparse
 * forcing and its gentle variants. All in one comparison, which the paper lacks.
 *
 * Source: Mikhaeil, Monfared & Durstewitz (2022), On the difficulty of learning chaotic dynamics with RNNs, section 4.1 and
 * appendix A.6.4.
 */
import { pipe } from "fp-ts/function.js";
import * as lyap from "../experiment.ts";
import { lorenzData } from "./shared/sweep.ts";
import { byBothMeasures } from "./shared/claims.ts";

const sparse = lyap.forcing.sparse(30);
const annealed = lyap.forcing.annealed(46);
const clippings = (kind: "norm" | "value", thresholds: readonly number[]) =>
  thresholds.map((threshold) => ({ kind, threshold }));
const random = (spreads: readonly number[]) => spreads.map((spread) => lyap.forcing.random(30, { spread }));

/** What is tried, so that profiles differ in numbers only. */
interface Trials {
  readonly thresholds: readonly number[];
  readonly lengths: readonly number[];
  readonly spreads: readonly number[];
  readonly seed: readonly number[];
}

/** The cells other than the LSTM; the paper clips their gradients too. */
const otherCells = [lyap.cells.RNN(30), lyap.cells.PLRNN(30)];

const sweepOf = ({ thresholds, lengths, spreads, seed }: Trials) => [
  { forcing: [sparse], seed },
  ...(spreads.length === 0 ? [] : [{ forcing: [...random(spreads), annealed], seed }]),
  {
    forcing: [lyap.forcing.none()],
    clipping: [...clippings("norm", thresholds), ...clippings("value", thresholds)],
    seed,
  },
  { forcing: [...lengths.map(lyap.forcing.windowing), ...lengths.map(lyap.forcing.truncated)], seed },
];

const forced = { cell: "LSTM", forcing: "sparse" } as const;

const figuresOf = ({ thresholds, lengths, spreads }: Trials) => {
  const rows = [
    { title: "sparse forcing, τ = 30", runs: forced },
    ...spreads.map((spread) => ({
      title: `τ random, 30 ± ${spread}`,
      runs: { cell: "LSTM", forcing: "random", spread },
    })),
    ...(spreads.length === 0
      ? []
      : [{ title: "τ annealed, 1 to 46", runs: { cell: "LSTM", forcing: "annealed" } }]),
    ...(["norm", "value"] as const).flatMap((kind) =>
      thresholds.map((threshold) => ({
        title: `clipped by ${kind} at ${threshold}`,
        runs: { cell: "LSTM", clipping: `${kind}, threshold ${threshold}` },
      }))
    ),
    ...lengths.map((length) => ({
      title: `windows of ${length} steps`,
      runs: { cell: "LSTM", forcing: "windowing", length },
    })),
    ...lengths.map((length) => ({
      title: `truncated after ${length} steps`,
      runs: { cell: "LSTM", forcing: "truncated", length },
    })),
  ];
  return ["D_stsp", "D_stsp (paper)", "D_H", "lambda1_error"].map((measure) =>
    lyap.figures.comparison(measure, { rows, order: "spec" })
  );
};

/** Sparse forcing and clipping by norm, for the other cells. */
const otherRows = (thresholds: readonly number[]) =>
  otherCells.flatMap(({ kind: cell }) => [
    { title: `${cell}, sparse forcing, τ = 30`, runs: { cell, forcing: "sparse" } },
    ...thresholds.map((threshold) => ({
      title: `${cell}, clipped by norm at ${threshold}`,
      runs: { cell, clipping: `norm, threshold ${threshold}` },
    })),
  ]);

/** No remedy comes near: the group's median is `factor` times that of sparse forcing or more. */
const worse = (id: string, groups: readonly Readonly<Record<string, string | number>>[], restates: string) =>
  byBothMeasures(
    id,
    (on) => ({ ...on, kind: "ratio at least", small: forced, large: groups, factor: 20, restates }),
  );

const withoutForcing = ({ thresholds, lengths }: Trials) =>
  lyap.all(
    worse(
      "clipping-is-no-remedy",
      ["norm", "value"].flatMap((kind) =>
        thresholds.map((at) => ({ cell: "LSTM", clipping: `${kind}, threshold ${at}` }))
      ),
      "rebuttal experiments: with clipping by norm or by value, whatever the threshold, an LSTM has D_stsp ≥ 8, 115 times " +
        "that of sparse forcing",
    ),
    worse(
      "windowing-is-no-remedy",
      lengths.map((length) => ({ cell: "LSTM", forcing: "windowing", length })),
      "appendix A.6.4, figure 9: with windows of any length D_stsp is 7.3 or more",
    ),
    worse(
      "truncation-is-no-remedy",
      lengths.map((length) => ({ cell: "LSTM", forcing: "truncated", length })),
      "rebuttal experiments: with truncated BPTT D_stsp is 9.8 or more, whatever the length",
    ),
  );

/** A variant of forcing does no worse than twice what sparse forcing with τ = 30 does. */
const harmless = (
  id: string,
  group: Readonly<Record<string, string | number>>,
  restates: string,
  explanation = "",
) =>
  byBothMeasures(
    id,
    (on) => ({
      ...on,
      kind: "ratio at most",
      group: { cell: "LSTM", ...group },
      reference: forced,
      factor: 2,
      restates,
      explanation,
    }),
  );

const gentle = lyap.all(
  harmless(
    "mild-jitter-is-harmless",
    { forcing: "random", spread: 10 },
    "rebuttal experiments: τ drawn from 30 ± 10 for every batch gives D_stsp 0.021 against 0.062",
    "In the quick profile this is one LSTM after 300 of 3000 epochs, whose free run still ends in a fixed point: a random " +
      "interval slows the training down. The same training has D_stsp 0.13 after 900 epochs and 0.11 after 1500, where " +
      "sparse forcing has 0.05 and 0.04. The profile paper has three seeds and all epochs.",
  ),
  harmless(
    "annealing-is-harmless",
    { forcing: "annealed" },
    "rebuttal experiments: τ annealed from 1 to 46 gives D_stsp 0.077 against 0.062",
  ),
);

const quick: Trials = { thresholds: [1, 100], lengths: [30, 100], spreads: [10], seed: [1] };
const ci: Trials = { thresholds: [1], lengths: [30], spreads: [], seed: [1] };
const paper: Trials = {
  thresholds: [1, 10, 100, 1000],
  lengths: [10, 30, 50, 100, 200],
  spreads: [10, 20, 30, 50, 70],
  seed: [1, 2, 3],
};
const short = lyap.all(
  lyap.settings({ epochs: 300, batches: { windows: 32, length: 200, perEpoch: 10 } }),
  lyap.lyapunov({ steps: 10_000, exponents: 4, longestGradient: 500 }),
);

const spec = pipe(
  lyap.experiment(
    "remedies",
    "What could replace forcing on the Lorenz system",
    "An LSTM is trained on the Lorenz system with sparse forcing, with its gentle variants (a random and an annealed " +
      "interval), and without any forcing but with what else is used against exploding gradients: clipping by norm and by " +
      "value, windows that start from nothing, truncated backpropagation through time. In the profile paper gradients of an " +
      "RNN and a PLRNN are clipped too.",
  ),
  lyap.dataset(lorenzData),
  lyap.train(lyap.cells.LSTM(30), { batches: { windows: 32, length: 1000, perEpoch: 10 }, epochs: 3000 }),
  lyap.evaluate(
    lyap.measures.D_stsp(),
    lyap.measures.D_stsp({ preset: "paper" }),
    lyap.measures.D_H(),
    lyap.measures.D_H({ preset: "paper" }),
    lyap.measures.lambda1_error(),
  ),
  lyap.profile(
    "quick",
    short,
    lyap.sweep(...sweepOf(quick)),
    withoutForcing(quick),
    gentle,
    lyap.report(...figuresOf(quick)),
  ),
  lyap.profile(
    "ci",
    short,
    lyap.sweep(...sweepOf(ci)),
    withoutForcing(ci),
    lyap.report(...figuresOf(ci)),
  ),
  lyap.profile(
    "paper",
    lyap.sweep(...sweepOf(paper), { cell: otherCells, forcing: [sparse], seed: paper.seed }, {
      cell: otherCells,
      forcing: [lyap.forcing.none()],
      clipping: clippings("norm", paper.thresholds),
      seed: paper.seed,
    }),
    withoutForcing(paper),
    gentle,
    byBothMeasures("clipping-is-no-remedy-for-an-RNN", (on) => ({
      ...on,
      kind: "ratio at least",
      small: { cell: "RNN", forcing: "sparse" },
      large: paper.thresholds.map((at) => ({ cell: "RNN", clipping: `norm, threshold ${at}` })),
      factor: 20,
      restates:
        "rebuttal experiments: with clipping by norm an RNN has D_stsp 7.3 to 8.5, 35 times that of sparse forcing",
      states: "7.3 to 8.5",
    })),
    lyap.claim({
      kind: "diverged share",
      id: "clipped-PLRNNs-diverge",
      least: 0.5,
      group: { cell: "PLRNN", forcing: "none" },
      restates: "rebuttal experiments: with clipping by norm most PLRNNs end without a value",
    }, {
      kind: "ratio at least",
      id: "wide-jitter-harms",
      measure: "D_stsp",
      small: forced,
      large: [50, 70].map((spread) => ({ cell: "LSTM", forcing: "random", spread })),
      factor: 20,
      restates: "rebuttal experiments: τ drawn from 30 ± 50 or ± 70 gives D_stsp 8.1 and 8.8",
      states: "8.1, 8.8",
    }),
    lyap.report(
      ...figuresOf(paper),
      lyap.figures.comparison("D_stsp (paper)", { rows: otherRows(paper.thresholds), order: "spec" }),
    ),
  ),
);

export default spec;

await lyap.main(spec, import.meta);
