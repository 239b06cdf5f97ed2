/**
 * The table of all runs: what each is called, the numbers that matter, what tells it from others, and all the rest.
 *
 * @module
 */
import type { Result, RunResult } from "../results/result.ts";
import type { Table } from "../figures/plot/figure.ts";
import { shortNumber } from "../numerics/format.ts";
import { hasDiverged, runNames } from "../figures/selection.ts";
import { perStep } from "../lyapunov/result.ts";
import { labelQuantity, measureWords } from "../figures/words.ts";

/** Why measures have no value, each reason once. */
const reasonsOf = ({ measures }: RunResult): string => {
  const reasons = [...new Set(Object.values(measures).flatMap(({ why }) => why ?? []))];
  return reasons.length === 0 ? "" : ` (${reasons.join("; ")})`;
};

const outcomeText = (run: RunResult): string =>
  run.outcome.kind === "trained"
    ? (hasDiverged(run) ? `trained, free run diverged${reasonsOf(run)}` : `trained${reasonsOf(run)}`)
    : `diverged in epoch ${run.outcome.epoch}, step ${run.outcome.step}` +
      (run.outcome.lastFiniteLoss === null ? "" : `, last loss ${shortNumber(run.outcome.lastFiniteLoss)}`);

const distinct = (names: readonly string[]): readonly string[] => [...new Set(names)];

interface Column {
  readonly name: string;
  readonly unit: string | null;
  readonly of: (run: RunResult) => string | number | null;
}

const measureColumn = (name: string): Column => {
  const { called, unit } = measureWords(name);
  return {
    name: called,
    unit,
    of: ({ measures }) => measures[name]?.value ?? null,
  };
};

/** The measure that stands first where there is one. */
const FOREMOST = "D_stsp";
const PER_STEP = "nats per step";

/** One row per run, the numbers that matter first and digests last; no column in which no run has anything. */
export const runsTable = ({ runs, data }: Result): Table => {
  const named = distinct(runs.flatMap((run) => Object.keys(run.labels)));
  const labels = [...named.filter((name) => name !== "seed"), ...named.filter((name) => name === "seed")];
  const measured = distinct(runs.flatMap((run) => Object.keys(run.measures)));
  const first = measured.find((name) => name === FOREMOST) ?? measured[0];
  const measures = measured.filter((name) => name !== first);
  const dtOf = (run: RunResult): number => data.find(({ id }) => id === run.data)?.series.dt ?? 1;
  const spectrumOf = (run: RunResult) => run.spectrum === null ? null : perStep(run.spectrum, dtOf(run));
  const nameOf = runNames(runs);
  const columns: readonly Column[] = [
    { name: "network", unit: null, of: nameOf },
    ...(first === undefined ? [] : [measureColumn(first)]),
    { name: "λ₁", unit: PER_STEP, of: (run) => spectrumOf(run)?.exponents[0] ?? null },
    { name: "± standard error", unit: PER_STEP, of: (run) => spectrumOf(run)?.standardErrors[0] ?? null },
    ...measures.map(measureColumn),
    ...labels.map((name): Column => ({ ...wordsOf(name), of: (run) => run.labels[name] ?? null })),
    { name: "outcome", unit: null, of: outcomeText },
    { name: "Kaplan–Yorke dimension", unit: null, of: (run) => run.spectrum?.kaplanYorke?.value ?? null },
    { name: "gradient norm slope", unit: PER_STEP, of: (run) => run.gradientNorms?.slope.value ?? null },
    { name: "last loss", unit: null, of: ({ history: { loss } }) => loss[loss.length - 1] ?? null },
    {
      name: "sum of exponents",
      unit: PER_STEP,
      of: (run) => spectrumOf(run)?.exponents.reduce((sum, value) => sum + value, 0) ?? null,
    },
    { name: "mean ln |det J|", unit: PER_STEP, of: (run) => run.spectrum?.meanLogDeterminant ?? null },
    { name: "digest", unit: null, of: ({ digest }) => digest },
  ];
  const told = columns.filter(({ of }, index) => index === 0 || runs.some((run) => of(run) !== null));
  return {
    columns: told.map(({ name, unit }) => ({ name, unit })),
    rows: runs.map((run) => told.map(({ of }) => of(run))),
  };
};

const wordsOf = (label: string): Pick<Column, "name" | "unit"> => {
  const { quantity, unit } = labelQuantity(label);
  return { name: quantity, unit };
};
