/**
 * What an import understood of a user's files, and the settings it takes.
 *
 * @module
 */
import type { Series } from "../series.ts";
import type { DateOrder } from "./dates.ts";
import type { Stationarity } from "./stationarity.ts";

/** A file of the user, whole. */
export interface SourceFile {
  /** Its name, for messages and to recognise what it holds: `recording.csv`, `run1.npy`, `rows.json.gz`. */
  readonly name: string;
  /** All of its bytes. */
  readonly bytes: Uint8Array;
}

/** What is done with missing values and missing rows. */
export type GapPolicy = "refuse" | "interpolate" | "split";

/** What a user may say of the files; what is left out is found from them. */
export interface ImportSettings {
  /**
   * Missing values: "refuse" names their places; "interpolate" draws a straight line between the neighbours in time;
   * "split" makes the parts between them trials of their own. Default: "refuse".
   */
  readonly gaps?: GapPolicy;
  /** Numbers that mark missing values. Default: none do. */
  readonly missing?: readonly number[];
  /** Time units between two rows, for files without a time column. Default: 1. */
  readonly dt?: number;
  /** Names of the columns to take, or their numbers from 1. Default: all but those of time. */
  readonly columns?: readonly string[];
  /** Name of the time column or its number from 1; "none" where there is none. Default: found. */
  readonly time?: string;
  /** What separates two cells of a text file. Default: found among tab, semicolon, comma, | and blanks. */
  readonly separator?: string;
  /** The decimal sign of a text file. Default: found. */
  readonly decimal?: "." | ",";
  /** What the numbers of dates like 5/6/84 are. Default: found from all dates of the column. */
  readonly dates?: DateOrder;
  /**
   * Columns that tell the trials of a long table apart, by name or number from 1; none for a table that is
   * one trial. Default: columns that are named so (trial, subject, run …) and whose values repeat.
   */
  readonly group?: readonly string[];
  /**
   * Which arrays of a file that holds several: one, or vectors of one length that become columns. Default: the only one, or
   * all vectors where they have one length.
   */
  readonly variable?: readonly string[];
  /**
   * Fewest rows that are enough. With fewer than the usual number nothing is learnt from the series, so that columns may
   * be constant. Default: 100.
   */
  readonly fewestRows?: number;
  /**
   * Takes only this many rows of a longer recording, the last ones, and fewer if it has many columns; the
   * series then says so. Default: all are.
   */
  readonly lastRows?: number;
}

/** One recording without interruption: rows of the series from `start` to before `end`. */
export interface Trial {
  /** The file that it comes from, and which part of it. */
  readonly name: string;
  /** First row in the series, from 0. */
  readonly start: number;
  /** First row in the series that no longer belongs to it. */
  readonly end: number;
  /** The time of its first row, as the time column has it; 0 where there is none. */
  readonly startTime: number;
}

/** A column of the series. */
export interface Variable {
  /** From the header; x1, x2 … where there is none. */
  readonly name: string;
  /** From the header; null if it says none. */
  readonly unit: string | null;
  /** Smallest value. */
  readonly minimum: number;
  /** Largest value. */
  readonly maximum: number;
}

/** How the time between two rows became known. */
export interface TimeAxis {
  /** Time units between two rows. */
  readonly dt: number;
  /** "s" for dates and for headers that say so; null if nothing says. */
  readonly unit: string | null;
  /** Who gave it: a column, the user, lines before the table, the header of the file, or nobody, so that 1 was assumed. */
  readonly from: "time column" | "given" | "preamble" | "header" | "assumed";
  /** The name of the time column; null if there is none. */
  readonly column: string | null;
  /** Largest distance of a row from even spacing, in intervals. */
  readonly unevenness: number;
}

/** A series from files, with all that was understood on the way. */
export interface ImportedSeries {
  /** All trials one after another, T rows × N columns. */
  readonly series: Series;
  /** Where each trial lies in the series. */
  readonly trials: readonly Trial[];
  /** The columns. */
  readonly variables: readonly Variable[];
  /** Where dt comes from. */
  readonly time: TimeAxis;
  /** The files: their names, what they turned out to be, and how many rows they hold. */
  readonly files: readonly { readonly name: string; readonly format: string; readonly rows: number }[];
  /** Whether the longest trial looks stationary. */
  readonly stationarity: Stationarity;
  /** What else a reader should know: what was left out, filled in or guessed. */
  readonly notes: readonly string[];
}

/** A series with fewer rows is refused. */
export const FEWEST_IMPORTED_ROWS = 100;

/** Largest size of a file in bytes, packed or unpacked: 256 MiB. */
export const LARGEST_FILE = 256 * 1024 * 1024;

/** Numbers that are taken at most of a file of which rows may be left out: 128 MiB. */
const MOST_NUMBERS = 1 << 24;

/** Rows that are taken of a file with this many columns, where `lastRows` may be left. */
export const rowsKept = (lastRows: number | undefined, columns: number): number =>
  lastRows === undefined
    ? Infinity
    : Math.min(lastRows, Math.max(FEWEST_IMPORTED_ROWS, Math.floor(MOST_NUMBERS / columns)));
