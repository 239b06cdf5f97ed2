/**
 * The figures of the page as SVG, each a function of what is known. They are drawn again several times a second.
 *
 * @module
 */
import { escapedHtml } from "../core/program/text.ts";
import { median } from "../numerics/statistics.ts";
import type { Axis } from "../report/figures/plot/figure.ts";
import { extent, place, ticksOf } from "../report/figures/plot/scales.ts";
import { coordinate, shortNumber } from "../numerics/format.ts";
import type { DataView, DeepLook, PublishedPoint } from "./messages.ts";
import { INTERVALS } from "./spec.ts";
import type { Tried } from "./state.ts";

type Point = readonly [x: number, y: number];

/** Something that is drawn in a figure. */
type Drawn =
  | { readonly kind: "line"; readonly look: string; readonly points: readonly Point[] }
  | {
    readonly kind: "dots";
    readonly look: string;
    readonly points: readonly Point[];
    readonly radius: number;
  }
  /** A line from end to end across the figure, with a word at its end. */
  | { readonly kind: "level"; readonly look: string; readonly y: number; readonly word: string }
  | { readonly kind: "mark"; readonly look: string; readonly x: number; readonly word: string };

interface Chart {
  readonly x: Axis;
  readonly y: Axis;
  readonly drawn: readonly Drawn[];
  /** What the figure shows, in a sentence, for those who do not see it. */
  readonly says: string;
}

/** A figure in words and in SVG. */
export interface PageFigure {
  readonly svg: string;
  /** What it shows, in a sentence. */
  readonly says: string;
}

const margins = { left: 46, right: 12, top: 14, bottom: 34 } as const;

/** Half the width of the slider's thumb, by which its ends lie within the slider. */
const THUMB = 8;

const pathOf = (points: readonly Point[]): string =>
  points.map(([x, y], index) => `${index === 0 ? "M" : "L"}${coordinate(x)} ${coordinate(y)}`).join("");

/** @param size Width and height in pixels. */
const draw = ({ x, y, drawn, says }: Chart, [width, height]: Point): PageFigure => {
  const { left, right, top, bottom } = margins;
  const [placeX, placeY] = [place(x), place(y)];
  const atX = (value: number): number => left + placeX(value) * (width - left - right);
  const atY = (value: number): number => height - bottom - placeY(value) * (height - top - bottom);
  const seen = (points: readonly Point[]): readonly Point[] =>
    points.map(([a, b]): Point => [atX(a), atY(b)]).filter(([a, b]) =>
      Number.isFinite(a) && Number.isFinite(b)
    );
  const axes = [
    ...ticksOf(y, Math.max(3, Math.floor(height / 45))).map(({ at, label }) =>
      `<path class="grid" d="M${left} ${coordinate(atY(at))}H${width - right}"/>` +
      `<text x="${left - 6}" y="${coordinate(atY(at) + 4)}" text-anchor="end">${escapedHtml(label)}</text>`
    ),
    ...ticksOf(x, Math.max(3, Math.floor(width / 75))).map(({ at, label }) => {
      const atEnd = atX(at) + 4 * label.length > width;
      return `<text x="${coordinate(atEnd ? width : atX(at))}" y="${height - bottom + 16}" text-anchor="${
        atEnd ? "end" : "middle"
      }">${escapedHtml(label)}</text>`;
    }),
    `<text class="quiet" x="${width - right}" y="${height - 4}" text-anchor="end">${
      escapedHtml(x.quantity)
    }</text>`,
  ];
  const marks = drawn.map((each): string => {
    switch (each.kind) {
      case "line":
        return `<path class="line ${each.look}" d="${pathOf(seen(each.points))}"/>`;
      case "dots":
        return seen(each.points).map(([a, b]) =>
          `<circle class="dot ${each.look}" cx="${coordinate(a)}" cy="${coordinate(b)}" r="${each.radius}"/>`
        ).join("");
      case "level": {
        const at = atY(each.y);
        return !(at > top - 1 && at < height - bottom + 1)
          ? ""
          : `<path class="line ${each.look}" d="M${left} ${coordinate(at)}H${width - right}"/>` +
            `<text class="quiet" x="${width - right}" y="${coordinate(at - 4)}" text-anchor="end">${
              escapedHtml(each.word)
            }</text>`;
      }
      case "mark": {
        const at = atX(each.x);
        const late = at > width - 110;
        return `<path class="line ${each.look}" d="M${coordinate(at)} ${top}V${height - bottom}"/>` +
          `<text class="quiet" x="${coordinate(late ? at - 4 : at + 4)}" y="${top + 11}" text-anchor="${
            late ? "end" : "start"
          }">${escapedHtml(each.word)}</text>`;
      }
    }
  });
  return {
    says,
    svg: `<svg viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" aria-hidden="true">` +
      `${axes.join("")}${marks.join("")}</svg>`,
  };
};

const axis = (
  quantity: string,
  scale: Axis["scale"],
  domain: readonly [number, number],
): Axis => ({ quantity, unit: null, scale, domain, ticks: null });

