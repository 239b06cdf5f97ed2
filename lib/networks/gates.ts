/**
 * What the gated cells and the vanilla RNN share: pre-activations W z + bz + bx in float64, and the sigmoid.
 *
 * @module
 */
import { exp } from "../numerics/elementary.ts";
import type { ParameterDeclaration, Weights } from "./cell.ts";
import { uniformParameter } from "./initial_values.ts";

/** σ(x) = 1/(1 + e⁻ˣ). */
export const sigmoid = (x: number): number => 1 / (1 + exp(-x));

/**
 * The parameters of torch's recurrent layers without their input weights, which the paper's networks never use.
 *
 * @param gates How many blocks of `units` rows there are.
 */
export const torchParameters = (units: number, gates: number): readonly ParameterDeclaration[] => [
  uniformParameter("W", [gates * units, units], units),
  uniformParameter("bz", [gates * units], units),
  uniformParameter("bx", [gates * units], units),
];

/** W, bz and bx in float64. */
export const torchWeights = (
  weights: Weights,
): { readonly W: Float64Array; readonly bz: Float64Array; readonly bx: Float64Array } => ({
  W: Float64Array.from(weights.W!.values),
  bz: Float64Array.from(weights.bz!.values),
  bx: Float64Array.from(weights.bx!.values),
});
