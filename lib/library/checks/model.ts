/**
 * A model whose error is known, on which measures are tried.
 *
 * @module
 */
import type { ExponentUnit, LyapunovSpectrum } from "../../lyapunov/result.ts";
import type { Forecast, MeasureContext } from "../../measures/measure.ts";
import { momentsOf } from "../../measures/moments.ts";
import { normals, stream } from "../../numerics/random.ts";
import type { Series } from "../../series/series.ts";
import { lorenz } from "../../systems/lorenz.ts";
import { orbitOf } from "../../systems/orbit.ts";

/** 6000 steps on the attractor of the Lorenz system with ρ = 38, after 1000 on the way to it. */
export const chaoticSeries = (start: readonly number[]): Series => {
  const { advance, dt, observe } = orbitOf(lorenz, { ...lorenz.parameters, rho: 38 }, 0.01, start);
  const [rows, columns] = [6000, start.length];
  const state = Float64Array.from(start);
  const values = new Float64Array(rows * columns);
  advance(state, 1000);
  for (let row = 0; row < rows; row++) {
    observe(state, values.subarray(row * columns, (row + 1) * columns));
    advance(state, 1);
  }
  return { values, rows, columns, dt };
};

/** A series with every value mapped, given its column. */
export const mapped = (series: Series, f: (value: number, column: number) => number): Series => ({
  ...series,
  values: series.values.map((value, index) => f(value, index % series.columns)),
});

/** A series with normal noise added, in units of each variable's standard deviation. */
export const noisy = (series: Series, amplitude: number, seed = 1): Series => {
  const noise = normals(stream(seed, "noise"), series.values.length);
  const { deviation } = momentsOf(series);
  return {
    ...series,
    values: series.values.map((value, i) => value + amplitude * deviation[i % series.columns]! * noise[i]!),
  };
};

/** A spectrum as a method would return it. */
export const spectrumOf = (
  unit: ExponentUnit,
  exponents: readonly number[],
  kaplanYorke: number | null = 2,
): LyapunovSpectrum => ({
  unit,
  exponents,
  standardErrors: exponents.map(() => 1e-4),
  history: { time: [], exponents: [] },
  converged: true,
  kaplanYorke: kaplanYorke === null ? null : { value: kaplanYorke, standardError: 1e-3 },
  meanLogDeterminant: null,
  steps: 1000,
});

/** Forecasts of one series whose error in `truth` grows by as many standard deviations within 20 steps. */
const forecastOf = (truth: Series, error: number): Forecast => {
  const { deviation } = momentsOf(truth);
  return (row, steps) =>
    Float64Array.from({ length: steps * truth.columns }, (_, index) => {
      const step = 1 + Math.floor(index / truth.columns);
      const value = truth.values[row * truth.columns + truth.columns + index]!;
      return value + error * (step / 20) * deviation[index % truth.columns]!;
    });
};

/** Everything that a measure could need, from a model that errs by a given number of standard deviations. */
export const erringModel = (truth: Series, error: number): Required<MeasureContext> => ({
  truth,
  generated: noisy(truth, error),
  forecast: forecastOf(truth, error),
  systemSpectrum: spectrumOf("nats/time", [1.1, 0, -14.8], 2.07),
  networkSpectrum: spectrumOf(
    "nats/step",
    [1.1 + error, error, -14.8 - error].map((exponent) => exponent * truth.dt),
    2.07 + error,
  ),
});
