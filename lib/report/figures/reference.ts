/**
 * Curves that others published, drawn beside those of the runs: their values, the marks, the legend and the table.
 *
 * @module
 */
import { capitalised, listed } from "../../core/program/text.ts";
import {
  finiteNumber,
  list,
  nonNegativeNumber,
  nullable,
  type Optional,
  optional,
  record,
  text,
  where,
} from "../../core/codec/codec.ts";
import type { LegendEntry, Look, Mark } from "./plot/figure.ts";
import { looksByCell } from "./looks.ts";
import { shortNumber } from "../../numerics/format.ts";
import type { RunResult } from "../../results/result.ts";
import type { Ensemble, LabelValue } from "./selection.ts";
import { labelled } from "./words.ts";

/** A published value at a value of the label on the x axis. */
export interface ReferencePoint {
  /** The value of the label, as runs have it. */
  readonly at: LabelValue;
  /** The published value. */
  readonly value: number;
  /** Its standard error; null if none was published. Default: null. */
  readonly error: number | null;
}

/** A published curve. */
export interface ReferenceCurve {
  /** The runs with which it belongs: a cell, or the name of a group as the legend has it. */
  readonly label: string;
  /** In the order in which they are joined. */
  readonly points: readonly ReferencePoint[];
}

/** Published curves. */
export interface Reference {
  /** Whose they are and what statistic, for legend and caption: "Mikhaeil et al. (2022), mean ± SEM over 5 runs". */
  readonly title: string;
  /** One for each cell, as a rule. */
  readonly curves: readonly ReferenceCurve[];
}

/** What a spec writes for published curves. */
export interface ReferenceInput {
  readonly title: string;
  readonly curves: readonly {
    readonly label: string;
    readonly points: readonly (Omit<ReferencePoint, "error"> & { readonly error?: number | null })[];
  }[];
}

const labelValue = where(
  "a number or a text",
  (value): value is LabelValue =>
    (typeof value === "number" && Number.isFinite(value)) || (typeof value === "string" && value.length > 0),
  { type: ["number", "string"] },
);

/** The option of a figure that takes published curves; null if it is left out. */
export const referenceOption: Optional<Reference | null, ReferenceInput | null> = optional(
  nullable(record({
    title: text,
    curves: list(
      record({
        label: text,
        points: list(
          record({ at: labelValue, value: finiteNumber, error: optional(nullable(nonNegativeNumber), null) }),
          1,
        ),
      }),
      1,
    ),
  })),
  null,
);

/** A published curve with the look of the runs that it belongs with. */
export interface DrawnCurve extends ReferenceCurve {
  /** That of the runs; one that no runs have where none bear its label. */
  readonly look: Look;
}

/** Published curves as a figure shows them. */
export interface DrawnReference {
  /** Whose they are. */
  readonly title: string;
  /** Each with its look. */
  readonly curves: readonly DrawnCurve[];
}

const isOf = (label: string) => (run: RunResult): boolean => run.labels.cell === label;

/**
 * Gives each published curve the look of its group of runs: the one of that name, or the first of that cell. A curve
 * without runs has a look that no group has, so that it is not taken for the data.
 *
 * @param groups Those of the figure.
 * @param taken The looks of all groups of the page.
 */
export const matchReference = (
  reference: Reference | null,
  groups: readonly Ensemble[],
  taken: readonly number[],
): DrawnReference | null => {
  if (reference === null) return null;
  const groupOf = ({ label }: ReferenceCurve): Ensemble | undefined =>
    groups.find(({ name }) => name === label) ?? groups.find(({ runs }) => runs.some(isOf(label)));
  const alone = reference.curves.filter((curve) => groupOf(curve) === undefined);
  const looks = looksByCell(alone.map(({ label }) => label), taken);
  return {
    title: reference.title,
    curves: reference.curves.map((curve): DrawnCurve => ({
      ...curve,
      look: groupOf(curve)?.look ?? looks[alone.indexOf(curve)]!,
    })),
  };
};

/** What is left of a figure's published curves in one of its parts: those of cells that only other parts have go. */
export const referenceOfPart = (
  reference: Reference | null,
  part: readonly RunResult[],
  whole: readonly RunResult[],
): Reference | null => {
  if (reference === null) return null;
  const curves = reference.curves.filter(({ label }) => part.some(isOf(label)) || !whole.some(isOf(label)));
  return curves.length === 0 ? null : { ...reference, curves };
};

/** All points that are drawn. */
export const publishedPoints = (reference: Pick<Reference, "curves"> | null): readonly ReferencePoint[] =>
  reference === null ? [] : reference.curves.flatMap(({ points }) => points);

/** Fine lines, open markers and bars of one standard error. */
export const referenceMarks = (
  reference: DrawnReference | null,
  place: (value: LabelValue) => number,
): readonly Mark[] =>
  reference === null ? [] : reference.curves.flatMap(({ look, points }): readonly Mark[] => {
    const at = points.map((point) => [place(point.at), point.value] as const);
    return [
      { type: "line", points: at, look, width: 1.3, opacity: 1, dash: "fine" },
      {
        type: "errors",
        bars: points.flatMap((point) =>
          point.error === null
            ? []
            : [[place(point.at), point.value - point.error, point.value + point.error] as const]
        ),
        look,
      },
      { type: "points", points: at, look, filled: false, crossed: false, size: 4.5 },
    ];
  });

/** One entry per curve. */
export const referenceLegend = (reference: DrawnReference | null): readonly LegendEntry[] =>
  reference === null ? [] : reference.curves.map(({ label, look }) => ({
    label: `${label}: ${reference.title}`,
    name: reference.title,
    look,
    sample: "fine line and open points",
  }));

/** What the caption says of the curves; nothing where there are none. */
export const referenceCaption = (reference: DrawnReference | null): readonly string[] => {
  if (reference === null) return [];
  const bars = publishedPoints(reference).some(({ error }) => error !== null)
    ? ", bars: ± 1 standard error"
    : "";
  return [`Open markers and fine lines: ${reference.title}${bars}.`];
};

/** Where each curve is best, in a sentence; none where there are no curves. */
export const referenceFinding = (
  reference: DrawnReference | null,
  over: string,
  better: "smaller" | "larger",
): readonly string[] => {
  if (reference === null) return [];
  const best = reference.curves.map(({ label, points }) => {
    const point = points.reduce((a, b) => (better === "smaller") === (b.value < a.value) ? b : a);
    return `${label} ${shortNumber(point.value)} at ${labelled(over, point.at)}`;
  });
  return [`${capitalised(reference.title)}: best ${listed(best)}.`];
};
