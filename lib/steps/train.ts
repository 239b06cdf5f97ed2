/**
 * The step `train`: from settings and a dataset to the weights of a network.
 *
 * Run alone: `deno run -P=train lib/steps/train.ts --spec FILE --in data=DIRECTORY --out DIRECTORY`.
 *
 * @module
 */
import { shortNumber } from "../numerics/format.ts";
import * as E from "fp-ts/Either.js";
import { pipe } from "fp-ts/function.js";
import * as RTE from "fp-ts/ReaderTaskEither.js";
import * as TE from "fp-ts/TaskEither.js";
import { join } from "@std/path/mod.js";
import { encodeWeights } from "../networks/safetensors.ts";
import type { LyapError } from "../core/program/errors.ts";
import { type Capabilities, failWith, type Program } from "../core/program/program.ts";
import { digestOf } from "../core/codec/canonical.ts";
import type { Artifact } from "./store/artifact.ts";
import { removeBelow, writeBelow } from "./store/folder.ts";
import type { Checkpoint, TrainingResult } from "../training/checkpoint.ts";
import { type FirstUpdates, firstUpdates } from "../training/first_updates.ts";
import { regressionStart } from "../training/regression_start.ts";
import { type TrainingSettings, trainingSettings } from "../training/settings.ts";
import { loadedFor, usePairs } from "../training/rollout.ts";
import { trainEpochs, type TrainingEpochs, type TrainingOptions } from "../training/train.ts";
import { decodeCheckpoint, encodeCheckpoint, verifiedPayload, withDigest } from "./checkpoint.ts";
import { LAST_WEIGHTS, weightsName } from "../experiment/checkpoint_choice.ts";
import type { Series } from "../series/series.ts";
import type { DatasetRecord } from "./dataset.ts";
import { encodeRecord, inputsIn, readRecord, readSeries } from "./files.ts";
import { inputOf, type Probe, type Step, type Work } from "./step.ts";
import { digestOfState, type StateDigest, stateEpochs } from "./states.ts";

/** What the step says about a training in addition to its weights, in `training.json`. */
export type TrainingRecord = Omit<TrainingResult, "weights">;

const STATE = "state.safetensors";

/** Where the digests of the states wait until the artifact is sealed. */
const STATES = "states.json";

/** Lies in the directory of a training of which a fast process made a part. */
const FAST = "fast.json";

/** Milliseconds of first updates that a checked process makes. */
const PROBE_TIME = 50;

/** Share of the epochs after which the state is saved, for a training that is killed. */
const SAVE_EVERY = 0.05;

/** Milliseconds between two reports. */
const REPORT_EVERY = 250;

/** The epochs, of those that are done, whose weights are kept in addition to the last. */
export const keptEpochs = (
  { epochs, checkpoints }: TrainingSettings,
  done: readonly number[],
): readonly number[] =>
  done.filter((epoch) => epoch < epochs && checkpoints.every > 0 && epoch % checkpoints.every === 0);

/** Where the weights after an epoch wait, with their digest, until the artifact is sealed. */
const waitingName = (epoch: number): string => `${weightsName(epoch)}.waiting`;

/** What waits in a working directory under a name; null if nothing does, undefined if it is damaged. */
const waiting = (directory: string, name: string): Program<Uint8Array | null | undefined> => ({ files }) =>
  pipe(
    files.exists(join(directory, name)),
    TE.chain((exists): TE.TaskEither<LyapError, Uint8Array | null | undefined> =>
      exists ? pipe(files.read(join(directory, name)), TE.map(verifiedPayload)) : TE.right(null)
    ),
  );

/** The digests of the states that an earlier process of the same training has passed, until the epoch it goes on from. */
const passedStates = (directory: string, until: number): Program<readonly StateDigest[]> =>
  pipe(
    waiting(directory, STATES),
    RTE.map((payload) =>
      payload === null || payload === undefined
        ? []
        : JSON.parse(new TextDecoder().decode(payload)) as readonly StateDigest[]
    ),
    RTE.map((states) => states.filter(({ epoch }) => epoch <= until)),
  );

/** Whether all that waits beside a state is there and as it was written. */
const isComplete = (directory: string, settings: TrainingSettings, until: number): Program<boolean> =>
  pipe(
    keptEpochs(settings, Array.from({ length: until }, (_, index) => index + 1)).map(waitingName),
    RTE.traverseSeqArray((name) =>
      pipe(waiting(directory, name), RTE.map((payload) => payload !== null && payload !== undefined))
    ),
    RTE.chain((kept) =>
      pipe(
        waiting(directory, STATES),
        RTE.map((states) => states !== undefined && kept.every((whole) => whole)),
      )
    ),
  );

