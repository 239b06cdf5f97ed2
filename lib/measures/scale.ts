/**
 * The scale on which a measure's values are read: what the system itself scores, and what a fixed point scores.
 *
 * @module
 */
import type { Series } from "../series/series.ts";
import type { LyapunovSpectrum } from "../lyapunov/result.ts";
import { type AnyMeasureSettings, evaluateMeasure, measureOf } from "./catalogue.ts";
import { momentsOf } from "./moments.ts";

/** Floor and ceiling of a measure on a dataset; null if it has none. */
export interface MeasureScale {
  /** Two independent true trajectories against each other: no model can score better. */
  readonly floor: number | null;
  /** A fixed point at the mean of the data: the model has learned nothing of the dynamics. */
  readonly ceiling: number | null;
  /** The share of the true points that it counts; absent if the measure always counts all. */
  readonly counted?: number;
}

/** A series that stays at the mean of another. */
export const fixedPointAtMean = (series: Series, rows: number = series.rows): Series => {
  const { mean } = momentsOf(series);
  const values = new Float64Array(rows * series.columns);
  for (let row = 0; row < rows; row++) values.set(mean, row * series.columns);
  return { ...series, rows, values };
};

/**
 * The scale of a measure.
 *
 * @param truth What generated series are compared with.
 * @param independent Another true trajectory, as long as the free runs are; null when there is none.
 * @param rows Length of the free runs. Default: that of `independent`, or of `truth`.
 * @param systemSpectrum Lets measures that need it have a ceiling.
 */
export const scaleOf = (
  settings: AnyMeasureSettings,
  truth: Series,
  independent: Series | null,
  rows: number = (independent ?? truth).rows,
  systemSpectrum?: LyapunovSpectrum,
): MeasureScale => {
  const fixed = fixedPointAtMean(truth, rows);
  const known = { truth, ...(systemSpectrum === undefined ? {} : { systemSpectrum }) };
  const forecast = (_: number, steps: number) => fixedPointAtMean(truth, steps).values;
  const counted = measureOf(settings).countedShare?.(settings, truth);
  return {
    ...(counted === undefined ? {} : { counted }),
    floor: independent === null
      ? null
      : evaluateMeasure(settings, { ...known, generated: independent }).value,
    ceiling: evaluateMeasure(settings, { ...known, generated: fixed, forecast }).value,
  };
};
