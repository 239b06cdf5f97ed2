/**
 * Few periods that noise hides.
 *
 * @module
 */
import { lowerMedian } from "../../../numerics/statistics.ts";
import type { Series } from "../../../series/series.ts";
import { meanPeriodUnderNoise } from "../correlation.ts";
import { prepareSeries } from "../prepare.ts";
import type { SeriesEstimate } from "../series_estimate.ts";
import { FEWEST_PERIODS } from "../verdict.ts";
import { withoutVerdict } from "./judged_again.ts";

/**
 * A series that seems to have many periods since noise crosses its mean again and again: too short if it has few without
 * the noise.
 */
export const withPeriodsCounted = (series: Series, estimate: SeriesEstimate): SeriesEstimate => {
  const { columns, rows, memory } = prepareSeries(series);
  const periods = rows / lowerMedian(columns.map((signal) => meanPeriodUnderNoise(signal, memory)));
  return periods >= FEWEST_PERIODS ? estimate : withoutVerdict(estimate, {
    reason: "few periods",
    because: `it shows only ${periods.toFixed(1)} of its mean periods when noise is smoothed away`,
  });
};
