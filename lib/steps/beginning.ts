/**
 * The step `beginning`: the first epochs of a training, and the digests of its states on the way. Audits make it, and
 * compare: it takes a hundredth of the time of the training, and every difference in data, initial values, batches,
 * kernels and optimiser shows in it.
 *
 * Run alone: `deno run -P=train lib/steps/beginning.ts --spec FILE --in data=DIRECTORY --out DIRECTORY`.
 *
 * @module
 */
import { pipe } from "fp-ts/function.js";
import * as RTE from "fp-ts/ReaderTaskEither.js";
import { positiveInteger, record } from "../core/codec/codec.ts";
import { type TrainingSettings, trainingSettings } from "../training/settings.ts";
import { loadedFor } from "../training/rollout.ts";
import { trainEpochs, type TrainingEpochs } from "../training/train.ts";
import { encodeRecord } from "./files.ts";
import type { Step } from "./step.ts";
import { digestOfState, type StateDigest, stateEpochs } from "./states.ts";
import { neededWithStart } from "./train.ts";

/** Which part of which training. */
export interface BeginningSettings {
  readonly training: TrainingSettings;
  /** After how many epochs it ends. */
  readonly epochs: number;
}

/** What the step finds, in `beginning.json`. */
export interface BeginningRecord {
  readonly states: readonly StateDigest[];
  /** The epoch in which the training diverged; null if it did not until then. */
  readonly divergedIn: number | null;
}

/** The states that a training passes until an epoch. */
const statesUntil = (training: TrainingEpochs, epochs: number, until: number): BeginningRecord => {
  const digested = stateEpochs(epochs);
  const states: StateDigest[] = [];
  let next = training.next();
  while (!next.done) {
    const { epoch, checkpoint } = next.value;
    if (digested.includes(epoch)) states.push({ epoch, digest: digestOfState(checkpoint()) });
    if (epoch >= until) return { states, divergedIn: null };
    next = training.next();
  }
  const { outcome } = next.value;
  return { states, divergedIn: outcome.kind === "diverged" ? outcome.epoch : null };
};

/** The step as a value, for programs that run it without a process of its own. */
export const beginningStep: Step<BeginningSettings> = {
  name: "beginning",
  codec: record({ training: trainingSettings, epochs: positiveInteger }),
  run: ({ training, epochs }, inputs) =>
    pipe(
      RTE.Do,
      RTE.chainFirstTaskK(() => loadedFor(training)),
      RTE.chainEitherKW(() => neededWithStart(training, inputs)),
      RTE.chainEitherKW(({ series, options }) => trainEpochs(training, series, options)),
      RTE.map((started) => ({
        "beginning.json": encodeRecord(statesUntil(started, training.epochs, epochs)),
      })),
    ),
};

if (import.meta.main) await (await import("./harness.ts")).runAsStep(beginningStep);
