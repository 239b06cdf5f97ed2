/**
 * Where the parts of a figure are, in pixels, for a given width. Panels go below each other where it is narrow; text
 * keeps its size.
 *
 * @module
 */
import type { Axis, Figure, LegendEntry, Panel, Tick } from "./figure.ts";
import { place, ticksOf } from "./scales.ts";
import { textOf, textWidth, wrapText } from "./text.ts";

/** A text with its place; `y` is its baseline. */
export interface PlacedText {
  /** May hold subscripts. */
  readonly text: string;
  /** In pixels from the left. */
  readonly x: number;
  /** Of the baseline, in pixels from the top. */
  readonly y: number;
  /** Which end of the text is at x. */
  readonly anchor: "start" | "middle" | "end";
  /** Of the letters, in pixels. */
  readonly size: number;
  /** What it is in the picture; decides weight and colour. */
  readonly role: "title" | "strong" | "plain" | "quiet";
}

/** A tick at a pixel of its axis; its label may have been left out for lack of room. */
export interface PlacedTick {
  /** In pixels from the left or from the top. */
  readonly at: number;
  /** Null if there is no room. */
  readonly label: string | null;
}

/** A panel with the rectangle of its plot. */
export interface PlacedPanel {
  /** What is drawn. */
  readonly panel: Panel;
  /** Left end of the plot, in pixels. */
  readonly left: number;
  /** Upper end of the plot, in pixels. */
  readonly top: number;
  /** Of the plot, in pixels. */
  readonly width: number;
  /** Of the plot, in pixels. */
  readonly height: number;
  /** From left to right. */
  readonly xTicks: readonly PlacedTick[];
  /** From bottom to top. */
  readonly yTicks: readonly PlacedTick[];
}

/** A legend entry; its sample is drawn left of the text. */
export interface PlacedEntry {
  /** What it means. */
  readonly entry: LegendEntry;
  /** Left end of its sample. */
  readonly x: number;
  /** Baseline of its text. */
  readonly y: number;
}

/** A figure of which every part has its place. */
export interface PlacedFigure {
  /** In pixels. */
  readonly width: number;
  /** In pixels. */
  readonly height: number;
  /** All texts but those of marks. */
  readonly texts: readonly PlacedText[];
  /** All panels. */
  readonly panels: readonly PlacedPanel[];
  /** All entries of the legend, and the markers before texts beside panels. */
  readonly legend: readonly PlacedEntry[];
}

/** Text sizes in pixels. */
export const sizes = { title: 16, body: 13, label: 12, tick: 11.5 } as const;
const pad = 10;
const gap = 18;
/** Room for a legend sample and the space after it. */
const sampleWidth = 34;
/** Room for a marker before a text beside a panel. */
const markerWidth = 11;
const narrowestPanel = 148;
/** As many ticks as a y axis may be asked for. */
const tickCounts = [2, 3, 4, 5, 6, 7, 8, 9] as const;

/** "D_stsp (nats)": the quantity of an axis with its unit. */
const axisTitle = (axis: Axis): string =>
  axis.unit === null ? axis.quantity : `${axis.quantity} (${axis.unit})`;

/** Pixels between the labels of ticks that the axis chooses, and of those that are given, which all mean something. */
const SPACE = { chosen: 5, given: 3 };
/** Lines of labels below an axis whose ticks are given. */
const LINES = 2;

/** A tick with its label, in the line below the axis where it has room. */
interface PlacedLabel extends PlacedTick {
  readonly line: number;
}

/**
 * Leaves out the labels that would touch the one before them; keeps labels within `from` … `to`. Labels of given ticks go
 * into a second line before they are left out.
 */
const spacedTicks = (
  ticks: readonly Tick[],
  areGiven: boolean,
  pixel: (value: number) => number,
  from: number,
  to: number,
): readonly PlacedLabel[] => {
  const free = Array.from({ length: areGiven ? LINES : 1 }, () => -Infinity);
  return ticks
    .map((tick) => ({ at: pixel(tick.at), label: tick.label }))
    .filter(({ at }) => at >= from - 0.5 && at <= to + 0.5)
    .map(({ at, label }) => {
      const half = textWidth(label, sizes.tick) / 2;
      const line = free.findIndex((end) => at - half >= end);
      if (line < 0) return { at, label: null, line: 0 };
      free[line] = at + half + (areGiven ? SPACE.given : SPACE.chosen);
      return { at, label, line };
    });
};

const wrapped = (
  text: string,
  size: number,
  role: PlacedText["role"],
  left: number,
  top: number,
  width: number,
): { readonly texts: readonly PlacedText[]; readonly bottom: number } => {
  const lines = text === "" ? [] : wrapText(text, size, width, role === "title" || role === "strong");
  const lineHeight = Math.round(size * 1.35);
  return {
    texts: lines.map((line, index) => ({
      text: line,
      x: left,
      y: top + Math.round(size) + index * lineHeight,
      anchor: "start",
      size,
      role,
    })),
    bottom: top + lines.length * lineHeight,
  };
};

