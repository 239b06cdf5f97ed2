/**
 * A cycle under noise, which looks like linear noise at first.
 *
 * @module
 */
import { percent } from "../../../numerics/format.ts";
import type { Series } from "../../../series/series.ts";
import { frequenciesOf } from "../frequencies.ts";
import { prepareSeries } from "../prepare.ts";
import type { SeriesEstimate } from "../series_estimate.ts";
import { FEWEST_PERIODS, type SeriesJudgement } from "../verdict.ts";
import { judgedAgain, withoutRate } from "./judged_again.ts";

/** Share of the power that a cycle under noise has in its lines, at least. */
const IN_LINES = 0.9;

/**
 * A series like linear noise whose power is that of one cycle: its surrogates are the same cycle, so that the test against
 * noise says nothing. The lines are as sharp as the series is long, so λ₁ is zero within one over its duration.
 */
export const withCycle = (series: Series, estimate: SeriesEstimate): SeriesEstimate => {
  const { columns, rows } = prepareSeries(series);
  const found = columns.map(frequenciesOf);
  const cycles = found.map(({ period }) => period === null ? 0 : rows / period);
  const share = Math.min(...found.map((each) => each.share));
  const [least, most] = [Math.min(...cycles), Math.max(...cycles)];
  if (least < FEWEST_PERIODS || share < IN_LINES || most - least > 1) return estimate;
  const judged: SeriesJudgement = {
    verdict: "regular",
    reason: "one cycle",
    because: `${percent(share, 2)} of its power is at one frequency and its multiples, of which it shows ${
      least.toFixed(1)
    } periods`,
  };
  return {
    ...judgedAgain(estimate, judged, found[0]),
    method: "rosenstein",
    lambda1: 0,
    standardError: 1 / (rows * estimate.dt),
    ...withoutRate(estimate),
  };
};
