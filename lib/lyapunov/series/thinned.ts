/**
 * A part of a large series from which its largest exponent can be found as well: an orbit on an attractor shows in a dozen
 * of its variables and in a million of its rows.
 *
 * @module
 */
import { type Series, slice } from "../../series/series.ts";
import { MOST_COORDINATES } from "./settings.ts";

/** Rows of a series that are looked at. */
export const MOST_ROWS = 1_000_000;

/** The part of a series, and which of its rows and columns it is. */
export interface Thinned {
  /** The part. */
  readonly series: Series;
  /** The columns that were taken, counted from 0. */
  readonly columns: readonly number[];
  /** What was left out, for people; null where nothing was. */
  readonly note: string | null;
}

/**
 * The last million rows of a series, and of more than twelve columns twelve that are evenly spread over all. Neighbours
 * are sought in twelve coordinates at most, and no row between two others is left out, so that nothing but the sample
 * becomes smaller.
 *
 * @param series T rows × N columns.
 *
 * @example Forty columns
 * ```ts
 * import { thinned } from "./thinned.ts";
 * import { assertEquals } from "@std/assert/mod.js";
 *
 * const values = Float64Array.from({ length: 80 }, (_, i) => i);
 * const { series, columns } = thinned({ values, rows: 2, columns: 40, dt: 1 });
 * assertEquals(columns, [0, 3, 6, 10, 13, 16, 20, 23, 26, 30, 33, 36]);
 * assertEquals([series.columns, series.values[13]], [12, 43]);
 * ```
 */
export const thinned = (series: Series): Thinned => {
  const { columns: wide } = series;
  const count = Math.min(wide, MOST_COORDINATES);
  const columns = Array.from({ length: count }, (_, index) => Math.floor(index * wide / count));
  const tail = slice(series, Math.max(0, series.rows - MOST_ROWS));
  const notes = [
    ...(tail.rows === series.rows ? [] : [`the last ${MOST_ROWS} of ${series.rows} rows`]),
    ...(count === wide
      ? []
      : [`${count} of ${wide} columns, evenly spread: ${columns.map((index) => index + 1).join(", ")}`]),
  ];
  if (notes.length === 0) return { series, columns, note: null };
  const values = new Float64Array(tail.rows * count);
  for (let row = 0; row < tail.rows; row++) {
    for (let c = 0; c < count; c++) values[row * count + c] = tail.values[row * wide + columns[c]!]!;
  }
  return {
    series: { ...tail, values, columns: count },
    columns,
    note: `The series is large: ${notes.join(" and ")} were looked at.`,
  };
};
