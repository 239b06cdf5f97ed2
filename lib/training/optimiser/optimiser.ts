/**
 * What an optimiser is: a rule that turns a gradient into an update of the parameters, and the moments it remembers.
 *
 * tf's own Adam makes some ten tensors per parameter and step, which costs as much as the whole rollout; these work in
 * place on one block of float32 numbers.
 *
 * @module
 */
import type { Decoded, Fields } from "../../spec/codec.ts";

/** What an optimiser remembers from step to step. */
export interface Moments {
  /** Running mean of the gradient. */
  readonly first: Float32Array;
  /** Running mean of the squared gradient. */
  readonly second: Float32Array;
}

/** No moments yet, for a block of `size` parameters. */
export const noMoments = (size: number): Moments => ({
  first: new Float32Array(size),
  second: new Float32Array(size),
});

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
  update(
    settings: Decoded<Options>,
    step: number,
    learningRate: number,
    gradient: Float32Array,
    weights: Float32Array,
    moments: Moments,
  ): void;
}
