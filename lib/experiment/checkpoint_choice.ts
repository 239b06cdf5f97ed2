/**
 * Which weights the later steps use: the last, those of a given epoch, or the best.
 *
 * @module
 */
import * as E from "fp-ts/Either.js";
import { pipe } from "fp-ts/function.js";
import * as t from "io-ts/index.js";
import { type Codec, type Fault, where } from "../core/codec/codec.ts";

/** An epoch at which weights are kept; "last", the end of the training; or "best", the one whose free run is
 * closest to the validation part of the data, or where there is none to the training series, by D_stsp as we define it. */
export type CheckpointChoice = number | "last" | "best";

/** The codec of these choices. */
export const checkpointChoice: Codec<CheckpointChoice> = where(
  `an epoch, "last" or "best"`,
  (value): value is CheckpointChoice =>
    value === "last" || value === "best" || (Number.isSafeInteger(value) && (value as number) >= 1),
  { anyOf: [{ enum: ["last", "best"] }, { type: "integer", minimum: 1 }] },
);

/**
 * What a step after the training says in addition to its own settings: nothing for the end of the training.
 */
export interface Chosen {
  /** Default: the end of the training. */
  readonly checkpoint?: CheckpointChoice;
}

/** A step's settings together with the checkpoint: absent for the end, so that its artifacts keep their names. */
export const withCheckpoint = <A extends object>(
  settings: A,
  checkpoint: CheckpointChoice | undefined,
): A & Chosen => checkpoint === undefined || checkpoint === "last" ? settings : { ...settings, checkpoint };

/** The codec of a step's settings with the checkpoint. */
export const ofCheckpoint = <A extends object, O>(settings: Codec<A, O>): Codec<A & Chosen, O & Chosen> =>
  new t.Type<A & Chosen, O & Chosen, unknown>(
    settings.name,
    (value): value is A & Chosen => settings.is(value),
    (value, context) => {
      if (typeof value !== "object" || value === null || !("checkpoint" in value)) {
        return settings.validate(value, context) as t.Validation<A & Chosen>;
      }
      const { checkpoint, ...rest } = value;
      return pipe(
        checkpointChoice.validate(checkpoint, t.appendContext(context, "checkpoint", checkpointChoice)),
        E.chain((chosen) => E.map((own: A) => withCheckpoint(own, chosen))(settings.validate(rest, context))),
      );
    },
    ({ checkpoint, ...rest }) => withCheckpoint(settings.encode(rest as A) as O & object, checkpoint),
  );

/** Why a training does not keep the checkpoint that is asked for; nothing if it does. */
export const checkpointFaults = (
  choice: CheckpointChoice | undefined,
  every: number,
  epochs: number,
): readonly Fault[] => {
  if (choice === undefined || choice === "last" || choice === epochs) return [];
  const kept = every === 0
    ? `"last", because the training keeps no checkpoints (checkpoints.every is 0)`
    : `"last", "best" or a multiple of checkpoints.every (${every}) up to ${epochs} epochs`;
  return every > 0 && (choice === "best" || (choice % every === 0 && choice <= epochs)) ? [] : [{
    path: "$.checkpoint",
    found: typeof choice === "number" ? String(choice) : `"${choice}"`,
    expected: kept,
  }];
};

/** The file in which a training keeps its weights after this many epochs. */
export const weightsName = (epoch: number): string =>
  `weights-epoch${String(epoch).padStart(6, "0")}.safetensors`;

/** The file in which a training keeps its weights after its last epoch. */
export const LAST_WEIGHTS = "weights.safetensors";

/**
 * The file in which a training keeps its weights after some of its epochs.
 *
 * @param epochs Of the whole training.
 */
export const weightsFile = (epoch: number, epochs: number): string =>
  epoch === epochs ? LAST_WEIGHTS : weightsName(epoch);
