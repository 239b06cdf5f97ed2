/**
 * Writes a figure as SVG. The same figure and options give the same bytes on every machine: coordinates have one
 * decimal, and there are no dates and no random names.
 *
 * @module
 */
import { type Selection, type Sheet, sheetOf } from "./d3.ts";
import type { Figure, LegendEntry } from "./figure.ts";
import { BARE_WIDTH, bareFigure } from "./bare.ts";
import { drawCrosses, drawMark, drawMarkers } from "./marks.ts";
import { placedFigure, type PlacedPanel, type PlacedText, sizes } from "./layout.ts";
import { withoutCommands } from "../../../core/program/text.ts";
import { coordinate } from "../../../numerics/format.ts";
import { classOf, dashOf, figureStyle, fineDash, type Theme } from "./palette.ts";
import { ruleNames } from "./rule_names.ts";
import { place } from "./scales.ts";
import { textOf, textPieces, textWidth, wrapText } from "./text.ts";

/** How a figure is drawn. */
export interface DrawOptions {
  /** Width in pixels. Default: 720. */
  readonly width?: number;
  /** Default: `auto`, as the reader's system has it. */
  readonly theme?: Theme;
  /**
   * Whether the picture is a file by itself, with title, finding, caption and style rules in it. Default:
   * true. A page that holds many figures has those once, and says them in its own text.
   */
  readonly standalone?: boolean;
  /**
   * Whether it is for a README or a slide, whose own text surrounds it: the finding is the title, lines have
   * their names beside them, there is no caption, and its paper is that of GitHub. All of it is drawn narrow
   * and shown wide, so that it can be read at 400 pixels. Default: false.
   */
  readonly bare?: boolean;
  /** A class for the style sheet of the page that holds it. Default: none. */
  readonly class?: string;
  /** Begins the names of elements; must be unique on a page. Default: the kind of the figure. */
  readonly id?: string;
}

const fontFamily = "system-ui, -apple-system, 'Segoe UI', 'DejaVu Sans', sans-serif";
const drawText = (parent: Selection, placed: PlacedText): void => {
  const element = parent.append("text")
    .attr("x", coordinate(placed.x))
    .attr("y", coordinate(placed.y))
    .attr("font-size", placed.size);
  if (placed.anchor !== "start") element.attr("text-anchor", placed.anchor);
  if (placed.role === "title" || placed.role === "strong") element.attr("font-weight", 600);
  if (placed.role === "quiet") element.attr("class", "quiet");
  const pieces = textPieces(placed.text);
  if (!pieces.some(({ subscript }) => subscript)) {
    element.text(placed.text);
    return;
  }
  let lowered = false;
  for (const { text, subscript } of pieces) {
    const span = element.append("tspan").text(text);
    if (subscript) span.attr("font-size", coordinate(placed.size * 0.75)).attr("dy", "0.25em");
    else if (lowered) span.attr("dy", "-0.19em");
    lowered = subscript;
  }
};

/** Texts that belong to marks, drawn over all of them: names of horizontal rules, values of cells. */
const drawMarkTexts = (parent: Selection, placed: PlacedPanel): void => {
  const { panel, left, top, width, height } = placed;
  const [xPlace, yPlace] = [place(panel.x), place(panel.y)];
  const halo = (text: string, x: number, y: number, anchor: string): Selection =>
    parent.append("text").attr("x", coordinate(x)).attr("y", coordinate(y)).attr("text-anchor", anchor)
      .attr("font-size", sizes.tick).attr("class", "halo").attr("stroke-width", 3)
      .attr("paint-order", "stroke").attr("stroke-linejoin", "round").text(text);
  const turned = (text: string, x: number, y: number): void => {
    halo(text, x + 4, y, "middle").attr("transform", `rotate(-90 ${coordinate(x + 4)} ${coordinate(y)})`);
  };
  const heightOf = (at: number): number => top + height - yPlace(at) * height;
  for (const { label, x, y, anchor } of ruleNames(placed)) halo(label, x, y, anchor);
  for (const mark of panel.marks) {
    if (mark.type === "cells") {
      const room = (xPlace(1) - xPlace(0)) * width - 6;
      const cellHeight = (yPlace(1) - yPlace(0)) * height - 6;
      const widest = Math.max(...mark.cells.map(({ label }) => textWidth(label, sizes.tick)));
      const upright = mark.cells.some(({ label }) =>
        label.split(" ").some((word) => textWidth(word, sizes.tick) > room)
      ) && widest <= cellHeight;
      for (const { x, y, label } of mark.cells) {
        if (upright) {
          turned(label, left + xPlace(x) * width, heightOf(y));
          continue;
        }
        const lines = wrapText(label, sizes.tick, room);
        const first = top + height - yPlace(y) * height + 4 - (lines.length - 1) * 7;
        lines.forEach((line, index) => halo(line, left + xPlace(x) * width, first + 14 * index, "middle"));
      }
    }
  }
};

