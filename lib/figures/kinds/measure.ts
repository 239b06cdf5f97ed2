/**
 * A measure of all runs over the forcing interval, or over another label: every seed, the median or the mean, how many
 * diverged, the predictability time of the system, and curves that others published.
 *
 * @module
 */
import * as E from "fp-ts/Either.js";
import { pipe } from "fp-ts/function.js";
import { oneOf, optional, text } from "../../spec/codec.ts";
import { cannotCompute } from "../../program/errors.ts";
import type { DataEvidence } from "../../claims/evidence.ts";
import type { Axis, Figure, LegendEntry, Mark, Table, Tick } from "../figure.ts";
import { figureKind, optionalName } from "../kind.ts";
import { shortNumber, withError } from "../numbers.ts";
import { type DrawnScale, exponentWords, scaleName, scaleSentence } from "../origin.ts";
import {
  type DrawnReference,
  matchReference,
  type Reference,
  referenceCaption,
  referenceFinding,
  referenceLegend,
  referenceMarks,
  referenceOption,
  referencePoints,
} from "../reference.ts";
import { extent } from "../scales.ts";
import {
  type Group,
  type LabelValue,
  seedCount,
  sortedValues,
  type Subject,
  subjectOf,
} from "../selection.ts";
import { spreadAt, type Statistic, sweepFinding, type SweepPoint, sweepPoints } from "../sweep.ts";
import {
  counted,
  labelQuantity,
  measureMeaning,
  measureName,
  measureQuantity,
  type MeasureWords,
} from "../words.ts";

/** With this many seeds quantiles say more than single points. */
const manySeeds = 10;

/** A measure over the forcing interval. */
export const measureFigure = figureKind(
  "measure",
  {
    /** Name of the measure as in the spec. */
    measure: optional(text, "D_stsp"),
    /** The label on the x axis. */
    over: optional(text, "τ"),
    /** What the lines join: medians, or means with their standard errors as in the paper. */
    statistic: optional(oneOf("median", "mean"), "median"),
    /** Published curves beside those of the runs. */
    reference: referenceOption,
    /** The dataset; the first one if left out. */
    data: optionalName,
  },
  ({ measure, over, statistic, reference, data }, evidence) =>
    pipe(
      subjectOf(evidence, data),
      E.chain((subject) => {
        const words = measureQuantity(measure);
        const points = sweepPoints(subject, over, measure, words.better);
        if (!points.some(({ values }) => values.some((value) => value !== null))) {
          return E.left(cannotCompute(
            `Cannot draw ${measure} over ${over}: no run has both`,
            "name a measure that the experiment evaluates and a label that its runs have",
          ));
        }
        return E.right(draw(subject, points, { measure, over, statistic, words }, reference));
      }),
    ),
);

interface Choices {
  readonly measure: string;
  readonly over: string;
  readonly statistic: Statistic;
  readonly words: MeasureWords;
}

type Place = (value: LabelValue) => number;
/** Where one of several points at a value of the label stands. */
type Spread = (value: LabelValue, index: number, count: number) => number;

/** Medians with all seeds, or with the band of many; it goes out of the panel where a quantile is among the losses. */
const marksOf = (
  own: readonly SweepPoint[],
  place: Place,
  spread: Spread,
  many: boolean,
  [least, most]: readonly [number, number],
): readonly Mark[] => {
  const { look } = own[0]!.group;
  const band = own.flatMap(({ value, low, high }) =>
    low === null && high === null ? [] : [[place(value), low ?? least, high ?? most] as const]
  );
  const seeds = own.flatMap(({ value, values }) =>
    values.flatMap((each, index) =>
      each === null ? [] : [[spread(value, index, values.length), each] as const]
    )
  );
  return [
    ...(many ? [{ type: "area", points: band, look } as const] : []),
    {
      type: "line",
      points: own.map(({ value, median }) => [place(value), median ?? NaN] as const),
      look,
      width: 2.2,
      opacity: 1,
      dash: "look",
    },
    ...(many
      ? []
      : [{ type: "points", points: seeds, look, filled: true, crossed: false, size: 4 } as const]),
  ];
};

/** Means with their standard errors, side by side where there are several groups; single seeds as small points. */
const meanMarks = (own: readonly SweepPoint[], beside: Place, many: boolean): readonly Mark[] => {
  const { look } = own[0]!.group;
  const means = own.map(({ value, mean }) => [beside(value), mean ?? NaN] as const);
  const seeds = own.flatMap(({ value, values }) =>
    values.flatMap((each) => each === null ? [] : [[beside(value), each] as const])
  );
  return [
    { type: "line", points: means, look, width: 2.2, opacity: 1, dash: "look" },
    ...(many
      ? []
      : [{ type: "points", points: seeds, look, filled: true, crossed: false, size: 2 } as const]),
    {
      type: "errors",
      bars: own.flatMap(({ value, mean, standardError }) =>
        mean === null || standardError === null
          ? []
          : [[beside(value), mean - standardError, mean + standardError] as const]
      ),
      look,
    },
    { type: "points", points: means, look, filled: true, crossed: false, size: 4.5 },
  ];
};

