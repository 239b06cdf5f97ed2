/**
 * The network that a training had at its end, at a checkpoint, or at its best.
 *
 * The quality of a network is not monotone in epochs: while the loss still falls, a fixed point that should repel may
 * become stable, and a free run ends in it sooner or later. Measures over epochs show it, and the best checkpoint mends it.
 *
 * @module
 */
import * as E from "fp-ts/Either.js";
import { pipe } from "fp-ts/function.js";
import { initialState, type Model, observedRun } from "../networks/model.ts";
import { decodeWeights, type WeightFile } from "../networks/safetensors.ts";
import type { Series } from "../series/series.ts";
import { type AnyMeasureSettings, evaluateMeasure, measureCodec } from "../measures/catalogue.ts";
import type { LyapError } from "../core/program/errors.ts";
import type { Artifact } from "./store/artifact.ts";
import type { TrainingSettings } from "../training/settings.ts";
import { type CheckpointChoice, weightsFile } from "../experiment/checkpoint_choice.ts";

/** A network and the epochs after which it was so. */
export interface NetworkAt {
  readonly model: Model;
  readonly epoch: number;
}

const byItsAttractor = pipe(
  measureCodec.decode({ kind: "D_stsp" }),
  E.getOrElseW(() => {
    throw new Error("the default of D_stsp does not decode");
  }),
) as AnyMeasureSettings;

/** D_stsp of a free run as long as a series, from its first row, without steps before it; infinite where it diverges. */
const distance = (model: Model, truth: Series, inputs: Series | null): number => {
  const start = initialState(model, truth.values.slice(0, truth.columns));
  const run = observedRun(model, start, truth.rows, { inputs });
  if (run.kind === "diverged") return Infinity;
  const generated = { ...truth, values: run.values };
  const { value } = evaluateMeasure(byItsAttractor, { truth, generated });
  return value ?? Infinity;
};

/**
 * The network whose free run is closest to a series in state space, by D_stsp as we define it.
 *
 * @param networks In the order of their epochs; among equals the last one is taken.
 * @param truth The series by which networks are chosen: the validation part, or where there is none the training series,
 * never what is held out.
 */
const bestCheckpoint = (
  networks: readonly NetworkAt[],
  truth: Series,
  inputs: Series | null,
): NetworkAt =>
  networks
    .map((network) => ({ network, distance: distance(network.model, truth, inputs) }))
    .reduce((best, next) => next.distance <= best.distance ? next : best).network;

/**
 * The network that is chosen from the artifact of a training.
 *
 * @param choice Default: the end of the training.
 * @param last Epochs of the whole training.
 * @param truth The series by which the best is chosen.
 * @param inputs What drives it; null if nothing does.
 */
export const chosenNetwork = (
  train: Artifact,
  choice: CheckpointChoice | undefined,
  last: number,
  truth: Series,
  inputs: Series | null,
): E.Either<LyapError, NetworkAt> => {
  const { cell, observation } = train.manifest.spec as TrainingSettings;
  const read = (epoch: number): E.Either<LyapError, NetworkAt> => {
    return pipe(
      decodeWeights(train.files[weightsFile(epoch, last)] ?? new Uint8Array(0), "weights"),
      E.map(({ weights }: WeightFile): NetworkAt => ({
        model: {
          cell,
          observation,
          observations: truth.columns,
          weights,
          ...(inputs === null ? {} : { inputs: inputs.columns }),
        },
        epoch,
      })),
    );
  };
  if (choice !== "best") return read(typeof choice === "number" ? choice : last);
  const epochs = Object.keys(train.files)
    .flatMap((name) => /^weights-epoch(\d+)\.safetensors$/.exec(name)?.[1] ?? [])
    .map(Number).sort((a, b) => a - b);
  return pipe(
    E.traverseArray(read)([...epochs, last]),
    E.map((networks) => bestCheckpoint(networks, truth, inputs)),
  );
};
