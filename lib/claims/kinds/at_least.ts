/**
 * A median is not below a threshold.
 *
 * @module
 */
import type { CataloguedClaim } from "../claim.ts";
import { threshold, type thresholdOptions } from "../threshold.ts";

/** The median of a measure is at least a threshold. */
export const atLeast: CataloguedClaim<"at least", typeof thresholdOptions> = threshold(
  "at least",
  -Infinity,
  (median, limit) => median >= limit,
);
