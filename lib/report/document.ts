/**
 * The JSON document of a finished experiment, for programs.
 *
 * @module
 */
import type { Evidence, RunEvidence, Verdict } from "../results/evidence.ts";
import { type Digest, digestOf } from "../codec/canonical.ts";

/** One run in the document. */
export interface RunDocument {
  /** Unique within the experiment. */
  readonly id: string;
  /** What tells the run from the others. */
  readonly labels: RunEvidence["labels"];
  /** All of its settings. */
  readonly settings: RunEvidence["settings"];
  /** How its training ended. */
  readonly outcome: "trained" | "diverged";
  /** Present where a training diverged. */
  readonly divergence?: {
    readonly epoch: number;
    readonly step: number;
    readonly lastFiniteLoss: number | null;
  };
  /** By name; null where there is no value. */
  readonly measures: Readonly<Record<string, number | null>>;
  /** Its exponents; null after divergence. */
  readonly lyapunov: {
    readonly unit: string;
    readonly exponents: readonly number[];
    readonly standardErrors: readonly number[];
    readonly converged: boolean;
  } | null;
  /** Digest over all its artifacts. */
  readonly digest: string;
}

/** One dataset in the document. */
export interface DataDocument {
  /** Names the dataset within the experiment. */
  readonly id: string;
  /** For people. */
  readonly title: string;
  /** Exponents of the system; null where none are known. */
  readonly lyapunov: RunDocument["lyapunov"];
  /** ln 2 / λ₁; null where it is not known. */
  readonly predictabilityTime: { readonly time: number; readonly steps: number } | null;
  /** Digest of the artifact. */
  readonly digest: string;
}

/** A finished experiment. */
export interface ResultDocument {
  /** Its name. */
  readonly experiment: string;
  /** The profile in which it ran. */
  readonly profile: string;
  /** Its datasets. */
  readonly data: readonly DataDocument[];
  /** Its runs. */
  readonly runs: readonly RunDocument[];
  /** The verdicts on its claims. */
  readonly claims: readonly Verdict[];
  /** Digest over all runs. */
  readonly digest: Digest;
}

const exponentsOf = (spectrum: RunEvidence["spectrum"]): RunDocument["lyapunov"] =>
  spectrum === null ? null : {
    unit: spectrum.unit,
    exponents: spectrum.exponents,
    standardErrors: spectrum.standardErrors,
    converged: spectrum.converged,
  };

/** The document of an experiment's evidence and verdicts. */
export const resultDocument = (evidence: Evidence, claims: readonly Verdict[]): ResultDocument => ({
  experiment: evidence.experiment,
  profile: evidence.profile,
  data: evidence.data.map(({ id, title, spectrum, predictabilityTime, digest }) => ({
    id,
    title,
    lyapunov: exponentsOf(spectrum),
    predictabilityTime: predictabilityTime === null
      ? null
      : { time: predictabilityTime.time.value, steps: predictabilityTime.steps.value },
    digest,
  })),
  runs: evidence.runs.map(({ id, labels, settings, outcome, measures, spectrum, digest }) => ({
    id,
    labels,
    settings,
    outcome: outcome.kind,
    ...(outcome.kind === "diverged"
      ? { divergence: { epoch: outcome.epoch, step: outcome.step, lastFiniteLoss: outcome.lastFiniteLoss } }
      : {}),
    measures: Object.fromEntries(Object.entries(measures).map(([name, { value }]) => [name, value])),
    lyapunov: exponentsOf(spectrum),
    digest,
  })),
  claims,
  digest: digestOf(evidence.runs.map(({ id, digest }) => ({ id, digest }))),
});
