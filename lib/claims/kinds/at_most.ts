/**
 * A median is not above a threshold.
 *
 * @module
 */
import type { CataloguedClaim } from "../claim.ts";
import { threshold, type thresholdOptions } from "../threshold.ts";

/** The median of a measure is at most a threshold. */
export const atMost: CataloguedClaim<"at most", typeof thresholdOptions> = threshold(
  "at most",
  Infinity,
  (median, limit) => median <= limit,
);
