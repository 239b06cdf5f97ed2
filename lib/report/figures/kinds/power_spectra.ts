/**
 * Power spectra of the data and of what the networks generated, one panel for each forcing interval.
 *
 * @module
 */
import { perTime } from "../../../series/time_unit.ts";
import type { Kind } from "../../../core/catalogue.ts";
import * as E from "fp-ts/Either.js";
import { pipe } from "fp-ts/function.js";
import type { RunResult } from "../../../results/result.ts";
import { type Series, slice } from "../../../series/series.ts";
import { leastRows, welchSpectra } from "../../../measures/welch.ts";
import { log10 } from "../../../numerics/elementary.ts";
import { cannotCompute } from "../../../core/program/errors.ts";
import {
  nonNegativeInteger,
  type Optional,
  optional,
  positiveInteger,
  text,
} from "../../../core/codec/codec.ts";
import { curveEntry, curveMarks, type CurveStyle } from "../curves.ts";
import type { Axis, Figure, Mark, Panel } from "../plot/figure.ts";
import { figureKind, type FigureKindOf, optionalName } from "../kind.ts";
import { shortNumber } from "../../../numerics/format.ts";
import { squaredUnitOf } from "../origin.ts";
import { extent } from "../plot/scales.ts";
import {
  groupsOf,
  hasDiverged,
  panelValues,
  quantileWithLosses,
  runNames,
  runsInPanel,
  seedsIn,
  type Subject,
  subjectOf,
} from "../selection.ts";
import { foundAt, labelQuantity, panelTitle } from "../words.ts";

/** Most of the power of a smooth attractor lies in a small part of the frequencies; the rest is rounding. */
const shareOfPower = 0.9999;
const mostRows = 20_000;

const comparable = (series: Series, rows: number): Series => slice(series, 0, rows);

interface Spectra {
  readonly run: RunResult;
  /** Decimal logarithms of the power at the frequencies that are drawn. */
  readonly generated: readonly number[] | null;
  /** Mean difference of those logarithms from the truth's, in decades. */
  readonly distance: number | null;
}

const decimal = (power: Float64Array, count: number): readonly number[] =>
  Array.from({ length: count }, (_, i) => power[i + 1]! > 0 ? log10(power[i + 1]!) : NaN);

/** How many frequencies hold nearly all of the power, from the second on. */
const frequenciesOf = (power: Float64Array): number => {
  let total = 0;
  for (let i = 1; i < power.length; i++) total += power[i]!;
  let sum = 0;
  for (let i = 1; i < power.length; i++) {
    sum += power[i]!;
    if (sum >= shareOfPower * total) return Math.min(power.length - 1, Math.max(8, i));
  }
  return power.length - 1;
};

const meanDistance = (a: readonly number[], b: readonly number[]): number | null => {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += Math.abs(a[i]! - b[i]!) / a.length;
  return Number.isFinite(sum) ? sum : null;
};

/** Power spectra of data and networks. */
export const powerSpectraFigure: Kind<
  FigureKindOf<"powerSpectra", {
    /** The label of which each value has a panel. */
    readonly over: Optional<string>;
    /** The observed variable, counted from 0. */
    readonly variable: Optional<number>;
    /** Length of the segments that are averaged, in steps. */
    readonly segment: Optional<number>;
    readonly data: Optional<string | null>;
  }>
> = figureKind(
  "powerSpectra",
  {
    over: optional(text, "τ"),
    variable: optional(nonNegativeInteger, 0),
    segment: optional(positiveInteger, 1000),
    data: optionalName,
  },
  ({ over, variable, segment, data }, evidence) =>
    pipe(
      subjectOf(evidence, data),
      E.chain((subject) => {
        const { series, variables } = subject.data;
        if (variable >= series.columns) {
          return E.left(cannotCompute(
            `Cannot draw the power spectrum of variable ${variable}: there are ${series.columns}`,
            `count from 0: ${variables.map((name, index) => `${index} is ${name}`).join(", ")}`,
          ));
        }
        const rows = Math.min(
          mostRows,
          series.rows,
          ...subject.runs.flatMap(({ generated }) => generated?.rows ?? []),
        );
        return rows < leastRows || !subject.runs.some(({ generated }) => generated !== null)
          ? E.left(cannotCompute(
            "Cannot draw power spectra: no network generated a series that is long enough, or the data are not at hand",
            `at least ${leastRows} steps are needed`,
          ))
          : E.right(draw(subject, over, variable, segment, rows));
      }),
    ),
);

