/**
 * What a forcing scheme is: a rule that makes a schedule for every batch.
 *
 * A scheme is one file that exports one `ForcingScheme` and one line in `catalogue.ts`.
 *
 * @module
 */
import { emptySchedule, type Schedule } from "../../networks/schedule.ts";
import type { Stream } from "../../numerics/random.ts";
import type { Decoded, Fields, Input } from "../../codec/codec.ts";

/** Where in a training a batch stands. */
export interface BatchPosition {
  /** T, the steps of a window. */
  readonly length: number;
  /** Epochs done before, from 0. */
  readonly epoch: number;
  /** Epochs of the whole training. */
  readonly epochs: number;
  /** Place of the batch in its epoch, from 0. */
  readonly batch: number;
  /** Random numbers that belong to this batch's forcing alone. */
  readonly stream: Stream;
  /** The strength α that an adaptive scheme has reached. */
  readonly strength: number;
}

/** How a scheme learns its strength α from the Jacobians of the network at the forced states. */
export interface Adaptation {
  /** α before the first batch. */
  readonly initial: number;
  /** Batches from one look at the Jacobians to the next. */
  readonly every: number;
  /**
   * The next α.
   *
   * @param current α until now.
   * @param expansion The largest σ̃ of the batch: how much a Jacobian expands in the mean along a window.
   */
  readonly next: (current: number, expansion: number) => number;
}

/** What a spec says of a scheme. */
export type SchemeSettings<Kind extends string, Options extends Fields> =
  & { readonly kind: Kind }
  & Decoded<Options>;

/** When and how the latent state is pulled back to the data during training. */
export interface ForcingScheme<Kind extends string = string, Options extends Fields = Fields> {
  /** Its name in a spec. */
  readonly kind: Kind;
  /** Its name for people. */
  readonly title: string;
  /** Where the scheme comes from, for the references of a report. */
  readonly references: readonly string[];
  /** Codecs of the settings besides `kind`. */
  readonly options: Options;
  /** The option that is a `Span` and what it is for people; null where there is none. */
  readonly span: { readonly option: keyof Options & string; readonly what: string } | null;
  /**
   * The schedule of one batch.
   *
   * @param steps The scheme's span in steps; 0 where it has none.
   */
  schedule(settings: SchemeSettings<Kind, Options>, position: BatchPosition, steps: number): Schedule;
  /** How the strength is learnt. Default: nothing is learnt. */
  adaptation?(settings: SchemeSettings<Kind, Options>): Adaptation;
}

/**
 * The settings of a scheme.
 *
 * @internal
 */
export type SettingsOf<Scheme> = Scheme extends ForcingScheme<infer Kind, infer Options>
  ? SchemeSettings<Kind, Options>
  : never;

/**
 * What a user writes for a scheme.
 *
 * @internal
 */
export type InputOf<Scheme> = Scheme extends ForcingScheme<infer Kind, infer Options>
  ? { readonly kind: Kind } & Input<Options>
  : never;

/** The schedule that starts at the data's state and forces again every `interval` steps: t = 0, τ, 2τ … */
export const forcedEvery = (length: number, interval: number): Schedule => {
  const schedule = emptySchedule(length);
  for (let t = 0; t < length; t += interval) schedule.strength[t] = 1;
  return schedule;
};

/** The schedule that starts at the data's state and then leaves the network alone. */
export const forcedOnce = (length: number): Schedule => forcedEvery(length, length);
