/**
 * Jumps of the dynamics, which look like shocks at first: more rows help against jumps, and not against chance.
 *
 * @module
 */
import { log } from "../../../numerics/elementary.ts";
import type { Series } from "../../../series/series.ts";
import { errorOfPredictions, errorsOfModels } from "../prediction.ts";
import { prepareSeries } from "../prepare.ts";
import type { SeriesEstimate } from "../series_estimate.ts";
import type { SeriesJudgement } from "../verdict.ts";

/** The verdict on a series whose shocks are jumps. */
export const JUMPS: SeriesJudgement = {
  verdict: "chaotic",
  reason: "chaos with jumps",
  because:
    "its neighbours part exponentially; one prediction in twenty misses altogether, but with more rows predictions get " +
    "better, so what makes them miss are jumps or spikes of the dynamics and no shocks",
};

/** Parts of the series whose predictions are compared, and the nats by which each doubling must make them better. */
const PARTS = [0.25, 0.5] as const;
const BETTER = 0.4;

/**
 * Whether predictions get better with every doubling of the rows. Where the dynamics jumps, fewer neighbours lie on the
 * other side of a jump the nearer they are; where chance shocks the series, more rows do not help.
 */
export const learnsFromRows = (series: Series, { embeddings, theiler }: SeriesEstimate): boolean => {
  const best = embeddings?.tried[0];
  if (best === undefined) return false;
  const { columns, rows } = prepareSeries(series);
  const errors = PARTS.map((part) =>
    errorOfPredictions(columns.map((values) => values.subarray(0, Math.floor(part * rows))), best, {
      horizons: embeddings!.horizons,
      theiler,
    })?.error ?? -Infinity
  );
  return [...errors, best.error].every((error, i, all) => i === 0 || error < all[i - 1]! - BETTER);
};

/** A prediction that is off by more than half a standard deviation misses. */
const MISSED = log(0.5);
/** Four times the rows leave this share of the misses, at most. */
const FEWER = 2 / 3;

/** Whether predictions miss more rarely with more rows. */
const missesMoreRarely = (series: Series, { embeddings, theiler }: SeriesEstimate): boolean => {
  const best = embeddings?.tried[0];
  if (best === undefined) return false;
  const { columns, rows } = prepareSeries(series);
  const [few, all] = [PARTS[0], 1].map((part) => {
    const first = columns.map((values) => values.subarray(0, Math.floor(part * rows)));
    const errors = errorsOfModels(first, best.embedding, { horizons: embeddings!.horizons, theiler })(
      best.model,
    );
    return errors === undefined ? 0 : errors.filter((error) => error > MISSED).length / errors.length;
  }) as [number, number];
  return all <= FEWER * few;
};

/**
 * Whether what looked like shocks are jumps of the dynamics. Chance may leave a flow so smooth between its shocks that predictions
 * get better in the mean, but it shocks it as often: predictions must miss more rarely, too. Those of a map may jump at
 * ever more places the nearer they are to one, so that this is not asked of them.
 */
export const areJumps = (series: Series, estimate: SeriesEstimate): boolean =>
  learnsFromRows(series, estimate) &&
  (!estimate.continuity.isFlow || missesMoreRarely(series, estimate));
