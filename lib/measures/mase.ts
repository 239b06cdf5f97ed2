/**
 * MASE: the error of forecasts in units of how much the data change from one row to the next.
 *
 * @module
 */
import { positiveInteger } from "../core/codec/codec.ts";
import { mean } from "../numerics/statistics.ts";
import type { Series } from "../series/series.ts";
import { factorsOf, multiplied } from "./magnitude.ts";
import { type DefinedMeasure, defineMeasure, measured, undefinedBecause } from "./measure.ts";
import { startingRows } from "./prediction_error.ts";

/** Options of MASE. */
export interface ScaledErrorOptions {
  /** How many steps ahead are averaged. Default: 10. */
  readonly steps: number;
  /** How many rows forecasts start from, evenly spaced. Default: 200; the first row alone for `dynamix`. */
  readonly starts: number;
}

/** The mean absolute change of each variable from one row to the next: the error of the forecast "as it is now". */
const naiveErrors = ({ values, rows, columns }: Series): Float64Array => {
  const sums = new Float64Array(columns);
  for (let i = columns; i < rows * columns; i++) {
    sums[i % columns] = sums[i % columns]! + Math.abs(values[i]! - values[i - columns]!);
  }
  return sums.map((sum) => sum / (rows - 1));
};

/**
 * MASE, the mean absolute scaled error: the absolute error of a forecast, averaged over its first n steps and over starting
 * rows, divided by the mean absolute change of that variable from one row to the next; averaged over the variables. The
 * forecast "everything stays as it is" has 1 one step ahead.
 *
 * The preset `dynamix` has one forecast, of ten steps, from the first row.
 *
 * @source Hyndman & Koehler (2006), International Journal of Forecasting 22, 679–688; Hemmer & Durstewitz (2025), NeurIPS, and
 *   the code released with it (preset `dynamix`).
 */
export const scaledError: DefinedMeasure<"MASE", "default" | "dynamix", ScaledErrorOptions> = defineMeasure<
  "MASE",
  "default" | "dynamix",
  ScaledErrorOptions
>({
  kind: "MASE",
  version: 1,
  title: "mean absolute scaled error",
  symbol: "MASE",
  unit: "",
  better: "smaller",
  ideal: 0,
  references: [
    "R. J. Hyndman, A. B. Koehler, Another look at measures of forecast accuracy, International Journal of Forecasting 22, 679–688 (2006)",
  ],
  presetReferences: {
    dynamix: [
      "C. J. Hemmer, D. Durstewitz, True zero-shot inference of dynamical systems preserving long-term statistics, NeurIPS (2025)",
    ],
  },
  needs: ["forecast"],
  options: {
    steps: positiveInteger,
    starts: positiveInteger,
  },
  presets: {
    default: {
      is: "the first ten steps of forecasts, in units of the mean change from row to row",
      options: { steps: 10, starts: 200 },
    },
    dynamix: {
      is: "as DynaMix: the first ten steps of one forecast, from the first row",
      options: { steps: 10, starts: 1 },
    },
  },
  evaluate: ({ steps, starts }, { truth, forecast }) => {
    const rows = startingRows(truth.rows, steps, starts);
    if (rows.length === 0) {
      return undefinedBecause(`${truth.rows} rows are too few to look ${steps} steps ahead`);
    }
    // In units in which neither sums nor differences leave the numbers there are.
    const factors = factorsOf(truth);
    const scaled = multiplied(truth, factors);
    const { values, columns } = scaled;
    const naive = naiveErrors(scaled);
    if (naive.some((change) => change === 0)) return undefinedBecause("a variable never changes");
    const sums = new Float64Array(columns);
    let diverged = 0;
    for (const row of rows) {
      const predicted = forecast!(row, steps);
      if (predicted.some((value) => !Number.isFinite(value))) diverged++;
      for (let i = 0; i < steps * columns; i++) {
        sums[i % columns] = sums[i % columns]! +
          Math.abs(predicted[i]! * factors[i % columns]! - values[(row + 1) * columns + i]!);
      }
    }
    return diverged > 0
      ? undefinedBecause(`${diverged} of ${rows.length} forecasts diverged`)
      : measured(mean(sums.map((sum, column) => sum / (steps * rows.length * naive[column]!))));
  },
});
