/**
 * Chaos that is withdrawn where neighbours part as those of chaos do, but chance may drive them.
 *
 * A contraction that chance kicks about is the reverse of a chaotic map in time, and pulses at random intervals are smooth from
 * one to the next: neighbours of both part exponentially. What gives them away is what comes next. It follows from the neighbours
 * of chaos, but for jumps, and these are predicted better the more rows there are.
 *
 * @module
 */
import { exp } from "../../../numerics/elementary.ts";
import { percent } from "../../../numerics/format.ts";
import type { Series } from "../../../series/series.ts";
import type { SeriesEstimate } from "../series_estimate.ts";
import { withoutVerdict } from "./judged_again.ts";
import { learnsFromRows } from "./jumps.ts";

/** Predictions of a chaotic map are off by less than this, in its standard deviations: by 0.32 at most under 5 % of noise. */
const HARDLY = 0.4;
/** One prediction in twenty that misses by more than the first, and by as many times what is usual as the second, is a shock. */
const SHOCK = { worst: 0.5, ratio: 26 } as const;

/** Why neighbours do not predict a series; undefined where they do. */
export const whyByChance = (series: Series, estimate: SeriesEstimate): string | undefined => {
  const prediction = estimate.embeddings?.tried[0];
  if (prediction === undefined) return undefined;
  const [error, worst] = [exp(prediction.error), exp(prediction.worst)];
  if (!estimate.continuity.isFlow && error > HARDLY) {
    return `its next value is off by ${
      percent(error, 2)
    } of its standard deviation when neighbours predict it`;
  }
  const isShock = worst > SHOCK.worst && worst > SHOCK.ratio * error;
  return isShock && !learnsFromRows(series, estimate)
    ? `one prediction in twenty from neighbours is off by ${
      percent(worst, 2)
    } of its standard deviation, where ${
      percent(error, 2)
    } is usual, and with more rows they do not get better`
    : undefined;
};

/** A series whose neighbours part, but that chance may drive. */
export const byChance = (estimate: SeriesEstimate, why: string): SeriesEstimate =>
  withoutVerdict(estimate, {
    reason: "chance may drive it",
    because: `its neighbours part, but ${why}: chance may drive it`,
  });
