/**
 * Truth and forecast over each other, in Lyapunov times: both start from the same state, and part as chaos demands.
 *
 * @module
 */
import { timesIn } from "../../../series/time_unit.ts";
import type { Kind } from "../../../core/catalogue.ts";
import * as E from "fp-ts/Either.js";
import { pipe } from "fp-ts/function.js";
import type { RunResult } from "../../../results/result.ts";
import { column } from "../../../series/series.ts";
import { log } from "../../../numerics/elementary.ts";
import { momentsOf } from "../../../measures/moments.ts";
import { cannotCompute } from "../../../core/program/errors.ts";
import {
  nonNegativeInteger,
  type Optional,
  optional,
  positiveNumber,
  text,
} from "../../../core/codec/codec.ts";
import { curveEntry, curveMarks, type CurveStyle } from "../curves.ts";
import type { Axis, Figure, Mark, Panel } from "../plot/figure.ts";
import { figureKind, type FigureKindOf, optionalName } from "../kind.ts";
import { shortNumber } from "../../../numerics/format.ts";
import { unitOf } from "../origin.ts";
import { extent } from "../plot/scales.ts";
import {
  groupsOf,
  hasDiverged,
  type LabelValue,
  panelValues,
  quantileWithLosses,
  runNames,
  runsInPanel,
  seedsIn,
  type Subject,
  subjectOf,
} from "../selection.ts";
import { foundAt, labelQuantity, panelTitle } from "../words.ts";
import { perStep } from "../../../lyapunov/result.ts";

/** The largest valid error, in standard deviations of the data, as the measure VPT has it. */
const threshold = 0.5;

/** Overlay of truth and forecast. */
export const forecastFigure: Kind<
  FigureKindOf<"forecast", {
    /** The label of which each value has a panel. */
    readonly over: Optional<string>;
    /** The observed variable, counted from 0. */
    readonly variable: Optional<number>;
    /** How far is drawn, in Lyapunov times, or in time units where the exponent is not known. */
    readonly horizon: Optional<number>;
    readonly data: Optional<string | null>;
  }>
> = figureKind(
  "forecast",
  {
    over: optional(text, "τ"),
    variable: optional(nonNegativeInteger, 0),
    horizon: optional(positiveNumber, 8),
    data: optionalName,
  },
  ({ over, variable, horizon, data }, evidence) =>
    pipe(
      subjectOf(evidence, data),
      E.chain((subject) =>
        subject.data.series.rows < 2 ||
          !subject.runs.some(({ forecast }) => forecast !== undefined && forecast !== null)
          ? E.left(cannotCompute(
            "Cannot draw forecasts: no run has one, or the series is not at hand",
            "evaluate a network whose training did not diverge, or leave this figure out",
          ))
          : variable >= subject.data.series.columns
          ? E.left(cannotCompute(
            `Cannot draw forecasts of variable ${variable}: there are ${subject.data.series.columns}`,
            "count variables from 0",
          ))
          : E.right(draw(subject, over, variable, horizon))
      ),
    ),
);

interface Clock {
  /** Units of the axis per step. */
  readonly perStep: number;
  readonly quantity: string;
  readonly unit: string;
  /** The unit in a sentence. */
  readonly name: string;
}

/** Lyapunov times where the largest exponent is known and positive. */
const clockOf = ({ data }: Subject): Clock => {
  const steps = data.predictabilityTime?.steps.value ?? Infinity;
  const largest = data.spectrum === null
    ? log(2) / steps
    : perStep(data.spectrum, data.series.dt).exponents[0] ?? 0;
  return largest > 0
    ? { perStep: largest, quantity: "time", unit: "Lyapunov times 1/λ₁", name: "Lyapunov times" }
    : {
      perStep: data.series.dt,
      quantity: "time",
      unit: timesIn(data.timeUnit),
      name: timesIn(data.timeUnit),
    };
};

/** Steps until the error √mean(((x̂ − x) / σ)²) first exceeds the threshold; null if there is no forecast. */
const validSteps = (run: RunResult, { data }: Subject): number | null => {
  const { forecast } = run;
  if (forecast === undefined || forecast === null) return null;
  const { values, columns, rows } = data.series;
  const { deviation } = momentsOf(data.series);
  const steps = Math.min(forecast.rows, rows - 1);
  for (let step = 1; step <= steps; step++) {
    let sum = 0;
    for (let c = 0; c < columns; c++) {
      const unit = deviation[c]! > 0 ? deviation[c]! : 1;
      const error = (forecast.values[(step - 1) * columns + c]! - values[step * columns + c]!) / unit;
      sum += (error * error) / columns;
    }
    if (!(Math.sqrt(sum) <= threshold)) return step - 1;
  }
  return steps;
};

