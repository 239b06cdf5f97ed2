/**
 * The step `train`: from settings and a dataset to the weights of a network.
 *
 * Run alone: `deno run -P=train lib/steps/train.ts --spec FILE --in data=DIRECTORY --out DIRECTORY`.
 *
 * @module
 */
import * as E from "fp-ts/Either.js";
import { pipe } from "fp-ts/function.js";
import * as RTE from "fp-ts/ReaderTaskEither.js";
import * as TE from "fp-ts/TaskEither.js";
import { join } from "@std/path/mod.js";
import { encodeWeights } from "../cells/safetensors.ts";
import type { Capabilities, Program } from "../program/program.ts";
import type { Checkpoint, TrainingResult } from "../training/checkpoint.ts";
import { type TrainingSettings, trainingSettings } from "../training/settings.ts";
import { train, type Training } from "../training/train.ts";
import { decodeCheckpoint, encodeCheckpoint } from "./checkpoint.ts";
import { LAST_WEIGHTS, weightsName } from "./checkpoint_choice.ts";
import type { DatasetRecord } from "./dataset.ts";
import { encodeRecord, readRecord, readSeries } from "./files.ts";
import { inputOf, main, type Step, type Work } from "./harness.ts";
import { digestOfState, type StateDigest, stateEpochs } from "./states.ts";

/** What the step says of a training besides its weights, in `training.json`. */
export type TrainingRecord = Omit<TrainingResult, "weights">;

const STATE = "state.safetensors";

/** Where the digests of the states wait until the artifact is sealed. */
const STATES = "states.json";

/** Share of the epochs after which the state is saved, for a training that is killed. */
const SAVE_EVERY = 0.05;

/** Milliseconds between two reports. */
const REPORT_EVERY = 250;

const savedState = (directory: string): Program<Checkpoint | undefined> => ({ files }) =>
  pipe(
    RTE.fromTaskEither(files.exists(join(directory, STATE))),
    RTE.chain((exists) =>
      exists
        ? pipe(RTE.fromTaskEither(files.read(join(directory, STATE))), RTE.map(decodeCheckpoint))
        : RTE.right(undefined)
    ),
  )(undefined);

const keptEpochs = ({ epochs, checkpoints }: TrainingSettings, done: readonly number[]): readonly number[] =>
  done.filter((epoch) => epoch < epochs && checkpoints.every > 0 && epoch % checkpoints.every === 0);

/** The digests of the states that an earlier process of the same training has passed, until the epoch it goes on from. */
const passedStates = (directory: string, until: number): Program<readonly StateDigest[]> => ({ files }) =>
  pipe(
    files.exists(join(directory, STATES)),
    TE.chain((exists) => exists ? files.read(join(directory, STATES)) : TE.right(encodeRecord([]))),
    TE.map((bytes) => JSON.parse(new TextDecoder().decode(bytes)) as readonly StateDigest[]),
    TE.map((states) => states.filter(({ epoch }) => epoch <= until)),
  );

/** Drives a training to its end, reporting and saving on the way. */
const drive = (
  training: Training,
  settings: TrainingSettings,
  work: Work,
  passed: readonly StateDigest[],
): Program<Readonly<Record<string, Uint8Array>>> =>
({ files, clock }: Capabilities) =>
async () => {
  const { epochs } = settings;
  const path = (name: string): string => join(work.directory, name);
  const saveEvery = Math.max(1, Math.round(SAVE_EVERY * epochs));
  const digested = stateEpochs(epochs);
  const states = [...passed];
  let reported = -Infinity;
  let next = training.next();
  while (!next.done) {
    const { epoch, loss, checkpoint } = next.value;
    if (clock() - reported > REPORT_EVERY) {
      work.report(epoch / epochs, `epoch ${epoch} of ${epochs}, loss ${loss.toPrecision(3)}`);
      reported = clock();
    }
    if (digested.includes(epoch)) {
      states.push({ epoch, digest: digestOfState(checkpoint()) });
      const written = await files.write(path(STATES), encodeRecord(states))();
      if (E.isLeft(written)) return written;
    }
    if (keptEpochs(settings, [epoch]).length > 0) {
      const kept = await files.write(path(weightsName(epoch)), encodeWeights(checkpoint().weights))();
      if (E.isLeft(kept)) return kept;
    }
    if (epoch < epochs && epoch % saveEvery === 0) {
      const saved = await files.write(path(STATE), encodeCheckpoint(checkpoint()))();
      if (E.isLeft(saved)) return saved;
    }
    next = training.next();
  }
  const { weights, ...record } = next.value;
  return await pipe(
    keptEpochs(settings, record.history.epochs).map(weightsName),
    TE.traverseArray((name) => pipe(files.read(path(name)), TE.map((bytes) => [name, bytes] as const))),
    TE.map((kept) => ({
      ...Object.fromEntries(kept),
      [LAST_WEIGHTS]: encodeWeights(weights),
      "training.json": encodeRecord(record),
    })),
  )();
};

/** The step as a value, for programs that run it without a process of its own. */
export const trainStep: Step<TrainingSettings> = {
  name: "train",
  codec: trainingSettings,
  remarks: (work) => pipe(passedStates(work.directory, Infinity), RTE.map((states) => ({ states }))),
  run: (settings, inputs, work) =>
    pipe(
      RTE.Do,
      RTE.apSW("from", savedState(work.directory)),
      RTE.bindW("passed", ({ from }) => passedStates(work.directory, from?.epoch ?? 0)),
      RTE.bindW("data", () => RTE.fromEither(inputOf(inputs, "data"))),
      RTE.bindW("record", ({ data }) => RTE.fromEither(readRecord<DatasetRecord>(data, "dataset.json"))),
      RTE.bindW("series", ({ data, record }) => RTE.fromEither(readSeries(data, "series.npy", record.dt))),
      RTE.bindW("training", ({ from, record, series }) =>
        RTE.fromEither(train(settings, series, {
          predictabilitySteps: record.predictabilityTime?.steps.value ?? null,
          ...(record.trials === undefined ? {} : { trials: record.trials }),
          ...(from === undefined ? {} : { from }),
        }))),
      RTE.chainW(({ training, passed }) => drive(training, settings, work, passed)),
    ),
};

if (import.meta.main) await main(trainStep);