/** The checkpoint in a file; undefined if there is none. */
const checkpointIn = (path: string): Program<Checkpoint | undefined> => ({ files }) =>
  pipe(
    files.exists(path),
    TE.chain((exists) =>
      exists ? pipe(files.read(path), TE.map(decodeCheckpoint)) : TE.right<LyapError, undefined>(undefined)
    ),
  );

/** The state from which to go on: undefined if there is none, or where something of what was left is damaged. */
const savedState = (directory: string, settings: TrainingSettings): Program<Checkpoint | undefined> =>
  pipe(
    RTE.Do,
    RTE.bindW("found", () => checkpointIn(join(directory, STATE))),
    RTE.bindW(
      "complete",
      ({ found }) => found === undefined ? RTE.right(false) : isComplete(directory, settings, found.epoch),
    ),
    RTE.map(({ found, complete }) => complete ? found : undefined),
  );

/** What was written a moment ago is damaged: the next call begins the training again. */
const damagedWaiting = (directory: string, file: string): LyapError => ({
  _tag: "DamagedArtifact",
  artifact: directory,
  file,
  what: "is not as it was written; start again",
});

/**
 * The files of a training that has come to its end.
 *
 * @param kept The files of the weights that were kept on the way, by their names.
 */
export const trainingFiles = (
  { weights, ...record }: TrainingResult,
  kept: Readonly<Record<string, Uint8Array>>,
): Readonly<Record<string, Uint8Array>> => ({
  ...kept,
  [LAST_WEIGHTS]: encodeWeights(weights),
  "training.json": encodeRecord(record),
});

/** Drives a training to its end, reporting and saving on the way. */
const drive = (
  training: TrainingEpochs,
  settings: TrainingSettings,
  work: Work,
  passed: readonly StateDigest[],
): Program<Readonly<Record<string, Uint8Array>>> =>
(capabilities: Capabilities) =>
async () => {
  const { clock } = capabilities;
  const { epochs } = settings;
  const write = (name: string, bytes: Uint8Array) => writeBelow(work.directory, name, bytes)(capabilities)();
  const saveEvery = Math.max(1, Math.round(SAVE_EVERY * epochs));
  const digested = stateEpochs(epochs);
  const states = [...passed];
  let reported = -Infinity;
  const advance = async (): Promise<ReturnType<TrainingEpochs["next"]>> => {
    try {
      return training.next();
    } catch (fault) {
      // Nothing goes on from what was saved: it may be wrong.
      await removeBelow(work.directory, STATE)(capabilities)();
      throw fault;
    }
  };
  let next = await advance();
  while (!next.done) {
    const { epoch, loss, checkpoint } = next.value;
    if (clock() - reported > REPORT_EVERY) {
      work.report(epoch / epochs, `epoch ${epoch} of ${epochs}, loss ${shortNumber(loss)}`);
      reported = clock();
    }
    if (digested.includes(epoch)) {
      states.push({ epoch, digest: digestOfState(checkpoint()) });
      const written = await write(STATES, withDigest(encodeRecord(states)));
      if (E.isLeft(written)) return written;
    }
    if (keptEpochs(settings, [epoch]).length > 0) {
      const kept = await write(waitingName(epoch), withDigest(encodeWeights(checkpoint().weights)));
      if (E.isLeft(kept)) return kept;
    }
    if (epoch < epochs && epoch % saveEvery === 0) {
      const saved = await write(STATE, encodeCheckpoint(checkpoint()));
      if (E.isLeft(saved)) return saved;
    }
    next = await advance();
  }
  const result = next.value;
  return await pipe(
    keptEpochs(settings, result.history.epochs),
    TE.traverseArray((epoch) =>
      pipe(
        waiting(work.directory, waitingName(epoch))(capabilities),
        TE.chain((bytes) =>
          bytes === null || bytes === undefined
            ? TE.left(damagedWaiting(work.directory, waitingName(epoch)))
            : TE.right([weightsName(epoch), bytes] as const)
        ),
      )
    ),
    TE.map((kept) => trainingFiles(result, Object.fromEntries(kept))),
  )();
};

/** What a training needs in addition to its settings. */
export interface Needed {
  readonly series: Series;
  readonly options: TrainingOptions;
}

/** What a training needs of its dataset. */
export const neededOf = (inputs: Readonly<Record<string, Artifact>>): E.Either<LyapError, Needed> =>
  pipe(
    E.Do,
    E.bindW("data", () => inputOf(inputs, "data")),
    E.bindW("record", ({ data }) => readRecord<DatasetRecord>(data, "dataset.json")),
    E.bindW("series", ({ data, record }) => readSeries(data, "series.npy", record.dt)),
    E.bindW("inputs", ({ data, record }) => inputsIn(data, "inputs.npy", record.dt)),
    E.map(({ record, series, inputs }): Needed => ({
      series,
      options: {
        ...(inputs === null ? {} : { inputs }),
        predictabilitySteps: record.predictabilityTime?.steps.value ?? null,
        ...(record.trials === undefined ? {} : { trials: record.trials }),
      },
    })),
  );

