/**
 * The settings of a run: what is trained on what, and how it is judged. Claims and figures are not among them, so who
 * trains needs nothing of these.
 *
 * @module
 */
import type { Codec, Decoded, Fault, Optional } from "../core/codec/codec.ts";
import { optional } from "../core/codec/codec.ts";
import type { Readable } from "../core/codec/readable.ts";
import { type NetworkExponentSettings, networkExponentSettings } from "../lyapunov/settings.ts";
import { type EvaluationInput, type EvaluationSettings, evaluationSettings } from "../measures/settings.ts";
import {
  type DatasetInput,
  type DatasetSettings,
  datasetSettings,
  trainingRowsOf,
  variablesOf,
} from "../series/dataset.ts";
import { trainingFields } from "../training/settings.ts";
import { type CheckpointChoice, checkpointChoice, checkpointFaults } from "./checkpoint_choice.ts";

const dataset: Codec<DatasetSettings, DatasetInput> = datasetSettings;

const defaultsOf = <A>(codec: Codec<A, unknown>): A => {
  const decoded = codec.decode({});
  if (decoded._tag === "Left") throw new Error(`the defaults of ${codec.name} do not decode`);
  return decoded.right;
};

/**
 * The settings of a run.
 *
 * @internal
 */
export const runSettings: typeof trainingFields & {
  readonly lyapunov: Optional<NetworkExponentSettings, Partial<NetworkExponentSettings>>;
  readonly evaluation: Optional<EvaluationSettings, EvaluationInput>;
  /** Which state of the training is measured. Default: its end. */
  readonly checkpoint: Optional<CheckpointChoice | undefined, CheckpointChoice>;
  readonly dataset: Codec<DatasetSettings, DatasetInput>;
} = {
  dataset,
  ...trainingFields,
  lyapunov: optional(networkExponentSettings, defaultsOf(networkExponentSettings)),
  evaluation: optional(evaluationSettings, defaultsOf(evaluationSettings)),
  checkpoint: optional(
    checkpointChoice as Codec<CheckpointChoice | undefined, CheckpointChoice>,
    undefined,
  ),
};

/**
 * What may be said of a run.
 *
 * @internal
 */
export type SettingsOfRun = typeof runSettings;

/** The settings of a run, complete. */
export type RunSettings = Decoded<SettingsOfRun>;

const MOST_WINDOWS = 1_000_000;

/** Faults that no single field shows. */
export const settingsFaults = (
  { dataset, batches, cell, observation, checkpoint, checkpoints, epochs, start }: Readable<RunSettings>,
): readonly Fault[] => {
  const rows = (dataset && trainingRowsOf(dataset)) ?? Infinity;
  const observed = (dataset && variablesOf(dataset)) ?? 0;
  const { length = 0, windows = 0 } = batches ?? {};
  const units = cell?.units ?? Infinity;
  const starts = rows - length;
  return [
    ...(checkpoints?.every === undefined || epochs === undefined
      ? []
      : checkpointFaults(checkpoint, checkpoints.every, epochs)),
    ...(starts < 1
      ? [{
        path: "$.batches.length",
        found: String(length),
        expected: `at most ${rows - 1}, one less than the steps of the dataset`,
      }]
      : starts < windows
      ? [{
        path: "$.batches.windows",
        found: String(windows),
        expected:
          `at most ${starts}, the windows of ${length} steps that start at different rows of the dataset`,
      }]
      : []),
    ...(windows > MOST_WINDOWS
      ? [{ path: "$.batches.windows", found: String(windows), expected: `at most ${MOST_WINDOWS}` }]
      : []),
    ...(start !== undefined && cell !== undefined && cell.kind !== "shRNN"
      ? [{ path: "$.start", found: `the cell ${cell.kind}`, expected: 'left out but for the cell "shRNN"' }]
      : []),
    ...(observation?.kind === "identity" && units < observed
      ? [{
        path: "$.cell.units",
        found: String(units),
        expected:
          `at least ${observed}, the number of observed variables, with the observation model "identity"`,
      }]
      : []),
  ];
};
