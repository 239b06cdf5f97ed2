/** Small evidence by hand. */
import { type Claim, claimCodec, type ClaimInput, judge } from "../../lib/claims/catalogue.ts";
import type { Evidence, RunEvidence, Verdict } from "../../lib/results/evidence.ts";
import type { GradientNorms, LyapunovSpectrum } from "../../lib/lyapunov/result.ts";

/** A spectrum of which only what claims look at is told. */
export const spectrumOf = (
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
export const growing = (slope: number, standardError = 1e-4): GradientNorms => ({
  lengths: [10, 100],
  logNorms: [10 * slope, 100 * slope],
  standardErrors: [0, 0],
  slope: { value: slope, standardError },
});

/** A trained run, with what the test changes. */
export const run = (labels: RunEvidence["labels"], change: Partial<RunEvidence> = {}): RunEvidence => ({
  id: Object.entries(labels).map(([name, value]) => `${name}${value}`).join("-"),
  data: "lorenz",
  labels,
  settings: {},
  outcome: { kind: "trained" },
  history: { epochs: [1], loss: [0.1], gradientNorm: [1] },
  spectrum: spectrumOf([0.011, 0, -0.15]),
  gradientNorms: growing(0.011),
  measures: {},
  generated: { values: new Float64Array(3), rows: 1, columns: 3, dt: 0.01 },
  digest: "sha256:0",
  ...change,
});

/** A run whose training diverged. */
export const divergedRun = (labels: RunEvidence["labels"], measures: readonly string[] = []): RunEvidence =>
  run(labels, {
    outcome: { kind: "diverged", epoch: 7, step: 3, lastFiniteLoss: 1e30 },
    spectrum: null,
    gradientNorms: null,
    generated: null,
    measures: Object.fromEntries(
      measures.map((name) => [name, { value: null, why: "the training diverged" }]),
    ),
  });

/** Runs on the Lorenz system with λ₁ = 1.1 nats/time and dt = 0.01. */
export const evidenceOf = (
  runs: readonly RunEvidence[],
  change: Partial<Evidence["data"][number]> = {},
): Evidence => ({
  experiment: "by-hand",
  title: "By hand",
  description: "",
  profile: "quick",
  data: [{
    id: "lorenz",
    title: "Lorenz-63",
    series: { values: new Float64Array(3), rows: 1, columns: 3, dt: 0.01 },
    variables: ["x", "y", "z"],
    spectrum: spectrumOf([1.1, 0, -14.77], { unit: "nats/time", determinant: -13.67 }),
    predictabilityTime: null,
    scale: {},
    digest: "sha256:0",
    ...change,
  }],
  runs,
});

/** Runs with one measure: by τ the values of seeds 1, 2 …; null for a diverged one. */
export const sweep = (
  measure: string,
  byInterval: Readonly<Record<number, readonly (number | null)[]>>,
): Evidence =>
  evidenceOf(
    Object.entries(byInterval).flatMap(([interval, values]) =>
      values.map((value, index) => {
        const labels = { cell: "PLRNN", "τ": Number(interval), seed: index + 1 };
        return value === null
          ? divergedRun(labels, [measure])
          : run(labels, { measures: { [measure]: { value } } });
      })
    ),
  );

/** A claim as its author writes it, decoded. */
export const claimOf = (input: ClaimInput): Claim =>
  (claimCodec.decode(input) as { readonly right: Claim }).right;

/** The verdict on a claim. */
export const judged = (input: ClaimInput, evidence: Evidence): Verdict => judge(claimOf(input), evidence);
