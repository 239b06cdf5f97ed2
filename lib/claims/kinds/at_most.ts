/**
 * A median is not above a threshold.
 *
 * @module
 */
import { threshold } from "../threshold.ts";

/** The median of a measure is at most a threshold. */
export const atMost = threshold(
  "at most",
  Infinity,
  (median, limit) => median <= limit,
);
