/**
 * Windowing: training on short windows, each of which starts from nothing.
 *
 * @module
 */
import type { Codec } from "../../core/codec/codec.ts";
import type { Kind } from "../../core/catalogue.ts";
import { emptySchedule } from "../../networks/schedule.ts";
import { defineForcing, type ForcingOf } from "./scheme.ts";
import { type Span, span } from "./span.ts";

/** z ← 0 at t = 0, k, 2k … with k the `length`; the data's state is never used. */
export const windowingForcing: Kind<
  ForcingOf<"windowing", {
    readonly length: Codec<Span>;
  }, "length">
> = defineForcing({
  kind: "windowing",
  title: "windowing (z = 0 at the start of each window)",
  references: ["Mikhaeil, Monfared & Durstewitz (2022), NeurIPS 35, arXiv 2110.07238, appendix A.6.4"],
  options: { length: span },
  span: { option: "length", what: "the length of a window" },
  first: "length",
  example: { length: 4 },
  schedule: (_, { length }, steps) => {
    const schedule = emptySchedule(length);
    for (let t = 0; t < length; t += steps) schedule.reset[t] = 1;
    return schedule;
  },
});
