/**
 * The first updates of a training by themselves, by which two processes can be compared before one of them trains.
 *
 * @module
 */
import * as E from "fp-ts/Either.js";
import { pipe } from "fp-ts/function.js";
import type { Series } from "../series/series.ts";
import type { LyapError } from "../core/program/errors.ts";
import { learnerOf, type LearnerState } from "./learner.ts";
import { prepareTraining, type TrainingOptions } from "./prepare.ts";
import type { TrainingSettings } from "./settings.ts";
import { checkMemory } from "./train.ts";

/** What the first updates of a training lead to. */
export interface FirstUpdates {
  /** How many were tried. */
  readonly updates: number;
  /** Whether the last one could not be made. */
  readonly diverged: boolean;
  /** The state after them. */
  readonly state: LearnerState;
}

/**
 * Makes the first updates of a training, or of what a checkpoint leaves of it; the training itself starts over afterwards.
 *
 * @param settings, series, options As `train` takes them.
 * @param goesOn Asked before each update but the first, with how many were tried.
 * @returns The state when `goesOn` says no, or the training ends or diverges.
 * @errors As `train`. It throws when a kernel wrote beyond its blocks.
 */
export const firstUpdates = (
  settings: TrainingSettings,
  series: Series,
  options: TrainingOptions,
  goesOn: (tried: number) => boolean,
): E.Either<LyapError, FirstUpdates> =>
  pipe(
    prepareTraining(settings, series, options),
    E.map((prepared) => {
      const { epochs, batches: { perEpoch } } = settings;
      const begin = (options.from?.epoch ?? 0) * perEpoch;
      const learner = learnerOf(settings, prepared, options.from);
      let tried = 0;
      let diverged = false;
      try {
        while (!diverged && begin + tried < epochs * perEpoch && (tried === 0 || goesOn(tried))) {
          const place = begin + tried++;
          diverged = learner.update(Math.floor(place / perEpoch), place % perEpoch).next().value === null;
        }
        checkMemory();
        return { updates: tried, diverged, state: learner.state() };
      } finally {
        learner.release();
      }
    }),
  );
