/**
 * Evidence that looks like that of the quickstart: Lorenz trajectories, nine runs of which one diverged.
 *
 * @module
 */
import type { DataResult, Result, RunResult } from "../../../../lib/results/result.ts";
import type { Series } from "../../../../lib/series/series.ts";
import type { GradientNorms, LyapunovSpectrum } from "../../../../lib/lyapunov/result.ts";
import { exp, log } from "../../../../lib/numerics/elementary.ts";
import { normals, stream, uniforms } from "../../../../lib/numerics/random.ts";

interface Lorenz {
  readonly sigma: number;
  readonly rho: number;
  readonly beta: number;
}

const chaotic: Lorenz = { sigma: 10, rho: 38, beta: 8 / 3 };
const dt = 0.01;

const field = ({ sigma, rho, beta }: Lorenz, [x, y, z]: readonly number[]): readonly number[] => [
  sigma * (y! - x!),
  x! * (rho - z!) - y!,
  x! * y! - beta * z!,
];

const along = (state: readonly number[], slope: readonly number[], step: number): readonly number[] =>
  state.map((value, index) => value + step * slope[index]!);

/** One step of the classical Runge-Kutta method. */
const step = (system: Lorenz, state: readonly number[]): readonly number[] => {
  const a = field(system, state);
  const b = field(system, along(state, a, dt / 2));
  const c = field(system, along(state, b, dt / 2));
  const d = field(system, along(state, c, dt));
  return state.map((value, i) => value + (dt / 6) * (a[i]! + 2 * b[i]! + 2 * c[i]! + d[i]!));
};

/** Lorenz's system, in standard deviations of the chaotic one. */
const trajectory = (system: Lorenz, start: readonly number[], rows: number, transient: number): Series => {
  const values = new Float64Array(rows * 3);
  let state = start;
  for (let t = -transient; t < rows; t++) {
    if (t >= 0) values.set([state[0]! / 9.5, state[1]! / 11, (state[2]! - 33) / 10.2], 3 * t);
    state = step(system, state);
  }
  return { values, rows, columns: 3, dt };
};

const spectrumOf = (
  exponents: readonly number[],
  errors: readonly number[],
  unit: LyapunovSpectrum["unit"],
): LyapunovSpectrum => {
  const noise = normals(stream(7, "convergence"), 60 * exponents.length);
  const time = Array.from({ length: 60 }, (_, i) => (i + 1) * 500);
  return {
    unit,
    exponents,
    standardErrors: errors,
    history: {
      time,
      exponents: time.map((length, i) =>
        exponents.map((value, k) =>
          value + (8 * errors[k]! * noise[i * exponents.length + k]!) / Math.sqrt(length / 500)
        )
      ),
    },
    converged: true,
    kaplanYorke: { value: 2.07, standardError: 0.004 },
    meanLogDeterminant: exponents.reduce((sum, value) => sum + value, 0),
    steps: 30000,
  };
};

/** The dataset of the quickstart, 6000 steps of it. */
export const lorenzData: DataResult = {
  id: "lorenz",
  title: "Lorenz-63 (σ = 10, ρ = 38, β = 8/3)",
  series: trajectory(chaotic, [1, 1, 30], 6000, 2000),
  variables: ["x", "y", "z"],
  origin: { series: "equations", exponents: "equations", unit: "sd" },
  spectrum: spectrumOf([1.104, 0.0004, -14.771], [0.006, 0.0008, 0.007], "nats/time"),
  predictabilityTime: {
    time: { value: 0.6278, standardError: 0.0035 },
    steps: { value: 62.78, standardError: 0.35 },
  },
  scale: { D_stsp: { floor: 0.0091, ceiling: 12.4 }, D_H: { floor: 0.02, ceiling: 0.94 } },
  digest: "sha256:5a1f",
};

