/**
 * Truncated backpropagation through time.
 *
 * @module
 */
import type { Codec } from "../../core/codec/codec.ts";
import type { Kind } from "../../core/catalogue.ts";
import { defineForcing, forcedOnce, type ForcingOf } from "./scheme.ts";
import { type Span, span } from "./span.ts";

/** The state runs on through the whole window; its gradient is cut at t = k, 2k … with k the `length`. */
export const truncatedForcing: Kind<
  ForcingOf<"truncated", {
    readonly length: Codec<Span>;
  }, "length">
> = defineForcing({
  kind: "truncated",
  title: "truncated BPTT",
  references: ["Williams & Peng (1990), Neural Computation 2, 490–501"],
  options: { length: span },
  span: { option: "length", what: "the length between two cuts" },
  first: "length",
  example: { length: 4 },
  schedule: (_, { length }, steps) => {
    const schedule = forcedOnce(length);
    for (let t = steps; t < length; t += steps) schedule.detach[t] = 1;
    return schedule;
  },
});
