/**
 * A series that drifts: it may be but a sum of noise, as a random walk is.
 *
 * @module
 */
import type { Series } from "../../../series/series.ts";
import type { SeriesEstimate } from "../series_estimate.ts";
import type { SeriesJudgement } from "../verdict.ts";
import { sumsOfNoise } from "../wandering.ts";
import { surrogateWitnesses } from "../witnesses.ts";
import { judgedAgain } from "./judged_again.ts";

const SUMS: SeriesJudgement = {
  verdict: "noise",
  reason: "sums of noise",
  because:
    "it drifts as a random walk does: its steps from row to row are uncorrelated, and neighbours predict them no better " +
    "than those of linear noise",
};

/** A series that drifts: noise if it is but a sum of noise, otherwise what it was at first. */
export const drifting = (series: Series, estimate: SeriesEstimate): SeriesEstimate => {
  const determinism = sumsOfNoise(series);
  return determinism === undefined ? estimate : {
    ...judgedAgain(estimate, SUMS),
    determinism,
    witnesses: surrogateWitnesses(determinism).map((each) => ({
      ...each,
      name: `${each.name} of the steps`,
    })),
  };
};