const draw = (subject: Subject, over: string, variable: number, segment: number, rows: number): Figure => {
  const { data, runs } = subject;
  const truthSeries = comparable(data.series, rows);
  const spectrumPair = (generated: Series) => welchSpectra(truthSeries, generated, segment, 1)[variable]!;
  const truthPower = spectrumPair(truthSeries).truth ?? new Float64Array(2);
  const length = 2 * (truthPower.length - 1);
  const count = frequenciesOf(truthPower);
  const truth = decimal(truthPower, count);
  const frequencies = Array.from({ length: count }, (_, i) => (i + 1) / (length * data.series.dt));
  const spectra = runs.map((run): Spectra => {
    const power = run.generated === null ? null : spectrumPair(comparable(run.generated, rows)).generated;
    const generated = power === null ? null : decimal(power, count);
    return { run, generated, distance: generated === null ? null : meanDistance(generated, truth) };
  });
  const groups = groupsOf(runs, [over], subject.among);
  const style: CurveStyle = { marked: groups.length > 1, opacity: 0.75 };
  const nameOf = runNames(runs);
  const values = panelValues(runs, over);
  const inPanel = (value: string | number | null): readonly RunResult[] => runsInPanel(runs, over, value);
  const [low, high] = extent(truth, "linear", 0.1);
  const x: Axis = {
    quantity: "frequency",
    unit: perTime(data.timeUnit),
    scale: "linear",
    domain: [0, frequencies[count - 1]! * 1.02],
    ticks: null,
  };
  const y: Axis = {
    quantity: `power of ${data.variables[variable] ?? `variable ${variable}`}`,
    unit: `${squaredUnitOf(data)} per frequency bin`,
    scale: "decades",
    domain: [
      low - 0.5,
      Math.min(high + 2, 0.3 + Math.max(high, ...spectra.flatMap(({ generated }) => generated ?? []))),
    ],
    ticks: null,
  };
  const line = (power: readonly number[]): readonly (readonly [number, number])[] =>
    power.map((value, i) => [frequencies[i]!, value] as const);
  const panels = values.map((value): Panel => {
    const members = inPanel(value);
    const lost = members.filter(hasDiverged).length;
    const still = spectra.filter(({ run, distance }) =>
      members.includes(run) && run.generated !== null && distance === null
    ).length;
    const marks = spectra.flatMap(({ run, generated }): readonly Mark[] =>
      generated === null || !members.includes(run) ? [] : curveMarks(
        line(generated),
        groups.find((group) =>
          group.runs.includes(run)
        )?.look ?? 0,
        style,
        nameOf(run),
      )
    );
    return {
      title: panelTitle(over, value, values),
      note: [
        ...(lost > 0 ? [`${lost} of ${members.length} diverged`] : []),
        ...(still > 0 ? [`${still} without any power, at rest`] : []),
      ].join("; "),
      x,
      y,
      marks: [
        ...marks,
        { type: "line", points: line(truth), look: "truth", width: 1.6, opacity: 1, dash: "none" },
      ],
      above: [],
      empty: null,
    };
  });
  const found = values.map((value) => ({
    value,
    number: quantileWithLosses(
      spectra.filter(({ run }) => inPanel(value).includes(run)).map(({ distance }) => distance),
      0.5,
    ),
  }));
  return {
    kind: "powerSpectra",
    title: "Power spectra of the data and of the generated series",
    finding: [
      `The median distance of the generated spectra from the true one, in decades of power, is ${
        foundAt(over, found)
      }.`,
    ],
    caption: [
      `${data.title}, ${shortNumber(rows)} steps of each; Welch's method with segments of ${
        shortNumber(length)
      } steps, ` +
      `Hann's window; one line per run, ${seedsIn(values.map(inPanel), groups)} each.`,
      `The frequencies drawn hold ${shortNumber(100 * shareOfPower, 4)} % of the true power.`,
    ],
    panels,
    columns: Math.min(3, panels.length),
    aspect: panels.length === 1 ? 0.45 : 0.85,
    keepAspect: false,
    sharedY: true,
    legend: [
      { label: "true data", look: "truth", sample: "line" },
      ...groups.map((group) =>
        curveEntry(group, group.name === "" ? "generated, each run" : `${group.name}, each run`, style)
      ),
    ],
    table: {
      columns: [
        { name: "run", unit: null },
        { name: labelQuantity(over).quantity, unit: labelQuantity(over).unit },
        { name: "mean distance from the true spectrum", unit: "decades" },
        { name: "frequency of most power", unit: perTime(data.timeUnit) },
      ],
      rows: [
        ["true data", null, 0, frequencies[peakOf(truth)]!],
        ...spectra.map(({ run, generated, distance }) => [
          nameOf(run),
          run.labels[over] ?? null,
          distance,
          generated === null ? null : frequencies[peakOf(generated)] ?? null,
        ]),
      ],
    },
  };
};

const peakOf = (power: readonly number[]): number =>
  power.reduce((best, value, index) => value > power[best]! ? index : best, 0);