const leading = (
  first: number,
  seed: number,
): { readonly exponents: number[]; readonly errors: number[] } => {
  const noise = uniforms(stream(seed, "spectrum"), 30);
  const exponents = [first, -0.0004, -0.09 - 0.04 * noise[2]!];
  for (let i = 3; i < 30; i++) exponents.push(exponents[i - 1]! - 0.02 - 0.08 * noise[i]!);
  return {
    exponents,
    errors: exponents.map((value, i) => 0.0003 + 0.002 * Math.abs(value) * (1 + noise[i]!)),
  };
};

const normsOf = (slope: number, seed: number): GradientNorms => {
  const lengths = [2, 5, 10, 20, 50, 100, 150, 200, 300, 400, 500, 600, 700, 800, 900, 1000];
  const noise = normals(stream(seed, "norms"), lengths.length);
  return {
    lengths,
    logNorms: lengths.map((length, i) => 0.9 + slope * length + 0.12 * noise[i]!),
    standardErrors: lengths.map((length) => 0.08 + 0.0002 * length),
    slope: { value: slope * 1.013, standardError: Math.abs(slope) * 0.011 },
  };
};

const historyOf = (floor: number, seed: number, epochs: number): RunResult["history"] => {
  const noise = normals(stream(seed, "history"), 2 * epochs);
  const places = Array.from({ length: epochs }, (_, i) => i + 1);
  return {
    epochs: places,
    loss: places.map((epoch, i) =>
      (floor + 0.9 * exp(-epoch / 25) + 0.1 * exp(-epoch / 180)) * exp(0.12 * noise[i]!)
    ),
    gradientNorm: places.map((epoch, i) => (0.02 + 0.5 * exp(-epoch / 120)) * exp(0.3 * noise[epochs + i]!)),
  };
};

interface Recipe {
  readonly cell: string;
  readonly tau: number;
  readonly seed: number;
  readonly divergence: number | null;
  readonly distance: number;
  readonly exponent: number;
}

const generatedBy = ({ tau, seed }: Recipe): Series => {
  if (tau === 30) return trajectory(chaotic, [2 + seed, -3, 28], 6000, 1500 + 100 * seed);
  if (tau === 5) return trajectory({ ...chaotic, rho: 20 }, [3, 3 + seed / 10, 18], 6000, 0);
  const shrunk = trajectory({ ...chaotic, rho: 60, sigma: 14 }, [seed, 2, 40], 6000, 900);
  return { ...shrunk, values: shrunk.values.map((value, i) => value * (i % 3 === 2 ? 0.35 : 0.5) - 0.4) };
};

/** What follows the first row of the data, from a state that is a little off; worse networks are off by more. */
const forecastBy = ({ tau, seed }: Recipe): Series => {
  const first = lorenzData.series.values.subarray(0, 3);
  const [x, y, z] = [first[0]! * 9.5, first[1]! * 11, first[2]! * 10.2 + 33];
  const off = (tau === 30 ? 0.002 : 0.4) * (1 + seed);
  return trajectory(tau === 5 ? { ...chaotic, rho: 30 } : chaotic, step(chaotic, [x + off, y, z]), 1000, 0);
};

/** A run; series of its own take long to make, so that where there are many runs they share those of another. */
const runOf = (
  recipe: Recipe,
  like: Pick<RunResult, "generated" | "forecast"> = {
    generated: generatedBy(recipe),
    forecast: forecastBy(recipe),
  },
): RunResult => {
  const { cell, tau, seed, divergence, distance, exponent } = recipe;
  const key = 100 * tau + seed + 100000 * cell.length;
  const { exponents, errors } = leading(exponent, key);
  const history = historyOf(tau === 5 ? 0.0008 : tau === 30 ? 0.006 : 0.09, key, divergence ?? 300);
  const lost = divergence !== null;
  const missing = { value: null, why: "the training diverged" };
  return {
    id: `${cell}-tau${tau}-seed${seed}`,
    data: "lorenz",
    labels: { cell, τ: tau, seed },
    settings: { cell: { kind: cell, units: 30 }, forcing: { kind: "sparse", interval: tau }, seed },
    outcome: lost
      ? {
        kind: "diverged",
        epoch: divergence,
        step: 10 * divergence,
        lastFiniteLoss: history.loss[divergence - 1]!,
      }
      : { kind: "trained" },
    history,
    monitor: history.epochs.filter((epoch) => epoch % 50 === 0).map((epoch) => ({
      epoch,
      untruncated: 1 + 1000 * exponent * (1 - exp(-epoch / 60)),
      overInterval: 0.5 + tau * exponent * (1 - exp(-epoch / 60)),
    })),
    spectrum: lost ? null : spectrumOf(exponents, errors, "nats/step"),
    gradientNorms: lost ? null : normsOf(exponent, key),
    measures: lost
      ? { D_stsp: missing, D_H: missing }
      : { D_stsp: { value: distance }, D_H: { value: distance / (distance + 3) } },
    generated: lost ? null : like.generated,
    forecast: lost || like.forecast === undefined ? null : like.forecast,
    digest: `sha256:${key.toString(16).padStart(8, "0")}`,
  };
};

