/**
 * Numbers as a file holds them, before anything is made of its columns.
 *
 * @module
 */

/** A cell that holds neither a number nor a gap. */
export interface TextCell {
  /** Place of its row in the file, from 1. */
  readonly place: number;
  /** Index of its column, from 0. */
  readonly column: number;
  /** What stands there. */
  readonly text: string;
}

/** A column as the file names it. */
export interface RawColumn {
  /** Null where the file gives no name. */
  readonly name: string | null;
  /** Null where the file gives no unit. */
  readonly unit: string | null;
  /** Whether the numbers are dates, in seconds since 1970. */
  readonly isDate: boolean;
}

/** Rows × columns of numbers, with their places in the file. */
export interface RawTable {
  /** "comma-separated text", ".npy, float64": what the file turned out to be. */
  readonly format: string;
  /** The columns. */
  readonly columns: readonly RawColumn[];
  /** Number of rows. */
  readonly rows: number;
  /** Rows of the file before them that were left out. */
  readonly dropped: number;
  /** Row by row; NaN is a gap. */
  readonly values: Float64Array;
  /** The place of each row in the file, counted from 1 as an editor does. */
  readonly places: Float64Array;
  /** The first text of each column that holds any. */
  readonly texts: readonly TextCell[];
  /** What else a reader should know. */
  readonly notes: readonly string[];
}

/** The name of a column for people: its own, or its number from 1. */
export const columnLabel = ({ name }: RawColumn, index: number): string | number => name ?? index + 1;

/** Places 1 … rows, for files whose rows are counted from their first; some of them may have been left out before. */
export const countedPlaces = (rows: number, dropped = 0): Float64Array =>
  Float64Array.from({ length: rows }, (_, row) => dropped + row + 1);

/** One column of a table, as a copy. */
export const rawColumn = ({ values, rows, columns }: RawTable, index: number): Float64Array => {
  const out = new Float64Array(rows);
  for (let row = 0; row < rows; row++) out[row] = values[row * columns.length + index]!;
  return out;
};
