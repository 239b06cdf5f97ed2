/**
 * No forcing: classical backpropagation through time.
 *
 * @module
 */
import type { Kind, None } from "../../core/catalogue.ts";
import { defineForcing, forcedOnce, type ForcingOf } from "./scheme.ts";

/** The window starts at the data's state, z ← pinv(B) x₀, and then runs by itself to its end. */
export const noForcing: Kind<ForcingOf<"none", None>> = defineForcing({
  kind: "none",
  title: "no forcing (classical BPTT)",
  references: ["Rumelhart, Hinton & Williams (1986), Nature 323, 533–536"],
  options: {},
  span: null,
  schedule: (_, { length }) => forcedOnce(length),
});
