/**
 * Draws the marks of a panel, the picture's data.
 *
 * @module
 */
import simplify from "simplify-js";
import type { Selection, Sheet } from "./d3.ts";
import type { Look, Mark, OrbitMark } from "./figure.ts";
import type { PlacedPanel } from "./layout.ts";
import { coordinate } from "../../../numerics/format.ts";
import { classOf, dashOf, fineDash, markerOf } from "./palette.ts";
import { place } from "./scales.ts";

/** Lines are thinned by less than the eye can see, in pixels. */
const tolerance = 0.18;

/** A place in pixels. */
export type Point = { readonly x: number; readonly y: number };

/** Draws markers at points as one path. */
export const drawMarkers = (
  parent: Selection,
  sheet: Sheet,
  points: readonly Point[],
  look: Look,
  size: number,
  filled: boolean,
): void => {
  const marker = markerOf(look);
  const pen = sheet.pen();
  const circles: string[] = [];
  for (const { x, y } of points) {
    if (!Number.isFinite(x) || !Number.isFinite(y)) continue;
    if (marker === "circle") {
      const d = coordinate(2 * size);
      circles.push(
        `M${coordinate(x - size)},${
          coordinate(y)
        }a${size},${size},0,1,0,${d},0a${size},${size},0,1,0,-${d},0`,
      );
      continue;
    }
    const reach = marker === "square" ? 0.9 * size : 1.25 * size;
    const corners = marker === "square"
      ? [[-reach, -reach], [reach, -reach], [reach, reach], [-reach, reach]]
      : marker === "diamond"
      ? [[0, -reach], [reach, 0], [0, reach], [-reach, 0]]
      : [[0, -reach], [reach, 0.8 * reach], [-reach, 0.8 * reach]];
    corners.forEach(([dx, dy], index) =>
      index === 0 ? pen.moveTo(x + dx!, y + dy!) : pen.lineTo(x + dx!, y + dy!)
    );
    pen.closePath();
  }
  const element = parent.append("path").attr("d", marker === "circle" ? circles.join("") : pen.toString())
    .attr("class", filled ? `fill ${classOf(look)}` : `stroke ${classOf(look)}`);
  if (filled) element.attr("fill-opacity", 0.85);
  else element.attr("fill", "none").attr("stroke-width", 1.5);
};

/** Draws crosses at points as one path. */
export const drawCrosses = (
  parent: Selection,
  sheet: Sheet,
  points: readonly Point[],
  look: Look,
  size: number,
): void => {
  const pen = sheet.pen();
  for (const { x, y } of points) {
    if (!Number.isFinite(x) || !Number.isFinite(y)) continue;
    pen.moveTo(x - size, y - size);
    pen.lineTo(x + size, y + size);
    pen.moveTo(x - size, y + size);
    pen.lineTo(x + size, y - size);
  }
  parent.append("path").attr("d", pen.toString()).attr("class", `stroke ${classOf(look)}`)
    .attr("fill", "none").attr("stroke-width", 2);
};

/** The unbroken pieces of a line, thinned. */
const pieces = <P extends Point>(points: readonly P[]): readonly (readonly P[])[] => {
  const out: P[][] = [[]];
  for (const point of points) {
    if (Number.isFinite(point.x) && Number.isFinite(point.y)) out[out.length - 1]!.push(point);
    else if (out[out.length - 1]!.length > 0) out.push([]);
  }
  return out.filter((piece) => piece.length > 0)
    .map((piece) => piece.length > 100 ? simplify(piece, tolerance, true) as P[] : piece);
};

const linePath = (sheet: Sheet, points: readonly Point[]): string => {
  const pen = sheet.pen();
  for (const piece of pieces(points)) {
    piece.forEach(({ x, y }, index) => index === 0 ? pen.moveTo(x, y) : pen.lineTo(x, y));
  }
  return pen.toString();
};

const depthLayers = [
  { width: 0.7, opacity: 0.35 },
  { width: 0.8, opacity: 0.6 },
  { width: 1, opacity: 0.95 },
] as const;

const dotLayers = [
  { width: 1.8, opacity: 0.5 },
  { width: 2, opacity: 0.75 },
  { width: 2.2, opacity: 1 },
] as const;

/** An orbit in three layers, from the farthest to the nearest; dots where it jumps. */
const drawOrbit = (
  parent: Selection,
  sheet: Sheet,
  mark: OrbitMark,
  x: (value: number) => number,
  y: (value: number) => number,
): void => {
  const points = mark.points.map((point) => ({ x: x(point[0]), y: y(point[1]), nearness: point[2] }));
  const layers = mark.jumps ? dotLayers : depthLayers;
  const pens = layers.map(() => sheet.pen());
  for (const { x, y, nearness } of mark.jumps ? points : []) {
    if (!Number.isFinite(x) || !Number.isFinite(y)) continue;
    const pen = pens[Math.min(2, Math.max(0, Math.floor(3 * nearness)))]!;
    // A line of no length with round ends is a dot.
    pen.moveTo(x, y);
    pen.lineTo(x, y);
  }
  for (const piece of mark.jumps ? [] : pieces(points)) {
    let last = -1;
    for (let i = 1; i < piece.length; i++) {
      const [from, to] = [piece[i - 1]!, piece[i]!];
      const layer = Math.min(2, Math.max(0, Math.floor(1.5 * (from.nearness + to.nearness))));
      const pen = pens[layer]!;
      if (layer !== last) pen.moveTo(from.x, from.y);
      pen.lineTo(to.x, to.y);
      last = layer;
    }
  }
  layers.forEach(({ width, opacity }, layer) => {
    const path = pens[layer]!.toString();
    if (path === "") return;
    parent.append("path").attr("d", path).attr("class", `stroke ${classOf(mark.look)}`)
      .attr("fill", "none").attr("stroke-width", width)
      .attr("stroke-opacity", opacity).attr(mark.jumps ? "stroke-linecap" : "stroke-linejoin", "round");
  });
};