const legendAt = (
  entries: readonly LegendEntry[],
  width: number,
  top: number,
): {
  readonly placed: readonly PlacedEntry[];
  readonly texts: readonly PlacedText[];
  readonly bottom: number;
} => {
  const placed: PlacedEntry[] = [];
  const texts: PlacedText[] = [];
  const lineHeight = 19;
  let x = pad;
  let y = top + 13;
  for (const entry of entries) {
    const room = width - 2 * pad - sampleWidth;
    const lines = wrapText(entry.label, sizes.label, room);
    const entryWidth = sampleWidth + Math.max(...lines.map((line) => textWidth(line, sizes.label)));
    if (x > pad && x + entryWidth > width - pad) {
      x = pad;
      y += lineHeight;
    }
    placed.push({ entry, x, y });
    lines.forEach((text, index) => {
      if (index > 0) y += lineHeight - 3;
      texts.push({ text, x: x + sampleWidth, y, anchor: "start", size: sizes.label, role: "plain" });
    });
    x += entryWidth + 18;
  }
  return { placed, texts, bottom: entries.length === 0 ? top : y + 12 };
};

/** Texts above a plot in as many rows as they need to keep apart. */
const aboveRows = (
  panel: Panel,
  left: number,
  width: number,
): readonly { readonly row: number; readonly x: number; readonly text: string }[] => {
  const pixel = place(panel.x);
  const free: number[] = [];
  return panel.above.map(({ at, label }) => {
    const half = textWidth(label, sizes.tick) / 2;
    const x = Math.min(left + width - half, Math.max(left + half, left + pixel(at) * width));
    let row = 0;
    while (row < free.length && x - half < free[row]!) row++;
    free[row] = x + half + 6;
    return { row, x, text: label };
  });
};

const rowsAbove = (panel: Panel, width: number): number =>
  Math.max(0, ...aboveRows(panel, 0, width).map(({ row }) => row + 1));

/**
 * Places every part of a figure.
 *
 * @param figure What is drawn.
 * @param width Width of the picture in pixels.
 * @param headed Whether title, finding and caption are part of the picture; a page sets them as text of its own.
 */
