/**
 * The linear observation model x̂ = B z, B trained, without bias; forcing replaces all units by pinv(B) x.
 *
 * @module
 */
import type { Kind, None } from "../../core/catalogue.ts";
import { uniformParameter } from "../initial_values.ts";
import { observationModel, type ObservationModelOf } from "../observation.ts";
import { pseudoInverse, pseudoInverseGradient, pseudoInverseTensor } from "../pseudo_inverse.ts";
import { type Tensor2D, tf } from "../tensorflow.ts";

/**
 * Parameter: B (N × M), uniform on ±1/√M.
 *
 * @source Monfared, Mikhaeil & Durstewitz (2022), arXiv 2110.07238.
 */
export const linearObservation: Kind<ObservationModelOf<"linear", None>> = observationModel({
  kind: "linear",
  title: "linear, trained",
  meanings: { B: "observation matrix, N × M: x̂ = B z; a state is set by z = pinv(B) x" },
  options: {},
  forcedUnits: ({ units }) => units,
  parameters: ({ units, observations }) => [uniformParameter("B", [observations, units], units)],
  observe: ({ B }, units) => tf.matMul(units, B as Tensor2D, false, true),
  control: ({ B }, observed) => tf.matMul(observed, pseudoInverseTensor(B as Tensor2D), false, true),
  matrices: ({ B }, { units, observations }) => {
    const observe = Float64Array.from(B!.values);
    return { observe, control: pseudoInverse(observe, observations, units) };
  },
  pullBack: ({ B }, gradient, { units, observations }) => {
    const matrix = Float64Array.from(B!.values);
    const inverse = pseudoInverse(matrix, observations, units);
    const through = pseudoInverseGradient(matrix, inverse, gradient.control, observations, units);
    return { B: through.map((value, index) => value + gradient.observe[index]!) };
  },
});
