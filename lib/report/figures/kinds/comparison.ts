/**
 * A measure of runs that no number orders, such as everything that could replace forcing: a row for each way of
 * training, every seed as a point, the median as a bar, between floor and ceiling.
 *
 * @module
 */
import type { Kind } from "../../../core/catalogue.ts";
import * as E from "fp-ts/Either.js";
import { pipe } from "fp-ts/function.js";
import type { DataResult, RunResult } from "../../../results/result.ts";
import { type Group as Selector, groupCodec, selects } from "../../../results/group.ts";
import { cannotCompute } from "../../../core/program/errors.ts";
import { capitalised, counted } from "../../../core/program/text.ts";
import { list, oneOf, type Optional, optional, record, text } from "../../../core/codec/codec.ts";
import type { Axis, Figure, Mark, Tick } from "../plot/figure.ts";
import { figureKind, type FigureKindOf, optionalName } from "../kind.ts";
import { shortNumber } from "../../../numerics/format.ts";
import { reservationAt } from "../learned.ts";
import { baselineEntry, baselineSentence, type DrawnScale, scaleName, scaleSentence } from "../origin.ts";
import { baselineLevels } from "../measure_marks.ts";
import { extent } from "../plot/scales.ts";
import {
  type Ensemble,
  groupsBy,
  hasDiverged,
  labelValues,
  measuredValue,
  quantileWithLosses,
  seedCount,
  shownValues,
  type Subject,
  subjectOf,
} from "../selection.ts";
import { isAdjective, labelled, type MeasureWords, measureWords, withoutValue } from "../words.ts";

/** A row as a spec names it: its title, and which runs it holds. */
interface NamedRow {
  readonly title: string;
  readonly runs: Selector;
}

/** A measure of ways of training side by side. */
export const comparisonFigure: Kind<
  FigureKindOf<"comparison", {
    /** Name of the measure as in the spec. */
    readonly measure: Optional<string>;
    /** The label that colour and marker show, in each row beside each other. */
    readonly colour: Optional<string>;
    /** The rows from the top, each with its title and the labels of its runs; a row for each combination if empty. */
    readonly rows: Optional<readonly { readonly title: string; readonly runs: Selector }[]>;
    /** From the best median to the worst, or as the spec has them. */
    readonly order: Optional<"best" | "spec">;
    /** The dataset; the first one if left out. */
    readonly data: Optional<string | null>;
  }>
> = figureKind(
  "comparison",
  {
    measure: optional(text, "D_stsp"),
    colour: optional(text, "cell"),
    rows: optional(list(record({ title: text, runs: groupCodec })), []),
    order: optional(oneOf("best", "spec"), "best"),
    data: optionalName,
  },
  ({ measure: name, colour, rows, order, data }, evidence) =>
    pipe(
      subjectOf(evidence, data),
      E.chain((subject) => {
        const measure = measureWords(name);
        const all = rowsOf(subject, measure, colour, rows);
        return all.some(({ parts }) => parts.some(({ values }) => values.some((value) => value !== null)))
          ? E.right(draw(subject, order === "best" ? sorted(all, measure) : all, measure, colour))
          : E.left(cannotCompute(
            `Cannot compare runs by ${measure.called}: none of them has it`,
            "name a measure that the experiment evaluates, and rows whose labels runs have",
          ));
      }),
    ),
);

/** The runs of one colour in a row. */
interface Part {
  readonly group: Ensemble;
  readonly runs: readonly RunResult[];
  readonly values: readonly (number | null)[];
  readonly median: number | null;
  readonly diverged: number;
}

interface Row {
  readonly title: string;
  readonly parts: readonly Part[];
}

/** "norm clip 1", "τ = 30, annealed": those labels of a run, without what all runs share. */
const titles = (runs: readonly RunResult[], names: readonly string[]): (run: RunResult) => string => {
  const texts = new Map(names.map((name) => [name, shownValues(labelValues(runs, name))]));
  return ({ labels }) =>
    names.flatMap((name) => {
      const value = labels[name];
      if (value === undefined) return [];
      const shown = typeof value === "number" ? value : texts.get(name)!(value);
      return [typeof shown === "number" || isAdjective(name) ? labelled(name, shown) : shown];
    }).join(", ");
};

