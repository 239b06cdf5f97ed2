/**
 * PE(n): the mean squared error of forecasts n steps ahead.
 *
 * @module
 */
import { positiveInteger } from "../core/codec/codec.ts";
import { type DefinedMeasure, defineMeasure, measured, undefinedBecause } from "./measure.ts";
import { momentsOf } from "./moments.ts";

/** Rows to start from, evenly spaced, such that `steps` more rows follow each; at most `count`. */
export const startingRows = (rows: number, steps: number, count: number): readonly number[] => {
  const possible = rows - steps;
  const used = Math.max(0, Math.min(count, possible));
  return Array.from({ length: used }, (_, index) => Math.floor((index * possible) / used));
};

/** Options of PE. */
export interface PredictionErrorOptions {
  /** n, how many steps ahead. Default: 20; 25 for `paper`. */
  readonly steps: number;
  /** How many rows forecasts start from, evenly spaced. Default: 500; 1000 for `paper` and `gtf`. */
  readonly starts: number;
}

/**
 * PE(n), the squared error of the n-th step after the state was set by the data, averaged over starting rows and
 * variables. The default is in units of each variable's variance, so that the forecast "the mean" has PE 1 and an
 * unrelated orbit has PE 2; `paper` and `gtf` leave the units of the data.
 *
 * @source Koppe et al. (2019), PLoS Comput. Biol. 15, e1007263, eq. 10.
 */
export const predictionError: DefinedMeasure<"PE", "default" | "paper" | "gtf", PredictionErrorOptions> =
  defineMeasure<"PE", "default" | "paper" | "gtf", PredictionErrorOptions>({
    kind: "PE",
    version: 1,
    title: "prediction error",
    symbol: "PE",
    unit: "variance",
    better: "smaller",
    ideal: 0,
    references: [
      "G. Koppe, H. Toutounji, P. Kirsch, S. Lis, D. Durstewitz, Identifying nonlinear dynamical systems via generative recurrent neural networks with applications to fMRI, PLoS Computational Biology 15, e1007263 (2019)",
    ],
    needs: ["forecast"],
    options: {
      steps: positiveInteger,
      starts: positiveInteger,
    },
    presets: {
      default: {
        is: "20 steps ahead, in units of each variable's variance",
        options: { steps: 20, starts: 500 },
      },
      paper: {
        against: "training series",
        is: "25 steps ahead, in the units of the data",
        options: { steps: 25, starts: 1000 },
      },
      gtf: { is: "20 steps ahead, in the units of the data", options: { steps: 20, starts: 1000 } },
    },
    evaluate: ({ preset, steps, starts }, { truth, forecast }) => {
      const rows = startingRows(truth.rows, steps, starts);
      if (rows.length === 0) {
        return undefinedBecause(`${truth.rows} rows are too few to look ${steps} steps ahead`);
      }
      const { deviation } = momentsOf(truth);
      const { values, columns } = truth;
      let sum = 0;
      let diverged = 0;
      for (const row of rows) {
        const predicted = forecast!(row, steps);
        let ofRow = 0;
        for (let column = 0; column < columns; column++) {
          const error = predicted[(steps - 1) * columns + column]! -
            values[(row + steps) * columns + column]!;
          const unit = preset === "default" && deviation[column]! > 0 ? deviation[column]! : 1;
          ofRow += (error / unit) * (error / unit);
        }
        if (!Number.isFinite(ofRow)) diverged++;
        sum += ofRow;
      }
      return diverged > 0
        ? undefinedBecause(`${diverged} of ${rows.length} forecasts diverged`)
        : measured(sum / (rows.length * columns));
    },
  });
