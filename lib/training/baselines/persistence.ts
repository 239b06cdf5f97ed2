/**
 * Persistence: everything stays as it is.
 *
 * @module
 */
import type { Baseline } from "./baseline.ts";

/** The present, for ever. Its largest exponent is 0: the identity neither draws together nor apart. */
export const persistence: Baseline = {
  kind: "persistence",
  title: "persistence",
  references: [],
  make: () => ({
    memory: 1,
    forecast: (past, steps) => {
      const columns = past.length;
      return Float64Array.from({ length: steps * columns }, (_, i) => past[i % columns]!);
    },
    lambda1: () => 0,
  }),
};
