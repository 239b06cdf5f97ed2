/**
 * A figure for a README or a slide, where other text says what it is about: its finding as the title, and names beside
 * lines instead of a legend.
 *
 * @module
 */
import type { Figure, LegendEntry, Panel, SideText } from "./figure.ts";
import { pow } from "../../../numerics/elementary.ts";
import { place } from "./scales.ts";
import { textOf } from "./text.ts";

/** Such a picture is laid out for this many pixels, and shown wider: its letters grow with it. */
export const BARE_WIDTH = 440;

/** Names beside a panel keep at least this share of its height between them, a line of text. */
const LINE = 0.075;

const nameOf = ({ name, label }: LegendEntry): string => name ?? label;

const isOfRuns = ({ look, sample }: LegendEntry): boolean =>
  typeof look === "number" && (sample === "line" || sample === "line and points");

/** The names of lines at the heights where these end, moved apart where they would cover each other. */
const namesBeside = (panel: Panel, entries: readonly LegendEntry[]): readonly SideText[] => {
  const height = place(panel.y);
  const [low, high] = panel.y.domain;
  const ends = entries.flatMap((entry) => {
    const own = panel.marks.filter((mark) =>
      mark.type === "line" && mark.look === entry.look && mark.dash !== "fine"
    );
    const points = own.flatMap((mark) => mark.type === "line" ? mark.points : [])
      .filter(([, value]) => Number.isFinite(height(value)));
    const last = points.reduce<readonly [number, number] | null>(
      (a, b) => a === null || b[0] >= a[0] ? b : a,
      null,
    );
    return last === null ? [] : [{ entry, at: last[1], share: Math.min(1, Math.max(0, height(last[1]))) }];
  }).sort((a, b) => a.share - b.share);
  let free = 0;
  const apart = ends.map((end) => {
    const share = Math.max(end.share, free);
    free = share + LINE;
    return { ...end, share };
  });
  // What was pushed out at the top goes down together.
  const excess = Math.max(0, free - LINE - 1);
  const scale = panel.y.scale;
  const valueAt = (share: number): number => {
    const kept = Math.max(0, share - excess);
    return scale === "log" ? low * pow(high / low, kept) : low + kept * (high - low);
  };
  return apart.map(({ entry, share }) => ({ at: valueAt(share), label: nameOf(entry), look: entry.look }));
};

/** What others published, in one entry however many curves there are. */
const published = (entries: readonly LegendEntry[]): readonly LegendEntry[] => {
  const fine = entries.filter(({ sample }) => sample === "fine line and open points");
  const [first] = fine;
  if (first === undefined) return [];
  return [{
    ...first,
    look: fine.length === 1 ? first.look : "truth",
    label: nameOf(first),
  }];
};

/** The same figure with its finding as the title, names beside its lines, and no caption. */
export const bareFigure = (figure: Figure): Figure => {
  const { panels, legend, finding } = figure;
  const ofRuns = legend.filter(isOfRuns).filter((entry) => nameOf(entry) !== "");
  const [panel] = panels;
  // Of entries with one look the first one is that of the curve; a level of the same look stays in the legend.
  const curves = ofRuns.filter(({ look }, index) => ofRuns.findIndex((each) => each.look === look) === index);
  const direct = panels.length === 1 && panel !== undefined && (panel.beside ?? []).length === 0
    ? namesBeside(panel, curves)
    : [];
  const named = new Set(direct.map(({ label }) => label));
  const rest = legend.filter((entry) =>
    entry.sample !== "fine line and open points" && entry.inPanels !== true &&
    !(isOfRuns(entry) && (named.has(nameOf(entry)) || nameOf(entry) === ""))
  ).map((entry) => isOfRuns(entry) ? { ...entry, label: nameOf(entry) } : entry);
  return {
    ...figure,
    title: textOf(finding).replace(/\.$/, ""),
    finding: [],
    caption: [],
    panels: direct.length === 0 ? panels : [{ ...panel!, beside: direct }],
    legend: [...rest, ...published(legend)],
  };
};
