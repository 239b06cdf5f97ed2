/**
 * How long a gradient step takes on this machine, at the sizes of a fit, in a process like those that will train.
 *
 * @module
 */
import * as E from "fp-ts/Either.js";
import { pipe } from "fp-ts/function.js";
import * as RTE from "fp-ts/ReaderTaskEither.js";
import * as TE from "fp-ts/TaskEither.js";
import type { CellInput } from "../../networks/catalogue.ts";
import type { ObservationInput } from "../../networks/observations/catalogue.ts";
import { type FastWay, flagArgument } from "../../engine/fast.ts";
import { denoProgram, failureOf } from "../../engine/process.ts";
import { cannotCompute, type LyapError } from "../../program/errors.ts";
import type { Program } from "../../program/program.ts";
import { decode } from "../../codec/codec.ts";
import { moduleAddress } from "../../steps/place.ts";
import type { Series } from "../../series/series.ts";
import type { BatchSettings } from "../../training/batches.ts";
import type { ForcingInput } from "../../training/forcing/catalogue.ts";
import { type TrainingSettings, trainingSettings } from "../../training/settings.ts";
import type { Costs } from "./budget.ts";
import type { TimingAnswer, TimingTask } from "../../engine/time_updates.ts";

/** What is to be timed. */
export interface Timed {
  readonly cell: CellInput;
  readonly observation: ObservationInput;
  readonly forcing: ForcingInput;
  readonly batches: BatchSettings;
}

/** Epochs that are timed, after one that warms up. */
const EPOCHS = 15;

const settingsOf = (timed: Timed): E.Either<LyapError, TrainingSettings> =>
  pipe(
    decode(trainingSettings, { ...timed, epochs: EPOCHS + 1 }),
    E.mapLeft((faults): LyapError =>
      cannotCompute(
        `Cannot train this cell: ${
          faults.map(({ path, expected }) => `${path} must be ${expected}`).join("; ")
        }`,
        "choose another cell with --cells",
      )
    ),
  );

/** Seconds of one update of each training, in a process that V8 runs with some flags. */
const secondsUnder = (
  flags: readonly string[],
  task: Omit<TimingTask, "fast">,
): Program<readonly number[]> =>
({ processes }) => {
  const said: string[] = [];
  const asked: TimingTask = { ...task, fast: flags.length > 0 };
  return pipe(
    processes.deno([
      ...denoProgram,
      ...flagArgument(flags),
      moduleAddress("lib/engine/time_updates"),
      JSON.stringify(asked),
    ], (line) => said.push(line)),
    TE.chainEitherK(({ code, errorTail }): E.Either<LyapError, readonly number[]> => {
      if (code !== 0) return E.left(failureOf("timing", code, errorTail));
      const answer = JSON.parse(said.join("")) as TimingAnswer;
      return "error" in answer ? E.left(answer.error) : E.right(answer.seconds);
    }),
  );
};

/** The costs of an update of both cells, in a fast process where trainings are fast. */
export const updateCosts = (
  { sparse, generalized }: { readonly sparse: Timed; readonly generalized: Timed },
  { rows, columns }: Pick<Series, "rows" | "columns">,
  fast: FastWay,
): Program<Pick<Costs, "sparseUpdate" | "generalizedUpdate">> =>
  pipe(
    RTE.fromEither(pipe([sparse, generalized], E.traverseArray(settingsOf))),
    RTE.map((trainings) => ({ trainings, rows, columns })),
    RTE.chain((task) =>
      pipe(
        fast.flags,
        RTE.chain((flags) => secondsUnder(flags, task)),
        // What a fast process fails of is for trainings to find out; they are checked then.
        RTE.orElse((error) => error._tag === "StepFailed" ? secondsUnder([], task) : RTE.left(error)),
      )
    ),
    RTE.map(([sparseUpdate, generalizedUpdate]) => ({
      sparseUpdate: sparseUpdate!,
      generalizedUpdate: generalizedUpdate!,
    })),
  );