/** Draws one mark of a panel. */
export const drawMark = (parent: Selection, sheet: Sheet, placed: PlacedPanel, mark: Mark): void => {
  const { panel, left, top, width, height } = placed;
  const [xPlace, yPlace] = [place(panel.x), place(panel.y)];
  const x = (value: number): number => left + xPlace(value) * width;
  const y = (value: number): number => top + height - yPlace(value) * height;
  const at = ([a, b]: readonly [number, number]): Point => ({ x: x(a), y: y(b) });
  switch (mark.type) {
    case "line": {
      const path = linePath(sheet, mark.points.map(at));
      if (path === "") return;
      const element = parent.append("path").attr("d", path).attr("class", `stroke ${classOf(mark.look)}`)
        .attr("fill", "none").attr("stroke-width", mark.width).attr("stroke-linejoin", "round");
      if (mark.opacity < 1) element.attr("stroke-opacity", mark.opacity);
      const dash = mark.dash === "fine" ? fineDash : mark.dash === "look" ? dashOf(mark.look) : "";
      if (dash !== "") element.attr("stroke-dasharray", dash);
      return;
    }
    case "points":
      if (mark.points.length > 0 && mark.crossed) {
        drawCrosses(parent, sheet, mark.points.map(at), mark.look, mark.size);
      } else if (mark.points.length > 0) {
        drawMarkers(parent, sheet, mark.points.map(at), mark.look, mark.size, mark.filled);
      }
      return;
    case "errors": {
      const pen = sheet.pen();
      for (const [value, low, high] of mark.bars) {
        // On a log axis a bar that reaches below 0 has no lower end: it goes on out of the panel.
        const endless = panel.y.scale === "log" && !(low > 0) && high > 0;
        const [middle, from, to] = [x(value), endless ? top + height + 4 : y(low), y(high)];
        if (![middle, from, to].every(Number.isFinite)) continue;
        pen.moveTo(middle, from);
        pen.lineTo(middle, to);
        for (const end of endless ? [to] : [from, to]) {
          pen.moveTo(middle - 3, end);
          pen.lineTo(middle + 3, end);
        }
      }
      if (mark.bars.length > 0) {
        parent.append("path").attr("d", pen.toString()).attr("class", `stroke ${classOf(mark.look)}`)
          .attr("fill", "none").attr("stroke-width", 1.2);
      }
      return;
    }
    case "area": {
      const upper = mark.points.map(([value, , high]) => at([value, high]));
      const lower = mark.points.map(([value, low]) => at([value, low])).reverse();
      const pen = sheet.pen();
      [...upper, ...lower].filter((p) => Number.isFinite(p.y)).forEach((p, index) =>
        index === 0 ? pen.moveTo(p.x, p.y) : pen.lineTo(p.x, p.y)
      );
      parent.append("path").attr("d", pen.toString()).attr("class", `fill ${classOf(mark.look)}`)
        .attr("fill-opacity", 0.18);
      return;
    }
    case "band": {
      const [from, to] = mark.axis === "x" ? [x(mark.from), x(mark.to)] : [y(mark.to), y(mark.from)];
      const rectangle = mark.axis === "x"
        ? { x: from, y: top, width: Math.max(1, to - from), height }
        : { x: left, y: from, width, height: Math.max(1, to - from) };
      const element = parent.append("rect").attr("class", `fill ${classOf(mark.look)}`)
        .attr("fill-opacity", 0.18);
      for (const [name, value] of Object.entries(rectangle)) element.attr(name, coordinate(value));
      return;
    }
    case "rule": {
      const position = mark.axis === "x" ? x(mark.at) : y(mark.at);
      const [from, to] = mark.axis === "x"
        ? [{ x: position, y: top }, { x: position, y: top + height }]
        : [{ x: left, y: position }, { x: left + width, y: position }];
      const element = parent.append("path")
        .attr(
          "d",
          `M${coordinate(from.x)},${coordinate(from.y)}L${coordinate(to.x)},${coordinate(to.y)}`,
        )
        .attr("class", `stroke ${classOf(mark.look)}`).attr("stroke-width", 1.3);
      if (dashOf(mark.look) !== "") element.attr("stroke-dasharray", dashOf(mark.look));
      return;
    }
    case "orbit":
      return drawOrbit(parent, sheet, mark, x, y);
    case "cells": {
      const cellWidth = x(1) - x(0);
      const cellHeight = y(0) - y(1);
      for (const { x: column, y: row, shade } of mark.cells) {
        parent.append("rect")
          .attr("x", coordinate(x(column) - cellWidth / 2 + 1))
          .attr("y", coordinate(y(row) - cellHeight / 2 + 1))
          .attr("width", coordinate(cellWidth - 2))
          .attr("height", coordinate(cellHeight - 2))
          .attr("class", shade === null ? "fill faint" : "fill c0")
          .attr("fill-opacity", shade === null ? "0.08" : coordinate(0.06 + 0.44 * shade, 3));
      }
      return;
    }
  }
};
