/**
 * Batches: windows of a series at random starts.
 *
 * @module
 */
import { counted } from "../core/program/text.ts";
import * as E from "fp-ts/Either.js";
import type { Series } from "../series/series.ts";
import type { RowRange } from "../series/stretches.ts";
import { distinctIntegers, type Stream, substream } from "../numerics/random.ts";
import { cannotCompute, type LyapError } from "../core/program/errors.ts";

/** How an epoch is made up. */
export interface BatchSettings {
  /** S, the windows of a batch. */
  readonly windows: number;
  /** T, the steps of a window, each of which is predicted from the one before: T + 1 rows of the series. */
  readonly length: number;
  /** Batches of an epoch; each is one update of the weights. */
  readonly perEpoch: number;
}

/** How many windows can start in each of several ranges of rows. */
const roomIn = (ranges: readonly RowRange[], length: number): readonly number[] =>
  ranges.map(({ start, end }) => Math.max(0, end - start - length));

/** How many windows of a length can start at different rows of a series. */
const roomOf = (rows: number, length: number, trials: readonly RowRange[] | undefined): number =>
  trials === undefined ? rows - length : roomIn(trials, length).reduce((sum, room) => sum + room, 0);

/**
 * Checks that a series can be trained on and is long enough for its batches.
 *
 * @param trials Where trials lie whose borders no window may cross. Default: the series is one trial.
 * @errors CannotCompute when it has no room for as many distinct windows as a batch has, or a value that is not finite.
 */
export const checkBatches = (
  settings: BatchSettings,
  series: Series,
  trials?: readonly RowRange[],
): E.Either<LyapError, null> => {
  const gap = series.values.findIndex((value) => !Number.isFinite(Math.fround(value)));
  if (gap >= 0) {
    const [row, column] = [Math.floor(gap / series.columns) + 1, gap % series.columns + 1];
    return E.left(
      cannotCompute(
        `Cannot train on the series: row ${row}, column ${column} is ${
          series.values[gap]
        }, not finite in float32`,
        "fill or cut out what is missing, and standardise the series",
      ),
    );
  }
  const starts = roomOf(series.rows, settings.length, trials);
  if (starts >= settings.windows) return E.right(null);
  const least = settings.length + settings.windows;
  if (trials !== undefined) {
    return E.left(cannotCompute(
      `Cannot cut ${counted(settings.windows, "distinct window")} of ${
        counted(settings.length, "step")
      }: the ${trials.length} trials have room for ${starts}`,
      "give longer trials, or set batches.length or batches.windows smaller",
    ));
  }
  return E.left(cannotCompute(
    starts < 1
      ? `Cannot cut windows of ${counted(settings.length, "step")}: the series has ${
        counted(series.rows, "row")
      }, and a window needs ${settings.length + 1}`
      : `Cannot cut ${counted(settings.windows, "distinct window")} of ${
        counted(settings.length, "step")
      }: the series has ${counted(series.rows, "row")}, room for ${starts}`,
    `give a series of at least ${least} rows, or set batches.length or batches.windows smaller`,
  ));
};

/**
 * Where the windows of a batch start: distinct rows, every choice equally likely.
 *
 * What is drawn depends on the stream and the index alone, so a training that goes on from a checkpoint draws the same.
 *
 * @param source The stream of all batches of a training.
 * @param index Counts the batches from the beginning of the training, from 0.
 * @param rows Rows of the series.
 * @param trials Where trials lie whose borders no window may cross. Default: the series is one trial.
 */
export const windowStarts = (
  source: Stream,
  index: number,
  rows: number,
  { windows, length }: BatchSettings,
  trials?: readonly RowRange[],
): Int32Array => {
  const drawn = distinctIntegers(substream(source, index), windows, roomOf(rows, length, trials));
  return trials === undefined ? drawn : drawn.map(rowInTrials(trials, roomIn(trials, length)));
};

/** The row at which the n-th window starts, when the windows of all trials are counted through. */
const rowInTrials = (trials: readonly RowRange[], rooms: readonly number[]) => (drawn: number): number => {
  let [rest, trial] = [drawn, 0];
  while (rest >= rooms[trial]!) rest -= rooms[trial++]!;
  return trials[trial]!.start + rest;
};

/** The series of a training in float32, and the sizes of its batches. */
export interface Windows {
  /** The series row by row, N columns and those of the inputs. */
  readonly values: Float32Array;
  /** K, the inputs. Default: 0. */
  readonly inputs?: number;
  /** Rows of the series. */
  readonly rows: number;
  /** N, the observed variables. */
  readonly observations: number;
  /** T, the steps of a window. */
  readonly length: number;
  /** S, the windows of a batch. */
  readonly windows: number;
  /** Where trials lie whose borders no window may cross; absent for a series that is one trial. */
  readonly trials?: readonly RowRange[];
}

/** Rows of a series, each followed by that of the inputs. */
const besideInputs = (series: Series, inputs: Series): Float32Array => {
  const width = series.columns + inputs.columns;
  const out = new Float32Array(series.rows * width);
  for (let row = 0; row < series.rows; row++) {
    out.set(series.values.subarray(row * series.columns, (row + 1) * series.columns), row * width);
    out.set(
      inputs.values.subarray(row * inputs.columns, (row + 1) * inputs.columns),
      row * width + series.columns,
    );
  }
  return out;
};

/** A series as training sees it, with the inputs at the same rows. */
export const windowsOf = (
  series: Series,
  { length, windows }: BatchSettings,
  trials?: readonly RowRange[],
  inputs?: Series,
): Windows => ({
  values: inputs === undefined ? Float32Array.from(series.values) : besideInputs(series, inputs),
  ...(inputs === undefined ? {} : { inputs: inputs.columns }),
  rows: series.rows,
  observations: series.columns,
  length,
  windows,
  ...(trials === undefined ? {} : { trials }),
});

/**
 * Copies the windows of a batch together.
 *
 * @param starts First rows of the windows; rows start … start + T are copied.
 * @returns (T + 1) × S × (N + K) numbers: time, window, variable.
 */
export const assemble = (
  { values, observations, inputs = 0, length }: Windows,
  starts: Int32Array,
): Float32Array => {
  const windows = starts.length;
  const width = observations + inputs;
  const out = new Float32Array((length + 1) * windows * width);
  for (let window = 0; window < windows; window++) {
    for (let t = 0; t <= length; t++) {
      const from = (starts[window]! + t) * width;
      const to = (t * windows + window) * width;
      for (let n = 0; n < width; n++) out[to + n] = values[from + n]!;
    }
  }
  return out;
};
