/**
 * Norm of ∂z_T/∂z_1 along a free run over the epochs, nowhere cut and over one forcing interval, as the monitor saw it.
 *
 * @module
 */
import type { Optional } from "../../../core/codec/codec.ts";
import type { Kind } from "../../../core/catalogue.ts";
import * as E from "fp-ts/Either.js";
import { pipe } from "fp-ts/function.js";
import type { RunResult } from "../../../results/result.ts";
import { exp } from "../../../numerics/elementary.ts";
import { capitalised, listed } from "../../../core/program/text.ts";
import { median } from "../../../numerics/statistics.ts";
import { historyFigure } from "../history.ts";
import { figureKind, type FigureKindOf } from "../kind.ts";
import { shortNumber } from "../../../numerics/format.ts";
import { labelValues, runsWith, type Subject, subjectOf } from "../selection.ts";
import { divergedTrainings, labelled } from "../words.ts";
import type { Sentence } from "../plot/figure.ts";
import { overEpochs } from "./over_epochs.ts";

/** The two norms that the monitor finds, by their names in the legend. */
const norms = {
  "T, nowhere cut": "untruncated",
  "T = τ": "overInterval",
} as const;

type NormName = keyof typeof norms;

/** A run as often as it has norms, each with the epochs at which the monitor looked. */
const withNorms = (run: RunResult): readonly RunResult[] =>
  (Object.keys(norms) as NormName[])
    .filter((length) => (run.monitor ?? []).some((entry) => entry[norms[length]] !== null))
    .map((length) => ({
      ...run,
      labels: { ...run.labels, length },
      history: { ...run.history, epochs: (run.monitor ?? []).map(({ epoch }) => epoch) },
    }));

/** Norms beyond these are drawn at the edge: a norm of 10⁻²⁰⁰ would leave no room for the others. */
const [least, most] = [1e-6, 1e30];

/** NaN, which no line shows, where the run left the finite numbers. */
const normsOf = ({ labels, monitor = [] }: RunResult): readonly number[] =>
  monitor.map((entry) => {
    const logarithm = entry[norms[labels.length as NormName]];
    return logarithm === null ? NaN : Math.min(most, Math.max(least, exp(logarithm)));
  });

/** The median over the runs of the last norm that the monitor found, as the figure has them. */
const finalOf = (runs: readonly RunResult[], length: NormName, over: string): readonly string[] => {
  const last = runs.flatMap((run) => run.monitor?.at(-1)?.[norms[length]] ?? []);
  return last.length === 0 ? [] : [`${shortNumber(exp(median(last)))} over ${over}`];
};

const findingOf = (runs: readonly RunResult[], over: string): readonly Sentence[] => {
  const diverged = runs.filter(({ outcome }) => outcome.kind === "diverged").length;
  const values = labelValues(runs, over);
  const norms = (values.length === 0 ? [null] : values).map((value) => {
    const own = value === null ? runs : runsWith(runs, over, value);
    const found = [
      ...finalOf(own, "T, nowhere cut", "T steps"),
      ...finalOf(own, "T = τ", "one forcing interval"),
    ];
    const where = value === null ? "" : ` with ${labelled(over, value)}`;
    return `${found.length === 0 ? "not known" : listed(found)}${where}`;
  });
  return [
    `At the monitor's last measurement the median norm is ${norms.join("; ")}. ${
      capitalised(divergedTrainings(diverged, runs.length))
    }`,
  ];
};

/** Each run once for each length, which takes the place of what gives runs their colours in other figures. */
const withLengths = ({ data, runs, among }: Subject): Subject => ({
  data,
  runs: runs.flatMap(withNorms),
  among: among.flatMap(withNorms),
});

/** Gradient norms along the free run over epochs; needs runs with the monitor "gradients". */
export const jacobianNormEpochsFigure: Kind<
  FigureKindOf<"jacobianNormOverEpochs", {
    readonly over: Optional<string>;
    readonly data: Optional<string | null>;
  }>
> = figureKind(
  "jacobianNormOverEpochs",
  overEpochs,
  ({ over, data }, evidence) =>
    pipe(
      subjectOf(evidence, data),
      E.chain((subject) =>
        pipe(
          historyFigure(withLengths(subject), over, {
            kind: "jacobianNormOverEpochs",
            title: "Norm of ∂z_T/∂z_1 along the free run, over the epochs",
            short: "norm",
            axis: { quantity: "‖∂z_T/∂z_1‖", unit: "spectral norm" },
            meaning:
              "spectral norm of the product of Jacobians along the network's free run, geometric mean over four starting " +
              "points, drawn at the edge below 10⁻⁶ and above 10³⁰",
            values: normsOf,
            cutsSpikes: false,
          }),
          // Every run is there twice, so what the history counts would be double.
          E.map((figure) => ({
            ...figure,
            finding: findingOf(subject.runs, over),
            panels: figure.panels.map((panel) => ({ ...panel, note: "" })),
          })),
        )
      ),
    ),
);