const drawPanel = (svg: Selection, sheet: Sheet, placed: PlacedPanel, clip: string): void => {
  const { panel, left, top, width, height, xTicks, yTicks } = placed;
  const [right, bottom] = [left + width, top + height];
  svg.append("clipPath").attr("id", clip).append("rect").attr("x", left).attr("y", top)
    .attr("width", width).attr("height", height);
  const segments = [
    ...xTicks.map(({ at }) => `M${coordinate(at)},${bottom}v4`),
    ...yTicks.map(({ at }) => `M${left},${coordinate(at)}h-4`),
  ];
  const lines = [
    ...xTicks.map(({ at }) => `M${coordinate(at)},${top}V${bottom}`),
    ...yTicks.map(({ at }) => `M${left},${coordinate(at)}H${right}`),
  ];
  if (!panel.marks.some(({ type }) => type === "cells")) {
    svg.append("path").attr("d", lines.join("")).attr("class", "grid").attr("stroke-width", 0.7);
  }
  const inside = svg.append("g").attr("clip-path", `url(#${clip})`);
  for (const mark of panel.marks) drawMark(inside, sheet, placed, mark);
  svg.append("path").attr("d", `M${left},${top}V${bottom}H${right}${segments.join("")}`)
    .attr("fill", "none").attr("stroke", "currentColor").attr("stroke-width", 1);
  drawMarkTexts(svg, placed);
  if (panel.empty !== null) {
    svg.append("text").attr("x", coordinate(left + width / 2)).attr("y", coordinate(top + height / 2))
      .attr("text-anchor", "middle").attr("font-size", sizes.body).text(panel.empty);
  }
};

const drawSample = (svg: Selection, sheet: Sheet, entry: LegendEntry, x: number, y: number): void => {
  const group = svg.append("g");
  if (entry.sample === "band") {
    group.append("rect").attr("x", coordinate(x)).attr("y", coordinate(y - 10)).attr("width", 26)
      .attr("height", 12).attr("class", `fill ${classOf(entry.look)}`).attr("fill-opacity", 0.25);
    return;
  }
  if (entry.sample === "cross") {
    drawCrosses(group, sheet, [{ x: x + 13, y: y - 4 }], entry.look, 4);
    return;
  }
  if (entry.sample === "bar") {
    group.append("path").attr("d", `M${coordinate(x + 13)},${coordinate(y - 11)}v14`)
      .attr("class", `stroke ${classOf(entry.look)}`).attr("stroke-width", 2.6);
    return;
  }
  const fine = entry.sample === "fine line and open points";
  if (entry.sample !== "points") {
    const line = group.append("path").attr("d", `M${coordinate(x)},${coordinate(y - 4)}h26`)
      .attr("class", `stroke ${classOf(entry.look)}`).attr("stroke-width", fine ? 1.3 : 2);
    const dash = fine ? fineDash : dashOf(entry.look);
    if (dash !== "") line.attr("stroke-dasharray", dash);
  }
  if (entry.sample !== "line") {
    drawMarkers(group, sheet, [{ x: x + 13, y: y - 4 }], entry.look, 4, !fine);
  }
};

/** The places of the plots, for the script of a page that shows values: left, top, width, height of each. */
const boxesOf = (panels: readonly PlacedPanel[]): string =>
  panels.map(({ left, top, width, height }) =>
    [left, top, width, height].map((each) => coordinate(each)).join(",")
  ).join(";");

/**
 * A figure as SVG text.
 *
 * @param figure What is drawn.
 * @param options Width, theme, and whether it is a file by itself.
 * @returns One svg element with `role="img"`, a title and a description that states the finding.
 */
export const toSvg = (figure: Figure, options: DrawOptions = {}): string => {
  const { width = 720, theme = "auto", standalone = true, bare = false } = options;
  // A name with a space would be two names.
  const id = options.id ?? figure.kind.replaceAll(/\s+/g, "-");
  const placed = placedFigure(bare ? bareFigure(figure) : figure, bare ? BARE_WIDTH : width, standalone);
  const shownAt = width / placed.width;
  const sheet = sheetOf();
  const { svg } = sheet;
  svg.attr("class", ["lyap-figure", ...(options.class === undefined ? [] : [options.class])].join(" ")).attr(
    "viewBox",
    `0 0 ${placed.width} ${placed.height}`,
  )
    .attr("width", width).attr("height", Math.ceil(shownAt * placed.height)).attr("role", "img")
    .attr("aria-labelledby", `${id}-title`).attr("aria-describedby", `${id}-desc`)
    .attr("font-family", fontFamily);
  svg.append("title").attr("id", `${id}-title`).text(figure.title);
  svg.append("desc").attr("id", `${id}-desc`).text(textOf(figure.finding));
  if (standalone) svg.append("style").text(figureStyle(theme, bare));
  else svg.attr("data-boxes", boxesOf(placed.panels));
  svg.append("rect").attr("class", "paper").attr("width", placed.width).attr("height", placed.height);
  placed.panels.forEach((panel, index) => drawPanel(svg, sheet, panel, `${id}-clip-${index}`));
  for (const { entry, x, y } of placed.legend) drawSample(svg, sheet, entry, x, y);
  for (const text of placed.texts) drawText(svg, text);
  // XML knows no control characters.
  return `${withoutCommands(sheet.toText())}\n`;
};
