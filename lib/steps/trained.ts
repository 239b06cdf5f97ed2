/**
 * A trained network with the data that it was trained on, from the artifacts of the steps that made them.
 *
 * @module
 */
import * as E from "fp-ts/Either.js";
import { pipe } from "fp-ts/function.js";
import * as RTE from "fp-ts/ReaderTaskEither.js";
import type { Model } from "../networks/model.ts";
import type { Series } from "../series/series.ts";
import type { LyapError } from "../core/program/errors.ts";
import type { Capabilities, Program } from "../core/program/program.ts";
import { loadedFor } from "../training/rollout.ts";
import type { Artifact } from "./store/artifact.ts";
import type { TrainingSettings } from "../training/settings.ts";
import type { CheckpointChoice } from "../experiment/checkpoint_choice.ts";
import { chosenNetwork } from "./chosen_network.ts";
import type { DatasetRecord } from "./dataset.ts";
import { inputsIn, readRecord, readSeries } from "./files.ts";
import { inputOf } from "./step.ts";
import type { TrainingRecord } from "./train.ts";

/** What the steps after a training work with. */
export interface TrainedNetwork {
  readonly model: Model;
  /** Epochs after which the network was so. */
  readonly epoch: number;
  readonly training: TrainingRecord;
  readonly data: DatasetRecord;
  /** The series that the network was trained on. */
  readonly series: Series;
  /** A series of the same system by which networks are chosen; null if there is none. */
  readonly validation: Series | null;
  /** A series of the same system that it never saw. */
  readonly heldOut: Series;
  /** What drives the system at the rows of each of these; null if nothing does. */
  readonly inputs: DrivenParts;
}

/** The inputs of each part of a dataset; null if there are none. */
export interface DrivenParts {
  /** Of the series for training. */
  readonly series: Series | null;
  /** Of the validation part. */
  readonly validation: Series | null;
  /** Of the held-out part. */
  readonly heldOut: Series | null;
}

/** What has to come before a trained network makes a step: TensorFlow.js is loaded where its cell has no kernel. */
export const readyFor = (inputs: Readonly<Record<string, Artifact>>): Program<void> =>
  pipe(
    RTE.fromEither<LyapError, Artifact, Capabilities>(inputOf(inputs, "train")),
    RTE.chainTaskK(({ manifest }) => loadedFor(manifest.spec as TrainingSettings)),
  );

/**
 * The network in the inputs `train` and `data` of a step.
 *
 * @param checkpoint Which state of the training. Default: its end.
 */
export const trainedNetwork = (
  inputs: Readonly<Record<string, Artifact>>,
  checkpoint?: CheckpointChoice,
): E.Either<LyapError, TrainedNetwork> =>
  pipe(
    E.Do,
    E.bindW("train", () => inputOf(inputs, "train")),
    E.bindW("dataset", () => inputOf(inputs, "data")),
    E.bindW("training", ({ train }) => readRecord<TrainingRecord>(train, "training.json")),
    E.bindW("data", ({ dataset }) => readRecord<DatasetRecord>(dataset, "dataset.json")),
    E.bindW("series", ({ dataset, data }) => readSeries(dataset, "series.npy", data.dt)),
    E.bindW("heldOut", ({ dataset, data }) => readSeries(dataset, "held-out.npy", data.dt)),
    E.bindW("validation", ({ dataset, data }) =>
      dataset.files["validation.npy"] === undefined
        ? E.right(null)
        : readSeries(dataset, "validation.npy", data.dt)),
    E.bindW("inputs", ({ dataset, data }) =>
      pipe(
        E.Do,
        E.bindW("series", () =>
          inputsIn(dataset, "inputs.npy", data.dt)),
        E.bindW("validation", () =>
          inputsIn(dataset, "validation-inputs.npy", data.dt)),
        E.bindW("heldOut", () => inputsIn(dataset, "held-out-inputs.npy", data.dt)),
      )),
    E.bindW("network", ({ train, training, series, validation, inputs }) => {
      const { epochs } = train.manifest.spec as TrainingSettings;
      const choice = training.outcome.kind === "trained" ? checkpoint : "last";
      const drive = validation === null ? inputs.series : inputs.validation;
      return chosenNetwork(train, choice, epochs, validation ?? series, drive);
    }),
    E.map(({ network, training, data, series, validation, heldOut, inputs }) => ({
      ...network,
      training,
      data,
      series,
      validation,
      heldOut,
      inputs,
    })),
  );