const rowsOf = (
  { runs, among }: Subject,
  measure: MeasureWords,
  colour: string,
  named: readonly NamedRow[],
): readonly Row[] => {
  const { better } = measure;
  const groups = groupsBy(runs, colour, among);
  const row = (title: string, members: readonly RunResult[]): Row => ({
    title,
    parts: groups.flatMap((group): readonly Part[] => {
      const own = members.filter((run) => group.runs.includes(run));
      const values = own.map((run) => measuredValue(run, measure));
      return own.length === 0 ? [] : [{
        group,
        runs: own,
        values,
        median: quantileWithLosses(values, 0.5, better),
        diverged: own.filter(hasDiverged).length,
      }];
    }),
  });
  if (named.length > 0) {
    return named.map(({ title, runs: selector }) =>
      row(title, runs.filter(({ labels }) => selects(selector, labels)))
    );
  }
  const names = [...new Set(runs.flatMap(({ labels }) => Object.keys(labels)))]
    .filter((name) => !["seed", "dataset", colour].includes(name))
    .filter((name) => new Set(runs.map(({ labels }) => labels[name])).size > 1);
  const titleOf = titles(runs, names);
  return [...new Set(runs.map(titleOf))].map((title) =>
    row(title === "" ? "all runs" : title, runs.filter((run) => titleOf(run) === title))
  );
};

/** The best median of a row; the worst number there is where it has none. */
const bestOf = ({ parts }: Row, better: "smaller" | "larger"): number => {
  const medians = parts.flatMap(({ median }) => median === null ? [] : [median]);
  return better === "smaller" ? Math.min(...medians) : -Math.max(...medians);
};

const sorted = (rows: readonly Row[], measure: MeasureWords): readonly Row[] => {
  const { better } = measure;
  return [...rows].sort((a, b) => {
    const [first, second] = [bestOf(a, better), bestOf(b, better)];
    return first === second ? 0 : first < second ? -1 : 1;
  });
};

/** Pixels that one line of points needs, and the space between rows. */
const lineHeight = 15;
const rowSpace = 10;

/** A title of more letters than this may need a second line where it is narrow. */
const lettersPerLine = 18;

/** Rows in lines: the first line is at the top. */
const placed = (rows: readonly Row[]) => {
  let next = 0;
  return rows.map((row) => {
    const first = next;
    const titleLines = Math.ceil(row.title.length / lettersPerLine);
    const height = rowSpace + lineHeight * Math.max(titleLines, row.parts.length);
    next += height;
    const middle = first + height / 2;
    return {
      row,
      middle,
      end: next,
      at: (index: number): number => middle + (index - (row.parts.length - 1) / 2) * lineHeight,
    };
  });
};

const partMarks = ({ values, median, group }: Part, y: number, x: Axis): readonly Mark[] => [
  {
    type: "points",
    points: values.flatMap((value) => value === null ? [] : [[value, y] as const]),
    look: group.look,
    filled: true,
    crossed: false,
    size: 3.6,
  },
  ...(median === null || (x.scale === "log" && !(median > 0)) ? [] : [
    {
      type: "line",
      points: [[median, y - 0.47 * lineHeight], [median, y + 0.47 * lineHeight]],
      look: group.look,
      width: 2.6,
      opacity: 1,
      dash: "none",
    } as const,
  ]),
];

const axisOf = (rows: readonly Row[], guides: readonly Tick[], words: MeasureWords): Axis => {
  const values = rows.flatMap(({ parts }) => parts.flatMap((part) => part.values.filter((v) => v !== null)));
  const scale = words.better === "smaller" && values.every((value) => value > 0) ? "log" : "linear";
  return {
    quantity: words.quantity,
    unit: words.unit,
    scale,
    domain: extent([...values, ...guides.map(({ at }) => at)], scale, 0.06),
    ticks: null,
  };
};

const findingOf = (rows: readonly Row[], measure: MeasureWords, data: DataResult): string => {
  const { better } = measure;
  const known = rows.filter(({ parts }) => parts.some(({ median }) => median !== null));
  if (known.length === 0) {
    return `No way has a median ${measure.called}: everywhere half of the runs or more have no value.`;
  }
  const ranking = sorted(known, measure);
  const medianOf = (row: Row): number => Math.abs(bestOf(row, better));
  const value = (row: Row): string => shortNumber(medianOf(row));
  const [best, second] = ranking;
  if (best === undefined || second === undefined) {
    return `The median ${measure.called} is ${value(known[0]!)} for ${known[0]!.title}${
      reservationAt(medianOf(known[0]!), data, measure)
    }.`;
  }
  const last = ranking[ranking.length - 1]!;
  const none = rows.length - known.length;
  const rest = none === 0 ? "." : `, and ${none} more ${none === 1 ? "has" : "have"} no median.`;
  const equals = ranking.filter((row) => medianOf(row) === medianOf(best)).length;
  if (equals > 1) {
    const reservation = reservationAt(medianOf(best), data, measure);
    return equals === known.length
      ? `The median ${measure.called} is ${value(best)} everywhere${reservation}${rest}`
      : `${equals} of ${known.length} share the best median ${measure.called} (${
        value(best)
      })${reservation}; ` +
        `the last is ${last.title} (${value(last)})${rest}`;
  }
  return `Best by the median ${measure.called} is ${best.title} (${value(best)})${
    reservationAt(medianOf(best), data, measure)
  }, then ${second.title} (${value(second)})` +
    (last === second ? "" : `; the last of ${known.length} is ${last.title} (${value(last)})`) +
    rest;
};

