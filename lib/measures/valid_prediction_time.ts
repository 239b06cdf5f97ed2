/**
 * VPT: how long forecasts stay valid, in Lyapunov times.
 *
 * @module
 */
import { mean, median } from "../numerics/statistics.ts";
import { positiveInteger, positiveNumber } from "../core/codec/codec.ts";
import { exponentUnitFault } from "./lambda1_error.ts";
import { perStep } from "../lyapunov/result.ts";
import { type DefinedMeasure, defineMeasure, measured, undefinedBecause } from "./measure.ts";
import { momentsOf } from "./moments.ts";
import { startingRows } from "./prediction_error.ts";

/** Options of VPT. */
export interface ValidPredictionTimeOptions {
  /** The largest valid error, in standard deviations of the data. Default: 0.5. */
  readonly threshold: number;
  /** How far forecasts go, in Lyapunov times. Default: 10. */
  readonly horizon: number;
  /** How many rows forecasts start from, evenly spaced. Default: 200. */
  readonly starts: number;
}

/**
 * VPT, the time until the normalised error √mean((x̂ − x)² / σ²) of a forecast first exceeds a threshold, in Lyapunov
 * times 1/λ₁ of the system: the median over starting rows. A forecast that stays valid to the horizon counts as the
 * horizon; one that diverges is no longer valid from there on.
 *
 * @source Vlachas, Pathak, Hunt, Sapsis, Girvan, Ott & Koumoutsakos (2020), Neural Networks 126, 191–217, eq. 29.
 */
export const validPredictionTime: DefinedMeasure<"VPT", "default", ValidPredictionTimeOptions> =
  defineMeasure<"VPT", "default", ValidPredictionTimeOptions>({
    kind: "VPT",
    version: 1,
    title: "valid prediction time",
    symbol: "VPT",
    unit: "Lyapunov times",
    better: "larger",
    ideal: null,
    references: [
      "P. R. Vlachas, J. Pathak, B. R. Hunt, T. P. Sapsis, M. Girvan, E. Ott, P. Koumoutsakos, Backpropagation algorithms and reservoir computing in recurrent neural networks for the forecasting of complex spatiotemporal dynamics, Neural Networks 126, 191–217 (2020)",
    ],
    needs: ["forecast", "systemSpectrum"],
    options: {
      threshold: positiveNumber,
      horizon: positiveNumber,
      starts: positiveInteger,
    },
    presets: {
      default: {
        is: "median time until the error exceeds half a standard deviation",
        options: { threshold: 0.5, horizon: 10, starts: 200 },
      },
    },
    evaluate: ({ threshold, horizon, starts }, { truth, forecast, systemSpectrum }) => {
      const fault = exponentUnitFault(systemSpectrum!);
      if (fault !== null) return undefinedBecause(fault);
      const largest = perStep(systemSpectrum!, truth.dt).exponents[0]!;
      const steps = Math.ceil(horizon / largest);
      const rows = startingRows(truth.rows, steps, starts);
      if (rows.length === 0) {
        return undefinedBecause(`${truth.rows} rows are too few for a horizon of ${steps} steps`);
      }
      const { deviation } = momentsOf(truth);
      const { values, columns } = truth;
      const isValid = (predicted: Float64Array, row: number, step: number): boolean => {
        const squares = new Float64Array(columns);
        for (let column = 0; column < columns; column++) {
          const error = predicted[(step - 1) * columns + column]! - values[(row + step) * columns + column]!;
          const unit = deviation[column]! > 0 ? deviation[column]! : 1;
          squares[column] = (error / unit) * (error / unit);
        }
        return Math.sqrt(mean(squares)) <= threshold;
      };
      const times = rows.map((row) => {
        const predicted = forecast!(row, steps);
        let step = 1;
        while (step <= steps && isValid(predicted, row, step)) step++;
        return Math.min((step - 1) * largest, horizon);
      });
      return measured(median(times));
    },
  });
