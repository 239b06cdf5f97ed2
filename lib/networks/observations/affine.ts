/**
 * The affine observation model x̂ = B z + b, both trained; forcing replaces all units by pinv(B) (x − b).
 *
 * @module
 */
import type { Kind } from "../../core/catalogue.ts";
import { oneOf, type Optional, optional } from "../../core/codec/codec.ts";
import { normalParameter, zeroParameter } from "../initial_values.ts";
import { observationModel, type ObservationModelOf } from "../observation.ts";
import { pseudoInverse, pseudoInverseGradient, pseudoInverseTensor } from "../pseudo_inverse.ts";
import { type Tensor2D, tf } from "../tensorflow.ts";

/** Through which forced states of a window gradients flow back to B and b. */
type Through = "all" | "first";

/** Options of the affine observation model. */
const options: {
  /**
   * `all`, the gradient of the loss; or `first`: later states are pulled to counts as data, for any B and b, as in generalized teacher forcing. Default: `all`.
   */
  readonly gradientThrough: Optional<Through>;
} = { gradientThrough: optional(oneOf("all", "first"), "all") };

/**
 * Parameters: B (N × M), normal with variance 2/M, and b (N), which starts at 0.
 *
 * @source Hess, Monfared, Brenner & Durstewitz (2023), ICML, PMLR 202, 13017–13049, for recordings with more variables
 *   than the network has units.
 */
export const affineObservation: Kind<ObservationModelOf<"affine", typeof options>> = observationModel({
  kind: "affine",
  title: "affine, trained",
  meanings: {
    B: "observation matrix, N × M: x̂ = B z + b; a state is set by z = pinv(B) (x − b)",
    b: "what is observed of the state 0",
  },
  options,
  forcedUnits: ({ units }) => units,
  parameters: ({ units, observations }) => [
    normalParameter("B", [observations, units], Math.sqrt(2 / units)),
    zeroParameter("b", [observations]),
  ],
  gradientThroughFirstOnly: ({ gradientThrough }) => gradientThrough === "first",
  observe: ({ B, b }, units) => tf.add(tf.matMul(units, B as Tensor2D, false, true), b!),
  control: ({ B, b }, observed) =>
    tf.matMul(tf.sub(observed, b!), pseudoInverseTensor(B as Tensor2D), false, true),
  matrices: ({ B, b }, { units, observations }) => {
    const observe = Float64Array.from(B!.values);
    return {
      observe,
      control: pseudoInverse(observe, observations, units),
      bias: Float64Array.from(b!.values),
    };
  },
  pullBack: ({ B }, gradient, { units, observations }) => {
    const matrix = Float64Array.from(B!.values);
    const inverse = pseudoInverse(matrix, observations, units);
    const through = pseudoInverseGradient(matrix, inverse, gradient.control, observations, units);
    return {
      B: through.map((value, index) => value + gradient.observe[index]!),
      b: gradient.bias ?? new Float64Array(observations),
    };
  },
});