const draw = (subject: Subject, rows: readonly Row[], measure: MeasureWords, colour: string): Figure => {
  const { floor, ceiling } = subject.data.scale[measure.name] ?? { floor: null, ceiling: null };
  const guide = (name: string, at: number | null): readonly Tick[] =>
    at === null ? [] : [{ at, label: `${name} ${shortNumber(at)}` }];
  const baselines = baselineLevels(subject.data, measure.name);
  const levels = baselines.flatMap(({ kind, at }) => guide(kind, at));
  const x = axisOf(rows, [...guide("floor", floor), ...guide("ceiling", ceiling), ...levels], measure);
  const onAxis = (at: number | null): number | null =>
    at === null || (x.scale === "log" && !(at > 0)) ? null : at;
  const scale: DrawnScale = { floor: onAxis(floor), ceiling: onAxis(ceiling) };
  const ends = [...guide("floor", scale.floor), ...guide("ceiling", scale.ceiling)];
  const drawnBaselines = baselines.filter(({ at }) => onAxis(at) !== null);
  const guides = [...ends, ...levels.filter(({ at }) => onAxis(at) !== null)];
  const lines = placed(rows);
  const height = lines[lines.length - 1]!.end;
  const parts = lines.flatMap(({ row, at }) =>
    row.parts.map((part, index) => ({ row, part, y: height - at(index) }))
  );
  const groups = [...new Set(parts.map(({ part }) => part.group))];
  const shown = new Set(parts.flatMap(({ part }) => part.runs));
  const left = subject.runs.length - shown.size;
  const unmeasured =
    [...shown].filter((run) => !hasDiverged(run) && measuredValue(run, measure) === null).length;
  const lost = parts.filter(({ part }) => part.diverged > 0);
  return {
    kind: "comparison",
    title: `${capitalised(measure.called)} by way of training`,
    finding: [findingOf(rows, measure, subject.data)],
    caption: [
      `${subject.data.title}; ${
        seedCount(parts.map(({ part }) => part.runs.length))
      } each, every one a point.`,
      "Bars: median, in which a run without a value counts as the worst; no bar if half of the runs or more have none.",
      ...(lost.length === 0 ? [] : ["At the right: how many diverged."]),
      ...withoutValue(unmeasured),
      ...(left === 0 ? [] : [`${counted(left, "run")} of the experiment belong to no row.`]),
      ...scaleSentence(subject.data, scale),
      ...baselineSentence(drawnBaselines.map(({ kind }) => kind)),
    ],
    panels: [{
      title: "",
      note: "",
      x,
      y: {
        quantity: "way of training",
        unit: null,
        scale: "linear",
        domain: [0, height],
        ticks: lines.map(({ row, middle }) => ({ at: height - middle, label: row.title })),
      },
      marks: [
        ...guides.map(({ at }, index): Mark => ({
          type: "rule",
          axis: "x",
          at,
          look: index < ends.length ? "faint" : "baseline",
          label: "",
        })),
        ...parts.flatMap(({ part, y }) => partMarks(part, y, x)),
      ],
      above: guides,
      beside: [
        ...lost.map(({ part, y }) => ({ at: y, label: `× ${part.diverged} of ${part.runs.length}` })),
        ...lines.filter(({ row }) => row.parts.length === 0)
          .map(({ middle }) => ({ at: height - middle, label: "no run" })),
      ],
      empty: null,
    }],
    columns: 1,
    aspect: 1,
    height,
    keepAspect: false,
    sharedY: false,
    legend: [
      ...groups.map(({ name, look }) => ({
        label: name === "" ? "every seed" : name,
        look,
        sample: "points" as const,
      })),
      { label: "median", look: groups.length === 1 ? groups[0]!.look : "truth", sample: "bar" },
      ...(lost.length === 0
        ? []
        : [{ label: "diverged runs", look: "truth", sample: "cross", inPanels: true } as const]),
      ...(ends.length === 0
        ? []
        : [{ label: scaleName(scale), look: "faint", sample: "line", inPanels: true } as const]),
      ...baselineEntry(drawnBaselines),
    ],
    table: {
      columns: [
        { name: "runs", unit: null },
        { name: colour, unit: null },
        { name: `median ${measure.called}`, unit: measure.unit },
        { name: "seeds", unit: null },
        { name: "diverged", unit: null },
        { name: `${measure.called} of each seed`, unit: measure.unit },
      ],
      rows: parts.map(({ row, part }) => [
        row.title,
        part.group.name,
        part.median,
        part.runs.length,
        part.diverged,
        part.values.map((value) => value === null ? "none" : shortNumber(value, 4)).join("; "),
      ]),
    },
  };
};