const draw = (subject: Subject, over: string, variable: number, horizon: number): Figure => {
  const { data, runs } = subject;
  const clock = clockOf(subject);
  const steps = Math.min(data.series.rows - 1, Math.ceil(horizon / clock.perStep));
  const truth = column(data.series, variable);
  const values = panelValues(runs, over);
  const groups = groupsOf(runs, [over], subject.among);
  const style: CurveStyle = { marked: groups.length > 1, opacity: 0.75 };
  const nameOf = runNames(runs);
  const inPanel = (value: LabelValue | null): readonly RunResult[] => runsInPanel(runs, over, value);
  const x: Axis = {
    quantity: clock.quantity,
    unit: clock.unit,
    scale: "linear",
    domain: [0, steps * clock.perStep],
    ticks: null,
  };
  const y: Axis = {
    quantity: data.variables[variable] ?? `variable ${variable}`,
    unit: unitOf(data),
    scale: "linear",
    domain: extent(truth, "linear", 0.08),
    ticks: null,
  };
  const valid = runs.map((run) => {
    const count = validSteps(run, subject);
    return { run, time: count === null ? null : count * clock.perStep };
  });
  const medianOf = (value: LabelValue | null): number | null =>
    quantileWithLosses(
      valid.filter(({ run }) => inPanel(value).includes(run)).map(({ time }) => time),
      0.5,
      "larger",
    );
  const panels = values.map((value): Panel => {
    const members = inPanel(value);
    const lost = members.filter(hasDiverged).length;
    const median = medianOf(value);
    const lines = members.flatMap((run): readonly Mark[] =>
      run.forecast === undefined || run.forecast === null ? [] : curveMarks(
        [
          [0, truth[0]!] as const,
          ...Array.from(column(run.forecast, variable).subarray(0, steps))
            .map((each, index) => [(index + 1) * clock.perStep, each] as const),
        ],
        groups.find((group) => group.runs.includes(run))?.look ?? 0,
        style,
        nameOf(run),
      )
    );
    return {
      title: panelTitle(over, value, values),
      note: [
        median === null ? "no median" : `valid for ${shortNumber(median, 2)} ${clock.name} (median)`,
        ...(lost > 0 ? [`${lost} of ${members.length} diverged`] : []),
      ].join("; "),
      x,
      y,
      marks: [
        {
          type: "line",
          points: Array.from(truth.subarray(0, steps + 1)).map((each, index) =>
            [index * clock.perStep, each] as const
          ),
          look: "truth",
          width: 2,
          opacity: 0.9,
          dash: "none",
        },
        ...lines,
        ...(median === null
          ? []
          : [{ type: "rule", axis: "x", at: median, look: "faint", label: "" } as const]),
      ],
      above: [],
      empty: null,
    };
  });
  return {
    kind: "forecast",
    title: "Truth and forecast from the same state",
    finding: [
      `The median time for which forecasts stay valid, in ${clock.name}, is ` +
      `${foundAt(over, values.map((value) => ({ value, number: medianOf(value) })))}.`,
    ],
    caption: [
      `${data.title}; one forecast per run from the first row of the series, ${
        seedsIn(values.map(inPanel), groups)
      } each.`,
      `Vertical line: median of the time until the error over all variables exceeds ${threshold} standard deviations.`,
    ],
    panels,
    columns: 1,
    aspect: 0.2,
    keepAspect: false,
    sharedY: false,
    legend: [
      { label: "truth", look: "truth", sample: "line" },
      ...groups.map((group) =>
        curveEntry(group, group.name === "" ? "forecasts, each run" : `${group.name}, each run`, style)
      ),
    ],
    table: {
      columns: [
        { name: "run", unit: null },
        { name: labelQuantity(over).quantity, unit: labelQuantity(over).unit },
        { name: "valid for", unit: clock.unit },
      ],
      rows: valid.map(({ run, time }) => [nameOf(run), run.labels[over] ?? null, time]),
    },
  };
};
