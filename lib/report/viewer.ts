/**
 * What the attractor viewer of a page shows: orbits in three dimensions, packed as 16-bit integers.
 *
 * @module
 */
import type { Result, RunResult } from "../results/result.ts";
import type { Series } from "../series/series.ts";
import { orbitView } from "./figures/orbit.ts";
import { coloursAmong } from "./figures/looks.ts";
import { medianRun, ranked, runNames } from "./figures/selection.ts";
import { measureWords } from "./figures/words.ts";
import { unitOf } from "./figures/origin.ts";
import { ticksOf } from "./figures/plot/scales.ts";
import { scriptJson } from "./figure_node.ts";
import { element, type Node, rich, trusted } from "./markup.ts";

/** By which networks are ordered. */
const MEASURE = measureWords("D_stsp");

/** How many networks can be chosen; each adds about 24 kB to the page. */
const mostRuns = 30;
const mostPoints = 3000;
/** Integers that half the extent of the true attractor is divided into; more than three times as much fits. */
const resolution = 10000;

/** Three columns of a series: its own, or delays of a scalar one; a missing third is 0. */
const spatial = (series: Series, delay: number): readonly [number, number, number][] => {
  const points: [number, number, number][] = [];
  const { values, rows, columns } = series;
  const past = columns === 1 ? 2 * delay : 0;
  for (let t = past; t < Math.min(rows, past + mostPoints); t++) {
    const at = (index: number): number => values[t * columns + index]!;
    points.push(
      columns === 1
        ? [values[t]!, values[t - delay]!, values[t - 2 * delay]!]
        : [at(0), at(1), columns > 2 ? at(2) : 0],
    );
  }
  return points;
};

interface Frame {
  readonly middle: readonly [number, number, number];
  readonly half: number;
  /** Of the true attractor along each axis. */
  readonly ends: readonly (readonly [low: number, high: number])[];
}

const frameOf = (points: readonly (readonly [number, number, number])[]): Frame => {
  const ends = [0, 1, 2].map((axis) => {
    let [low, high] = [Infinity, -Infinity];
    for (const point of points) {
      low = Math.min(low, point[axis]!);
      high = Math.max(high, point[axis]!);
    }
    return [low, high] as const;
  });
  const middle = ends.map(([low, high]) => (low + high) / 2) as [number, number, number];
  return { middle, half: Math.max(1e-12, ...ends.map(([low, high]) => (high - low) / 2)), ends };
};

/** An edge of the box around the true attractor: its name, its ends and its ticks, in halves of the widest edge. */
interface Edge {
  readonly name: string;
  readonly ends: readonly [number, number];
  readonly ticks: readonly (readonly [at: number, label: string])[];
}

/** Ticks along an edge of the box, about this many. */
const TICKS = 3;

const edgeOf = ({ middle, half, ends }: Frame, axis: number, name: string): Edge => {
  const [low, high] = ends[axis]!;
  const scaled = (value: number): number => Number(((value - middle[axis]!) / half).toFixed(4));
  const ticks = high > low
    ? ticksOf({ quantity: name, unit: null, scale: "linear", domain: [low, high], ticks: null }, TICKS)
    : [];
  return {
    name,
    ends: [scaled(low), scaled(high)],
    ticks: ticks.map(({ at, label }) => [scaled(at), label] as const),
  };
};

const packed = (
  points: readonly (readonly [number, number, number])[],
  { middle, half }: Pick<Frame, "middle" | "half">,
): string => {
  const view = new DataView(new ArrayBuffer(6 * points.length));
  points.forEach((point, row) =>
    point.forEach((value, axis) => {
      const scaled = Math.round(((value - middle[axis]!) / half) * resolution);
      view.setInt16(2 * (3 * row + axis), Math.max(-32767, Math.min(32767, scaled)), true);
    })
  );
  let text = "";
  for (let i = 0; i < view.byteLength; i++) text += String.fromCharCode(view.getUint8(i));
  return btoa(text);
};

/**
 * The networks that can be chosen: all of them, or where they are many the median one by D_stsp of each setting, its
 * seeds being alike; or evenly spread ones of those.
 */
