/**
 * λ₁ from local Jacobians of all embeddings that predict about equally well.
 *
 * @module
 */
import { exp } from "../../../numerics/elementary.ts";
import { lowerMedian } from "../../../numerics/statistics.ts";
import { together } from "../attempt.ts";
import type { JacobianEstimate } from "../jacobian_estimate.ts";
import type { PredictionError } from "../prediction.ts";
import type { SeriesEstimate } from "../series_estimate.ts";
import type { Way } from "./ways.ts";

/**
 * Shares of λ₁ by which an exponent is off whatever its own errors say. All were chosen on the tuning half of the
 * referee's record.
 */
const JACOBIANS = { always: 0.035, spread: 0.5, misses: 1.6 } as const;
/**
 * Errors of predictions spoil Jacobians by this share of what they do otherwise where several variables are recorded, since
 * little of the state is missed then, and where embeddings agree and a flow has an exponent that is zero.
 */
const VOUCHED = 0.15;
/** Errors of Jacobians grow with the worst predictions: these are off by this many nats, and by a factor of e in this many. */
const MISSES = { at: -3, scale: 2 } as const;
/** What counts as the spread where one embedding stands alone, as a share of λ₁. */
const ALONE = 0.3;

/**
 * λ₁ of several embeddings: the lower of the middle ones, since Jacobians of an embedding that predicts badly are too
 * large and hardly ever too small.
 */
export const ofAllEmbeddings = (
  { exponents, standardErrors, others, trusted, offZero }: JacobianEstimate,
  { worst }: PredictionError,
  { columns, dt }: Pick<SeriesEstimate, "columns" | "dt">,
): Way => {
  const all = [exponents[0]!, ...others];
  const middle = lowerMedian(all);
  const size = Math.abs(middle);
  const deviations = all.map((each) => Math.abs(each - middle)).sort((a, b) => a - b);
  const isVouched = columns > 1 || (trusted && offZero !== null);
  const misses = (isVouched ? VOUCHED : 1) * JACOBIANS.misses;
  const [nearest, farthest] = all.length > 1
    ? [deviations[1]!, deviations.at(-1)!]
    : [ALONE * size, ALONE * size];
  return {
    lambda1: middle / dt,
    standardError: together(
      JACOBIANS.always * size,
      JACOBIANS.spread * nearest,
      JACOBIANS.spread * farthest,
      misses * size * exp((worst - MISSES.at) / MISSES.scale),
      standardErrors[0]!,
    ) / dt,
  };
};
