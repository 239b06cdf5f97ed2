/**
 * A figure as a value: what it shows, what a reader should see in it, and the numbers behind it.
 *
 * Pure functions over the evidence build figures (see `catalogue.ts`), `layout.ts` places their parts and `draw.ts`
 * writes them as SVG. A text may hold subscripts, written as in "D_stsp" or "τ_pred".
 *
 * @module
 */

/** How an axis turns values into places. `decades` takes values that are decimal logarithms already. */
export type ScaleKind = "linear" | "log" | "decades";

/** A mark on an axis with its text. */
export interface Tick {
  /** Its place, in the values of the axis. */
  readonly at: number;
  /** Its text. */
  readonly label: string;
}

/** One axis: its quantity with the unit, and the range that it shows. */
export interface Axis {
  /** For example "forcing interval τ". */
  readonly quantity: string;
  /** For example "steps"; null for a pure number. */
  readonly unit: string | null;
  /** How values become places. */
  readonly scale: ScaleKind;
  /** Both ends, in the values of the data. */
  readonly domain: readonly [number, number];
  /** Ticks at these places; null lets the layout choose. */
  readonly ticks: readonly Tick[] | null;
}

/**
 * Colour, dash and marker go together and mean one thing in every panel of a report. `truth` is the colour of the
 * text, for what comes from the data; `faint` is for guides; a number counts through the palette.
 */
export type Look = "truth" | "faint" | "baseline" | number;

/** Points joined by a line. A point with NaN interrupts it. */
export interface LineMark {
  /** Tells the kinds of marks apart. */
  readonly type: "line";
  /** Places in the values of the axes. */
  readonly points: readonly (readonly [number, number])[];
  /** Colour and dash. */
  readonly look: Look;
  /** In pixels. */
  readonly width: number;
  /** From 0 to 1. */
  readonly opacity: number;
  /** The dash of its look, none where no legend shows one, or a fine one for what others published. */
  readonly dash: "look" | "none" | "fine";
  /** What it is beyond its entry in the legend, for readers who point at it: "median", "seed 2". Default: nothing. */
  readonly name?: string;
}

/** Single points, each with the marker of their look. */
export interface PointsMark {
  /** Tells the kinds of marks apart. */
  readonly type: "points";
  /** Places in the values of the axes. */
  readonly points: readonly (readonly [number, number])[];
  /** Colour and marker. */
  readonly look: Look;
  /** Whether the marker is filled or open. */
  readonly filled: boolean;
  /** A cross instead of the marker of the look, for what went wrong. */
  readonly crossed: boolean;
  /** Radius in pixels. */
  readonly size: number;
  /** What they are beyond their entry in the legend, for readers who point at them. Default: nothing. */
  readonly name?: string;
}

/** Vertical bars from low to high at x. */
export interface ErrorsMark {
  /** Tells the kinds of marks apart. */
  readonly type: "errors";
  /** Place and ends of each bar. */
  readonly bars: readonly (readonly [x: number, low: number, high: number])[];
  /** Colour. */
  readonly look: Look;
}

/** The area between low and high over x. */
export interface AreaMark {
  /** Tells the kinds of marks apart. */
  readonly type: "area";
  /** Place and ends, from left to right. */
  readonly points: readonly (readonly [x: number, low: number, high: number])[];
  /** Colour. */
  readonly look: Look;
}

/** A band across the whole panel between two values of one axis. */
export interface BandMark {
  /** Tells the kinds of marks apart. */
  readonly type: "band";
  /** The axis whose values bound the band. */
  readonly axis: "x" | "y";
  /** The lower bound. */
  readonly from: number;
  /** The upper bound. */
  readonly to: number;
  /** Colour. */
  readonly look: Look;
}

/** A line across the whole panel at one value of an axis, with a text of its own. */
export interface RuleMark {
  /** Tells the kinds of marks apart. */
  readonly type: "rule";
  /** The axis on which the line has its value. */
  readonly axis: "x" | "y";
  /** The value. */
  readonly at: number;
  /** Colour and dash. */
  readonly look: Look;
  /** Its text; empty for none. Drawn beside horizontal lines. */
  readonly label: string;
}

