/**
 * The JSON document of a finished experiment, for programs.
 *
 * @module
 */
import type { LyapunovSpectrum } from "../lyapunov/result.ts";
import type { DataResult, Result, RunResult, Verdict } from "../results/result.ts";
import { withoutNonFinite } from "./finite_json.ts";
import { type Digest, digestOf } from "../core/codec/canonical.ts";

/** What the document says of exponents. */
type ExponentsDocument = Pick<LyapunovSpectrum, "unit" | "exponents" | "standardErrors" | "converged">;

const exponentsOf = (spectrum: RunResult["spectrum"]): ExponentsDocument | null =>
  spectrum === null ? null : {
    unit: spectrum.unit,
    exponents: spectrum.exponents,
    standardErrors: spectrum.standardErrors,
    converged: spectrum.converged,
  };

/**
 * A dataset in the document.
 *
 * @internal
 */
export interface DataDocument extends Pick<DataResult, "id" | "title" | "digest"> {
  /** Exponents of its system, or of the series itself; null if there are none. */
  readonly lyapunov: ExponentsDocument | null;
  /** The predictability time, in time units and in steps; null if none is known. */
  readonly predictabilityTime: { readonly time: number; readonly steps: number } | null;
}

const dataDocument = (
  { id, title, spectrum, predictabilityTime, digest }: DataResult,
): DataDocument => ({
  id,
  title,
  lyapunov: exponentsOf(spectrum),
  predictabilityTime: predictabilityTime === null
    ? null
    : { time: predictabilityTime.time.value, steps: predictabilityTime.steps.value },
  digest,
});

/**
 * A run in the document.
 *
 * @internal
 */
export interface RunDocument extends Pick<RunResult, "id" | "labels" | "settings" | "digest"> {
  /** How its training ended. */
  readonly outcome: RunResult["outcome"]["kind"];
  /** Where it diverged; absent if it did not. */
  readonly divergence?: {
    readonly epoch: number;
    readonly step: number;
    readonly lastFiniteLoss: number | null;
  };
  /** Why no kernel could train it; absent if one did. */
  readonly untraced?: NonNullable<RunResult["untraced"]>;
  /** By name; null if there is none. */
  readonly measures: Readonly<Record<string, number | null>>;
  /** Exponents of its network; null after divergence. */
  readonly lyapunov: ExponentsDocument | null;
}

const runDocument = (
  { id, labels, settings, outcome, untraced, measures, spectrum, digest }: RunResult,
): RunDocument => ({
  id,
  labels,
  settings,
  outcome: outcome.kind,
  ...(outcome.kind === "diverged"
    ? { divergence: { epoch: outcome.epoch, step: outcome.step, lastFiniteLoss: outcome.lastFiniteLoss } }
    : {}),
  ...(untraced === undefined ? {} : { untraced }),
  measures: Object.fromEntries(Object.entries(measures).map(([name, { value }]) => [name, value])),
  lyapunov: exponentsOf(spectrum),
  digest,
});

/** A finished experiment, as `result.json` has it. */
export interface ResultDocument extends Pick<Result, "experiment" | "profile"> {
  /** Its datasets: exponents and predictability time, null if none are known, and the digest of the artifact. */
  readonly data: readonly DataDocument[];
  /** Its runs: how each ended, its measures and exponents, null if there is none, and the digest over its artifacts. */
  readonly runs: readonly RunDocument[];
  /** The verdicts on its claims. */
  readonly claims: readonly Verdict[];
  /** Digest over all runs. */
  readonly digest: Digest;
}

/** The document of a result and of the verdicts on it. */
export const resultDocument = (
  { experiment, profile, data, runs }: Result,
  claims: readonly Verdict[],
): ResultDocument => ({
  experiment,
  profile,
  data: data.map(dataDocument),
  runs: runs.map(runDocument),
  claims: claims.map((verdict) => ({
    ...verdict,
    evidence: withoutNonFinite(verdict.evidence) as Verdict["evidence"],
  })),
  digest: digestOf(runs.map(({ id, digest }) => ({ id, digest }))),
});

/** The files of a report by their names, and the result that they show. */
export interface WrittenReport {
  /** The page, the figures, and the result as JSON. */
  readonly files: Readonly<Record<string, Uint8Array>>;
  /** What `result.json` says. */
  readonly result: ResultDocument;
}

/** The name of the file that holds the document. */
export const RESULT_FILE = "result.json";

/** A report that a step has made, as the store holds it. */
export const writtenReport = (files: WrittenReport["files"]): WrittenReport => ({
  files,
  result: JSON.parse(new TextDecoder().decode(files[RESULT_FILE])) as ResultDocument,
});
