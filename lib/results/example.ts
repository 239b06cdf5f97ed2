/**
 * Small results by hand: on them kinds of claims show what upholds and what refutes them.
 *
 * @example Three seeds of one training, of which one diverged
 * ```ts
 * import { exampleSweep } from "./example.ts";
 * import { assertEquals } from "@std/assert/mod.js";
 *
 * const { runs } = exampleSweep("D_stsp", { 30: [0.2, 0.1, null] });
 * assertEquals(runs.map(({ outcome }) => outcome.kind), ["trained", "trained", "diverged"]);
 * ```
 *
 * @module
 */
import type { GradientNorms, LyapunovSpectrum } from "../lyapunov/result.ts";
import type { Result, RunResult } from "./result.ts";

/** A spectrum with only the fields that claims read. */
export const exampleSpectrum = (
  exponents: readonly number[],
  options: {
    readonly errors?: readonly number[];
    readonly determinant?: number | null;
    readonly unit?: "nats/time";
  } = {},
): LyapunovSpectrum => ({
  unit: options.unit ?? "nats/step",
  exponents,
  standardErrors: options.errors ?? exponents.map(() => 1e-4),
  history: { time: [1], exponents: [exponents] },
  converged: true,
  kaplanYorke: null,
  meanLogDeterminant: options.determinant === undefined
    ? exponents.reduce((sum, exponent) => sum + exponent, 0)
    : options.determinant,
  steps: 20_000,
});

/** Gradient norms that grow by `slope` per step. */
export const exampleGrowth = (slope: number, standardError = 1e-4): GradientNorms => ({
  lengths: [10, 100],
  logNorms: [10 * slope, 100 * slope],
  standardErrors: [0, 0],
  slope: { value: slope, standardError },
});

/** A trained run, with what the test changes. */
export const exampleRun = (labels: RunResult["labels"], change: Partial<RunResult> = {}): RunResult => ({
  id: Object.entries(labels).map(([name, value]) => `${name}${value}`).join("-"),
  data: "lorenz",
  labels,
  settings: {},
  outcome: { kind: "trained" },
  history: { epochs: [1], loss: [0.1], gradientNorm: [1] },
  spectrum: exampleSpectrum([0.011, 0, -0.15]),
  gradientNorms: exampleGrowth(0.011),
  measures: {},
  generated: { values: new Float64Array(3), rows: 1, columns: 3, dt: 0.01 },
  digest: "sha256:0",
  ...change,
});

/** A run whose training diverged. */
export const divergedExample = (labels: RunResult["labels"], measures: readonly string[] = []): RunResult =>
  exampleRun(labels, {
    outcome: { kind: "diverged", epoch: 7, step: 3, lastFiniteLoss: 1e30 },
    spectrum: null,
    gradientNorms: null,
    generated: null,
    measures: Object.fromEntries(
      measures.map((name) => [name, { value: null, why: "the training diverged" }]),
    ),
  });

/** Runs on the Lorenz system with λ₁ = 1.1 nats/time and dt = 0.01. */
export const exampleResult = (
  runs: readonly RunResult[],
  change: Partial<Result["data"][number]> = {},
): Result => ({
  experiment: "by-hand",
  title: "By hand",
  description: "",
  profile: "quick",
  data: [{
    id: "lorenz",
    title: "Lorenz-63",
    series: { values: new Float64Array(3), rows: 1, columns: 3, dt: 0.01 },
    variables: ["x", "y", "z"],
    spectrum: exampleSpectrum([1.1, 0, -14.77], { unit: "nats/time", determinant: -13.67 }),
    predictabilityTime: null,
    scale: {},
    digest: "sha256:0",
    ...change,
  }],
  runs,
});

/** Runs with one measure: by τ the values of seeds 1, 2 …; null for a diverged one. */
export const exampleSweep = (
  measure: string,
  byInterval: Readonly<Record<number, readonly (number | null)[]>>,
): Result =>
  exampleResult(
    Object.entries(byInterval).flatMap(([interval, values]) =>
      values.map((value, index) => {
        const labels = { cell: "PLRNN", "τ": Number(interval), seed: index + 1 };
        return value === null
          ? divergedExample(labels, [measure])
          : exampleRun(labels, { measures: { [measure]: { value } } });
      })
    ),
  );

/** Three seeds of a PLRNN that is forced every 30 steps, each with what is changed. */
export const exampleSeeds = (change: (seed: number) => Partial<RunResult>): Result =>
  exampleResult([1, 2, 3].map((seed) => exampleRun({ cell: "PLRNN", "τ": 30, seed }, change(seed))));