interface Guides extends DrawnScale {
  /** τ_pred in steps, where the label is the forcing interval. */
  readonly predictability: { readonly value: number; readonly standardError: number } | null;
}

const guidesOf = (data: DataEvidence, { measure, over }: Choices, numeric: boolean): Guides => ({
  ...(data.scale[measure] ?? { floor: null, ceiling: null }),
  predictability: over === "τ" && numeric ? data.predictabilityTime?.steps ?? null : null,
});

/** The guides that have a place on the axis: a logarithmic one has none for 0. */
const placedOn = (y: Axis, { floor, ceiling, ...rest }: Guides): Guides => {
  const at = (value: number | null): number | null =>
    value === null || (y.scale === "log" && !(value > 0)) ? null : value;
  return { ...rest, floor: at(floor), ceiling: at(ceiling) };
};

const guideMarks = ({ floor, ceiling, predictability }: Guides): readonly Mark[] => {
  const rule = (name: string, at: number | null): readonly Mark[] =>
    at === null ? [] : [{ type: "rule", axis: "y", at, look: "faint", label: `${name} ${shortNumber(at)}` }];
  if (predictability === null) return [...rule("floor", floor), ...rule("ceiling", ceiling)];
  const { value, standardError } = predictability;
  return [
    ...rule("floor", floor),
    ...rule("ceiling", ceiling),
    ...(Number.isFinite(standardError)
      ? [
        {
          type: "band",
          axis: "x",
          from: value - 2 * standardError,
          to: value + 2 * standardError,
          look: "truth",
        } as const,
      ]
      : []),
    { type: "rule", axis: "x", at: value, look: "truth", label: "" },
  ];
};

const axesOf = (
  points: readonly SweepPoint[],
  reference: DrawnReference | null,
  { floor, ceiling, predictability }: Guides,
  values: readonly LabelValue[],
  place: Place,
  { over, statistic, words }: Choices,
): { readonly x: Axis; readonly y: Axis } => {
  const numeric = values.every((value) => typeof value === "number");
  const scaleX = numeric && values.length > 1 && values.every((value) => Number(value) > 0)
    ? "log"
    : "linear";
  const xTicks: readonly Tick[] = values.map((value) => ({ at: place(value), label: String(value) }));
  const found = points.flatMap((point) => [
    ...point.values.filter((value) => value !== null),
    ...(statistic === "mean" && point.mean !== null ? [point.mean + (point.standardError ?? 0)] : []),
  ]);
  const published = referencePoints(reference);
  const scaleY = words.better === "smaller" && found.every((value) => value > 0) ? "log" : "linear";
  const shown = [
    ...found,
    ...(floor === null ? [] : [floor]),
    ...(ceiling === null ? [] : [ceiling]),
    ...published.flatMap(({ value, error }) => [value, value + (error ?? 0)]),
    ...(scaleY === "log" ? [] : published.map(({ value, error }) => value - (error ?? 0))),
  ];
  return {
    x: {
      ...labelQuantity(over),
      scale: scaleX,
      domain: extent(
        [...xTicks.map(({ at }) => at), ...(predictability === null ? [] : [predictability.value])],
        scaleX,
        0.07,
      ),
      ticks: xTicks,
    },
    y: {
      quantity: words.quantity,
      unit: words.unit,
      scale: scaleY,
      domain: extent(shown, scaleY, 0.1),
      ticks: null,
    },
  };
};

