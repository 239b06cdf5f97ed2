/**
 * From a series as it was recorded to signals in which neighbours can be sought.
 *
 * @module
 */
import { column, type Series } from "../../series/series.ts";
import { autocorrelation, exactPeriod, meanPeriod } from "./correlation.ts";
import { firstBelow, longestDelay } from "./delay.ts";
import { dithered, resolutionOf, ROUNDING_NOISE } from "./resolution.ts";
import { commonSignal, standardisedSignal } from "./state_space.ts";
import { lowerMedian, squaresAround } from "../../numerics/statistics.ts";
import { percent } from "../../numerics/format.ts";

/** The signals with what is known of each. */
export interface PreparedSignals {
  /** N signals of T samples with standard deviation 1. */
  readonly columns: readonly Float64Array[];
  /** T. */
  readonly rows: number;
  /** Steps after which the autocorrelation of the slowest signal is below 1/e. */
  readonly memory: number;
  /** Mean period in steps: the middle one of the signals. */
  readonly period: number;
  /** The longest mean period of a signal, in steps. */
  readonly longestPeriod: number;
  /** Steps after which the series repeats itself exactly; undefined where it does not. */
  readonly repeats: number | undefined;
  /** The coarsest rounding of a signal, in its standard deviations; 0 where none is seen. */
  readonly resolution: number;
  /** What noise the rounding amounts to, in standard deviations. */
  readonly rounding: number;
  /** What a reader should know of it. */
  readonly notes: readonly string[];
}

/** Rounding counts from this share of a standard deviation on. */
const COARSE = 1e-4;

const places = (indices: readonly number[]): string =>
  `${indices.length === 1 ? "Column" : "Columns"} ${indices.map((index) => index + 1).join(", ")}`;

const deviationOf = (signal: Float64Array): number => Math.sqrt(squaresAround(signal) / signal.length);

/**
 * The signals of a series: delayed copies of one put together, rounding spread over its step, each with standard
 * deviation 1, and those left out that drift while others do not.
 *
 * @param series T rows × N columns without gaps or constant columns.
 */
export const prepareSeries = (series: Series): PreparedSignals => {
  const notes: string[] = [];
  const given = Array.from({ length: series.columns }, (_, index) => column(series, index));
  const whole = commonSignal(given);
  if (whole !== undefined) {
    notes.push(
      `The ${series.columns} columns are delayed copies of one signal; the signal of ${whole.length} samples was used.`,
    );
  }
  const signals = whole === undefined ? given : [whole];
  const rows = signals[0]!.length;
  const exact = signals.map(standardisedSignal);
  const repeats = exactPeriod(exact);

  const steps = exact.map((signal) => repeats === undefined ? resolutionOf(signal) : 0);
  const resolution = Math.max(...steps);
  const rounded = exact.map((signal, index) =>
    steps[index]! > 0 ? standardisedSignal(dithered(signal, steps[index]!, String(index))) : signal
  );
  if (resolution > COARSE) {
    const coarsest = steps.indexOf(resolution);
    notes.push(
      `${signals.length === 1 ? "The series" : places([coarsest])} is rounded to steps of ${
        Number((resolution * deviationOf(signals[coarsest]!)).toPrecision(3))
      }, ${
        percent(resolution, 2)
      } of its standard deviation; nothing below was looked at: each value was spread evenly ` +
        "over its step, as noise.",
    );
  }

  const longest = longestDelay(rows);
  const memories = rounded.map((signal) => firstBelow(autocorrelation(signal, 2 * longest), 1 / Math.E));
  const drifting = memories.flatMap((memory, index) => memory > longest ? [index] : []);
  const leftOut = drifting.length < rounded.length ? drifting : [];
  if (leftOut.length > 0) {
    notes.push(
      `${places(leftOut)} drifted (autocorrelation above 1/e for a twentieth of the series) and ${
        leftOut.length === 1 ? "was" : "were"
      } left out.`,
    );
  }
  const kept = rounded.map((_, index) => index).filter((index) => !leftOut.includes(index));
  const columns = kept.map((index) => rounded[index]!);
  const periods = columns.map(meanPeriod);
  return {
    columns,
    rows,
    memory: Math.max(...kept.map((index) => memories[index]!)),
    period: lowerMedian(periods),
    longestPeriod: Math.max(...periods),
    repeats,
    resolution,
    rounding: ROUNDING_NOISE * resolution,
    notes,
  };
};
