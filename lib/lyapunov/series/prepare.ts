/**
 * From a series as it was recorded to signals in which neighbours can be sought.
 *
 * @module
 */
import { column, type Series } from "../../series/series.ts";
import { autocorrelation, exactPeriod, meanPeriod } from "./correlation.ts";
import { commonSignal, firstBelow, longestDelay, standardisedSignal } from "./state_space.ts";
import { lowerMedian, squaresAround } from "../../numerics/statistics.ts";
import { percent } from "../../numerics/format.ts";
import { stream, uniforms } from "../../numerics/random.ts";

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

/** From this share of distinct values on, no value recurs so often that rounding would show. */
const MOSTLY_DISTINCT = 0.9;
/** Values nearer than this, in units of the largest, are one value that was computed in two ways. */
const SAME = 1e-12;
/** Of all gaps between neighbouring values this one, from the smallest, is the step: the very smallest may be an accident. */
const TYPICAL_GAP = 0.05;

/**
 * The step to which a signal was rounded, in its own unit; 0 where nothing tells of rounding.
 *
 * A rounded signal takes the same values again and again; their smallest gaps are the step.
 *
 * @param signal T samples.
 * @example A signal in tenths
 * ```ts
 * import { resolutionOf } from "./prepare.ts";
 * import { sin } from "../../numerics/elementary.ts";
 * import { assertAlmostEquals, assertEquals } from "@std/assert/mod.js";
 *
 * const wave = Float64Array.from({ length: 1000 }, (_, row) => 5 * sin(row / 7));
 * assertEquals(resolutionOf(wave), 0);
 * assertAlmostEquals(resolutionOf(wave.map((value) => Math.round(10 * value) / 10)), 0.1, 1e-12);
 * ```
 */
export const resolutionOf = (signal: Float64Array): number => {
  const sorted = signal.slice().sort();
  const same = SAME * Math.max(Math.abs(sorted[0]!), Math.abs(sorted.at(-1)!));
  const gaps: number[] = [];
  for (let i = 1; i < sorted.length; i++) {
    const gap = sorted[i]! - sorted[i - 1]!;
    if (gap > same) gaps.push(gap);
  }
  if (gaps.length + 1 >= MOSTLY_DISTINCT * signal.length || gaps.length === 0) return 0;
  return Float64Array.from(gaps).sort()[Math.floor(TYPICAL_GAP * gaps.length)]!;
};

/**
 * A rounded signal with what rounding took away put back by chance: each value is spread evenly over its step. Equal
 * values come apart by about a step, as they may have been, instead of by nothing; distances below the step then mean
 * as little as under noise, and are treated like that. The same signal always comes out the same.
 *
 * @param signal T samples.
 * @param resolution The step to which it was rounded, in its unit.
 * @param name Names the random numbers, one name for each column.
 * @source L. Schuchman (1964), IEEE Trans. Commun. Technol. 12, 162–165.
 * @example Halves come apart, and by no more than half a step each
 * ```ts
 * import { dithered } from "./prepare.ts";
 * import { assert } from "@std/assert/mod.js";
 *
 * const [a, b] = dithered(Float64Array.of(1.5, 1.5), 0.5, "x");
 * assert(a !== b && Math.abs(a! - 1.5) <= 0.25 && Math.abs(b! - 1.5) <= 0.25);
 * ```
 */
export const dithered = (signal: Float64Array, resolution: number, name: string): Float64Array => {
  const chance = uniforms(stream(0, "dither", name), signal.length, -resolution / 2, resolution / 2);
  return signal.map((value, row) => value + chance[row]!);
};

/** Standard deviation of rounding and dither together, in steps: each is spread evenly over one step. */
export const ROUNDING_NOISE = Math.sqrt(1 / 6);