export const placedFigure = (figure: Figure, width: number, headed: boolean): PlacedFigure => {
  const texts: PlacedText[] = [];
  const panels: PlacedPanel[] = [];
  const direct: PlacedEntry[] = [];
  const inner = width - 2 * pad;
  let top = pad;
  if (headed) {
    const title = wrapped(figure.title, sizes.title, "title", pad, top, inner);
    const finding = wrapped(textOf(figure.finding), sizes.body, "plain", pad, title.bottom + 2, inner);
    texts.push(...title.texts, ...finding.texts);
    top = finding.bottom + 6;
  }
  const legend = legendAt(figure.legend, width, top);
  texts.push(...legend.texts);
  top = legend.bottom;

  const most = Math.max(1, Math.min(figure.columns, Math.floor((inner + gap) / (narrowestPanel + gap))));
  const rowCount = Math.ceil(figure.panels.length / most);
  const columns = Math.max(1, Math.ceil(figure.panels.length / Math.max(1, rowCount)));
  const widestLabel = Math.round(0.42 * inner);
  const labelRoom = (panel: Panel): number =>
    9 + Math.max(
      8,
      // How many ticks there will be is not known yet, and more of them may have more digits.
      ...tickCounts.flatMap((count) => ticksOf(panel.y, count)).flatMap(({ label }) =>
        wrapText(label, sizes.tick, widestLabel).map((line) => textWidth(line, sizes.tick))
      ),
    );
  const roomOf = (column: number): number =>
    figure.sharedY && column > 0
      ? 2
      : Math.max(...figure.panels.filter((_, index) => index % columns === column).map(labelRoom));
  const rooms = Array.from({ length: columns }, (_, column) => roomOf(column));
  const besideRoom = (panel: Panel): number =>
    Math.max(
      0,
      ...(panel.beside ?? []).map(({ label, look }) =>
        textWidth(label, sizes.tick) + 6 + (look === undefined ? 0 : markerWidth)
      ),
    );
  const rightRoom = Math.max(0, ...figure.panels.map(besideRoom));
  const taken = rooms.reduce((sum, room) => sum + room, 0) + (columns - 1) * gap + columns * rightRoom;
  const plotWidth = Math.floor((inner - taken - 4) / columns);
  const leastHeight = figure.panels.length === 1 ? 220 : figure.aspect < 0.3 ? 120 : 150;
  const natural = Math.round(plotWidth * figure.aspect);
  const plotHeight = figure.height ??
    (figure.keepAspect ? natural : Math.min(360, Math.max(leastHeight, natural)));

  for (let row = 0; row < rowCount; row++) {
    const members = figure.panels.slice(row * columns, (row + 1) * columns);
    const headOf = (panel: Panel, left: number, boxWidth: number) => {
      const title = wrapped(panel.title, sizes.body, "strong", left, top, boxWidth);
      const note = wrapped(panel.note, sizes.label, "plain", left, title.bottom, boxWidth);
      return { texts: [...title.texts, ...note.texts], bottom: note.bottom };
    };
    const lefts = members.map((_, column) =>
      pad + rooms.slice(0, column + 1).reduce((sum, room) => sum + room, 0) +
      column * (plotWidth + rightRoom + gap)
    );
    const heads = members.map((panel, column) => {
      const left = lefts[column]! - (columns === 1 || !figure.sharedY ? rooms[column]! : 0);
      return headOf(panel, left, lefts[column]! + plotWidth - left);
    });
    const headBottom = Math.max(...heads.map(({ bottom }) => bottom));
    const yTitles = members.map((panel, column) =>
      figure.sharedY && column > 0 ? { texts: [], bottom: headBottom } : wrapped(
        axisTitle(panel.y),
        sizes.label,
        "quiet",
        lefts[column]! - rooms[column]!,
        headBottom + 2,
        figure.sharedY ? inner : rooms[column]! + plotWidth,
      )
    );
    const yTitleBottom = Math.max(...yTitles.map(({ bottom }) => bottom));
    const above = Math.max(...members.map((panel) => rowsAbove(panel, plotWidth)));
    const plotTop = yTitleBottom + 6 + above * 15;
    const plotBottom = plotTop + plotHeight;
    let bottom = plotBottom;
    members.forEach((panel, column) => {
      const left = lefts[column]!;
      texts.push(...heads[column]!.texts, ...yTitles[column]!.texts);
      for (const { row: line, x, text } of aboveRows(panel, left, plotWidth)) {
        texts.push({
          text,
          x,
          y: plotTop - 5 - line * 15,
          anchor: "middle",
          size: sizes.tick,
          role: "plain",
        });
      }
      const [xPlace, yPlace] = [place(panel.x), place(panel.y)];
      const xTicks = spacedTicks(
        ticksOf(panel.x, Math.min(9, Math.max(3, Math.floor(plotWidth / 48)))),
        panel.x.ticks !== null,
        (value) => left + xPlace(value) * plotWidth,
        left,
        left + plotWidth,
      );
      const yTicks = ticksOf(panel.y, Math.min(9, Math.max(2, Math.floor(plotHeight / 40))))
        .map(({ at, label }) => ({
          at: plotBottom - yPlace(at) * plotHeight,
          label: figure.sharedY && column > 0 ? null : label,
        }))
        .filter(({ at }) => at >= plotTop - 0.5 && at <= plotBottom + 0.5)
        .filter(({ at }, index, all) => index === 0 || Math.abs(at - all[index - 1]!.at) >= 13);
      const free = Array.from({ length: LINES }, () => -Infinity);
      let labelsBottom = plotBottom;
      for (const { at, label, line } of xTicks) {
        if (label === null) continue;
        const half = textWidth(label, sizes.tick) / 2;
        const x = Math.min(left + plotWidth + gap / 2 - half, Math.max(2 + half, at));
        // What was moved into the picture may have no room there.
        if (x - half < free[line]!) continue;
        free[line] = x + half;
        labelsBottom = Math.max(labelsBottom, plotBottom + 13 * line);
        texts.push({
          text: label,
          x,
          y: plotBottom + 17 + 13 * line,
          anchor: "middle",
          size: sizes.tick,
          role: "plain",
        });
      }
      for (const { at, label } of yTicks) {
        if (label === null) continue;
        const lines = wrapText(label, sizes.tick, widestLabel);
        lines.forEach((text, index) => {
          const y = at + 4 + (index - (lines.length - 1) / 2) * 13;
          texts.push({ text, x: left - 7, y, anchor: "end", size: sizes.tick, role: "plain" });
        });
      }
      for (const { at, label, look } of panel.beside ?? []) {
        const y = plotBottom - yPlace(at) * plotHeight + 4;
        const x = left + plotWidth + 6;
        texts.push({
          text: label,
          x: x + (look === undefined ? 0 : markerWidth),
          y,
          anchor: "start",
          size: sizes.tick,
          role: "plain",
        });
        // The sample of a look is in the middle of the room that a line beside it would have.
        if (look !== undefined) direct.push({ entry: { label, look, sample: "points" }, x: x - 9, y });
      }
      const xTitle = wrapped(
        axisTitle(panel.x),
        sizes.label,
        "quiet",
        left,
        labelsBottom + 21,
        plotWidth,
      );
      texts.push(
        ...xTitle.texts.map((text) => ({ ...text, x: left + plotWidth / 2, anchor: "middle" as const })),
      );
      bottom = Math.max(bottom, xTitle.bottom);
      panels.push({ panel, left, top: plotTop, width: plotWidth, height: plotHeight, xTicks, yTicks });
    });
    top = bottom + gap;
  }
  if (headed) {
    const caption = wrapped(figure.caption.join(" "), sizes.label, "quiet", pad, top - 4, inner);
    texts.push(...caption.texts);
    top = caption.bottom + 4;
  }
  return { width, height: Math.ceil(top + 2), texts, panels, legend: [...legend.placed, ...direct] };
};
