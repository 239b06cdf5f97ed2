/**
 * A series that repeats itself in the end, but was something else before.
 *
 * @module
 */
import type { Series } from "../../../series/series.ts";
import { prepareSeries } from "../prepare.ts";
import type { SeriesEstimate } from "../series_estimate.ts";
import { judgedAgain } from "./judged_again.ts";

/** Share of the rows that may pass before a series repeats itself: that is how it settles on its cycle. */
const SETTLING = 0.25;
/** Largest difference of repetitions, in standard deviations. */
const EXACT = 1e-9;

/** The row from which on all columns repeat themselves with a period, counted from 0. */
const firstRepeated = (columns: readonly Float64Array[], period: number): number => {
  const differs = (values: Float64Array, row: number): boolean =>
    Math.abs(values[row + period]! - values[row]!) > EXACT;
  let row = columns[0]!.length - period;
  while (row > 0 && !columns.some((values) => differs(values, row - 1))) row--;
  return row;
};

/** A series of which only a later part repeats itself is not stationary, whatever was before. */
export const repeatingThroughout = (series: Series, estimate: SeriesEstimate): SeriesEstimate => {
  const { columns, rows, repeats } = prepareSeries(series);
  const first = repeats === undefined ? 0 : firstRepeated(columns, repeats);
  return first < SETTLING * rows ? estimate : {
    ...judgedAgain(estimate, {
      verdict: "not stationary",
      reason: "changes in time",
      because:
        `it repeats itself exactly every ${repeats} steps, but only from row ${
          first + 1
        } of ${rows} on, and is ` +
        "something else before; --window takes a part of the rows",
    }),
    method: null,
    lambda1: null,
    standardError: null,
  };
};
