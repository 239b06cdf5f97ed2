/**
 * The result of an experiment: the evidence on which claims are judged and from which figures are drawn.
 *
 * Plain values. `readResult` reads them from wherever they are kept: the artifacts of the steps, or a ledger.
 *
 * @module
 */
import * as E from "fp-ts/Either.js";
import { pipe } from "fp-ts/function.js";
import type { LyapError } from "../core/program/errors.ts";
import type { Origin } from "../series/origin.ts";
import type { Series } from "../series/series.ts";
import type { Estimate, GradientNorms, LyapunovSpectrum } from "../lyapunov/result.ts";
import type { ExponentAlong } from "../training/exponent_along.ts";
import type { MeasuredBaseline } from "../measures/baselines.ts";
import type { Measurement } from "../measures/measure.ts";
import type { MonitorEntry } from "../training/checkpoint.ts";

export type { Measurement };

/** How a training ended. A training that diverges is a result, not an error. */
export type Outcome =
  | { readonly kind: "trained" }
  | {
    readonly kind: "diverged";
    readonly epoch: number;
    readonly step: number;
    readonly lastFiniteLoss: number | null;
  };

/** What an estimate says of a recording. */
export interface SeriesVerdict {
  /** What the series is. */
  readonly verdict: "chaotic" | "regular" | "noise" | "not stationary" | "too short";
  /** Why, in a sentence. */
  readonly because: string;
  /**
   * Noise on what networks are trained on, in standard deviations; absent for what has no validation part, and 0 for a map,
   * in which it is not seen.
   */
  readonly noise?: number;
  /** The same on what no choice has seen. */
  readonly heldOutNoise?: number;
}

/** A dataset as the experiment used it. */
export interface DataResult {
  /** Names the dataset within the experiment; runs refer to it. */
  readonly id: string;
  /** For people: "Lorenz-63 (σ = 10, ρ = 38, β = 8/3)". */
  readonly title: string;
  /** The series that is compared with generated ones, in the units in which networks saw it. */
  readonly series: Series;
  /** Names of the observed variables. */
  readonly variables: readonly string[];
  /** Names of the inputs that drive it; absent if nothing does. */
  readonly inputs?: readonly string[];
  /** The unit of its time: "s"; absent if none is known. */
  readonly timeUnit?: string;
  /** Where series, exponents and unit come from; absent: all from equations, not standardised. */
  readonly origin?: Origin;
  /** Spectrum in nats/time: from the equations, or of a recording what was estimated; null if nothing is known. */
  readonly spectrum: LyapunovSpectrum | null;
  /** ln 2 / λ₁; null for what is not chaotic or not known. */
  readonly predictabilityTime: { readonly time: Estimate; readonly steps: Estimate } | null;
  /**
   * For each measure its floor (two independent true trajectories, or two parts of a recording), its ceiling (a fixed point at the mean) and, where
   * it leaves out some, the share of the true points that it counts.
   */
  readonly scale: Readonly<
    Record<
      string,
      { readonly floor: number | null; readonly ceiling: number | null; readonly counted?: number | null }
    >
  >;
  /** What comes of going on without training, in the order in which the spec asks for it; absent if it does not. */
  readonly baselines?: readonly MeasuredBaseline[];
  /** λ₁ of a recording along its rows, in nats per step, where it agrees with the estimate and is more exact; absent otherwise. */
  readonly along?: ExponentAlong;
  /** What a recording is, as an estimate from its series says; absent if equations are known. */
  readonly estimate?: SeriesVerdict;
  /** Digest of the artifact. */
  readonly digest: string;
}

/** One fully resolved point of a sweep. */
export interface Run<Settings = Readonly<Record<string, unknown>>> {
  /** Unique within the experiment, for example "PLRNN-tau30-seed2". */
  readonly id: string;
  /**
   * What distinguishes this run from the others, for tables and legends: {"cell": "PLRNN", "τ": 30, "seed":
   * 2}.
   */
  readonly labels: Readonly<Record<string, string | number>>;
  /** The resolved settings. */
  readonly settings: Settings;
}

/**
 * A run with the name of the dataset that it is trained on.
 *
 * @internal
 */
export type RunOnData<Settings = Readonly<Record<string, unknown>>> = Run<Settings> & {
  readonly data: string;
};

