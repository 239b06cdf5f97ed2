/**
 * λ₁ from how neighbours part, by both methods.
 *
 * @module
 */
import { log } from "../../../numerics/elementary.ts";
import { together } from "../attempt.ts";
import type { SeriesEstimate } from "../series_estimate.ts";
import type { Way } from "./ways.ts";

/** The share of λ₁ by which it is off whatever its own errors say, chosen on the tuning half of the referee's record. */
const NEIGHBOURS = 0.07;
/** What counts as the spread where one method stands alone, as a share of λ₁. */
const ALONE = 0.15;
/** Noise that exceeds the error of predictions by this many nats is none. */
const MORE_THAN_PREDICTED = 2.5;

/** λ₁ from how neighbours part; without the correction for noise where predictions are better than noise would let them. */
export const ofNeighbours = (estimate: SeriesEstimate): Way | undefined => {
  const { methods: { rosenstein, kantz }, method, noise } = estimate;
  const first = rosenstein ?? kantz;
  if (first === null) return undefined;
  const second = rosenstein === null ? null : kantz;
  const isOwn = method === "rosenstein" || method === "kantz";
  const { lambda1 } = first;
  const prediction = estimate.embeddings?.tried[0];
  const isFree = prediction !== undefined && noise > 0 && log(noise) > prediction.error + MORE_THAN_PREDICTED;
  return {
    lambda1: isOwn && !isFree ? estimate.lambda1! : lambda1,
    standardError: together(
      NEIGHBOURS * lambda1,
      second === null ? ALONE * lambda1 : Math.abs(lambda1 - second.lambda1) / 2,
      isOwn ? estimate.standardError! : first.standardError,
    ),
  };
};
