/**
 * Generalized forcing whose strength follows the Jacobians of the network.
 *
 * @module
 */
import type { Kind } from "../../core/catalogue.ts";
import {
  absent,
  numberBetween,
  oneOf,
  type Optional,
  optional,
  positiveInteger,
} from "../../core/codec/codec.ts";
import type { ExpansionBound } from "../jacobians.ts";
import { drawnBy } from "./generalized.ts";
import { defineForcing, type ForcingOf } from "./scheme.ts";

/**
 * Every five batches the Jacobians at the forced states pinv(B) x_t are looked at: σ̃, the geometric mean of their
 * spectral norms along a window, or the spectral norm of their mean, the largest of the batch, asks for α = max(0, 1 − 1/σ̃). A larger α is taken at once, a
 * smaller one is approached as α ← γ α + (1 − γ) max(0, 1 − 1/σ̃).
 */
export const adaptiveForcing: Kind<
  ForcingOf<"adaptive", {
    /** Batches from one look at the Jacobians to the next. */
    readonly every: Optional<number>;
    /** γ: the share of the old α that a smaller α leaves. */
    readonly decay: Optional<number>;
    /** α before the first batch. */
    readonly initial: Optional<number>;
    /** `product` for the geometric mean of norms, `mean` for the norm of the mean. Default: `product`. */
    readonly bound: Optional<ExpansionBound | undefined, ExpansionBound>;
  }>
> = defineForcing({
  kind: "adaptive",
  title: "generalized forcing, adaptive strength",
  references: ["Hess, Monfared, Brenner & Durstewitz (2023), ICML, PMLR 202, 13017–13049"],
  options: {
    every: optional(positiveInteger, 5),
    decay: optional(numberBetween(0, 1), 0.999),
    initial: optional(numberBetween(0, 1), 1),
    bound: absent(oneOf("product", "mean")),
  },
  span: null,
  schedule: (_, { length, strength }) => drawnBy(length, strength),
  adaptation: ({ every, decay, initial, bound }) => ({
    initial,
    every,
    bound,
    next: (current, expansion) => {
      const asked = expansion > 1 ? 1 - 1 / expansion : 0;
      return asked > current ? asked : decay * current + (1 - decay) * asked;
    },
  }),
});
