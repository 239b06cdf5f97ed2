/**
 * A measure over two labels at once: the median over the seeds in each cell of a two-way sweep.
 *
 * @module
 */
import type { Kind } from "../../../core/catalogue.ts";
import * as E from "fp-ts/Either.js";
import { pipe } from "fp-ts/function.js";
import type { RunResult } from "../../../results/result.ts";
import { log10 } from "../../../numerics/elementary.ts";
import { cannotCompute } from "../../../core/program/errors.ts";
import { type Optional, optional, text } from "../../../core/codec/codec.ts";
import type { Axis, Figure } from "../plot/figure.ts";
import { figureKind, type FigureKindOf, optionalName } from "../kind.ts";
import { shortNumber } from "../../../numerics/format.ts";
import { capitalised } from "../../../core/program/text.ts";
import { reservationAt } from "../learned.ts";
import {
  hasDiverged,
  type LabelValue,
  labelValues,
  measuredValue,
  quantileWithLosses,
  runsWith,
  seedCount,
  shownValues,
  type Subject,
  subjectOf,
} from "../selection.ts";
import { labelled, labelQuantity, type MeasureWords, measureWords } from "../words.ts";

interface Place {
  readonly column: number;
  readonly row: number;
  readonly runs: readonly RunResult[];
  readonly median: number | null;
  readonly diverged: number;
}

/** A measure over two labels. */
export const heatMapFigure: Kind<
  FigureKindOf<"heatMap", {
    readonly measure: Optional<string>;
    /** The label across. */
    readonly columns: Optional<string>;
    /** The label from the bottom up. */
    readonly rows: Optional<string>;
    readonly data: Optional<string | null>;
  }>
> = figureKind(
  "heatMap",
  {
    measure: optional(text, "D_stsp"),
    columns: optional(text, "τ"),
    rows: optional(text, "cell"),
    data: optionalName,
  },
  ({ measure: name, columns, rows, data }, evidence) =>
    pipe(
      subjectOf(evidence, data),
      E.map((subject) => ({ subject, measure: measureWords(name) })),
      E.chain(({ subject, measure }) =>
        subject.runs.some((run) =>
            run.labels[columns] !== undefined && run.labels[rows] !== undefined &&
            measuredValue(run, measure) !== null
          )
          ? E.right(draw(subject, measure, columns, rows))
          : E.left(cannotCompute(
            `Cannot draw ${measure.called} over ${columns} and ${rows}: no run has all three`,
            "name a measure that the experiment evaluates and two labels that its runs have",
          ))
      ),
    ),
);

const categories = (label: string, values: readonly LabelValue[]): Axis => ({
  ...labelQuantity(label),
  scale: "linear",
  domain: [-0.5, values.length - 0.5],
  ticks: values.map((value, index) => ({ at: index, label: shownValues(values)(value) })),
});

/** Decades that the shades span at least, so that nearly equal values look so. */
const leastSpan = 0.1;

/** From 1 for the best down to 0 for the worst, on a logarithmic scale where all medians are positive. */
const shades = (medians: readonly number[], better: "smaller" | "larger"): (value: number) => number => {
  const logarithmic = medians.every((each) => each > 0);
  const scaled = (value: number): number => logarithmic ? log10(value) : value;
  const [low, high] = [Math.min(...medians.map(scaled)), Math.max(...medians.map(scaled))];
  const span = logarithmic ? Math.max(high - low, leastSpan) : high - low;
  return (value) => {
    const fromBest = better === "smaller" ? scaled(value) - low : high - scaled(value);
    return span === 0 ? 1 : 1 - fromBest / span;
  };
};

const shownOrNumber = (values: readonly LabelValue[]) => (value: LabelValue): LabelValue =>
  typeof value === "number" ? value : shownValues(values)(value);

const draw = (subject: Subject, measure: MeasureWords, columns: string, rows: string): Figure => {
  const { called, better, unit } = measure;
  const across = labelValues(subject.runs, columns);
  const up = labelValues(subject.runs, rows);
  const places = up.flatMap((rowValue, row) =>
    across.flatMap((columnValue, column): readonly Place[] => {
      const runs = runsWith(runsWith(subject.runs, columns, columnValue), rows, rowValue);
      return runs.length === 0 ? [] : [{
        column,
        row,
        runs,
        median: quantileWithLosses(runs.map((run) => measuredValue(run, measure)), 0.5, better),
        diverged: runs.filter(hasDiverged).length,
      }];
    })
  );
  const known = places.filter(({ median }) => median !== null);
  const shade = shades(known.map(({ median }) => median!), better);
  const best = known.reduce<Place | null>(
    (a, b) => a === null || (better === "smaller") === (b.median! < a.median!) ? b : a,
    null,
  );
  const lost = places.reduce((sum, { diverged }) => sum + diverged, 0);
  return {
    kind: "heatMap",
    title: `${capitalised(called)} over ${labelQuantity(columns).quantity} and ${
      labelQuantity(rows).quantity
    }`,
    finding: [
      best === null
        ? `No median of ${called} is defined: everywhere half of the runs or more have no value.`
        : `The best median of ${called} is ${shortNumber(best.median!)}, at ${
          labelled(columns, shownOrNumber(across)(across[best.column]!))
        } and ` +
          `${labelled(rows, shownOrNumber(up)(up[best.row]!))}${
            reservationAt(best.median, subject.data, measure)
          }.`,
    ],
    caption: [
      `${subject.data.title}; median over ${
        seedCount(places.map(({ runs }) => runs.length))
      }, in which a run without a ` +
      `value counts as the worst; the stronger the colour the better.`,
      lost === 0
        ? "No run diverged."
        : `In brackets: diverged runs, ${lost} in all; a dash where there is no median.`,
    ],
    panels: [{
      title: "",
      note: "",
      x: categories(columns, across),
      y: categories(rows, up),
      marks: [{
        type: "cells",
        cells: places.map(({ column, row, median, diverged }) => ({
          x: column,
          y: row,
          shade: median === null ? null : shade(median),
          label: `${median === null ? "–" : shortNumber(median, 2)}${diverged > 0 ? ` (${diverged})` : ""}`,
        })),
      }],
      above: [],
      empty: null,
    }],
    columns: 1,
    aspect: Math.min(0.6, Math.max(0.12, (0.6 * up.length) / across.length)),
    keepAspect: false,
    sharedY: false,
    legend: [],
    table: {
      columns: [
        { name: labelQuantity(columns).quantity, unit: labelQuantity(columns).unit },
        { name: labelQuantity(rows).quantity, unit: labelQuantity(rows).unit },
        { name: `median ${called}`, unit },
        { name: "seeds", unit: null },
        { name: "diverged", unit: null },
      ],
      rows: places.map(({ column, row, runs, median, diverged }) => [
        across[column]!,
        up[row]!,
        median,
        runs.length,
        diverged,
      ]),
    },
  };
};
