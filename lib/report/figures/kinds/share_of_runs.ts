/**
 * How many of the runs have a measure above a value, over the forcing interval or another label: how often networks end in
 * a fixed point, for example.
 *
 * @module
 */
import type { Kind } from "../../../core/catalogue.ts";
import * as E from "fp-ts/Either.js";
import { pipe } from "fp-ts/function.js";
import { finiteNumber, type Optional, optional, text } from "../../../core/codec/codec.ts";
import { cannotCompute } from "../../../core/program/errors.ts";
import { counted, listed } from "../../../core/program/text.ts";
import type { Axis, Figure, Mark, Sentence } from "../plot/figure.ts";
import { figureKind, type FigureKindOf, onePlace, optionalName } from "../kind.ts";
import { extent } from "../plot/scales.ts";
import {
  type Ensemble,
  type LabelValue,
  measuredValue,
  seedCount,
  sortedValues,
  type Subject,
  subjectOf,
} from "../selection.ts";
import { spreadAt, sweepLevels, type SweepPoint, sweepPoints } from "../sweep.ts";
import { labelled, labelledList, labelQuantity, type MeasureWords, measureWords } from "../words.ts";
import { sentenceOf } from "../plot/text.ts";

/** The share of the runs in which a measure is above a value. */
export const shareOfRunsFigure: Kind<
  FigureKindOf<"shareOfRuns", {
    /** Name of the measure as in the spec. */
    readonly measure: Optional<string>;
    /** Runs with a larger value are counted; a run without a value is not. */
    readonly above: Optional<number>;
    /** The label on the x axis. */
    readonly over: Optional<string>;
    /** The dataset; the first one if left out. */
    readonly data: Optional<string | null>;
  }>
> = figureKind(
  "shareOfRuns",
  {
    measure: optional(text, "D_stsp"),
    above: optional(finiteNumber, 0),
    over: optional(text, "τ"),
    data: optionalName,
  },
  ({ measure: name, above, over, data }, evidence) =>
    pipe(
      subjectOf(evidence, data),
      E.map((subject) => ({ subject, measure: measureWords(name) })),
      E.chain(({ subject, measure }) => {
        const counts = countsOf(subject, { measure, above, over });
        const [first] = counts;
        if (first !== undefined && counts.every(({ value }) => value === first.value)) {
          return E.left(onePlace(`The share of runs over ${over}`, labelled(over, first.value)));
        }
        return subject.runs.some((run) => measuredValue(run, measure) !== null) && counts.length > 0
          ? E.right(draw(subject, counts, { measure, above, over }))
          : E.left(cannotCompute(
            `Cannot count runs by ${measure.called} over ${over}: no run has both`,
            "name a measure that the experiment evaluates and a label that its runs have",
          ));
      }),
    ),
);

interface Choices {
  readonly measure: MeasureWords;
  readonly above: number;
  readonly over: string;
}

/** The runs of a group at one value of the label. */
interface Count {
  readonly group: Ensemble;
  readonly value: LabelValue;
  readonly runs: number;
  readonly above: number;
  readonly diverged: number;
}

const countsOf = (subject: Subject, { measure, above, over }: Choices): readonly Count[] =>
  countsIn(sweepPoints(subject, over, measure), above);

/** What the runs without the label have, one for each cell: levels across the panel. */
const levelsOf = (subject: Subject, { measure, above, over }: Choices): readonly Count[] =>
  countsIn(sweepLevels(subject, over, measure), above);

const countsIn = (points: readonly SweepPoint[], above: number): readonly Count[] =>
  points
    .filter(({ values, diverged }) => diverged > 0 || values.some((value) => value !== null))
    .map(({ group, value, values, diverged }) => ({
      group,
      value,
      runs: values.length,
      above: values.filter((each) => each !== null && each > above).length,
      diverged,
    }));

const numberOf = ({ above, runs }: Count): string => `${above} of ${runs}`;

/** Some of the places of a group with what is counted there: "τ = 70, 100 and 200 (5 of 5 each)". */
const inPlaces = (places: readonly Count[], all: readonly Count[], over: string): string => {
  const counted = [...new Set(places.map(numberOf))];
  const names = labelledList(over, places.map(({ value }) => value), all.map(({ value }) => value));
  return counted.length === 1
    ? `${names} (${counted[0]}${places.length === 1 ? "" : " each"})`
    : listed(places.map((each) => `${labelled(over, each.value)} (${numberOf(each)})`));
};

