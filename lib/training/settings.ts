/**
 * What a spec says of a training.
 *
 * @module
 */
import { catalogue, type ChoiceOf, kind } from "../catalogue.ts";
import { cellCodec } from "../networks/catalogue.ts";
import { observationCodec } from "../networks/observations/catalogue.ts";
import {
  type Codec,
  type Decoded,
  type Fields,
  type Input,
  integer,
  nonNegativeInteger,
  optional,
  positiveInteger,
  record,
} from "../codec/codec.ts";
import type { BatchSettings } from "./batches.ts";
import { clipping } from "./clipping.ts";
import { forcingCodec } from "./forcing/catalogue.ts";
import { learningRateSchedule } from "./learning_rate.ts";
import { optimiser } from "./optimiser/catalogue.ts";
import { regularisation } from "./regularisation.ts";

const monitors = catalogue("monitor", [
  kind({ kind: "none", options: {} }),
  kind({
    kind: "gradients",
    options: {
      /** Epochs from one look to the next. Default: 200, which makes a training about a tenth longer. */
      every: optional(positiveInteger, 200),
      /** T, the length of the free run along which ‖∂z_T/∂z_1‖ is found. Default: 1000. */
      length: optional(positiveInteger, 1000),
    },
  }),
]);

/**
 * The catalogue as a type.
 *
 * @internal
 */
type Monitors = typeof monitors;

/** Looks at the gradients while training goes on: not at all, or every so many epochs. */
export type MonitorSettings = ChoiceOf<Monitors>;

/** When the complete state of a training is kept, besides its end. */
export interface CheckpointSettings {
  /** Epochs from one checkpoint to the next; 0 keeps none before the end. */
  readonly every: number;
}

const batches: Codec<BatchSettings, Partial<BatchSettings>> = record({
  windows: optional(positiveInteger, 32),
  length: optional(positiveInteger, 100),
  perEpoch: optional(positiveInteger, 10),
});

const checkpoints: Codec<CheckpointSettings, Partial<CheckpointSettings>> = record({
  every: optional(nonNegativeInteger, 0),
});

/**
 * The fields of a training in a spec. What may be left out has the paper's value then.
 */
export const trainingFields = {
  /** The step z' = F(z). */
  cell: cellCodec,
  /** How the state shows as observations. Default: linear, trained. */
  observation: optional(observationCodec, { kind: "linear" }),
  /** When and how the state is pulled back to the data. */
  forcing: forcingCodec,
  /** Default: Adam with a learning rate of 1e-3. */
  optimiser: optional(optimiser, {
    kind: "adam",
    learningRate: 1e-3,
    beta1: 0.9,
    beta2: 0.999,
    epsilon: 1e-8,
  }),
  /** Default: constant. */
  learningRateSchedule: optional(learningRateSchedule, { kind: "constant" }),
  /** Default: none. */
  clipping: optional(clipping, { kind: "none" }),
  /** Default: none. */
  regularisation: optional(regularisation, { l2: 0, manifoldAttractor: 0, manifoldShare: 0.5 }),
  /** Default: 10 batches per epoch of 32 windows of 100 steps. */
  batches: optional(batches, { windows: 32, length: 100, perEpoch: 10 }),
  /** Default: 3000. */
  epochs: optional(positiveInteger, 3000),
  /** Determines the initial weights, the batches and the forcing's random numbers. Default: 1. */
  seed: optional(integer, 1),
  /** When the complete state of a training is kept, besides its end. Default: never before the end. */
  checkpoints: optional(checkpoints, { every: 0 }),
  /** Default: none. */
  monitor: optional(monitors.codec, { kind: "none" }),
} satisfies Fields;

/**
 * The fields as a type.
 *
 * @internal
 */
type TrainingFields = typeof trainingFields;

/** What a training is made of. */
export type TrainingSettings = Decoded<TrainingFields>;

/** What a user writes for a training: the cell, the forcing, and what differs from the paper. */
export type TrainingInput = Input<TrainingFields>;

/**
 * Reads the settings of a training.
 *
 * @example The paper's training in one line
 * ```ts
 * import { decode } from "../codec/codec.ts";
 * import { trainingSettings } from "./settings.ts";
 * import { assertEquals } from "@std/assert/mod.js";
 *
 * const settings = decode(trainingSettings, {
 *   cell: { kind: "PLRNN", units: 30 },
 *   forcing: { kind: "sparse", interval: 30 },
 * });
 * assertEquals(settings._tag === "Right" && settings.right.batches, { windows: 32, length: 100, perEpoch: 10 });
 * ```
 */
export const trainingSettings: Codec<TrainingSettings, TrainingInput> = record(trainingFields);
