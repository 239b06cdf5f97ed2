/**
 * Sparse forcing with an interval that is drawn anew for every batch.
 *
 * @module
 */
import { integers } from "../../numerics/random.ts";
import { nonNegativeInteger } from "../../codec/codec.ts";
import { forcedEvery, type ForcingScheme } from "./scheme.ts";
import { span } from "./span.ts";

/** The codecs of its settings. */
export const randomOptions = { interval: span, spread: nonNegativeInteger };

/** Each batch has its own τ, uniform on max(1, τ₀ − Δ) … τ₀ + Δ, with τ₀ the `interval` and Δ the `spread` in steps. */
export const random: ForcingScheme<"random", typeof randomOptions> = {
  kind: "random",
  title: "sparse forcing, random interval",
  references: ["Mikhaeil, Monfared & Durstewitz (2022), NeurIPS 35, arXiv 2110.07238"],
  options: randomOptions,
  span: { option: "interval", what: "the forcing interval" },
  schedule: ({ spread }, { length, stream }, interval) => {
    const least = Math.max(1, interval - spread);
    return forcedEvery(length, least + integers(stream, 1, interval + spread - least + 1)[0]!);
  },
};
