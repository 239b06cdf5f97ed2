/**
 * A test series behind a recording: networks are judged on all of it, and the recording is for training and choosing alone.
 *
 * @module
 */
import * as E from "fp-ts/Either.js";
import type { ImportedSeries } from "../../series/import/imported.ts";
import { concatenate } from "../../series/stretches.ts";
import { badInput, badUsage, type LyapError } from "../../core/program/errors.ts";
import { roundedTime } from "../../numerics/format.ts";
import { counted, listed } from "../../core/program/text.ts";

/** Sampling intervals that differ by no more than this share are the same. */
const SAME = 1e-6;

const namesOf = ({ variables }: ImportedSeries): readonly string[] => variables.map(({ name }) => name);

/**
 * A recording with its test series behind it.
 *
 * @param recording One trial. Its times become those that end where the test series begins.
 * @param test What was understood of the test file; undefined if there is none.
 * @errors BadUsage for a recording of several trials; BadInput for a test file with other columns or another sampling interval.
 */
export const withTest = (
  recording: ImportedSeries,
  test: ImportedSeries | undefined,
): E.Either<LyapError, ImportedSeries> => {
  if (test === undefined) return E.right(recording);
  const name = listed(test.files.map((file) => file.name));
  if (recording.trials.length > 1 || test.trials.length > 1) {
    return E.left(badUsage(
      `--test takes one recording and one test series, and there are ${recording.trials.length} and ${test.trials.length} trials`,
      "leave --test out, so that the end of the longest trial is held out",
    ));
  }
  const [names, others] = [namesOf(recording), namesOf(test)];
  if (names.length !== others.length || names.some((each, index) => each !== others[index])) {
    return E.left(badInput(
      name,
      `it has the columns ${listed(others)}, and the recording has ${listed(names)}`,
      "give a test file with the same columns in the same order, or choose them with --columns",
    ));
  }
  const odd = recording.variables.findIndex(({ unit }, index) => {
    const its = test.variables[index]!.unit;
    return unit !== null && its !== null && unit !== its;
  });
  if (odd >= 0) {
    return E.left(badInput(
      name,
      `its column ${names[odd]} is in ${test.variables[odd]!.unit}, and that of the recording in ${
        recording.variables[odd]!.unit
      }`,
      "convert it to the units of the recording",
    ));
  }
  if (Math.abs(test.series.dt / recording.series.dt - 1) > SAME) {
    return E.left(badInput(
      name,
      `its rows are ${test.series.dt} apart, and those of the recording ${recording.series.dt}`,
      "give a test file that is sampled like the recording, or give --dt if neither has times",
    ));
  }
  const { series } = concatenate([recording.series, test.series]);
  const [[trial], [tested]] = [recording.trials, test.trials];
  // What follows goes on from the end of the test series: at its times, where it has some.
  const startTime = test.time.column === null
    ? trial?.startTime
    : roundedTime(tested!.startTime - recording.series.rows * recording.series.dt, recording.series.dt);
  return E.right({
    ...recording,
    series,
    trials: trial === undefined
      ? recording.trials
      : [{ ...trial, end: series.rows, startTime: startTime ?? 0 }],
    notes: [
      ...recording.notes,
      `Networks are judged on all ${
        counted(test.series.rows, "row")
      } of ${name}; the recording is for training and choosing.`,
    ],
  });
};
