/**
 * Sparse forcing: the state is replaced by the data's every τ steps.
 *
 * @module
 */
import type { Codec } from "../../core/codec/codec.ts";
import type { Kind } from "../../core/catalogue.ts";
import { defineForcing, forcedEvery, type ForcingOf } from "./scheme.ts";
import { intervalLabel, type Span, span } from "./span.ts";

/** z ← pinv(B) x_t at t = 0, τ, 2τ …; the gradient is cut there. */
export const sparseForcing: Kind<
  ForcingOf<"sparse", {
    readonly interval: Codec<Span>;
  }, "interval">
> = defineForcing({
  kind: "sparse",
  title: "sparse forcing",
  references: ["Mikhaeil, Monfared & Durstewitz (2022), NeurIPS 35, arXiv 2110.07238"],
  options: { interval: span },
  span: { option: "interval", what: "the forcing interval" },
  labels: intervalLabel,
  first: "interval",
  example: { interval: 4 },
  schedule: (_, { length }, interval) => forcedEvery(length, interval),
});
