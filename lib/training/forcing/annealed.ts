/**
 * Sparse forcing with an interval that grows while the training goes on.
 *
 * @module
 */
import type { Codec } from "../../core/codec/codec.ts";
import type { Kind } from "../../core/catalogue.ts";
import { defineForcing, forcedEvery, type ForcingOf } from "./scheme.ts";
import { intervalLabel, type Span, span } from "./span.ts";

/** τ grows linearly from 1 in the first epoch to `interval` in the last, rounded to whole steps. */
export const annealedForcing: Kind<
  ForcingOf<"annealed", {
    readonly interval: Codec<Span>;
  }, "interval">
> = defineForcing({
  kind: "annealed",
  title: "sparse forcing, interval annealed from 1",
  references: ["Mikhaeil, Monfared & Durstewitz (2022), NeurIPS 35, arXiv 2110.07238"],
  options: { interval: span },
  span: { option: "interval", what: "the forcing interval" },
  labels: intervalLabel,
  first: "interval",
  example: { interval: 4 },
  schedule: (_, { length, epoch, epochs }, interval) => {
    const done = epochs > 1 ? Math.min(1, epoch / (epochs - 1)) : 1;
    return forcedEvery(length, Math.round(1 + (interval - 1) * done));
  },
});
