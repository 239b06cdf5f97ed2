/**
 * How an orbit is seen: from which side, where it rests, and the panel that shows it.
 *
 * Three dimensions are shown from one side, with what is nearer drawn stronger; a scalar series is shown over its own
 * past, as a delay plot.
 *
 * @module
 */
import type { DataResult } from "../../results/result.ts";
import { median } from "../../numerics/statistics.ts";
import { column, type Series } from "../../series/series.ts";
import { chooseDelay } from "../../lyapunov/series/state_space.ts";
import type { Axis, Look, Panel } from "./plot/figure.ts";
import { unitOf } from "./origin.ts";
import { extent } from "./plot/scales.ts";

/** A place of an orbit as it is seen; nearness runs from 0 to 1. */
export type OrbitPoint = readonly [x: number, y: number, nearness: number];

/** From which side an attractor is seen: which columns are across, up and towards the reader, or a delay in steps. */
export interface View {
  /** The column across. */
  readonly across: number;
  /** The column upwards. */
  readonly up: number;
  /** The column in depth; null for none. */
  readonly towards: number | null;
  /** Delay of `across` against `up`, in steps; 0 but for a scalar series. */
  readonly delay: number;
}

/** Samples from which the delay of a plot is chosen, so that a long series does not hold up a report. */
const samplesForDelay = 5000;

/** The usual view of a series: first column across, third up and second in depth. */
export const orbitView = (series: Series): View =>
  series.columns >= 3
    ? { across: 0, up: 2, towards: 1, delay: 0 }
    : series.columns === 2
    ? { across: 0, up: 1, towards: null, delay: 0 }
    : {
      across: 0,
      up: 0,
      towards: null,
      delay: series.rows < 3 ? 1 : chooseDelay(column(series, 0).subarray(0, samplesForDelay)).steps,
    };

/** The range of a column with a margin, as a share of it. */
const columnExtent = (series: Series, index: number, margin: number): readonly [number, number] =>
  extent(column(series, index), "linear", margin);

/** The share of an orbit that lies outside the frame. */
export const outside = (points: readonly OrbitPoint[], x: Axis, y: Axis): number => {
  const out =
    points.filter(([a, b]) => !(a >= x.domain[0] && a <= x.domain[1] && b >= y.domain[0] && b <= y.domain[1]))
      .length;
  return points.length === 0 ? 0 : out / points.length;
};

/** The last place of an orbit. */
const restOf = (points: readonly OrbitPoint[]): readonly [number, number] => {
  const [x, y] = points[points.length - 1]!;
  return [x, y];
};

/** Whether the last fifth of what is drawn hardly moves: a line of no length would not be seen, and needs a dot. */
const hardlyMoves = (points: readonly OrbitPoint[], x: Axis, y: Axis): boolean => {
  if (points.length === 0) return false;
  const [endX, endY] = restOf(points);
  const [width, height] = [x.domain[1] - x.domain[0], y.domain[1] - y.domain[0]];
  return points.slice(Math.floor(points.length * 0.8))
    .every(([a, b]) => Math.abs(a - endX) < 0.01 * width && Math.abs(b - endY) < 0.01 * height);
};

/**
 * So far a series at rest may still move, as a share of the data's extent. A network that falls into a fixed point goes
 * far below it; one that slowly spirals out of an unstable one stays above it.
 */
const restless = 1e-4;

/**
 * Whether a series comes to rest: its last fifth, of all of it and in every variable, stays in one place.
 *
 * @param series What a network generated.
 * @param data What it was trained on, whose extent says what is far.
 */
export const isAtRest = (series: Series, data: Series): boolean => {
  const from = Math.floor(series.rows * 0.8);
  if (series.rows - from < 2) return false;
  return Array.from({ length: series.columns }, (_, index) => {
    const [low, high] = extent(column(data, index), "linear", 0);
    const end = series.values[(series.rows - 1) * series.columns + index]!;
    return column(series, index).subarray(from)
      .every((value) => Math.abs(value - end) <= restless * (high - low));
  }).every((still) => still);
};