const recipe = (
  tau: number,
  seed: number,
  distance: number,
  exponent: number,
  divergence: number | null = null,
  cell = "PLRNN",
): Recipe => ({ cell, tau, seed, divergence, distance, exponent });

/** What a quickstart finds: τ = 5, 30 and 200, three seeds each, one of which diverged. */
export const quickstart: Result = {
  experiment: "quickstart",
  title: "The forcing interval decides",
  description:
    "A PLRNN is trained on the Lorenz system with forcing intervals below, near and above the predictability time.",
  profile: "quick",
  data: [lorenzData],
  runs: [
    recipe(5, 1, 6.8, 0.0021),
    recipe(5, 2, 8.1, -0.0052),
    recipe(5, 3, 7.2, 0.0008),
    recipe(30, 1, 0.21, 0.0109),
    recipe(30, 2, 0.32, 0.0112),
    recipe(30, 3, 0.18, 0.0106),
    recipe(200, 1, 9.4, 0.0301),
    recipe(200, 2, 0, 0, 181),
    recipe(200, 3, 7.9, 0.0243),
  ].map((each) => runOf(each)),
};

/** The same with three cells and more forcing intervals, many of them close together. */
export const threeCells: Result = {
  ...quickstart,
  runs: ["PLRNN", "RNN", "LSTM"].flatMap((cell, index) =>
    [5, 10, 30, 50, 60, 70, 100, 200].flatMap((tau) =>
      [1, 2, 3].map((seed) => {
        const noise = normals(stream(seed, cell, String(tau)), 2);
        const distance = exp(
          Math.abs(log(tau / (30 + 10 * index))) * 1.6 - 1.5 - 0.4 * index + 0.4 * noise[0]!,
        );
        return runOf(
          recipe(tau, seed, distance, 0.011 + 0.002 * noise[1]!, tau >= 100 && seed === 2 ? 150 : null, cell),
        );
      })
    )
  ),
};

const everyRun = (change: (run: RunResult) => RunResult): Result => ({
  ...quickstart,
  runs: quickstart.runs.map(change),
});

const lose = (run: RunResult): RunResult => ({
  ...run,
  outcome: { kind: "diverged", epoch: 2, step: 15, lastFiniteLoss: null },
  history: { epochs: [1, 2], loss: [1e9, NaN], gradientNorm: [Infinity, NaN] },
  spectrum: null,
  gradientNorms: null,
  measures: { D_stsp: { value: null, why: "the training diverged" } },
  generated: null,
  forecast: null,
});

/** All nine trainings diverged. */
export const allDiverged: Result = everyRun(lose);

/** A recording of which nothing is known: no spectrum and no predictability time. */
export const recording: Result = {
  ...quickstart,
  data: [{
    ...lorenzData,
    origin: { series: "recording", exponents: "series", unit: "units of the recording" },
    spectrum: null,
    predictabilityTime: null,
    scale: {},
    title: "a recording",
  }],
};

