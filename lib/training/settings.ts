/**
 * What a spec says of a training.
 *
 * @module
 */
import { type CellChoice, cellCodec, type CellInput } from "../networks/catalogue.ts";
import {
  type ObservationChoice,
  observationCodec,
  type ObservationInput,
} from "../networks/observations/catalogue.ts";
import {
  choice,
  type Codec,
  integer,
  nonNegativeInteger,
  type Optional,
  optional,
  positiveInteger,
  record,
  variant,
} from "../codec/codec.ts";
import type { BatchSettings } from "./batches.ts";
import { clipping, type ClippingSettings } from "./clipping.ts";
import { forcing, type ForcingInput, type ForcingSettings } from "./forcing/catalogue.ts";
import { type LearningRateSchedule, learningRateSchedule } from "./learning_rate.ts";
import { optimiser, type OptimiserInput, type OptimiserSettings } from "./optimiser/catalogue.ts";
import { regularisation, type RegularisationSettings } from "./regularisation.ts";

/** Looks at the gradients while training goes on: not at all, or every so many epochs. */
export type MonitorSettings =
  | { readonly kind: "none" }
  | {
    readonly kind: "gradients";
    /** Epochs from one look to the next. Default: 200, which makes a training about a tenth longer. */
    readonly every: number;
    /** T, the length of the free run along which ‖∂z_T/∂z_1‖ is found. Default: 1000. */
    readonly length: number;
  };

/** When the complete state of a training is kept, besides its end. */
export interface CheckpointSettings {
  /** Epochs from one checkpoint to the next; 0 keeps none before the end. */
  readonly every: number;
}

/** What a training is made of. */
export interface TrainingSettings {
  /** The step z' = F(z). */
  readonly cell: CellChoice;
  /** How the state shows as observations. Default: linear, trained. */
  readonly observation: ObservationChoice;
  /** When and how the state is pulled back to the data. */
  readonly forcing: ForcingSettings;
  /** Default: Adam with a learning rate of 1e-3. */
  readonly optimiser: OptimiserSettings;
  /** Default: constant. */
  readonly learningRateSchedule: LearningRateSchedule;
  /** Default: none. */
  readonly clipping: ClippingSettings;
  /** Default: none. */
  readonly regularisation: RegularisationSettings;
  /** Default: 10 batches per epoch of 32 windows of 100 steps. */
  readonly batches: BatchSettings;
  /** Default: 3000. */
  readonly epochs: number;
  /** Determines the initial weights, the batches and the forcing's random numbers. Default: 1. */
  readonly seed: number;
  /** Default: none before the end. */
  readonly checkpoints: CheckpointSettings;
  /** Default: none. */
  readonly monitor: MonitorSettings;
}

/** What a user writes for a training: the cell, the forcing, and what differs from the paper. */
export interface TrainingInput {
  /** The step. */
  readonly cell: CellInput;
  /** Default: linear, trained. */
  readonly observation?: ObservationInput;
  /** When and how the state is pulled back. */
  readonly forcing: ForcingInput;
  /** Default: Adam, 1e-3. */
  readonly optimiser?: OptimiserInput;
  /** Default: constant. */
  readonly learningRateSchedule?: LearningRateSchedule;
  /** Default: none. */
  readonly clipping?: ClippingSettings;
  /** Default: none. */
  readonly regularisation?: Partial<RegularisationSettings>;
  /** Default: 10 batches of 32 windows of 100 steps. */
  readonly batches?: Partial<BatchSettings>;
  /** Default: 3000. */
  readonly epochs?: number;
  /** Default: 1. */
  readonly seed?: number;
  /** Default: none before the end. */
  readonly checkpoints?: Partial<CheckpointSettings>;
  /** Default: none. */
  readonly monitor?: MonitorSettings | { readonly kind: "gradients" };
}

const batches: Codec<BatchSettings, Partial<BatchSettings>> = record({
  windows: optional(positiveInteger, 32),
  length: optional(positiveInteger, 100),
  perEpoch: optional(positiveInteger, 10),
});

const checkpoints: Codec<CheckpointSettings, Partial<CheckpointSettings>> = record({
  every: optional(nonNegativeInteger, 0),
});

const monitor = choice("monitor", {
  none: variant("none", {}),
  gradients: variant("gradients", {
    every: optional(positiveInteger, 200),
    length: optional(positiveInteger, 1000),
  }),
}) as unknown as Codec<MonitorSettings, MonitorSettings | { readonly kind: "gradients" }>;

/** The fields of a training in a spec, with the paper's sizes as defaults. */
export const trainingFields: {
  /** The step. */
  readonly cell: Codec<CellChoice, CellInput>;
  /** Default: linear, trained. */
  readonly observation: Optional<ObservationChoice, ObservationInput>;
  /** When and how the state is pulled back. */
  readonly forcing: Codec<ForcingSettings, ForcingInput>;
  /** Default: Adam, 1e-3. */
  readonly optimiser: Optional<OptimiserSettings, OptimiserInput>;
  /** Default: constant. */
  readonly learningRateSchedule: Optional<LearningRateSchedule, LearningRateSchedule>;
  /** Default: none. */
  readonly clipping: Optional<ClippingSettings, ClippingSettings>;
  /** Default: none. */
  readonly regularisation: Optional<RegularisationSettings, Partial<RegularisationSettings>>;
  /** Default: 10 batches of 32 windows of 100 steps. */
  readonly batches: Optional<BatchSettings, Partial<BatchSettings>>;
  /** Default: 3000. */
  readonly epochs: Optional<number, number>;
  /** Default: 1. */
  readonly seed: Optional<number, number>;
  /** Default: none before the end. */
  readonly checkpoints: Optional<CheckpointSettings, Partial<CheckpointSettings>>;
  /** Default: none. */
  readonly monitor: Optional<MonitorSettings, MonitorSettings | { readonly kind: "gradients" }>;
} = {
  cell: cellCodec,
  observation: optional(observationCodec, { kind: "linear" }),
  forcing,
  optimiser: optional(optimiser, {
    kind: "adam",
    learningRate: 1e-3,
    beta1: 0.9,
    beta2: 0.999,
    epsilon: 1e-8,
  }),
  learningRateSchedule: optional(learningRateSchedule, { kind: "constant" }),
  clipping: optional(clipping, { kind: "none" }),
  regularisation: optional(regularisation, { l2: 0, manifoldAttractor: 0, manifoldShare: 0.5 }),
  batches: optional(batches, { windows: 32, length: 100, perEpoch: 10 }),
  epochs: optional(positiveInteger, 3000),
  seed: optional(integer, 1),
  checkpoints: optional(checkpoints, { every: 0 }),
  monitor: optional(monitor, { kind: "none" }),
};

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
export const trainingSettings: Codec<TrainingSettings, TrainingInput> = record(
  trainingFields,
) as unknown as Codec<TrainingSettings, TrainingInput>;