/** A path through space seen from one side; what is nearer is drawn later and stronger. */
export interface OrbitMark {
  /** Tells the kinds of marks apart. */
  readonly type: "orbit";
  /** The path; nearness runs from 0 to 1. */
  readonly points: readonly (readonly [x: number, y: number, nearness: number])[];
  /** Whether it jumps from place to place, as a map's does: then each place has a dot, and no line joins them. */
  readonly jumps: boolean;
  /** Colour. */
  readonly look: Look;
}

/** Coloured cells of a heat map, each one unit wide and high around its place; `shade` runs from 0 to 1. */
export interface CellsMark {
  /** Tells the kinds of marks apart. */
  readonly type: "cells";
  /** One per cell, at its middle. */
  readonly cells: readonly {
    readonly x: number;
    readonly y: number;
    /** null if there is no value. */
    readonly shade: number | null;
    readonly label: string;
  }[];
}

/** What is drawn in a panel, in this order. */
export type Mark =
  | LineMark
  | PointsMark
  | ErrorsMark
  | AreaMark
  | BandMark
  | RuleMark
  | OrbitMark
  | CellsMark;

/** A text beside a panel; with the marker of a look where it names what ends there. */
export interface SideText extends Tick {
  /** The marker before the text. Default: none. */
  readonly look?: Look;
}

/** One pair of axes with what is drawn in it. */
export interface Panel {
  /** In bold above the panel; may be empty. */
  readonly title: string;
  /** A line below the title: counts of diverged runs, a slope, an exponent. */
  readonly note: string;
  /** The axis below. */
  readonly x: Axis;
  /** The axis at the left. */
  readonly y: Axis;
  /** What is drawn, in this order. */
  readonly marks: readonly Mark[];
  /** Texts above the panel that belong to places on the x axis. */
  readonly above: readonly Tick[];
  /** Texts at the right of the panel that belong to places on the y axis. */
  readonly beside?: readonly SideText[];
  /** A text in the middle of a panel that has nothing to show. */
  readonly empty: string | null;
}

/** An entry of the legend: a line, a marker or both, as in the panels. */
export interface LegendEntry {
  /** What it means. */
  readonly label: string;
  /** Which runs it means, where the label says more: "PLRNN" of "PLRNN: mean and standard error", "" of all runs. */
  readonly name?: string;
  /** Whether texts in the panels say the same. */
  readonly inPanels?: boolean;
  /** Colour, dash and marker. */
  readonly look: Look;
  /** How it appears in the panels. */
  readonly sample:
    | "line"
    | "points"
    | "line and points"
    | "fine line and open points"
    | "bar"
    | "band"
    | "cross";
}

/** The numbers behind a figure, row by row. */
export interface Table {
  /** Names and units; a unit is null for texts and pure numbers. */
  readonly columns: readonly { readonly name: string; readonly unit: string | null }[];
  /** One value per column; null if there is none. */
  readonly rows: readonly (readonly (string | number | null)[])[];
}

/** A sentence, of one group of runs where it names one: "PLRNN: the median …". */
export type Sentence = string | { readonly of: string; readonly says: string };

/** A figure as a value. */
export interface Figure {
  /** The kind of figure, as in the catalogue. */
  readonly kind: string;
  /** What is shown, in a few words. */
  readonly title: string;
  /** The title of several such figures together; absent: the same. */
  readonly jointTitle?: string;
  /** What a reader should see, in one sentence for each part; it is also the description for those who do not see it. */
  readonly finding: readonly Sentence[];
  /** How to read it, sentence by sentence: n, the statistic, what bands and markers mean. */
  readonly caption: readonly string[];
  /** In reading order. */
  readonly panels: readonly Panel[];
  /** Panels beside each other where there is room. */
  readonly columns: number;
  /** Height of a panel over its width. */
  readonly aspect: number;
  /** Height of a panel in pixels at every width, as where each row needs its room; absent: as the aspect says. */
  readonly height?: number;
  /** Whether the aspect must hold at every width, as where both axes have the same unit and scale. */
  readonly keepAspect: boolean;
  /** Whether all panels have the same y axis, so that only the first of a row needs its labels. */
  readonly sharedY: boolean;
  /** Empty if there is nothing to distinguish. */
  readonly legend: readonly LegendEntry[];
  /** The numbers behind the figure. */
  readonly table: Table;
}
