/**
 * Sparse forcing with an interval that is redrawn for every batch.
 *
 * @module
 */
import type { Kind } from "../../core/catalogue.ts";
import { integers } from "../../numerics/random.ts";
import { type Codec, nonNegativeInteger } from "../../core/codec/codec.ts";
import { defineForcing, forcedEvery, type ForcingOf } from "./scheme.ts";
import { intervalLabel, type Span, span } from "./span.ts";

/** Each batch has its own τ, uniform on max(1, τ₀ − Δ) … τ₀ + Δ, with τ₀ the `interval` and Δ the `spread` in steps. */
export const randomForcing: Kind<
  ForcingOf<"random", {
    readonly interval: Codec<Span>;
    readonly spread: Codec<number>;
  }, "interval">
> = defineForcing({
  kind: "random",
  title: "sparse forcing, random interval",
  references: ["Mikhaeil, Monfared & Durstewitz (2022), NeurIPS 35, arXiv 2110.07238"],
  options: { interval: span, spread: nonNegativeInteger },
  span: { option: "interval", what: "the forcing interval" },
  labels: intervalLabel,
  first: "interval",
  example: { interval: 4, spread: 2 },
  schedule: ({ spread }, { length, stream }, interval) => {
    const least = Math.max(1, interval - spread);
    return forcedEvery(length, least + integers(stream, 1, interval + spread - least + 1)[0]!);
  },
});
