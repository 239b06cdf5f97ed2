/**
 * A measure of all runs over the forcing interval, or over another label: every seed, the median, how many diverged, and
 * the predictability time of the system.
 *
 * @module
 */
import * as E from "fp-ts/Either.js";
import { pipe } from "fp-ts/function.js";
import { pow } from "../../numerics/elementary.ts";
import { optional, text } from "../../spec/codec.ts";
import { cannotCompute } from "../../program/errors.ts";
import type { Axis, Figure, LegendEntry, Mark, Tick } from "../figure.ts";
import { figureKind, optionalName } from "../kind.ts";
import { shortNumber, withError } from "../numbers.ts";
import { extent } from "../scales.ts";
import {
  type Group,
  groupsOf,
  hasDiverged,
  type LabelValue,
  labelValues,
  measureOf,
  quantileWithLosses,
  runsWith,
  seedCount,
  type Subject,
  subjectOf,
} from "../selection.ts";
import { labelled, labelQuantity, listed, measureQuantity } from "../words.ts";

interface Point {
  readonly group: Group;
  readonly value: LabelValue;
  /** Place on the x axis. */
  readonly at: number;
  readonly values: readonly (number | null)[];
  readonly seeds: readonly (LabelValue | undefined)[];
  readonly median: number | null;
  readonly low: number | null;
  readonly high: number | null;
  readonly diverged: number;
}

/** With this many seeds quantiles say more than single points. */
const manySeeds = 10;

const pointsOf = (
  subject: Subject,
  over: string,
  measure: string,
  better: "smaller" | "larger",
): readonly Point[] => {
  const values = labelValues(subject.runs, over);
  const numeric = values.every((value) => typeof value === "number");
  return groupsOf(subject.runs, [over]).flatMap((group) =>
    values.flatMap((value, index) => {
      const runs = runsWith(group.runs, over, value);
      const measured = runs.map((run) => measureOf(run, measure));
      return runs.length === 0 ? [] : [{
        group,
        value,
        at: numeric ? value as number : index,
        values: measured,
        seeds: runs.map((run) => run.labels.seed),
        median: quantileWithLosses(measured, 0.5, better),
        low: quantileWithLosses(measured, 0.05, better),
        high: quantileWithLosses(measured, 0.95, better),
        diverged: runs.filter(hasDiverged).length,
      }];
    })
  );
};

/** Points of one place side by side, so that equal values stay visible. */
const spreadAt = (at: number, index: number, count: number, logarithmic: boolean): number => {
  const offset = (index - (count - 1) / 2) * 0.035;
  return logarithmic ? at * pow(10, offset * 0.5) : at + offset;
};

const findingOf = (
  points: readonly Point[],
  over: string,
  measure: string,
  better: "smaller" | "larger",
): string => {
  const groups = [...new Set(points.map(({ group }) => group))];
  return groups.map((group) => {
    const own = points.filter((point) => point.group === group);
    const known = own.filter(({ median }) => median !== null);
    const name = group.name === "" ? "" : `${group.name}: `;
    if (known.length === 0) return `${name}no median, as half of the runs or more have no value.`;
    const best = known.reduce((a, b) => (better === "smaller") === (b.median! < a.median!) ? b : a);
    const others = own.filter((point) => point !== best).map((point) =>
      `${point.median === null ? "none" : shortNumber(point.median)} at ${point.value}`
    );
    const all = others.length === 0 || others.length > 4 ? "" : `, against ${listed(others)}`;
    return `${name}the median ${measure} is best at ${labelled(over, best.value)} (${
      shortNumber(best.median!)
    })${all}.`;
  }).join(" ").replace(/^./, (first) => first.toUpperCase());
};

/** A measure over the forcing interval. */
export const measureFigure = figureKind(
  "measure",
  {
    /** Name of the measure as in the spec. */
    measure: optional(text, "D_stsp"),
    /** The label on the x axis. */
    over: optional(text, "τ"),
    /** The dataset; the first one if left out. */
    data: optionalName,
  },
  ({ measure, over, data }, evidence) =>
    pipe(
      subjectOf(evidence, data),
      E.chain((subject) => {
        const words = measureQuantity(measure);
        const points = pointsOf(subject, over, measure, words.better);
        if (!points.some(({ values }) => values.some((value) => value !== null))) {
          return E.left(cannotCompute(
            `Cannot draw ${measure} over ${over}: no run has both`,
            "name a measure that the experiment evaluates and a label that its runs have",
          ));
        }
        return E.right(draw(subject, points, { measure, over, ...words }));
      }),
    ),
);

interface Words {
  readonly measure: string;
  readonly over: string;
  readonly quantity: string;
  readonly unit: string | null;
  readonly better: "smaller" | "larger";
}