/** What is said below a panel of a network that goes nowhere; what slowly leaves a fixed point is not at rest on it. */
export const restNotes = (
  generated: Series | null,
  data: Series,
  points: readonly OrbitPoint[],
  x: Axis,
  y: Axis,
): readonly string[] =>
  generated === null
    ? []
    : isAtRest(generated, data)
    ? ["fixed point"]
    : hardlyMoves(points, x, y)
    ? ["moves little"]
    : [];

/** What all panels of a picture of orbits share. */
export interface Scene {
  /** From which side orbits are seen. */
  readonly view: View;
  /** The name of a column. */
  readonly name: (index: number) => string;
  /** The axis across. */
  readonly x: Axis;
  /** The axis upwards. */
  readonly y: Axis;
  /** The range of the column in depth. */
  readonly depth: readonly [number, number];
  /** Whether orbits jump from place to place, as those of a map do. */
  readonly jumps: boolean;
}

/** From where a scene is seen, for captions; nothing where two columns lie flat. */
export const viewSentence = ({ view, name, jumps }: Scene): readonly string[] =>
  view.delay > 0
    ? [`Delay plot over ${view.delay} steps, as one variable is observed.`]
    : view.towards === null
    ? []
    : [`The nearer in ${name(view.towards)}, the stronger the ${jumps ? "dot" : "line"}.`];

/** The share of its range that a variable moves in a typical step of an orbit which jumps. */
const JUMP = 0.2;

/** Whether a series jumps from place to place: a line between its states would show what is not there. */
const jumpsAbout = (series: Series, index: number): boolean => {
  const values = column(series, index).subarray(0, samplesForDelay);
  if (values.length < 2) return false;
  const [low, high] = extent(values, "linear", 0);
  return median(values.slice(1).map((value, t) => Math.abs(value - values[t]!))) > JUMP * (high - low);
};

/**
 * What all panels of a picture of orbits share.
 *
 * @param data Whose variables and units are shown.
 * @param framing The series that must fit into the frame.
 */
export const sceneOf = (data: DataResult, framing: Series): Scene => {
  const view = orbitView(framing);
  const name = (index: number): string => data.variables[index] ?? `x${index + 1}`;
  const axis = (index: number, delayed: boolean): Axis => ({
    quantity: delayed ? `${name(index)}, ${view.delay} steps before` : name(index),
    unit: unitOf(data),
    scale: "linear",
    domain: columnExtent(framing, index, 0.12),
    ticks: null,
  });
  return {
    view,
    name,
    x: axis(view.across, view.delay > 0),
    y: axis(view.up, false),
    depth: columnExtent(framing, view.towards ?? 0, 0),
    jumps: jumpsAbout(framing, view.across),
  };
};

/** The first `samples` rows of a series as seen in a scene; nearness runs from 0 to 1 over its depth. */
export const drawnOrbit = (
  series: Series,
  { view, depth }: Pick<Scene, "view" | "depth">,
  samples: number,
): readonly OrbitPoint[] => {
  const points: OrbitPoint[] = [];
  const { values, columns } = series;
  for (let t = view.delay; t < Math.min(samples, series.rows); t++) {
    const x = values[(t - view.delay) * columns + view.across]!;
    const y = values[t * columns + view.up]!;
    const nearness = view.towards === null
      ? 0.5
      : (depth[1] - values[t * columns + view.towards]!) / (depth[1] - depth[0]);
    points.push([x, y, nearness]);
  }
  return points;
};

/** An orbit in a panel. */
export interface ShownOrbit {
  /** Above the panel. */
  readonly title: string;
  /** Below the title. */
  readonly note: string;
  /** The orbit; empty if there is none. */
  readonly points: readonly OrbitPoint[];
  /** How it is drawn. */
  readonly look: Look;
  /** The text of the panel where there is no orbit. */
  readonly empty: string;
}

/** A panel with one orbit; an orbit that hardly moves is a dot too. */
export const orbitPanel = (
  { x, y, jumps }: Scene,
  { title, note, points, look, empty }: ShownOrbit,
): Panel => ({
  title,
  note,
  x,
  y,
  marks: [
    { type: "orbit", points, jumps, look },
    ...(hardlyMoves(points, x, y)
      ? [{ type: "points", points: [restOf(points)], look, filled: true, crossed: false, size: 4 } as const]
      : []),
  ],
  above: [],
  empty: points.length > 0 ? null : empty,
});
