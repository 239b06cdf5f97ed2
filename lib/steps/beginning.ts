/**
 * The step `beginning`: the first epochs of a training, and the digests of its states on the way. Audits make it, and
 * compare: it takes a hundredth of the time of the training, and every difference in data, initial values, batches,
 * kernels and optimiser shows in it.
 *
 * Run alone: `deno run -P=train lib/steps/beginning.ts --spec FILE --in data=DIRECTORY --out DIRECTORY`.
 *
 * @module
 */
import * as E from "fp-ts/Either.js";
import { pipe } from "fp-ts/function.js";
import * as RTE from "fp-ts/ReaderTaskEither.js";
import type { LyapError } from "../program/errors.ts";
import { type Codec, positiveInteger, record } from "../spec/codec.ts";
import type { Artifact } from "../store/artifact.ts";
import { type TrainingSettings, trainingSettings } from "../training/settings.ts";
import { train, type Training } from "../training/train.ts";
import type { DatasetRecord } from "./dataset.ts";
import { encodeRecord, readRecord, readSeries } from "./files.ts";
import { inputOf, main, type Step } from "./harness.ts";
import { digestOfState, type StateDigest, stateEpochs } from "./states.ts";

/** Which part of which training. */
export interface BeginningSettings {
  readonly training: TrainingSettings;
  /** After how many epochs it ends. */
  readonly epochs: number;
}

/** What the step finds, in `beginning.json`. */
export interface BeginningRecord {
  readonly states: readonly StateDigest[];
  /** The epoch in which the training diverged; null where it did not until then. */
  readonly divergedIn: number | null;
}

const trainingOn = (
  settings: TrainingSettings,
  inputs: Readonly<Record<string, Artifact>>,
): E.Either<LyapError, Training> =>
  pipe(
    E.Do,
    E.bindW("data", () => inputOf(inputs, "data")),
    E.bindW("about", ({ data }) => readRecord<DatasetRecord>(data, "dataset.json")),
    E.bindW("series", ({ data, about }) => readSeries(data, "series.npy", about.dt)),
    E.chainW(({ about, series }) =>
      train(settings, series, {
        predictabilitySteps: about.predictabilityTime?.steps.value ?? null,
        ...(about.trials === undefined ? {} : { trials: about.trials }),
      })
    ),
  );

/** The states that a training passes until an epoch. */
const statesUntil = (training: Training, epochs: number, until: number): BeginningRecord => {
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
  codec: record({ training: trainingSettings, epochs: positiveInteger }) as unknown as Codec<
    BeginningSettings,
    unknown
  >,
  run: ({ training, epochs }, inputs) =>
    pipe(
      trainingOn(training, inputs),
      E.map((started) => ({
        "beginning.json": encodeRecord(statesUntil(started, training.epochs, epochs)),
      })),
      RTE.fromEither<LyapError, Readonly<Record<string, Uint8Array>>>,
    ),
};

if (import.meta.main) await main(beginningStep);
