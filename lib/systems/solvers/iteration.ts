/**
 * Iteration of a map.
 *
 * @module
 */
import type { Stepper } from "./runge_kutta.ts";

/**
 * A stepper of x ← F(x).
 *
 * @param step out ← F(state).
 * @param dimension Length of the state.
 *
 * @example Ten doublings
 * ```ts
 * import { iterate } from "./iteration.ts";
 * import { assertEquals } from "@std/assert/mod.js";
 *
 * const state = Float64Array.of(1);
 * iterate((x, out) => void (out[0] = 2 * x[0]!), 1)(state, 10);
 * assertEquals(state[0], 1024);
 * ```
 */
export const iterate = (
  step: (state: Float64Array, out: Float64Array) => void,
  dimension: number,
): Stepper => {
  const image = new Float64Array(dimension);
  return (state, steps) => {
    for (let n = 0; n < steps; n++) {
      step(state, image);
      state.set(image);
    }
  };
};