/** The same with the weights with which a training starts that asks for others than random ones. */
export const neededWithStart = (
  settings: TrainingSettings,
  inputs: Readonly<Record<string, Artifact>>,
): E.Either<LyapError, Needed> =>
  pipe(
    E.Do,
    E.bindW("needed", () => neededOf(inputs)),
    E.bindW("initial", ({ needed: { series, options } }) => regressionStart(settings, series, options)),
    E.map(({ needed: { series, options }, initial }) => ({
      series,
      options: initial === undefined ? options : { ...options, initial },
    })),
  );

/** Reads the dataset, and the state from which an earlier process can be gone on from. */
const readNeeded = (
  settings: TrainingSettings,
  inputs: Readonly<Record<string, Artifact>>,
  work: Work,
): Program<Needed> =>
  pipe(
    savedState(work.directory, settings),
    RTE.chainEitherK((from) =>
      pipe(
        neededWithStart(settings, inputs),
        E.map(({ series, options }): Needed => ({
          series,
          options: { ...options, ...(from === undefined ? {} : { from }) },
        })),
      )
    ),
  );

const probeOf = ({ updates, diverged, state }: FirstUpdates): Probe => ({
  updates,
  digest: digestOf({ diverged, state: digestOfState(state) }),
});

/** The first update, which compiles the kernels, and as many as take about `PROBE_TIME` after it. */
const probe = (settings: TrainingSettings, { series, options }: Needed): Program<Probe> => ({ clock }) => {
  let begin: number | undefined;
  const goesOn = (): boolean => {
    begin ??= clock();
    return clock() - begin < PROBE_TIME;
  };
  return TE.fromEither(pipe(firstUpdates(settings, series, options, goesOn), E.map(probeOf)));
};

/** Holds the first updates of this process against those of a checked one, where there was one. */
const confirm = (
  settings: TrainingSettings,
  { series, options }: Needed,
  { expected }: Work,
): Program<void> =>
  expected === undefined ? RTE.right(undefined) : pipe(
    RTE.fromEither(firstUpdates(settings, series, options, (tried) => tried < expected.updates)),
    RTE.map(probeOf),
    RTE.chain(({ updates, digest }): Program<void> =>
      digest === expected.digest && updates === expected.updates ? RTE.right(undefined) : failWith({
        _tag: "OtherBits",
        what: `${digest} after ${updates} updates instead of ${expected.digest} after ${expected.updates}`,
      })
    ),
  );

/** Notes whether a fast process makes a part of the training, in the file that `remarks` looks for. */
const noteProcess = ({ options: { from } }: Needed, { directory, expected }: Work): Program<void> =>
  expected !== undefined
    ? writeBelow(directory, FAST, encodeRecord(expected))
    : from === undefined
    ? removeBelow(directory, FAST)
    : RTE.right(undefined);

/** Which kind of process made a training. */
const processOf = (directory: string): Program<"checked" | "fast"> => ({ files }) =>
  pipe(files.exists(join(directory, FAST)), TE.map((fast) => fast ? "fast" : "checked"));

/** The step as a value, for programs that run it without a process of its own. */
export const trainStep: Step<TrainingSettings> = {
  name: "train",
  codec: trainingSettings,
  remarks: (work) =>
    pipe(
      passedStates(work.directory, Infinity),
      RTE.bindTo("states"),
      RTE.bind("process", () => processOf(work.directory)),
    ),
  probe: (settings, inputs, work) =>
    pipe(
      readNeeded(settings, inputs, work),
      RTE.chainFirstTaskK(() => loadedFor(settings)),
      RTE.chain((needed) => probe(settings, needed)),
    ),
  run: (settings, inputs, work) =>
    pipe(
      RTE.fromIO(() => usePairs(work.expected !== undefined)),
      RTE.chain(() => readNeeded(settings, inputs, work)),
      RTE.chainFirstTaskK(() => loadedFor(settings)),
      RTE.chainFirst((needed) => confirm(settings, needed, work)),
      RTE.chainFirst((needed) => noteProcess(needed, work)),
      RTE.chain(({ series, options }) =>
        pipe(
          RTE.Do,
          RTE.apSW("passed", passedStates(work.directory, options.from?.epoch ?? 0)),
          RTE.apSW("training", RTE.fromEither(trainEpochs(settings, series, options))),
          RTE.chainW(({ training, passed }) => drive(training, settings, work, passed)),
        )
      ),
    ),
};

if (import.meta.main) await (await import("./harness.ts")).runAsStep(trainStep);
