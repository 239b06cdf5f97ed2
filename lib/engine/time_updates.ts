/**
 * Times updates of the weights, as a process of its own: what they take depends on the flags with which V8 was started.
 *
 * Its one argument is a {@link TimingTask}; it prints a {@link TimingAnswer}, both as JSON.
 *
 * @module
 */
import * as E from "fp-ts/Either.js";
import { pipe } from "fp-ts/function.js";
import { sin } from "../numerics/elementary.ts";
import type { LyapError } from "../core/program/errors.ts";
import { type Series, seriesOf } from "../series/series.ts";
import { usePairs } from "../training/rollout.ts";
import type { TrainingSettings } from "../training/settings.ts";
import { trainEpochs } from "../training/train.ts";

/** What is to be timed. */
export interface TimingTask {
  /** One training after the other. */
  readonly trainings: readonly TrainingSettings[];
  /** Rows and columns of the series; its values don't matter. */
  readonly rows: number;
  /** See `rows`. */
  readonly columns: number;
  /** Whether V8 was started with the flags of a fast process. */
  readonly fast: boolean;
}

/** Seconds of one update of each training, or why there are none. */
export type TimingAnswer = { readonly seconds: readonly number[] } | { readonly error: LyapError };

const waves = (rows: number, columns: number): Series =>
  seriesOf(
    Array.from(
      { length: rows },
      (_, row) => Array.from({ length: columns }, (_, column) => sin(row / (5 + column))),
    ),
    1,
  );

/** The mean over all epochs but the first, which warms up: what other programs take of the processor counts too. */
const secondsOfUpdate = (settings: TrainingSettings, series: Series): E.Either<LyapError, number> =>
  pipe(
    trainEpochs(settings, series, { predictabilitySteps: null }),
    E.map((training) => {
      training.next();
      const begin = performance.now();
      const epochs = [...training].length;
      return (performance.now() - begin) / 1000 / Math.max(1, epochs * settings.batches.perEpoch);
    }),
  );

const timeUpdates = ({ trainings, rows, columns, fast }: TimingTask): TimingAnswer => {
  usePairs(fast);
  const series = waves(rows, columns);
  return pipe(
    trainings,
    E.traverseArray((settings) => secondsOfUpdate(settings, series)),
    E.match((error): TimingAnswer => ({ error }), (seconds): TimingAnswer => ({ seconds })),
  );
};

if (import.meta.main) console.log(JSON.stringify(timeUpdates(JSON.parse(Deno.args[0]!) as TimingTask)));
