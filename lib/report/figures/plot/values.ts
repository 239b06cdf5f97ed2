/**
 * The values of a figure in the form in which the script of a page shows them to readers who point at them.
 *
 * @module
 */
import type { Axis, Figure, LegendEntry, Look, Mark, Panel } from "./figure.ts";

/** An axis: quantity, unit, scale, ends, and its own ticks where it has such. */
export interface AxisValues {
  readonly q: string;
  readonly u: string | null;
  readonly s: Axis["scale"];
  readonly d: readonly [number, number];
  readonly t?: readonly (readonly [at: number, label: string])[];
}

/** Points with what they are: x and y in turn. */
export interface MarkValues {
  readonly n: string;
  readonly p: readonly number[];
}

/** A panel: its title, its axes, its points. */
export interface PanelValues {
  readonly title: string;
  readonly x: AxisValues;
  readonly y: AxisValues;
  readonly m: readonly MarkValues[];
}

/** The most points of a figure that a reader can point at; each adds about ten bytes to a page. */
const MOST_POINTS = 2500;
/** Significant digits of a value. */
const DIGITS = 4;

const rounded = (value: number): number => Number(value.toPrecision(DIGITS));

const axisValues = ({ quantity, unit, scale, domain, ticks }: Axis): AxisValues => ({
  q: quantity,
  u: unit,
  s: scale,
  d: [rounded(domain[0]), rounded(domain[1])],
  ...(ticks === null ? {} : { t: ticks.map(({ at, label }) => [rounded(at), label] as const) }),
});

/** Which runs have a look, by the legend. */
const nameOfLook = (legend: readonly LegendEntry[], look: Look, fine: boolean): string => {
  const entry = legend.find((each) =>
    each.look === look && each.sample.startsWith("fine") === fine && each.sample !== "cross"
  );
  return entry === undefined ? "" : fine ? entry.label : entry.name ?? entry.label;
};

/** At most `most` points, evenly chosen, the last among them. */
const thinned = <P>(points: readonly P[], most: number): readonly P[] => {
  if (points.length <= most) return points;
  const every = (points.length - 1) / (most - 1);
  return Array.from({ length: most }, (_, index) => points[Math.round(index * every)]!);
};

const isPoints = (mark: Mark): mark is Extract<Mark, { readonly type: "line" | "points" }> =>
  mark.type === "line" || mark.type === "points";

const marksOf = (panel: Panel, legend: readonly LegendEntry[], perLine: number): readonly MarkValues[] =>
  panel.marks.flatMap((mark): readonly MarkValues[] => {
    if (mark.type === "cells") {
      return mark.cells.map(({ x, y, label }) => ({ n: label, p: [x, y] }));
    }
    if (!isPoints(mark)) return [];
    const fine = mark.type === "line" ? mark.dash === "fine" : !mark.filled;
    const look = nameOfLook(legend, mark.look, fine);
    const crossed = mark.type === "points" && mark.crossed;
    const points = thinned(mark.points.filter((each) => each.every(Number.isFinite)), perLine);
    if (points.length === 0) return [];
    // A name of a run begins with what the legend says of its look.
    const name = crossed
      ? "diverged"
      : mark.name === undefined || mark.name.startsWith(look)
      ? mark.name ?? look
      : [look, mark.name].filter((each) => each !== "").join(", ");
    return [{ n: name, p: points.flatMap(([x, y]) => [rounded(x), rounded(y)]) }];
  });

/**
 * The values of a figure's panels.
 *
 * @returns As many points of each line as the figure has room for; nothing of orbits, which have no single values.
 */
export const figureValues = ({ panels, legend }: Figure): readonly PanelValues[] => {
  const lines = panels.reduce((sum, { marks }) => sum + marks.filter(isPoints).length, 0);
  const perLine = Math.max(6, Math.floor(MOST_POINTS / Math.max(1, lines)));
  return panels.map((panel) => ({
    title: panel.title,
    x: axisValues(panel.x),
    y: axisValues(panel.y),
    m: marksOf(panel, legend, perLine),
  }));
};
