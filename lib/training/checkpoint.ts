/**
 * What a training gives out while it goes on and at its end.
 *
 * @module
 */
import type { Weights } from "../networks/cell.ts";
import type { GradientGrowth } from "./monitor.ts";

/** How a training ended. A training that diverges is a result, not an error. */
export type TrainingOutcome =
  | { readonly kind: "trained" }
  | {
    readonly kind: "diverged";
    /** The epoch in which it happened, from 1. */
    readonly epoch: number;
    /** The update that could not be made, counted from the beginning of the training, from 1. */
    readonly step: number;
    /** The loss of the last update that had a finite one; null if the first had none. */
    readonly lastFiniteLoss: number | null;
  };

/** Entries at the same places belong together. */
export interface TrainingHistory {
  /** Epochs, from 1. */
  readonly epochs: readonly number[];
  /** Mean over the batches of an epoch of the mean squared error. */
  readonly loss: readonly number[];
  /** Mean over the batches of an epoch of the norm of the gradient, before clipping. */
  readonly gradientNorm: readonly number[];
}

/** One look of the monitor. */
export interface MonitorEntry extends GradientGrowth {
  /** The epoch after which it was taken, from 1. */
  readonly epoch: number;
}

/** The complete state of a training after an epoch: going on from it gives the same bits as never having stopped. */
export interface Checkpoint {
  /** Epochs done. */
  readonly epoch: number;
  /** All parameters. */
  readonly weights: Weights;
  /** The optimiser's running means of the gradient, by parameter. */
  readonly firstMoments: Weights;
  /** The optimiser's running means of the squared gradient, by parameter. */
  readonly secondMoments: Weights;
  /** The strength α that adaptive forcing has reached. */
  readonly strength: number;
  /** The loss of the last update; null before the first. */
  readonly lastFiniteLoss: number | null;
  /** The epochs until now. */
  readonly history: TrainingHistory;
  /** What the monitor saw until now. */
  readonly monitor: readonly MonitorEntry[];
}

/** What a training says after each epoch. */
export interface EpochReport {
  /** The epoch that is done, from 1. */
  readonly epoch: number;
  /** Epochs of the whole training. */
  readonly epochs: number;
  /** Mean over the batches of the mean squared error. */
  readonly loss: number;
  /** Mean over the batches of the norm of the gradient, before clipping. */
  readonly gradientNorm: number;
  /** The learning rate of this epoch. */
  readonly learningRate: number;
  /** The strength α of adaptive forcing; 0 with other schemes. */
  readonly strength: number;
  /** What the monitor saw after this epoch; null if it did not look. */
  readonly monitor: MonitorEntry | null;
  /** The complete state. To be called before the generator goes on. */
  readonly checkpoint: () => Checkpoint;
}

/** What a training leaves. */
export interface TrainingResult {
  /** Whether it came to its end. */
  readonly outcome: TrainingOutcome;
  /** The weights at the end; after a divergence those before the update that could not be made. */
  readonly weights: Weights;
  /** All epochs that came to their end. */
  readonly history: TrainingHistory;
  /** What the monitor saw. */
  readonly monitor: readonly MonitorEntry[];
  /**
   * Why the training ran through TensorFlow.js, slowly and with the bits of this machine's elementary functions: the
   * operation of the cell's step that no kernel has. Absent if a kernel ran it.
   */
  readonly untraced?: string;
}
