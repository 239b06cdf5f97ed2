/**
 * The clipped shallow PLRNN: z' = A ⊙ z + W1 (relu(W2 z + h2) − relu(W2 z)) + h1.
 *
 * @module
 */
import type { Optional } from "../../codec/codec.ts";
import type { CellOf, common } from "../cell.ts";
import type { Kind } from "../../catalogue.ts";
import { shallowCell } from "./shallow_plrnn.ts";

/** The clipped shallow PLRNN, whose orbits stay bounded while every |A| is below 1. It starts as the shallow PLRNN. */
export const clippedShallowPlrnn: Kind<
  CellOf<"clipped shPLRNN", {
    readonly hidden: Optional<number>;
  }>,
  typeof common
> = shallowCell({
  kind: "clipped shPLRNN",
  title: "clipped shallow PLRNN",
  formula: "z' = A ⊙ z + W1 (relu(W2 z + h2) − relu(W2 z)) + h1",
  look: 5,
  clipped: true,
});
