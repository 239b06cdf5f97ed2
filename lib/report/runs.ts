/**
 * The table of all runs: what tells them apart, how they ended, and every number that was found.
 *
 * @module
 */
import type { Evidence, RunEvidence } from "../results/evidence.ts";
import type { Table } from "../figures/plot/figure.ts";
import { shortNumber } from "../figures/plot/numbers.ts";
import { hasDiverged } from "../figures/selection.ts";
import { perStep } from "../figures/spectra_view.ts";
import { labelQuantity, measureQuantity } from "../figures/words.ts";

const outcomeText = (run: RunEvidence): string =>
  run.outcome.kind === "trained"
    ? (hasDiverged(run) ? "trained, free run diverged" : "trained")
    : `diverged in epoch ${run.outcome.epoch}, step ${run.outcome.step}` +
      (run.outcome.lastFiniteLoss === null ? "" : `, last loss ${shortNumber(run.outcome.lastFiniteLoss)}`);

const distinct = (names: readonly string[]): readonly string[] => [...new Set(names)];

/** One row per run. */
export const runsTable = ({ runs, data }: Evidence): Table => {
  const named = distinct(runs.flatMap((run) => Object.keys(run.labels)));
  const labels = [...named.filter((name) => name !== "seed"), ...named.filter((name) => name === "seed")];
  const measures = distinct(runs.flatMap((run) => Object.keys(run.measures)));
  const dtOf = (run: RunEvidence): number => data.find(({ id }) => id === run.data)?.series.dt ?? 1;
  return {
    columns: [
      ...labels.map((name) => ({ name: labelQuantity(name).quantity, unit: labelQuantity(name).unit })),
      { name: "outcome", unit: null },
      ...measures.map((name) => ({ name, unit: measureQuantity(name).unit })),
      { name: "λ₁", unit: "nats per step" },
      { name: "standard error", unit: "nats per step" },
      { name: "sum of exponents", unit: "nats per step" },
      { name: "mean ln |det J|", unit: "nats per step" },
      { name: "Kaplan–Yorke dimension", unit: null },
      { name: "gradient norm slope", unit: "nats per step" },
      { name: "last loss", unit: null },
      { name: "digest", unit: null },
    ],
    rows: runs.map((run) => {
      const spectrum = run.spectrum === null ? null : perStep(run.spectrum, dtOf(run));
      return [
        ...labels.map((name) => run.labels[name] ?? null),
        outcomeText(run),
        ...measures.map((name) => {
          const measurement = run.measures[name];
          return measurement?.value ?? measurement?.why ?? null;
        }),
        spectrum?.exponents[0] ?? null,
        spectrum?.errors[0] ?? null,
        spectrum === null ? null : spectrum.exponents.reduce((sum, value) => sum + value, 0),
        run.spectrum?.meanLogDeterminant ?? null,
        run.spectrum?.kaplanYorke?.value ?? null,
        run.gradientNorms?.slope.value ?? null,
        run.history.loss[run.history.loss.length - 1] ?? null,
        run.digest,
      ];
    }),
  };
};