const chosenRuns = (runs: readonly RunResult[]): readonly RunResult[] => {
  if (runs.length <= mostRuns) return runs;
  const settingOf = ({ labels }: RunResult): string => JSON.stringify({ ...labels, seed: null });
  const medians = [...new Set(runs.map(settingOf))]
    .map((setting) => medianRun(runs.filter((run) => settingOf(run) === setting), MEASURE));
  const every = Math.max(1, medians.length / mostRuns);
  return medians.filter((_, index) => Math.floor(index / every) !== Math.floor((index - 1) / every));
};

/** The viewer of an experiment's first dataset; null if there is nothing to turn. */
export const viewerOf = (evidence: Result): Node | null => {
  const data = evidence.data[0];
  if (data === undefined || data.series.rows < 2) return null;
  const { delay } = orbitView(data.series);
  const truth = spatial(data.series, delay);
  const frame = frameOf(truth);
  const generated = evidence.runs.filter((run) => run.data === data.id && run.generated !== null);
  const runs = chosenRuns(generated);
  const colour = coloursAmong(evidence.runs);
  const nameOf = runNames(evidence.runs);
  const first = ranked(runs, MEASURE)[0];
  const orbits = [
    { name: "true data", look: -1, length: truth.length, points: packed(truth, frame) },
    ...runs.map((run) => {
      const points = spatial(run.generated!, delay);
      return {
        name: nameOf(run),
        look: colour(run),
        length: points.length,
        points: packed(points, frame),
      };
    }),
  ];
  const variables = data.series.columns === 1
    ? [0, 1, 2].map((k) => `${data.variables[0] ?? "x"}(t${k === 0 ? "" : ` − ${k * delay}`})`)
    : [0, 1, 2].map((k) => data.variables[k] ?? "");
  const edges = variables.map((name, axis) => edgeOf(frame, axis, name));
  const steps = Math.max(...orbits.map(({ length }) => length));
  return element(
    "section.viewer",
    { id: "viewer", ariaLabelledBy: "viewer-title" },
    element("h2", { id: "viewer-title" }, "The attractors from all sides"),
    element(
      "p",
      { id: "viewer-help" },
      ...rich(
        `The data and, beside or below them, a network that runs freely, in ${
          unitOf(data) === "sd" ? "standard deviations of the data" : unitOf(data)
        }. Drag to turn, or use the ` +
          "arrow keys; + and − change the size. Play shows how the orbits begin." +
          (runs.length === generated.length
            ? ""
            : ` Of ${generated.length} networks ${runs.length} are here, of each setting the median one by ` +
              `${MEASURE.called}.`),
      ),
    ),
    element(
      "p.controls",
      {},
      element("label", { htmlFor: "viewer-run" }, "Network "),
      element(
        "select",
        { id: "viewer-run" },
        ...runs.map((run, index) =>
          element("option", { value: String(index + 1), selected: run === first }, nameOf(run))
        ),
      ),
      element("button", { type: "button", id: "viewer-play", ariaPressed: "false" }, "Play"),
      element("label", { htmlFor: "viewer-step" }, "from the start to step "),
      element("input", { id: "viewer-step", type: "range", min: 1, max: steps, value: steps }),
      element("output", { id: "viewer-time" }, ""),
      element("button", { type: "button", id: "viewer-reset" }, "Reset"),
      element("span", { id: "viewer-angle", role: "status" }, ""),
    ),
    element(
      "div",
      {
        id: "viewer-picture",
        tabIndex: 0,
        role: "application",
        ariaLabel: `Attractors of ${data.title} and of the chosen network, turned with the arrow keys`,
        ariaDescribedBy: "viewer-help",
      },
      element("canvas", { id: "viewer-canvas", ariaHidden: "true" }),
    ),
    element(
      "noscript",
      {},
      "The viewer needs scripts; the figures show the same attractors from one side.",
    ),
    trusted(
      `<script type="application/json" id="viewer-data">${
        scriptJson({
          edges,
          resolution,
          dt: data.series.dt,
          orbits: orbits.map(({ length: _, ...orbit }) => orbit),
        })
      }</script>`,
    ),
  );
};