/** What came of a run. */
export interface RunResult extends RunOnData {
  /** How its training ended. */
  readonly outcome: Outcome;
  /** Training history; entries at the same places belong together. */
  readonly history: {
    readonly epochs: readonly number[];
    /** Mean over the batches of an epoch of the mean squared error. */
    readonly loss: readonly number[];
    /** Mean over the batches of an epoch of the norm of the loss gradient. */
    readonly gradientNorm: readonly number[];
  };
  /** Why TensorFlow.js ran the training, with the bits of its machine; absent if kernels did. */
  readonly untraced?: string;
  /** What the monitor saw of the gradients while the training went on; absent or empty if it did not look. */
  readonly monitor?: readonly MonitorEntry[];
  /** Spectrum along the network's own free run, in nats/step; null after divergence. */
  readonly spectrum: LyapunovSpectrum | null;
  /** Growth of ‖∂z_T/∂z_1‖ along the free run; null after divergence. */
  readonly gradientNorms: GradientNorms | null;
  /** Names of measures as in the spec, "D_stsp", "D_H"… */
  readonly measures: Readonly<Record<string, Measurement>>;
  /** The same measures on the part by which networks are chosen; absent if there is none. */
  readonly validation?: Readonly<Record<string, Measurement>>;
  /** The beginning of the free run, for pictures; null after divergence. */
  readonly generated: Series | null;
  /** Set where the free run did not diverge, and yet its series was not kept, as in a ledger. */
  readonly seriesNotKept?: true;
  /**
   * A forecast from the first row of the dataset's series: its rows are those of the series from the second on. Null
   * after divergence, absent if none was made.
   */
  readonly forecast?: Series | null;
  /** Digest over all artifacts of the run. */
  readonly digest: string;
}

/** A claim's verdict. */
export interface Verdict {
  /** Unique within the experiment. */
  readonly id: string;
  /** What is claimed, in a sentence. */
  readonly statement: string;
  /** Whether the evidence agrees. */
  readonly verdict: "upheld" | "refuted";
  /** The numbers that decided, by name; some may be infinite or NaN. In JSON such a number is null, with a text beside it. */
  readonly evidence: Readonly<Record<string, unknown>>;
  /** The evidence in a sentence. */
  readonly because: string;
  /** The sentence or the figure of the paper that the claim restates. */
  readonly restates?: string;
  /** The numbers that this sentence or figure states, as it writes them. */
  readonly states?: string;
  /** Why the evidence refutes the claim, as the spec's author sees it; to be shown where it does. */
  readonly explanation?: string;
}

/**
 * What an experiment is called.
 *
 * @internal
 */
export interface ResultHeading {
  /** Its name. */
  readonly experiment: string;
  /** For people. */
  readonly title: string;
  /** What it is about, in a few sentences; may be empty. */
  readonly description: string;
  /** The profile in which it ran. */
  readonly profile: string;
  /** The unit of time of its data: "s". Default: none is known. */
  readonly timeUnit?: string | undefined;
}

/** Everything an experiment found. */
export interface Result extends ResultHeading {
  /** Its datasets. */
  readonly data: readonly DataResult[];
  /** Its runs, those that diverged too. */
  readonly runs: readonly RunResult[];
  /** All runs of the page where these are a part of them: colours are given among all. Default: these. */
  readonly among?: readonly RunResult[];
}

/** Where results are kept: the artifacts of the steps, or a ledger. */
export interface ResultSource<Settings> {
  /** What is known of the dataset of a run. */
  readonly data: (run: RunOnData<Settings>) => E.Either<LyapError, DataResult>;
  /** What came of a run. */
  readonly run: (run: RunOnData<Settings>) => E.Either<LyapError, RunResult>;
}

/** Reads a result: the datasets in the order in which runs use them, and the runs in theirs. */
export const readResult = <Settings>(
  { experiment, title, description, profile, timeUnit }: ResultHeading,
  runs: readonly RunOnData<Settings>[],
  source: ResultSource<Settings>,
): E.Either<LyapError, Result> => {
  const firstOnData = runs.filter((run, index) => runs.findIndex(({ data }) => data === run.data) === index);
  return pipe(
    E.Do,
    E.bindW("data", () => E.traverseArray(source.data)(firstOnData)),
    E.bindW("runs", () => E.traverseArray(source.run)(runs)),
    E.map(({ data, runs }) => ({
      experiment,
      title,
      description,
      profile,
      data: timeUnit === undefined ? data : data.map((each) => ({ ...each, timeUnit })),
      runs,
    })),
  );
};
