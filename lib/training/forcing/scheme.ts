/**
 * What a forcing scheme is: a rule that makes a schedule for every batch.
 *
 * A scheme is one file that exports one `ForcingScheme` and one line in `catalogue.ts`.
 *
 * @module
 */
import { emptySchedule, type ForcingSchedule } from "../../networks/schedule.ts";
import type { Stream } from "../../numerics/random.ts";
import type { ExpansionBound } from "../jacobians.ts";
import { type Defined, type Kind, kind, type KindSettings } from "../../core/catalogue.ts";
import type { Fields } from "../../core/codec/codec.ts";

/** The place of a batch in a training. */
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
  /** How the Jacobians of a window come to one number. Default: `product`. */
  readonly bound?: ExpansionBound | undefined;
  /**
   * The next α.
   *
   * @param current α until now.
   * @param expansion The largest σ̃ of the batch: how much a Jacobian expands in the mean along a window.
   */
  readonly next: (current: number, expansion: number) => number;
}

/** What an option is called. */
export interface OptionLabel {
  /** Its symbol, by which runs are labelled: "τ". */
  readonly symbol: string;
  /** On axes: "forcing interval τ". */
  readonly quantity: string;
  /** null for a pure number. */
  readonly unit: string | null;
}

/** What a spec says of any scheme. */
export interface SomeForcing {
  /** The name of the scheme. */
  readonly kind: string;
}

/** When and how the latent state is pulled back to the data during training. */
export interface ForcingScheme<Chosen extends SomeForcing = SomeForcing> {
  /** Its name in a spec. */
  readonly kind: Chosen["kind"];
  /** Its name for people. */
  readonly title: string;
  /** Where the scheme comes from, for the references of a report. */
  readonly references: readonly string[];
  /** Codecs of the settings apart from `kind`. */
  readonly options: Fields;
  /** The option that is a `Span` and what it is for people; null if there is none. */
  readonly span: { readonly option: string; readonly what: string } | null;
  /** What its options are called on axes, by option. Default: as in the spec. */
  readonly labels?: Readonly<Record<string, OptionLabel>>;
  /** The option that is written first and without its name: `forcing.sparse(30)`. Default: none. */
  readonly first?: string;
  /** Options by which the conformance tests and `lyap check` try it. Default: none but the defaults. */
  readonly example?: Readonly<Record<string, unknown>>;
  /**
   * The schedule of one batch.
   *
   * @param steps The scheme's span in steps; 0 where it has none.
   */
  schedule(settings: Chosen, position: BatchPosition, steps: number): ForcingSchedule;
  /** How the strength is learnt. Default: nothing is learnt. */
  adaptation?(settings: Chosen): Adaptation;
}

/**
 * A scheme with these options, of which `First` is written without its name.
 *
 * @internal
 */
export type ForcingOf<Name extends string, Options extends Fields, First extends string = never> =
  & Defined<Omit<ForcingScheme<KindSettings<Name, Options>>, "first">, Name, Options>
  & { readonly first?: First };

/** A forcing scheme as a kind for the catalogue. */
export const defineForcing = <
  const Name extends string,
  Options extends Fields,
  const First extends keyof Options & string = never,
>(definition: ForcingOf<Name, Options, First>): Kind<ForcingOf<Name, Options, First>> => kind(definition);

/** The schedule that starts at the data's state and forces again every `interval` steps: t = 0, τ, 2τ … */
export const forcedEvery = (length: number, interval: number): ForcingSchedule => {
  const schedule = emptySchedule(length);
  for (let t = 0; t < length; t += interval) schedule.strength[t] = 1;
  return schedule;
};

/** The schedule that starts at the data's state and then leaves the network alone. */
export const forcedOnce = (length: number): ForcingSchedule => forcedEvery(length, length);
