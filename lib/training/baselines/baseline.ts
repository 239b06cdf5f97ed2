/**
 * What a baseline is: a way to go on with a series that needs no training. What a trained network is worth shows beside it.
 *
 * A baseline is one file that exports one `Baseline` and one line in `catalogue.ts`.
 *
 * @module
 */
import { autocorrelation } from "../../lyapunov/series/correlation.ts";
import { column, type Series, slice } from "../../series/series.ts";
import { longest, type RowRange } from "../../series/stretches.ts";

/** What a baseline is made from. */
export interface Learned {
  /** The series that networks are trained on, as they see it. */
  readonly series: Series;
  /** Where its trials lie: nothing leads from the end of one to the beginning of the next. */
  readonly stretches: readonly RowRange[];
}

/** A baseline that has been made from a series. Every method gives the same bits on every machine. */
export interface MadeBaseline {
  /** How many rows of the past it looks at, the present one among them. */
  readonly memory: number;
  /**
   * A forecast of the rows that follow.
   *
   * @param past `memory` rows of N values, the last of them the present.
   * @returns steps × N numbers; what follows a divergence is NaN.
   */
  readonly forecast: (past: Float64Array, steps: number) => Float64Array;
  /** A free run that begins after the past, for measures of the dynamics. Default: the forecast. */
  readonly freeRun?: (past: Float64Array, steps: number) => Float64Array;
  /** λ₁ along its free run in nats per step; null where it has none. */
  readonly lambda1: () => number | null;
}

/** A way to go on with a series without training. */
export interface Baseline {
  /** Its name in specs, tables and figures. */
  readonly kind: string;
  /** For people. */
  readonly title: string;
  /** Where it comes from. */
  readonly references: readonly string[];
  /** Makes it from the series for training, by a closed form or by nothing at all. */
  readonly make: (learned: Learned) => MadeBaseline;
}

/** The squared distance of as many rows as `past` has, the last of them at `row`, from `past`; early out above `most`. */
export const distanceTo = (
  { values, columns }: Series,
  row: number,
  past: Float64Array,
  most: number,
): number => {
  const end = (row + 1) * columns;
  const from = end - past.length;
  let sum = 0;
  // The newest rows first: they differ most.
  for (let i = past.length - 1; i >= 0 && sum < most; i--) {
    const difference = values[from + i]! - past[i]!;
    sum += difference * difference;
  }
  return sum;
};

/** Which rows of a stretch count when the one that is most like a past is looked for. */
export interface Counting {
  /** How many rows of its stretch come before a row, at least. Default: as many as the past has. */
  readonly before?: number;
  /** How many rows of its stretch come after a row, at least. Default: 1. */
  readonly after?: number;
}

/**
 * The row of a series, with enough before and after it in its stretch, whose past is most like a given one; the first of
 * equal ones.
 *
 * @param past Rows of N values.
 * @param counting Which rows count.
 * @returns null where no stretch is long enough.
 */
export const mostAlike = (
  { series, stretches }: Learned,
  past: Float64Array,
  { before = past.length / series.columns - 1, after = 1 }: Counting = {},
): number | null => {
  let best: number | null = null;
  let least = Infinity;
  for (const { start, end } of stretches) {
    for (let row = start + before; row < end - after; row++) {
      const distance = distanceTo(series, row, past, least);
      if (distance < least) [least, best] = [distance, row];
    }
  }
  return best;
};

/** Correlation below which rows of a series count as far apart in time: 1/e. */
const FAR_APART = 1 / Math.E;
/** No more than this share of the longest stretch is left out. */
const MOST_LEFT_OUT = 0.25;

/**
 * Theiler's window: the first lag in steps at which the autocorrelation of every column is below 1/e, found in the longest
 * stretch, and a quarter of that stretch at most. Two rows that are nearer to one another in time than that are alike
 * because they follow one another, and not because the series has come back. At least 1.
 *
 * @source J. Theiler (1986), Spurious dimension from correlation algorithms applied to limited time-series data, Phys. Rev. A
 * 34, 2427–2432.
 */
export const theilerWindow = ({ series, stretches }: Learned): number => {
  const { start, end } = longest(stretches);
  const most = Math.max(1, Math.floor(MOST_LEFT_OUT * (end - start)));
  const part = slice(series, start, end);
  const lags = Array.from({ length: series.columns }, (_, index) => {
    const lag = autocorrelation(column(part, index), most).findIndex((value) => value < FAR_APART);
    return lag === -1 ? most : lag;
  });
  return Math.max(1, ...lags);
};

/**
 * The past of a row, as long as a baseline wants it. Where the series begins too late, what came before is taken from the
 * most similar place of what was learned, so that nothing of the future is looked at.
 *
 * @param truth The series in which the row lies.
 * @param row The present.
 * @param memory Rows that are wanted.
 */
export const pastOf = (learned: Learned, truth: Series, row: number, memory: number): Float64Array => {
  const { columns, values } = truth;
  const first = Math.max(0, row + 1 - memory);
  const known = values.slice(first * columns, (row + 1) * columns);
  const missing = memory - (row + 1 - first);
  if (missing === 0) return known;
  const past = new Float64Array(memory * columns);
  past.set(known, missing * columns);
  const alike = mostAlike(learned, known, { before: memory - 1 });
  const until = alike === null ? 0 : (alike - (memory - missing) + 1) * columns;
  for (let i = 0; i < missing * columns; i++) {
    past[i] = alike === null ? known[i % columns]! : learned.series.values[until - missing * columns + i]!;
  }
  return past;
};
