/**
 * The state space in which neighbours are sought: the columns of a series, each with its delayed copies.
 *
 * @module
 */
import { column, type Series } from "../../series/series.ts";
import { autocorrelation, mutualInformation } from "./correlation.ts";

/** Points of a reconstructed state space. Point i stands at row i of the series. */
export interface StateSpace {
  /** One array per coordinate, each with at least `count` entries. */
  readonly axes: readonly Float64Array[];
  /** Number of points. */
  readonly count: number;
}

/**
 * A signal shifted and scaled to mean 0 and standard deviation 1, whatever its size; zeros where it does not vary.
 *
 * @param signal T samples.
 */
export const standardisedSignal = (signal: Float64Array): Float64Array => {
  let largest = 0;
  for (let i = 0; i < signal.length; i++) largest = Math.max(largest, Math.abs(signal[i]!));
  // Squares of the values themselves may leave the range of numbers.
  const values = signal.map((value) => largest > 0 ? value / largest : 0);
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += values[i]!;
  const mean = sum / values.length;
  let squares = 0;
  for (let i = 0; i < values.length; i++) squares += (values[i]! - mean) * (values[i]! - mean);
  const deviation = Math.sqrt(squares / values.length);
  for (let i = 0; i < values.length; i++) {
    values[i] = deviation > 0 ? (values[i]! - mean) / deviation : 0;
  }
  return values;
};

/** The columns of a series, each with mean 0 and standard deviation 1. */
export const standardColumns = (series: Series): readonly Float64Array[] =>
  Array.from({ length: series.columns }, (_, index) => standardisedSignal(column(series, index)));

/** The shift at which `later` repeats `signal`: later(t) = signal(t + shift) for all t that both have; or undefined. */
const shiftBetween = (signal: Float64Array, later: Float64Array): number | undefined => {
  const rows = signal.length;
  const most = Math.floor(0.8 * rows);
  for (let shift = -most; shift <= most; shift++) {
    let row = Math.max(0, -shift);
    const end = Math.min(rows, rows - shift);
    while (row < end && later[row]! === signal[row + shift]!) row++;
    if (row === end) return shift;
  }
  return undefined;
};

/**
 * Undoes a delay embedding: when every column repeats the first one at another time, the one signal behind them, as
 * long as all columns together reach; otherwise undefined.
 *
 * @param columns N signals of T samples, as they were given.
 * @example A signal embedded with a delay of two steps
 * ```ts
 * import { commonSignal } from "./state_space.ts";
 * import { assertEquals } from "@std/assert/mod.js";
 *
 * const signal = Float64Array.of(3, 1, 4, 1, 5, 9, 2, 6);
 * assertEquals(commonSignal([signal.slice(0, 6), signal.slice(2)]), signal);
 * assertEquals(commonSignal([signal, signal.toReversed()]), undefined);
 * ```
 */
export const commonSignal = (columns: readonly Float64Array[]): Float64Array | undefined => {
  const first = columns[0]!;
  if (columns.length < 2) return undefined;
  const shifts: number[] = [];
  for (const values of columns) {
    const shift = shiftBetween(first, values);
    if (shift === undefined) return undefined;
    shifts.push(shift);
  }
  const earliest = Math.min(...shifts);
  const out = new Float64Array(first.length + Math.max(...shifts) - earliest);
  columns.forEach((values, c) => out.set(values, shifts[c]! - earliest));
  return out;
};

/**
 * Delay embedding of one or several columns: (x₁(t), …, x_N(t), x₁(t + d), …, x_N(t + d), …).
 *
 * @param columns N signals of T samples; the coordinates share their memory.
 * @param copies How often each signal is taken, 1 or more.
 * @param delay Steps between the copies.
 * @returns N · copies coordinates of T − (copies − 1) · delay points.
 * @source Takens (1981); Sauer, Yorke & Casdagli (1991), J. Stat. Phys. 65, 579–616.
 * @example Three copies of one signal
 * ```ts
 * import { delayCoordinates } from "./state_space.ts";
 * import { assertEquals } from "@std/assert/mod.js";
 *
 * const space = delayCoordinates([Float64Array.of(0, 1, 2, 3, 4, 5)], 3, 2);
 * assertEquals(space.count, 2);
 * assertEquals(space.axes.map((axis) => axis[1]), [1, 3, 5]);
 * ```
 */
