/**
 * The smooth shallow RNN: z' = A ⊙ z + W1 tanh(W2 z + h2) + h1.
 *
 * @module
 */
import { type ShallowCell, shallowCell } from "./shallow_plrnn.ts";

/**
 * The shallow PLRNN with tanh in place of ramps, so that its Jacobian changes smoothly along an orbit. It starts as the
 * shallow PLRNN; from there it learns slowly, and a start by regression suits it (`start` of a training).
 */
export const smoothShallowRnn: ShallowCell<"shRNN"> = shallowCell({
  kind: "shRNN",
  title: "smooth shallow RNN",
  formula: "z' = A ⊙ z + W1 tanh(W2 z + h2) + h1",
  look: 8,
  layer: "tanh",
  references: ["Huang, Zhu & Siew (2006), Neurocomputing 70, 489–501"],
});