const draw = (subject: Subject, points: readonly Point[], words: Words): Figure => {
  const { measure, over } = words;
  const values = [...new Set(points.map(({ value }) => value))];
  const numeric = values.every((value) => typeof value === "number");
  const logX = numeric && Math.min(...values as number[]) > 0 && values.length > 1;
  const { floor, ceiling } = subject.data.scale[measure] ?? { floor: null, ceiling: null };
  const predictability = over === "τ" && numeric ? subject.data.predictabilityTime : null;
  const all = points.flatMap((point) => point.values.filter((value) => value !== null));
  const shown = [...all, ...(floor === null ? [] : [floor]), ...(ceiling === null ? [] : [ceiling])];
  const logY = words.better === "smaller" && shown.every((value) => value > 0);
  const groups = [...new Set(points.map(({ group }) => group))];
  const xTicks: readonly Tick[] = values.map((value, index) => ({
    at: numeric ? value as number : index,
    label: String(value),
  }));
  const x: Axis = {
    ...labelQuantity(over),
    scale: logX ? "log" : "linear",
    domain: extent(
      [...xTicks.map(({ at }) => at), ...(predictability === null ? [] : [predictability.steps.value])],
      logX ? "log" : "linear",
      0.07,
    ),
    ticks: xTicks,
  };
  const y: Axis = {
    quantity: words.quantity,
    unit: words.unit,
    scale: logY ? "log" : "linear",
    domain: extent(shown, logY ? "log" : "linear", 0.1),
    ticks: null,
  };
  const guides: Mark[] = [
    ...(floor === null ? [] : [
      { type: "rule", axis: "y", at: floor, look: "faint", label: `floor ${shortNumber(floor)}` } as const,
    ]),
    ...(ceiling === null ? [] : [
      {
        type: "rule",
        axis: "y",
        at: ceiling,
        look: "faint",
        label: `ceiling ${shortNumber(ceiling)}`,
      } as const,
    ]),
    ...(predictability === null ? [] : [
      {
        type: "band",
        axis: "x",
        from: predictability.steps.value - 2 * predictability.steps.standardError,
        to: predictability.steps.value + 2 * predictability.steps.standardError,
        look: "truth",
      } as const,
      { type: "rule", axis: "x", at: predictability.steps.value, look: "truth", label: "" } as const,
    ]),
  ];
  const many = points.every((point) => point.values.length >= manySeeds);
  const marks = groups.flatMap((group, groupIndex): readonly Mark[] => {
    const own = points.filter((point) => point.group === group);
    const seedPoints = own.flatMap((point) =>
      point.values.flatMap((value, index) =>
        value === null ? [] : [
          [
            spreadAt(
              point.at,
              groups.length > 1 ? groupIndex : index,
              groups.length > 1 ? groups.length : point.values.length,
              logX,
            ),
            value,
          ] as const,
        ]
      )
    );
    const band = own.flatMap((point) =>
      point.low === null || point.high === null ? [] : [[point.at, point.low, point.high] as const]
    );
    return [
      ...(many ? [{ type: "area", points: band, look: group.look } as const] : []),
      {
        type: "line",
        points: own.map((point) => [point.at, point.median ?? NaN] as const),
        look: group.look,
        width: 2.2,
        opacity: 1,
        dashed: true,
      },
      ...(many ? [] : [
        {
          type: "points",
          points: seedPoints,
          look: group.look,
          filled: true,
          crossed: false,
          size: 4,
        } as const,
      ]),
    ];
  });
  const divergedAt = values.flatMap((value, index) => {
    const here = points.filter((point) => point.value === value);
    const diverged = here.reduce((sum, point) => sum + point.diverged, 0);
    const count = here.reduce((sum, point) => sum + point.values.length, 0);
    return diverged === 0
      ? []
      : [{ at: numeric ? value as number : index, label: `× ${diverged} of ${count}` }];
  });
  const tau = predictability === null ? [] : [{
    at: predictability.steps.value,
    label: `τ_pred ${withError(predictability.steps.value, predictability.steps.standardError)}`,
  }];
  const seeds = seedCount(points.map((point) => point.values.length));
  const legend: readonly LegendEntry[] = [
    ...groups.map((group) => ({
      label: `${group.name === "" ? "" : `${group.name}: `}median and ${many ? "5–95 % band" : "every seed"}`,
      look: group.look,
      sample: many ? "line" as const : "line and points" as const,
    })),
    ...(predictability === null
      ? []
      : [{ label: "predictability time τ_pred", look: "truth" as const, sample: "line" as const }]),
    ...(divergedAt.length === 0
      ? []
      : [{ label: "diverged runs", look: "truth" as const, sample: "cross" as const }]),
    ...(floor === null && ceiling === null
      ? []
      : [{ label: "floor and ceiling", look: "faint" as const, sample: "line" as const }]),
  ];
  const bounds = floor === null && ceiling === null
    ? ""
    : " Floor: two independent true trajectories; ceiling: a fixed point at the mean.";
  return {
    kind: "measure",
    title: `${measure} over the ${labelQuantity(over).quantity}`,
    finding: findingOf(points, over, measure, words.better),
    caption:
      `${subject.data.title}; ${seeds} per point. Lines: median over the seeds, in which a run without a value ` +
      `counts as the worst. ${many ? "Bands: 5–95 % of the seeds." : "Points: single seeds."}` +
      `${
        predictability === null
          ? ""
          : " Vertical line: τ_pred = ln 2 / λ₁ of the system, band ± 2 standard errors."
      }${bounds}`,
    panels: [{
      title: "",
      note: "",
      x,
      y,
      marks: [...guides, ...marks],
      above: [...divergedAt, ...tau].sort((a, b) => a.at - b.at),
      empty: null,
    }],
    columns: 1,
    aspect: 0.45,
    keepAspect: false,
    sharedY: false,
    legend,
    table: {
      columns: [
        ...(groups.length > 1 ? [{ name: "runs", unit: null }] : []),
        { name: labelQuantity(over).quantity, unit: labelQuantity(over).unit },
        { name: `median ${measure}`, unit: words.unit },
        { name: "5 %", unit: words.unit },
        { name: "95 %", unit: words.unit },
        { name: "seeds", unit: null },
        { name: "diverged", unit: null },
        { name: `${measure} of each seed`, unit: words.unit },
      ],
      rows: points.map((point) => [
        ...(groups.length > 1 ? [point.group.name] : []),
        point.value,
        point.median,
        point.low,
        point.high,
        point.values.length,
        point.diverged,
        point.values.map((value) => value === null ? "none" : shortNumber(value, 4)).join("; "),
      ]),
    },
  };
};