const draw = (
  subject: Subject,
  points: readonly SweepPoint[],
  choices: Choices,
  published: Reference | null,
): Figure => {
  const { measure, over, statistic, words } = choices;
  const { data } = subject;
  const groups = [...new Set(points.map(({ group }) => group))];
  const reference = matchReference(published, groups);
  const own = [...new Set(points.map(({ value }) => value))];
  const values = sortedValues([...own, ...referencePoints(reference).map(({ at }) => at)]);
  const numeric = values.every((value) => typeof value === "number");
  const place: Place = (value) => numeric ? Number(value) : values.indexOf(value);
  const known = guidesOf(data, choices, numeric);
  const { x, y } = axesOf(points, reference, known, values, place, choices);
  const guides = placedOn(y, known);
  const many = points.every((point) => point.values.length >= manySeeds);
  const divergedAt = own.flatMap((value) => {
    const here = points.filter((point) => point.value === value);
    const diverged = here.reduce((sum, point) => sum + point.diverged, 0);
    const count = here.reduce((sum, point) => sum + point.values.length, 0);
    return diverged === 0 ? [] : [{ at: place(value), label: `× ${diverged} of ${count}` }];
  });
  const { predictability } = guides;
  const tau = predictability === null ? [] : [{
    at: predictability.value,
    label: `τ_pred ${withError(predictability.value, predictability.standardError)}`,
  }];
  const scale = scaleName(guides);
  return {
    kind: "measure",
    title: `${capital(measureName(measure))} over the ${labelQuantity(over).quantity}`,
    finding: sweepFinding(points, over, measureName(measure), words.better, statistic) +
      referenceFinding(reference, over, words.better),
    caption: captionOf(data, points, statistic, many, guides) +
      (measure.includes("(") && measureMeaning(measure) !== null
        ? ` ${measureName(measure)}: ${measureMeaning(measure)}.`
        : "") +
      referenceCaption(reference),
    panels: [{
      title: "",
      note: "",
      x,
      y,
      marks: [
        ...guideMarks(guides),
        ...referenceMarks(reference, place),
        ...groups.flatMap((group, index) => {
          const members = points.filter((point) => point.group === group);
          const beside: Place = (value) => spreadAt(place(value), index, groups.length, x);
          const apart: Spread = (value, seed, count) => spreadAt(place(value), seed, count, x);
          return statistic === "mean"
            ? meanMarks(members, beside, many)
            : marksOf(members, place, groups.length === 1 ? apart : beside, many, y.domain);
        }),
      ],
      above: [...divergedAt, ...tau].sort((a, b) => a.at - b.at),
      empty: null,
    }],
    columns: 1,
    aspect: 0.45,
    keepAspect: false,
    sharedY: false,
    legend: [
      ...groups.map((group) => entryOf(group, statistic, many)),
      ...referenceLegend(reference),
      ...(predictability === null
        ? []
        : [{ label: "predictability time τ_pred", look: "truth", sample: "line" } as const]),
      ...(divergedAt.length === 0
        ? []
        : [{ label: "diverged runs", look: "truth", sample: "cross" } as const]),
      ...(scale === "" ? [] : [{ label: scale, look: "faint", sample: "line" } as const]),
    ],
    table: tableOf(points, reference, choices),
  };
};

const capital = (words: string): string => words[0]!.toUpperCase() + words.slice(1);

const entryOf = (group: Group, statistic: Statistic, many: boolean): LegendEntry => {
  const spread = statistic === "mean" ? "standard error" : many ? "5–95 % band" : "every seed";
  return {
    label: `${group.name === "" ? "" : `${group.name}: `}${statistic} and ${spread}`,
    look: group.look,
    sample: many && statistic === "median" ? "line" : "line and points",
  };
};

const captionOf = (
  data: DataEvidence,
  points: readonly SweepPoint[],
  statistic: Statistic,
  many: boolean,
  guides: Guides,
): string => {
  const unmeasured = points.reduce((sum, point) => sum + point.unmeasured, 0);
  return `${data.title}; ${seedCount(points.map(({ values }) => values.length))} per point. ` +
    (statistic === "mean"
      ? "Lines: mean over the seeds that have a value, as in the paper, bars ± 1 standard error" +
        `${many ? "" : "; small points: single seeds"}.`
      : "Lines: median over the seeds, in which a run without a value counts as the worst. " +
        `${
          many
            ? "Bands: 5–95 % of the seeds, to the edge where so many have no value."
            : "Points: single seeds."
        }`) +
    (unmeasured === 0 ? "" : ` ${counted(unmeasured, "run")} did not diverge and yet has no value.`) +
    (guides.predictability !== null
      ? ` Vertical line: τ_pred = ln 2 / λ₁ of the ${exponentWords(data).legend}; ` +
        "band ± 2 standard errors."
      : "") +
    scaleSentence(data, guides);
};

const tableOf = (
  points: readonly SweepPoint[],
  reference: DrawnReference | null,
  { measure, over, words }: Choices,
): Table => {
  const { unit } = words;
  return {
    columns: [
      { name: "runs", unit: null },
      { name: labelQuantity(over).quantity, unit: labelQuantity(over).unit },
      { name: `median ${measureName(measure)}`, unit },
      { name: "5 %", unit },
      { name: "95 %", unit },
      { name: "mean", unit },
      { name: "standard error", unit },
      { name: "seeds", unit: null },
      { name: "diverged", unit: null },
      { name: `${measureName(measure)} of each seed`, unit },
    ],
    rows: [
      ...points.map((point) => [
        point.group.name,
        point.value,
        point.median,
        point.low,
        point.high,
        point.mean,
        point.standardError,
        point.values.length,
        point.diverged,
        point.values.map((value) => value === null ? "none" : shortNumber(value, 4)).join("; "),
      ]),
      ...(reference?.curves ?? []).flatMap(({ label, points: published }) =>
        published.map(({ at, value, error }) => [
          `${label}: ${reference!.title}`,
          at,
          null,
          null,
          null,
          value,
          error,
          null,
          null,
          "",
        ])
      ),
    ],
  };
};
