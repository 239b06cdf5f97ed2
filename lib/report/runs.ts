/**
 * The table of all runs: what each is called, the numbers that matter, what distinguishes it from others, and
 * all the rest.
 *
 * @module
 */
import type { Result, RunResult } from "../results/result.ts";
import type { Table } from "./figures/plot/figure.ts";
import { shortNumber } from "../numerics/format.ts";
import { hasDiverged, runNames } from "./figures/selection.ts";
import { perStep } from "../lyapunov/result.ts";
import { reasonInWords } from "../measures/reason.ts";
import { labelQuantity, measureWords } from "./figures/words.ts";

/** Why measures have no value, each reason once; null if all have one. */
const reasonsOf = ({ measures }: RunResult): string | null => {
  const reasons = [...new Set(Object.values(measures).flatMap(({ why }) => why ?? []).map(reasonInWords))];
  return reasons.length === 0 ? null : reasons.join("; ");
};

const outcomeText = (run: RunResult): string =>
  run.outcome.kind === "trained"
    ? (hasDiverged(run) ? "trained, free run diverged" : "trained")
    : `diverged in epoch ${run.outcome.epoch}, step ${run.outcome.step}` +
      (run.outcome.lastFiniteLoss === null ? "" : `, last loss ${shortNumber(run.outcome.lastFiniteLoss)}`);

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

/** The measure that comes first where there is one. */
const FOREMOST = "D_stsp";
const PER_STEP = "nats per step";

/** How many measures are among the columns that are always shown. */
const MOST_MEASURES = 5;

/** A table of which only the first columns are shown until a reader asks for all. */
export interface FoldedTable extends Table {
  /** How many columns are always shown. */
  readonly foremost: number;
}

/** One row per run, the numbers that matter first and digests last; no column in which no run has anything. */
export const runsTable = ({ runs, data }: Result): FoldedTable => {
  const named = [...new Set(runs.flatMap((run) => Object.keys(run.labels)))];
  const labels = [...named.filter((name) => name !== "seed"), ...named.filter((name) => name === "seed")];
  const measured = [...new Set(runs.flatMap((run) => Object.keys(run.measures)))];
  const first = measured.find((name) => name === FOREMOST) ?? measured[0];
  const others = measured.filter((name) => name !== first);
  // Variants of a measure come after all that is measured as usual.
  const usual = others.filter((name) => measureWords(name).variant === "").slice(0, MOST_MEASURES - 1);
  const rest = others.filter((name) => !usual.includes(name));
  const dtOf = (run: RunResult): number => data.find(({ id }) => id === run.data)?.series.dt ?? 1;
  const spectrumOf = (run: RunResult) => run.spectrum === null ? null : perStep(run.spectrum, dtOf(run));
  const nameOf = runNames(runs);
  const foremost: readonly Column[] = [
    { name: "network", unit: null, of: nameOf },
    ...(first === undefined ? [] : [measureColumn(first)]),
    { name: "λ₁", unit: PER_STEP, of: (run) => spectrumOf(run)?.exponents[0] ?? null },
    { name: "± standard error", unit: PER_STEP, of: (run) => spectrumOf(run)?.standardErrors[0] ?? null },
    ...usual.map(measureColumn),
    { name: "outcome", unit: null, of: outcomeText },
  ];
  const further: readonly Column[] = [
    ...rest.map(measureColumn),
    { name: "not measured, because", unit: null, of: reasonsOf },
    ...labels.map((name): Column => ({ ...wordsOf(name), of: (run) => run.labels[name] ?? null })),
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
  const isShown = ({ of }: Column, index: number): boolean =>
    index === 0 || runs.some((run) => of(run) !== null);
  const always = foremost.filter(isShown);
  const shown = [...always, ...further.filter(({ of }) => runs.some((run) => of(run) !== null))];
  return {
    foremost: always.length,
    columns: shown.map(({ name, unit }) => ({ name, unit })),
    rows: runs.map((run) => shown.map(({ of }) => of(run))),
  };
};

const wordsOf = (label: string): Pick<Column, "name" | "unit"> => {
  const { quantity, unit } = labelQuantity(label);
  return { name: quantity, unit };
};