export const delayCoordinates = (
  columns: readonly Float64Array[],
  copies: number,
  delay: number,
): StateSpace => {
  const rows = columns[0]?.length ?? 0;
  const axes: Float64Array[] = [];
  for (let copy = 0; copy < copies; copy++) {
    for (const values of columns) axes.push(values.subarray(copy * delay));
  }
  return { axes, count: Math.max(0, rows - (copies - 1) * delay) };
};

/** Euclidean distance of the points at rows i and j. */
export const distance = (axes: readonly Float64Array[], i: number, j: number): number => {
  let squares = 0;
  for (let a = 0; a < axes.length; a++) {
    const axis = axes[a]!;
    const difference = axis[i]! - axis[j]!;
    squares += difference * difference;
  }
  return Math.sqrt(squares);
};

/** A delay with its reason. */
export interface EmbeddingDelay {
  /** In steps. */
  readonly steps: number;
  /** By which rule it was found. */
  readonly by:
    | "first minimum of the mutual information"
    | "first lag with autocorrelation below 1/e"
    | "most predictive"
    | "given";
}

/** The longest delay that leaves enough vectors: a twentieth of the series. */
export const longestDelay = (rows: number): number => Math.max(1, Math.floor(rows / 20));

/** First lag at which the autocorrelation is below `level`; the length of the list where there is none. */
export const firstBelow = (correlation: Float64Array, level: number): number => {
  for (let lag = 0; lag < correlation.length; lag++) if (correlation[lag]! < level) return lag;
  return correlation.length;
};

/**
 * A minimum counts when the information has fallen by a quarter and rises again by a fiftieth, within the lags that
 * follow (half as many as lie before it, at least three): ripples of the estimate do not count.
 */
const firstMinimum = (information: Float64Array): number | undefined => {
  const whole = information[1]!;
  for (let lag = 2; lag < information.length; lag++) {
    const here = information[lag]!;
    if (here > information[lag - 1]! || here > 0.75 * whole) continue;
    const horizon = lag + Math.max(3, Math.ceil(lag / 2));
    for (let later = lag + 1; later <= horizon && later < information.length; later++) {
      if (information[later]! < here) break;
      if (information[later]! > here + whole / 50) return lag;
    }
  }
  return undefined;
};

/**
 * The delay for a delay embedding: the first minimum of the mutual information, or, where there is none before that,
 * the first lag at which the autocorrelation is below 1/e; so a map gets a delay of one step.
 *
 * @param signal T samples.
 * @source Fraser & Swinney (1986), Phys. Rev. A 33, 1134–1140.
 * @example A map needs no delay, a slow wave at most a quarter of its period
 * ```ts
 * import { chooseDelay } from "./state_space.ts";
 * import { sin } from "../../numerics/elementary.ts";
 * import { assert, assertEquals } from "@std/assert/mod.js";
 *
 * const logistic = new Float64Array(1000).fill(0.3);
 * for (let i = 1; i < 1000; i++) logistic[i] = 4 * logistic[i - 1]! * (1 - logistic[i - 1]!);
 * assertEquals(chooseDelay(logistic).steps, 1);
 *
 * const wave = Float64Array.from({ length: 4000 }, (_, i) => sin(i / 10));
 * assert(chooseDelay(wave).steps > 1 && chooseDelay(wave).steps < 16);
 * ```
 */
export const chooseDelay = (signal: Float64Array): EmbeddingDelay => {
  const most = longestDelay(signal.length);
  const correlation = autocorrelation(signal, 2 * most);
  const decay = Math.min(most, Math.max(1, firstBelow(correlation, 1 / Math.E)));
  const fallback: EmbeddingDelay = { steps: decay, by: "first lag with autocorrelation below 1/e" };
  if (decay === 1) return fallback;
  const information = mutualInformation(signal, Math.min(most, 2 * decay + 3));
  const minimum = firstMinimum(information);
  return minimum === undefined ? fallback : { steps: minimum, by: "first minimum of the mutual information" };
};
