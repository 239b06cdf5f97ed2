/**
 * A cycle under noise, which looks like linear noise at first.
 *
 * @module
 */
import { percent, shortNumber } from "../../../numerics/format.ts";
import { squaresAround } from "../../../numerics/statistics.ts";
import type { Series } from "../../../series/series.ts";
import { frequenciesOf } from "../frequencies.ts";
import { prepareSeries } from "../prepare.ts";
import type { SeriesEstimate } from "../series_estimate.ts";
import { FEWEST_PERIODS, type SeriesJudgement } from "../verdict.ts";
import { foundRegular } from "./judged_again.ts";
import { isLinearNoise } from "./linear_rest.ts";
import { periodicPart } from "./periodic_part.ts";

/** Share of the power that a cycle under noise has in its lines, at least, and in what repeats itself throughout. */
const OF_CYCLE = 0.9;

/**
 * A series like linear noise whose power is that of one cycle: its surrogates are the same cycle, so that the test against
 * noise says nothing. The cycle keeps its phase from the first row to the last, so λ₁ is zero within one over its duration.
 */
export const withCycle = (series: Series, estimate: SeriesEstimate): SeriesEstimate => {
  const { columns, rows } = prepareSeries(series);
  const found = columns.map(frequenciesOf);
  const cycles = found.map(({ period }) => period === null ? 0 : rows / period);
  const [least, most] = [Math.min(...cycles), Math.max(...cycles)];
  if (least < FEWEST_PERIODS || most - least > 1 || found.some((each) => each.share < OF_CYCLE)) {
    return estimate;
  }
  const parts = columns.map((signal, index) => periodicPart(signal, found[index]!.period!));
  const share = 1 - Math.max(...parts.map(({ rest }) => squaresAround(rest) / rows));
  if (share < OF_CYCLE || !isLinearNoise(parts.map(({ rest }) => rest), estimate.dt)) return estimate;
  const { period } = parts[0]!;
  const judged: SeriesJudgement = {
    verdict: "regular",
    reason: "one cycle",
    because: `${percent(share, 2)} of its power is a cycle that repeats itself ${
      (rows / period).toFixed(1)
    } times, every ${shortNumber(period, 4)} rows, and what is left is like linear noise`,
  };
  return foundRegular(estimate, judged, { ...found[0]!, period }, rows);
};
