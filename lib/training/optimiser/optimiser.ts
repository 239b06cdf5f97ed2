/**
 * What an optimiser is: a rule that turns a gradient into an update of the parameters.
 *
 * Parameters, gradient and moments are blocks in the kernels' memory, updated in place. A rule that WebAssembly does not
 * have may be written in TypeScript on their `values()`.
 *
 * @module
 */
import type { Learnt } from "../../networks/kernels/numbers.ts";
import type { Decoded, Fields } from "../../codec/codec.ts";

/** An optimiser: its settings and its update. */
export interface Optimiser<Kind extends string = string, Options extends Fields = Fields> {
  /** Its name in a spec. */
  readonly kind: Kind;
  /** Its name for people. */
  readonly title: string;
  /** Where it comes from, for the references of a report. */
  readonly references: readonly string[];
  /** Codecs of the settings besides `kind`. */
  readonly options: Options;
  /**
   * Changes the weights and the moments in place.
   *
   * @param step Counts the updates from 1.
   * @param learningRate The rate of this step, after its schedule.
   */
  update(settings: Decoded<Options>, step: number, learningRate: number, learnt: Learnt): void;
}
