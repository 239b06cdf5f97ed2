/**
 * Chaos of a map that is withdrawn where its neighbours hardly predict it, so that chance may drive it.
 *
 * A contraction that chance kicks about is the reverse of a chaotic map in time: its neighbours part as fast as those of chaos
 * do. What tells them apart is the next value, which follows from the neighbours of a map and not from those of chance.
 *
 * @module
 */
import { exp } from "../../../numerics/elementary.ts";
import { percent } from "../../../numerics/format.ts";
import type { Series } from "../../../series/series.ts";
import type { SeriesEstimate } from "../series_estimate.ts";
import { withoutVerdict } from "./judged_again.ts";
import { learnsFromRows } from "./jumps.ts";

/** Predictions of a map are off by less than this, in its standard deviations: of 40 in the record under 5 % of noise by 0.32. */
const HARDLY = 0.4;
/** One prediction in twenty that misses by more than the first, and by more than the second times what is usual, is a shock. */
const SHOCK = { worst: 0.5, ratio: 15 } as const;

/** Why neighbours do not predict a map; undefined where they do, and of a flow. */
export const whyByChance = (series: Series, estimate: SeriesEstimate): string | undefined => {
  const prediction = estimate.embeddings?.tried[0];
  if (estimate.continuity.isFlow || prediction === undefined) return undefined;
  const [error, worst] = [exp(prediction.error), exp(prediction.worst)];
  if (error > HARDLY) {
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

/** A map whose neighbours part, but that chance may drive. */
export const byChance = (estimate: SeriesEstimate, why: string): SeriesEstimate =>
  withoutVerdict(estimate, {
    reason: "chance may drive it",
    because: `its neighbours part, but ${why}: chance may drive it`,
  });
