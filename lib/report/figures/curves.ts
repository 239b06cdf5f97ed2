/**
 * Curves of single runs, distinguished as in the legend: by colour, by dash, and by markers where there are several.
 *
 * @module
 */
import type { LegendEntry, Mark } from "./plot/figure.ts";
import type { Ensemble } from "./selection.ts";

/** The number of markers on a curve: enough to follow it, too few to hide it. */
const MARKERS = 6;

/** How the curves of a figure look. */
export interface CurveStyle {
  /** Whether there are several looks, so that markers help to tell them apart. */
  readonly marked: boolean;
  /** From 0 to 1. */
  readonly opacity: number;
}

type Place = readonly [number, number];

/** Places along a curve, evenly spread; each look has its own, so that markers of close curves do not cover each other. */
const markerPlaces = (points: readonly Place[], look: number): readonly Place[] => {
  const shift = (look % MARKERS) / MARKERS;
  const places = new Set(
    Array.from(
      { length: MARKERS },
      (_, index) => Math.floor(((index + 0.2 + 0.6 * shift) / MARKERS) * points.length),
    ),
  );
  return points.filter((_, index) => places.has(index));
};

/** The line of one run, and its markers. */
export const curveMarks = (
  points: readonly Place[],
  look: number,
  { marked, opacity }: CurveStyle,
  name = "",
): readonly Mark[] => [
  { type: "line", points, look, width: 1.3, opacity, dash: "look", ...(name === "" ? {} : { name }) },
  ...(marked
    ? [
      {
        type: "points",
        points: markerPlaces(points, look),
        look,
        filled: true,
        crossed: false,
        size: 2.8,
      } as const,
    ]
    : []),
];

/** The entry of the legend of the curves of some runs. */
export const curveEntry = ({ name, look }: Ensemble, label: string, { marked }: CurveStyle): LegendEntry => ({
  label,
  name,
  look,
  sample: marked ? "line and points" : "line",
});
