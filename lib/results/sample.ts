/**
 * A quantity over the runs of a group: all values, their median, how many runs diverged.
 *
 * @module
 */
import { measureCalled } from "../measures/identity.ts";
import { reasonInWords } from "../measures/reason.ts";
import { runInWords } from "../core/codec/labels.ts";
import { median } from "../numerics/statistics.ts";
import type { Result, RunResult } from "./result.ts";
import { compareLabels, type Group, inWords, selects } from "./group.ts";
import type { Quantity } from "./quantity.ts";
import { counted } from "../core/program/text.ts";

/** The quantity of one run. */
export interface Observed {
  /** Id of the run. */
  readonly run: string;
  /** Infinite or NaN where the run has no value, as the quantity says. */
  readonly value: number;
  /** Why the run has no value; null when it has one. */
  readonly why: string | null;
  /** Whether its training or its free run diverged. */
  readonly diverged: boolean;
}

/** A quantity over the runs of a group. */
export interface Sample {
  /** Which runs these are. */
  readonly group: Group;
  /** What was observed. */
  readonly quantity: Quantity;
  /** In the order of the labels, for any order of the runs. */
  readonly observed: readonly Observed[];
  /** The values of `observed`. */
  readonly values: readonly number[];
  /** NaN for a group without runs. */
  readonly median: number;
  /** How many runs there are. */
  readonly n: number;
  /** How many of them diverged. */
  readonly diverged: number;
}

const compareRuns = (a: RunResult, b: RunResult): number => {
  for (const name of [...new Set([...Object.keys(a.labels), ...Object.keys(b.labels)])].sort()) {
    const order = compareLabels(a.labels[name] ?? "", b.labels[name] ?? "");
    if (order !== 0) return order;
  }
  return compareLabels(a.id, b.id);
};

/** The runs of a group, in the order of their labels. */
export const runsOf = ({ runs }: Result, group: Group): readonly RunResult[] =>
  runs.filter(({ labels }) => selects(group, labels)).sort(compareRuns);

/** The words for a run, by its id. */
export type NameOfRun = (id: string) => string;

/** What sentences call the runs; what is not among them keeps its id, as a dataset does. */
export const namesOfRuns = (runs: readonly Pick<RunResult, "id" | "labels">[]): NameOfRun => {
  const names = new Map(runs.map(({ id, labels }) => [id, runInWords(labels)]));
  return (id) => names.get(id) ?? id;
};

/** How a run diverged, in its training or when it ran freely; null when it did not. */
export const divergenceOf = ({ outcome, spectrum }: RunResult): string | null =>
  outcome.kind === "diverged"
    ? `the training diverged in epoch ${outcome.epoch}`
    : spectrum === null
    ? "the free run diverged"
    : null;

/**
 * What a reader must know of trainings that no kernel could run, a sentence for each reason; nothing where there are none.
 *
 * @example One of two
 * ```ts
 * import { untracedSentences } from "./sample.ts";
 * import { assertEquals } from "@std/assert/mod.js";
 *
 * assertEquals(untracedSentences([{}, { untraced: "It calls dataSync" }]), [
 *   "TensorFlow.js ran 1 of 2 trainings: slower, and with the bits of the machine that ran it. The step of the cell was " +
 *   "not traced. It calls dataSync.",
 * ]);
 * ```
 */
export const untracedSentences = (runs: readonly Pick<RunResult, "untraced">[]): readonly string[] =>
  [...new Set(runs.flatMap(({ untraced }) => untraced ?? []))].map((why) =>
    `TensorFlow.js ran ${runs.filter(({ untraced }) => untraced === why).length} of ${
      counted(runs.length, "training")
    }: slower, and with the bits of the machine that ran it. The step of the cell was not traced. ${why}.`
  );

/** Whether the free run that measures are made from diverged. */
export const freeRunDiverged = ({ generated, seriesNotKept }: RunResult): boolean =>
  generated === null && seriesNotKept !== true;

/** Whether a training or one of its free runs diverged: the one that is measured may be longer than that of the spectrum. */
export const hasDiverged = (run: RunResult): boolean => divergenceOf(run) !== null || freeRunDiverged(run);

const observe = (quantity: Quantity, missing: number) => (run: RunResult): Observed => {
  const found = quantity.of(run);
  const divergence = divergenceOf(run);
  return typeof found === "number" && !Number.isNaN(found)
    ? { run: run.id, value: found, why: null, diverged: hasDiverged(run) }
    : {
      run: run.id,
      // What was never evaluated says nothing, not even that the run is bad.
      value: found === undefined && divergence === null ? NaN : missing,
      why: divergence ??
        reasonInWords(run.measures[quantity.name]?.why ?? `it has no ${measureCalled(quantity.name)}`),
      diverged: hasDiverged(run),
    };
};

/**
 * A quantity over the runs of a group.
 *
 * @param missing What a run without a value counts as. Default: as the quantity says.
 */
export const sampleOf = (
  evidence: Result,
  group: Group,
  quantity: Quantity,
  missing: number = quantity.missing,
): Sample => sampleOfRuns(runsOf(evidence, group), group, quantity, missing);

/** The same over runs that were selected already. */
export const sampleOfRuns = (
  runs: readonly RunResult[],
  group: Group,
  quantity: Quantity,
  missing: number = quantity.missing,
): Sample => {
  const observed = runs.map(observe(quantity, missing));
  const values = observed.map(({ value }) => value);
  return {
    group,
    quantity,
    observed,
    values,
    median: median(values),
    n: observed.length,
    diverged: observed.filter(({ diverged }) => diverged).length,
  };
};

/** How many runs there are, and how many of them diverged. */
export type Size = Pick<Sample, "n" | "diverged">;

/** The size of several samples together. */
export const sizeOf = (samples: readonly Size[]): Size => ({
  n: samples.reduce((sum, { n }) => sum + n, 0),
  diverged: samples.reduce((sum, { diverged }) => sum + diverged, 0),
});

/** A sample as evidence: every value of every run, with the reason where there is none. */
export const summaryOf = (sample: Sample): Readonly<Record<string, unknown>> => ({
  group: inWords(sample.group),
  labels: sample.group,
  n: sample.n,
  diverged: sample.diverged,
  median: sample.median,
  values: sample.observed.map(({ run, value, why }) => ({ run, value, ...(why === null ? {} : { why }) })),
});

/** "n = 3", "n = 3, 1 diverged". */
export const sizeInWords = ({ n, diverged }: Size): string =>
  diverged === 0 ? `n = ${n}` : `n = ${n}, ${diverged} diverged`;
