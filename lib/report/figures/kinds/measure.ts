/**
 * A measure of all runs over the forcing interval, or over another label: every seed, the median or the mean, how many
 * diverged, the predictability time of the system, and curves that others published.
 *
 * @module
 */
import type { Kind } from "../../../core/catalogue.ts";
import * as E from "fp-ts/Either.js";
import { pipe } from "fp-ts/function.js";
import { cannotCompute } from "../../../core/program/errors.ts";
import { oneOf, type Optional, optional, text } from "../../../core/codec/codec.ts";
import type { Axis, Figure, Tick } from "../plot/figure.ts";
import { figureKind, type FigureKindOf, onePlace, optionalName } from "../kind.ts";
import {
  bandOf,
  type Choices,
  guideMarks,
  type Guides,
  guidesOf,
  levelMarks,
  marksOf,
  meanMarks,
  placedOn,
  type PlaceOf,
  type Spread,
} from "../measure_marks.ts";
import { captionOf, entryOf, levelEntry, tableOf } from "../measure_words.ts";
import { withError } from "../../../numerics/format.ts";
import { ceilingOf } from "../learned.ts";
import { baselineEntry, scaleName } from "../origin.ts";
import {
  type DrawnReference,
  matchReference,
  publishedPoints,
  type Reference,
  referenceCaption,
  referenceFinding,
  type ReferenceInput,
  referenceLegend,
  referenceMarks,
  referenceOfPart,
  referenceOption,
  type ReferencePoint,
} from "../reference.ts";
import { extent } from "../plot/scales.ts";
import { type LabelValue, looksOfPage, sortedValues, type Subject, subjectOf } from "../selection.ts";
import { spreadAt, sweepFinding, sweepLevels, type SweepPoint, sweepPoints } from "../sweep.ts";
import { labelled, labelQuantity, measureWords } from "../words.ts";
import { capitalised } from "../../../core/program/text.ts";

/** With this many seeds quantiles say more than single points. */
const manySeeds = 10;

/** A measure over the forcing interval. */
export const measureFigure: Kind<
  FigureKindOf<"measure", {
    /** Name of the measure as in the spec. */
    readonly measure: Optional<string>;
    /** The label on the x axis. */
    readonly over: Optional<string>;
    /** What the lines join: medians, or means with their standard errors as in the paper. */
    readonly statistic: Optional<"mean" | "median">;
    /** Published curves beside those of the runs. */
    readonly reference: Optional<Reference | null, ReferenceInput | null>;
    /** The dataset; the first one if left out. */
    readonly data: Optional<string | null>;
  }>
> = figureKind(
  "measure",
  {
    measure: optional(text, "D_stsp"),
    over: optional(text, "τ"),
    statistic: optional(oneOf("median", "mean"), "median"),
    reference: referenceOption,
    data: optionalName,
  },
  ({ measure: name, over, statistic, reference, data }, evidence) =>
    pipe(
      subjectOf(evidence, data),
      E.chain((subject) => {
        const measure = measureWords(name);
        const points = sweepPoints(subject, over, measure);
        const levels = sweepLevels(subject, over, measure);
        if (!points.some(({ values }) => values.some((value) => value !== null))) {
          return E.left(cannotCompute(
            `Cannot draw ${measure.called} over ${over}: no run has both`,
            "name a measure that the experiment evaluates and a label that its runs have",
          ));
        }
        if (isOnePlace(points, publishedPoints(reference))) {
          return E.left(onePlace(`${measure.called} over ${over}`, labelled(over, points[0]!.value)));
        }
        return E.right(draw(subject, { points, levels }, { measure, over, statistic }, reference));
      }),
    ),
  (spec, part, whole) => ({
    ...spec,
    reference: referenceOfPart(spec.reference, part.runs, whole.runs),
  }),
);