/** How often in all, and where most often, group by group. */
const findingOf = (
  counts: readonly Count[],
  groups: readonly Ensemble[],
  over: string,
): readonly Sentence[] =>
  groups.map((group) => {
    const own = counts.filter((each) => each.group === group);
    const [above, runs] = [own, own].map((all, index) =>
      all.reduce((sum, each) => sum + (index === 0 ? each.above : each.runs), 0)
    );
    const most = Math.max(...own.map((each) => each.above / each.runs));
    const places = own.filter((each) => each.above / each.runs === most);
    const often = above === 0 || places.length === own.length
      ? ""
      : `, most often at ${inPlaces(places, own, over)}`;
    return sentenceOf(group.name, `${above} of ${runs} runs${often}.`);
  });

const draw = (subject: Subject, counts: readonly Count[], { measure, above, over }: Choices): Figure => {
  const values = sortedValues([...new Set(counts.map(({ value }) => value))]);
  const numeric = values.every((value) => typeof value === "number");
  const scale = numeric && values.length > 1 && values.every((value) => Number(value) > 0) ? "log" : "linear";
  const place = (value: LabelValue): number => numeric ? Number(value) : values.indexOf(value);
  const x: Axis = {
    ...labelQuantity(over),
    scale,
    domain: extent(values.map(place), scale, 0.07),
    ticks: values.map((value) => ({ at: place(value), label: String(value) })),
  };
  const groups = [...new Set(counts.map(({ group }) => group))];
  const levels = levelsOf(subject, { measure, above, over });
  const diverged = [...counts, ...levels].reduce((sum, each) => sum + each.diverged, 0);
  const without = levels.reduce((sum, each) => sum + each.runs, 0);
  const marksOf = (group: Ensemble, index: number): readonly Mark[] => {
    const points = counts.filter((each) => each.group === group)
      .map((each) => [spreadAt(place(each.value), index, groups.length, x), each.above / each.runs] as const);
    return [
      { type: "line", points, look: group.look, width: 2.2, opacity: 1, dash: "look" },
      { type: "points", points, look: group.look, filled: true, crossed: false, size: 4 },
    ];
  };
  return {
    kind: "shareOfRuns",
    title: `Runs with ${measure.called} above ${above} over ${over}`,
    finding: findingOf(counts, groups, over),
    caption: [
      `${subject.data.title}; ${seedCount(counts.map(({ runs }) => runs))} at each ${over}.`,
      ...(diverged === 0 ? [] : [`${diverged} diverged; they count as runs, but not as above ${above}.`]),
      ...(without === 0 ? [] : [`Horizontal lines: the ${counted(without, "run")} without ${over}.`]),
    ],
    panels: [{
      title: "",
      note: "",
      x,
      y: {
        quantity: `share of the runs with ${measure.called} above ${above}`,
        unit: null,
        scale: "linear",
        domain: [-0.04, 1.04],
        ticks: [0, 0.25, 0.5, 0.75, 1].map((at) => ({ at, label: String(at) })),
      },
      marks: [
        ...levels.map((each): Mark => ({
          type: "rule",
          axis: "y",
          at: each.above / each.runs,
          look: each.group.look,
          label: "",
        })),
        ...groups.flatMap(marksOf),
      ],
      above: [],
      beside: [],
      empty: null,
    }],
    columns: 1,
    aspect: 0.45,
    keepAspect: false,
    sharedY: false,
    legend: [
      ...groups.map(({ name, look }) => ({
        label: name === "" ? "all runs" : name,
        name,
        look,
        sample: "line and points" as const,
      })),
      ...levels.map(({ group: { name, look }, value }) => ({
        label: `${name === "" ? "" : `${name} `}with ${value}`,
        look,
        sample: "line" as const,
      })),
    ],
    table: {
      columns: [
        { name: "runs", unit: null },
        { name: over, unit: labelQuantity(over).unit },
        { name: `above ${above}`, unit: null },
        { name: "seeds", unit: null },
        { name: "diverged", unit: null },
      ],
      rows: [...counts, ...levels].map((
        each,
      ) => [each.group.name, each.value, each.above, each.runs, each.diverged]),
    },
  };
};
