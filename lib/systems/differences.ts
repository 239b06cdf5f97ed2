/**
 * Jacobians by differences, for equations that come without.
 *
 * @module
 */

/** What this method is called where a result says how its Jacobian came about. */
export const differencesName = "central differences of order 6" as const;

/**
 * out ← ∂f/∂x by central differences of order 6: twelve correct digits of smooth equations.
 *
 * @param evaluate out ← f(state).
 * @param dimension Length of the state.
 * @param images Number of components of f. Default: `dimension`.
 *
 * @example The derivative of a cube
 * ```ts
 * import { differences } from "./differences.ts";
 * import { assertAlmostEquals } from "@std/assert/mod.js";
 *
 * const jacobian = new Float64Array(1);
 * differences((x, out) => void (out[0] = x[0]! * x[0]! * x[0]!), 1)(Float64Array.of(2), jacobian);
 * assertAlmostEquals(jacobian[0]!, 12, 1e-11);
 * ```
 */
export const differences = (
  evaluate: (state: Float64Array, out: Float64Array) => void,
  dimension: number,
  images: number = dimension,
): (state: Float64Array, out: Float64Array) => void => {
  const shifted = new Float64Array(dimension);
  const [ahead, behind] = [new Float64Array(images), new Float64Array(images)];
  const weights = [3 / 4, -3 / 20, 1 / 60];
  return (state, out) => {
    out.fill(0);
    for (let j = 0; j < dimension; j++) {
      const step = 1e-3 * Math.max(1, Math.abs(state[j]!));
      for (let order = 1; order <= 3; order++) {
        shifted.set(state);
        shifted[j] = state[j]! + order * step;
        evaluate(shifted, ahead);
        shifted[j] = state[j]! - order * step;
        evaluate(shifted, behind);
        const weight = weights[order - 1]! / step;
        for (let i = 0; i < images; i++) {
          out[i * dimension + j] = out[i * dimension + j]! + weight * (ahead[i]! - behind[i]!);
        }
      }
    }
  };
};