const axesOf = (
  { points, levels }: Sweep,
  reference: DrawnReference | null,
  { floor, ceiling, predictability, baselines }: Guides,
  values: readonly LabelValue[],
  place: PlaceOf,
  { measure, over, statistic }: Choices,
): { readonly x: Axis; readonly y: Axis } => {
  const numeric = values.every((value) => typeof value === "number");
  const scaleX = numeric && values.length > 1 && values.every((value) => Number(value) > 0)
    ? "log"
    : "linear";
  const xTicks: readonly Tick[] = values.map((value) => ({ at: place(value), label: String(value) }));
  const found = [...points, ...levels].flatMap((point) => [
    ...point.values.filter((value) => value !== null),
    ...(statistic === "mean" && point.mean !== null ? [point.mean + (point.standardError ?? 0)] : []),
  ]);
  const published = publishedPoints(reference);
  const scaleY = measure.better === "smaller" && found.every((value) => value > 0) ? "log" : "linear";
  const shown = [
    ...found,
    ...(floor === null ? [] : [floor]),
    ...(ceiling === null ? [] : [ceiling]),
    ...baselines.map(({ at }) => at).filter((at) => scaleY === "linear" || at > 0),
    ...published.flatMap(({ value, error }) => [value, value + (error ?? 0)]),
    // On a logarithmic axis a bar that reaches 0 goes down to the edge.
    ...published.map(({ value, error }) => value - (error ?? 0)).filter((low) =>
      scaleY === "linear" || low > 0
    ),
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
      quantity: measure.quantity,
      unit: measure.unit,
      scale: scaleY,
      domain: extent(shown, scaleY, 0.1),
      ticks: null,
    },
  };
};

/** What is drawn: points over the label, and levels of runs that do not have it. */
interface Sweep {
  readonly points: readonly SweepPoint[];
  readonly levels: readonly SweepPoint[];
}

/** Whether everything drawn is at one place of the axis, so that there is nothing to compare. */
const isOnePlace = (points: readonly SweepPoint[], published: readonly ReferencePoint[]): boolean =>
  new Set([...points.map(({ value }) => value), ...published.map(({ at }) => at)]).size === 1;

const draw = (
  subject: Subject,
  { points, levels }: Sweep,
  choices: Choices,
  published: Reference | null,
): Figure => {
  const { measure, over, statistic } = choices;
  const { data } = subject;
  const groups = [...new Set(points.map(({ group }) => group))];
  const reference = matchReference(published, groups, looksOfPage(subject, over));
  const own = [...new Set(points.map(({ value }) => value))];
  const values = sortedValues([...own, ...publishedPoints(reference).map(({ at }) => at)]);
  const numeric = values.every((value) => typeof value === "number");
  const place: PlaceOf = (value) => numeric ? Number(value) : values.indexOf(value);
  const known = guidesOf(data, choices, numeric);
  const { x, y } = axesOf({ points, levels }, reference, known, values, place, choices);
  const guides = placedOn(y, known);
  // Without an error there is no band, and nothing to say of it.
  const hasBand = bandOf(guides, x.domain) !== null ||
    !Number.isFinite(guides.predictability?.standardError ?? NaN);
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
    title: `${capitalised(measure.called)} over the ${labelQuantity(over).quantity}`,
    finding: [sweepFinding(points, over, measure, statistic, ceilingOf(data, measure))],
    caption: [
      ...captionOf(data, { points, levels }, choices, many, guides, hasBand),
      ...(measure.variant === "" ? [] : [`${measure.called}: ${measure.meaning}.`]),
      ...referenceCaption(reference),
      ...referenceFinding(reference, over, measure.better),
    ],
    panels: [{
      title: "",
      note: "",
      x,
      y,
      marks: [
        ...guideMarks(guides, x.domain),
        ...levelMarks(levels, statistic),
        ...referenceMarks(reference, place),
        ...groups.flatMap((group, index) => {
          const members = points.filter((point) => point.group === group);
          const beside: PlaceOf = (value) => spreadAt(place(value), index, groups.length, x);
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
      ...levels.map((level) => levelEntry(level, statistic)),
      ...referenceLegend(reference),
      ...(predictability === null
        ? []
        : [{ label: "predictability time τ_pred", look: "truth", sample: "line", inPanels: true } as const]),
      ...(divergedAt.length === 0
        ? []
        : [{ label: "diverged runs", look: "truth", sample: "cross", inPanels: true } as const]),
      ...(scale === "" ? [] : [{ label: scale, look: "faint", sample: "line", inPanels: true } as const]),
      ...baselineEntry(guides.baselines),
    ],
    table: tableOf([...points, ...levels], reference, choices, guides.baselines),
  };
};
