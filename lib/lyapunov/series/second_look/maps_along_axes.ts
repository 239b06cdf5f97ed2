/**
 * λ₁ from maps along main axes, where they count; they decide where neighbours leave the verdict open.
 *
 * @module
 */
import type { Series } from "../../../series/series.ts";
import { prepareSeries } from "../prepare.ts";
import type { SeriesEstimate } from "../series_estimate.ts";
import { type TangentEstimate, tangentEstimate } from "../tangent_estimate.ts";
import type { SeriesJudgement } from "../verdict.ts";

/**
 * Logarithms of how far maps along main axes may be off. They count where they miss by less than the first two, and are
 * believed where they miss by less again. Of a map no velocity is known that would show what its Jacobians miss, so that
 * more is asked of its predictions.
 */
const OFF = {
  counted: { flow: -1.5, map: -4 },
  blurred: -3,
  believed: { flow: -2, map: -4 },
} as const;

/** Maps along main axes, where they count. */
export interface Maps extends TangentEstimate {
  readonly believed: boolean;
}

/** The maps of a series; undefined where they do not count. */
export const mapsOf = (series: Series, { continuity, theiler, delay }: SeriesEstimate): Maps | undefined => {
  const { isFlow } = continuity;
  const kind = isFlow ? "flow" : "map";
  const found = tangentEstimate(prepareSeries(series).columns, { isFlow, theiler, delay: delay.steps });
  return found !== undefined && found.worst < OFF.counted[kind] && found.share < OFF.blurred &&
      found.lambda1 > 0
    ? { ...found, believed: found.worst < OFF.believed[kind] }
    : undefined;
};

/** The verdict on a series whose neighbours left it open, where maps are believed. */
export const AGREED: SeriesJudgement = {
  verdict: "chaotic",
  reason: "Jacobians agree",
  because:
    "local Jacobians take the velocity of its orbit on well, or predict well, and vectors along it grow by λ₁ > 0 however " +
    "it is embedded; its neighbours do not part by a line that tells as much",
};
