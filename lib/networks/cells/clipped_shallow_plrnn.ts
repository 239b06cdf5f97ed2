/**
 * The clipped shallow PLRNN: z' = A ⊙ z + W1 (relu(W2 z + h2) − relu(W2 z)) + h1.
 *
 * @module
 */
import { type ShallowCell, shallowCell } from "./shallow_plrnn.ts";

/** The clipped shallow PLRNN, whose orbits stay bounded while every |A| is below 1. It starts as the shallow PLRNN. */
export const clippedShallowPlrnn: ShallowCell<"clipped shPLRNN"> = shallowCell({
  kind: "clipped shPLRNN",
  title: "clipped shallow PLRNN",
  formula: "z' = A ⊙ z + W1 (relu(W2 z + h2) − relu(W2 z)) + h1",
  look: 5,
  layer: "clipped",
});
