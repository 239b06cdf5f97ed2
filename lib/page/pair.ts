/**
 * What two workers that train one network say to each other, each with half of every batch, and when they go on: a half needs
 * what the other one shares of a batch before it can update its weights.
 *
 * @module
 */
import type { RunSettings } from "../experiment/run_settings.ts";
import type { Series } from "../series/series.ts";
import type { TrainingOptions } from "../training/train.ts";

/** What one worker asks of the other: to take the other half of a training. */
export interface PairRequest {
  readonly settings: RunSettings;
  readonly series: Series;
  readonly options: TrainingOptions;
  /** The two speak of this training over a port of its own, so that nobody takes a word for that of another training. */
  readonly port: MessagePort;
}

/** What one half says to the other. A share goes in every step, so it travels alone. */
export type PairWord =
  | ArrayBuffer
  /** The training is given up. */
  | { readonly kind: "end" }
  /** The other half cannot be trained. */
  | { readonly kind: "failed"; readonly lines: readonly string[] };

/** How a half relates to the other. */
export interface Pace {
  readonly paused: boolean;
  /** Whether it has shared, and cannot go on before it is given what the other shares. */
  readonly asks: boolean;
  /** What the other has shared, first things first, and this half has no use for yet: while it is paused they become two. */
  readonly given: readonly ArrayBuffer[];
}

/** What happens to a half. */
export type PaceEvent =
  | { readonly kind: "shared" }
  | { readonly kind: "given"; readonly share: ArrayBuffer }
  | { readonly kind: "paused" }
  | { readonly kind: "continued" };

/** A half at the beginning of a training. */
export const firstPace: Pace = { paused: false, asks: false, given: [] };

const afterEvent = (pace: Pace, event: PaceEvent): Pace => {
  switch (event.kind) {
    case "shared":
      return { ...pace, asks: true };
    case "given":
      return { ...pace, given: [...pace.given, event.share] };
    case "paused":
      return { ...pace, paused: true };
    case "continued":
      return { ...pace, paused: false };
  }
};

/** What follows from an event: the state of the half then, and what it goes on with at once, if anything. */
export const paced = (
  pace: Pace,
  event: PaceEvent,
): readonly [pace: Pace, goesOnWith: ArrayBuffer | null] => {
  const next = afterEvent(pace, event);
  const [first, ...given] = next.given;
  return next.asks && first !== undefined && !next.paused
    ? [{ ...next, asks: false, given }, first]
    : [next, null];
};

/** Products of numbers in a gradient step, about, from which on half of them take longer than the way to the other worker. */
const WORTH_SHARING = 1_000_000;

/** Whether two workers train a network faster than one. */
export const isWorthSharing = ({ cell, batches }: RunSettings): boolean =>
  batches.windows > 8 && cell.units * cell.units * batches.windows * batches.length >= WORTH_SHARING;
