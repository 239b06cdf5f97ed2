/**
 * A median is not below a threshold.
 *
 * @module
 */
import { threshold } from "../threshold.ts";

/** The median of a measure is at least a threshold. */
export const atLeast = threshold(
  "at least",
  -Infinity,
  (median, limit) => median >= limit,
);
