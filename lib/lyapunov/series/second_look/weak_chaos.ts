/**
 * Weak chaos: a series that looked regular at first, and whose vectors across the orbit grow slowly.
 *
 * @module
 */
import type { Series } from "../../../series/series.ts";
import { type JacobianEstimate, jacobianEstimate } from "../jacobian_estimate.ts";
import type { PredictionError } from "../prediction.ts";
import { prepareSeries } from "../prepare.ts";
import type { SeriesEstimate } from "../series_estimate.ts";
import type { SeriesJudgement } from "../verdict.ts";
import type { Maps } from "./maps_along_axes.ts";

/** Maps whose errors are below this, as logarithms, are nearly exact. */
const EXACT_MAPS = -4;
/** Predictions this good, in the mean and one in twenty, leave no room for noise: what parts neighbours is the dynamics. */
const EXACT = { error: -9, worst: -5 } as const;
/** Standard errors that a weak exponent is above zero in every window, and e-folds of it within the series. */
const ABOVE_ZERO = 3;
const FOLDS = 20;

/**
 * Whether predictions are nearly exact, and maps that take the velocity of a flow on as exactly let vectors grow across it
 * in every window. A map has no direction whose growth is known, so that nothing tells its weak chaos from a strange set.
 */
export const showChaos = (
  { kept, worst: missed, lambda1, standardError }: Maps,
  { error, worst }: PredictionError,
  { rows, continuity }: SeriesEstimate,
): boolean =>
  continuity.isFlow && missed < EXACT_MAPS && error < EXACT.error && worst < EXACT.worst &&
  lambda1 > ABOVE_ZERO * standardError &&
  kept.every((each) => each.lambda1 > ABOVE_ZERO * each.standardError && each.lambda1 * rows > FOLDS);

/** The Jacobians of a series, also of one whose verdict stood without them; undefined where there are none. */
export const jacobiansOf = (series: Series, estimate: SeriesEstimate): JacobianEstimate | undefined => {
  const { jacobians, embeddings, continuity, theiler } = estimate;
  if (jacobians !== null) return jacobians;
  if (embeddings === null) return undefined;
  return jacobianEstimate(prepareSeries(series).columns, embeddings, { isFlow: continuity.isFlow, theiler });
};

/** The verdict on weak chaos. */
export const WEAK: SeriesJudgement = {
  verdict: "chaotic",
  reason: "weak chaos",
  because:
    "its future follows from its neighbours nearly exactly, and vectors across the orbit grow by λ₁ > 0 in every window",
};
