/**
 * What an optimiser is: a rule that turns a gradient into an update of the parameters.
 *
 * Parameters, gradient and moments are blocks in the kernels' memory, updated in place. A rule that WebAssembly does not
 * have may be written in TypeScript on their `values()`.
 *
 * @module
 */
import type { Learnt } from "../../networks/kernels/numbers.ts";
import { type Defined, type Kind, kind } from "../../core/catalogue.ts";
import type { Decoded, Fields } from "../../core/codec/codec.ts";

/** An optimiser: its settings and its update. */
export interface Optimiser<Options extends object = object> {
  /** Its name in a spec. */
  readonly kind: string;
  /** Its name for people. */
  readonly title: string;
  /** Where it comes from, for the references of a report. */
  readonly references: readonly string[];
  /** Codecs of the settings, without `kind`. */
  readonly options: Fields;
  /**
   * Changes the weights and the moments in place.
   *
   * @param step Counts the updates from 1.
   * @param learningRate The rate of this step, after its schedule.
   */
  update(options: Options, step: number, learningRate: number, learnt: Learnt): void;
}

/**
 * An optimiser with these options.
 *
 * @internal
 */
export type OptimiserOf<Name extends string, Options extends Fields> = Defined<
  Optimiser<Decoded<Options>>,
  Name,
  Options
>;

/** An optimiser as a kind for the catalogue. */
export const optimiserKind = <const Name extends string, Options extends Fields>(
  definition: OptimiserOf<Name, Options>,
): Kind<OptimiserOf<Name, Options>> => kind(definition);