/** The loss over the epochs. */
export const lossOverEpochsFigure = (
  losses: readonly Point[],
  epochs: number,
  size: Point,
): PageFigure => {
  const last = losses[losses.length - 1];
  return draw({
    x: axis("epoch", "linear", [0, epochs]),
    y: axis("loss", "log", losses.length === 0 ? [0.001, 1] : extent(losses.map(([, loss]) => loss), "log")),
    drawn: [{ kind: "line", look: "network", points: losses }],
    says: last === undefined
      ? "No training has begun."
      : `The loss is ${shortNumber(last[1])} after ${last[0]} of ${epochs} epochs.`,
  }, size);
};

/** The line of slope λ₁ through the middle of points: only its slope is predicted. */
const predictedLine = (points: readonly Point[], slope: number): readonly Point[] => {
  if (points.length === 0) return [];
  const middle = (which: 0 | 1): number => points.reduce((sum, each) => sum + each[which], 0) / points.length;
  const [length, value] = [middle(0), middle(1)];
  return [points[0]!, points[points.length - 1]!].map(([at]): Point => [at, value + slope * (at - length)]);
};

/** The growth of ‖∂z_T/∂z_1‖ over T, with the slope that λ₁ of the network predicts. */
export const growthFigure = (deep: DeepLook | null, size: Point): PageFigure => {
  const points = (deep?.growth ?? []).filter(([, value]) => Number.isFinite(value));
  const exponent = deep?.exponent ?? null;
  const line = exponent === null ? [] : predictedLine(points, exponent);
  const values = [...points, ...line].map(([, value]) => value);
  return draw({
    x: axis("T, steps", "linear", [0, Math.max(100, ...points.map(([length]) => length))]),
    y: axis("ln ‖∂z_T/∂z_1‖", "linear", extent([...values, 0, 4], "linear")),
    drawn: [
      { kind: "line", look: "predicted", points: line },
      { kind: "dots", look: "network", points, radius: 2.6 },
    ],
    says: exponent === null
      ? "Nothing is known of the gradients yet."
      : `λ₁ of the network is ${shortNumber(exponent)} nats per step: gradients ${
        exponent > 0 ? "grow" : "shrink"
      } exponentially with the length of the orbit.`,
  }, size);
};

/** What the figure over τ shows. */
export interface OverInterval {
  readonly tried: readonly Tried[];
  /** Of the cell that is chosen. */
  readonly published: readonly PublishedPoint[];
  readonly data: DataView | null;
  /** τ that is chosen; null where there is none. */
  readonly interval: number | null;
  readonly cell: string;
}

/** D_stsp over τ: what was published, and what was trained here. */
export const overIntervalFigure = (
  { tried, published, data, interval, cell }: OverInterval,
  size: Point,
): PageFigure => {
  const { floor = null, ceiling = null } = data?.scale ?? {};
  const intervals = [...new Set(published.map((each) => each.interval))].sort((a, b) => a - b);
  const line = intervals.map((at): Point => [
    at,
    median(published.filter((each) => each.interval === at).map(({ value }) => value)),
  ]);
  const pointsOf = (ended: boolean): readonly Point[] =>
    tried.filter((each) => each.ended === ended && each.cell === cell).map((
      each,
    ) => [each.interval, each.value]);
  const others = tried.filter((each) => each.ended && each.cell !== cell)
    .map((each): Point => [each.interval, each.value]);
  const levels = [floor, ceiling].filter((level) => level !== null && level > 0) as readonly number[];
  const values = [...published, ...tried].map(({ value }) => value);
  const now = pointsOf(false)[0];
  // Each τ stands above its place on the slider, which is as wide as the figure between its margins.
  const { least, most } = INTERVALS;
  const beyond = THUMB * (most - least) / (size[0] - margins.left - margins.right - 2 * THUMB);
  return draw({
    x: axis("τ, steps", "linear", [least - beyond, most + beyond]),
    y: axis(
      "D_stsp",
      "log",
      extent([...values, ...levels, ...(levels.length === 0 ? [0.05, 20] : [])], "log", 0.08),
    ),
    drawn: [
      ...(floor === null ? [] : [{ kind: "level" as const, look: "scale", y: floor, word: "floor" }]),
      ...(ceiling === null ? [] : [{ kind: "level" as const, look: "scale", y: ceiling, word: "ceiling" }]),
      ...(data === null || data.predictabilitySteps === null || data.predictabilitySteps > INTERVALS.most
        ? []
        : [
          { kind: "mark" as const, look: "predictability", x: data.predictabilitySteps, word: "ln 2/λ₁" },
        ]),
      { kind: "line", look: "published", points: line },
      {
        kind: "dots",
        look: "published",
        points: published.map((each) => [each.interval, each.value]),
        radius: 2,
      },
      { kind: "dots", look: "others", points: others, radius: 4 },
      { kind: "dots", look: "network", points: pointsOf(true), radius: 5 },
      { kind: "dots", look: "now", points: now === undefined ? [] : [now], radius: 6 },
    ],
    says: now !== undefined
      ? `The network that trains now has D_stsp ${shortNumber(now[1])} at τ = ${now[0]}.`
      : `${pointsOf(true).length + others.length} networks were trained here; τ = ${
        interval ?? "?"
      } is chosen.`,
  }, size);
};
