/**
 * What a spec says of a training.
 *
 * @module
 */
import {
  type Catalogue,
  catalogue,
  type ChoiceOf,
  type InputOf,
  type Kind,
  kind,
  type None,
} from "../core/catalogue.ts";
import { type CellChoice, cellCodec, type CellInput } from "../networks/catalogue.ts";
import {
  type ObservationChoice,
  observationCodec,
  type ObservationInput,
} from "../networks/observations/catalogue.ts";
import {
  absent,
  type Codec,
  type Decoded,
  type Fields,
  type Input,
  integer,
  nonNegativeInteger,
  type Optional,
  optional,
  positiveInteger,
  positiveNumber,
  record,
} from "../core/codec/codec.ts";
import type { BatchSettings } from "./batches.ts";
import { clipping, type ClippingSettings } from "./clipping.ts";
import { forcingCodec, type ForcingInput, type ForcingSettings } from "./forcing/catalogue.ts";
import { type LearningRateSchedule, learningRateSchedule } from "./learning_rate.ts";
import { optimiser, type OptimiserInput, type OptimiserSettings } from "./optimiser/catalogue.ts";
import { regularisation, type RegularisationSettings } from "./regularisation.ts";

/** The options of the monitor that looks. */
interface GradientMonitorOptions {
  /** Epochs from one look to the next. Default: 200, which makes a training about a tenth longer. */
  readonly every: Optional<number>;
  /** T, the length of the free run along which ‖∂z_T/∂z_1‖ is found. Default: 1000. */
  readonly length: Optional<number>;
}

const monitors: Catalogue<
  | Kind<{ readonly kind: "none"; readonly options: None }>
  | Kind<{ readonly kind: "gradients"; readonly options: GradientMonitorOptions & Fields }>
> = catalogue("monitor", [
  kind({ kind: "none", options: {} }),
  kind({
    kind: "gradients",
    options: { every: optional(positiveInteger, 200), length: optional(positiveInteger, 1000) },
  }),
]);

/**
 * The catalogue as a type.
 *
 * @internal
 */
type Monitors = typeof monitors;

/** Looks at the gradients while training goes on: not at all, or once in a given number of epochs. */
export type MonitorSettings = ChoiceOf<Monitors>;

/** When the complete state of a training is kept before its end. */
export interface CheckpointSettings {
  /** Epochs from one checkpoint to the next; 0 keeps none before the end. */
  readonly every: number;
}

/** A start by regression, with random hidden units. */
export interface RegressionSettings {
  /** How steep the hidden units are, for variables in standard deviations. */
  readonly scale: number;
  /** The penalty on the weights from them, for each sample. */
  readonly ridge: number;
}

/** Reads a start by regression. */
export const regressionSettings: Codec<RegressionSettings> = record({
  scale: positiveNumber,
  ridge: positiveNumber,
});

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
export const trainingFields: {
  /** The step z' = F(z). */
  readonly cell: Codec<CellChoice, CellInput>;
  /** How the state shows as observations. Default: linear, trained. */
  readonly observation: Optional<ObservationChoice, ObservationInput>;
  /** When and how the state is pulled back to the data. */
  readonly forcing: Codec<ForcingSettings, ForcingInput>;
  /** Default: Adam with a learning rate of 1e-3. */
  readonly optimiser: Optional<OptimiserSettings, OptimiserInput>;
  /** Default: constant. */
  readonly learningRateSchedule: Optional<LearningRateSchedule>;
  /** Default: none. */
  readonly clipping: Optional<ClippingSettings>;
  /** Default: none. */
  readonly regularisation: Optional<RegularisationSettings, Partial<RegularisationSettings>>;
  /** Default: 10 batches per epoch of 32 windows of 100 steps. */
  readonly batches: Optional<BatchSettings, Partial<BatchSettings>>;
  /** How the weights start; only the smooth shallow RNN can by regression. Default: drawn at random. */
  readonly start: Optional<RegressionSettings | undefined, RegressionSettings>;
  /** Default: 3000. With 0 the network stays as it starts. */
  readonly epochs: Optional<number>;
  /** Determines the initial weights, the batches and the forcing's random numbers. Default: 1. */
  readonly seed: Optional<number>;
  /** When the complete state of a training is kept before its end. Default: never before the end. */
  readonly checkpoints: Optional<CheckpointSettings, Partial<CheckpointSettings>>;
  /** Default: none. */
  readonly monitor: Optional<MonitorSettings, InputOf<Monitors>>;
} = {
  cell: cellCodec,
  observation: optional(observationCodec, { kind: "linear" }),
  forcing: forcingCodec,
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
  start: absent(regressionSettings),
  epochs: optional(nonNegativeInteger, 3000),
  seed: optional(integer, 1),
  checkpoints: optional(checkpoints, { every: 0 }),
  monitor: optional(monitors.codec, { kind: "none" }),
};

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
 * import { decode } from "../core/codec/codec.ts";
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