/** A recording whose largest exponent was estimated from its series. */
export const estimated: Result = {
  ...recording,
  data: [{
    ...recording.data[0]!,
    spectrum: { ...spectrumOf([1.02], [0.04], "nats/time"), kaplanYorke: null, meanLogDeterminant: null },
    predictabilityTime: lorenzData.predictabilityTime,
    scale: lorenzData.scale,
  }],
};

const firstColumn = (series: Series): Series => ({
  ...series,
  columns: 1,
  values: series.values.filter((_, index) => index % 3 === 0),
});

/** One observed variable only. */
export const scalar: Result = {
  ...everyRun((run) => ({
    ...run,
    generated: run.generated === null ? null : firstColumn(run.generated),
    forecast: run.forecast == null ? null : firstColumn(run.forecast),
  })),
  data: [{ ...lorenzData, series: firstColumn(lorenzData.series), variables: ["x"] }],
};

/** What a published ledger holds: numbers, but neither series nor histories; the exponent of the data is an estimate. */
export const ledger: Result = {
  ...everyRun((run) => ({
    ...run,
    history: { epochs: [], loss: [], gradientNorm: [] },
    monitor: [],
    spectrum: run.spectrum === null ? null : { ...run.spectrum, history: { time: [], exponents: [] } },
    gradientNorms: run.gradientNorms === null
      ? null
      : { ...run.gradientNorms, lengths: [], logNorms: [], standardErrors: [] },
    generated: null,
    forecast: null,
  })),
  data: [{
    ...lorenzData,
    series: { values: new Float64Array(0), rows: 0, columns: 3, dt },
    spectrum: null,
  }],
};

/** The same without any number. */
export const nothing: Result = {
  ...ledger,
  runs: ledger.runs.map((run) => ({ ...run, spectrum: null, gradientNorms: null, measures: {} })),
};

/** Twelve seeds at each of ten forcing intervals. */
export const manySeeds: Result = {
  ...quickstart,
  runs: [5, 10, 20, 30, 40, 50, 60, 70, 100, 200].flatMap((tau) =>
    Array.from({ length: 12 }, (_, seed) => {
      const noise = normals(stream(seed, "many", String(tau)), 2);
      const distance = exp(Math.abs(log(tau / 35)) * 1.7 - 1.6 + 0.5 * noise[0]!);
      return runOf(
        recipe(tau, seed, distance, 0.011 + 0.004 * noise[1]!, tau >= 100 && seed < 4 ? 150 : null),
      );
    })
  ),
};

const ways: readonly (readonly [labels: Readonly<Record<string, string | number>>, distance: number])[] = [
  [{ τ: 30 }, 0.1],
  [{ forcing: "random", τ: 30 }, 0.05],
  [{ forcing: "annealed", τ: 46 }, 0.12],
  ...[1, 10, 100, 1000].map((threshold) =>
    [{ forcing: "none", clipping: `norm, threshold ${threshold}` }, 8.5 + 4 / threshold] as const
  ),
  ...[10, 30, 50, 100, 200].map((length) =>
    [{ forcing: "none", windowing: length }, 7 + length / 40] as const
  ),
  ...[10, 30, 50, 100, 200].map((length) =>
    [{ forcing: "none", truncation: length }, 9 + length / 60] as const
  ),
];

/** Everything that could replace forcing: labels that no number orders, with two cells. */
export const remedies: Result = {
  ...quickstart,
  runs: ways.flatMap(([labels, distance], way) =>
    ["LSTM", "PLRNN"].flatMap((cell) =>
      [1, 2, 3, 4, 5].map((seed) => {
        const noise = normals(stream(seed, "way", String(way), cell), 1)[0]!;
        const lost = cell === "PLRNN" && "clipping" in labels && seed < 4 ? 40 : null;
        const run = runOf(
          recipe(
            30,
            seed + 10 * way,
            distance * (cell === "PLRNN" ? 1.6 : 1) * exp(0.3 * noise),
            0.01,
            lost,
            cell,
          ),
        );
        const all = { cell, ...labels, seed };
        return {
          ...run,
          id: Object.entries(all).map(([name, value]) => `${name}${value}`).join("-"),
          labels: all,
        };
      })
    )
  ),
};
