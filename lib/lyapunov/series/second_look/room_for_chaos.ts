/**
 * Order that is claimed only where nothing else fits: neighbours that stay together, but not near each other, leave room
 * for chaos between them.
 *
 * @module
 */
import { exp } from "../../../numerics/elementary.ts";
import { percent } from "../../../numerics/format.ts";
import { squaresAround } from "../../../numerics/statistics.ts";
import type { Series } from "../../../series/series.ts";
import { endOfDivergence } from "../divergence_curves.ts";
import { frequenciesOf } from "../frequencies.ts";
import { prepareSeries } from "../prepare.ts";
import type { SeriesEstimate } from "../series_estimate.ts";
import { withoutVerdict } from "./judged_again.ts";
import { isLinearNoise } from "./linear_rest.ts";
import { periodicPart } from "./periodic_part.ts";
import { strongestWaves } from "./waves.ts";

/** ln d up to which neighbours are near: between them is no room for more than very weak chaos. */
const NEAR = -3;
/** A cycle has at least this share of the power of its signal. */
const OF_CYCLE = 0.3;
/** What is left with a smaller share of the power is nothing: what the fit misses. */
const NOTHING = 1e-5;

/** Whether a signal with standard deviation 1 is one cycle or a few waves, and beyond these nothing but linear noise. */
const isCycleOrTorus = (signal: Float64Array, dt: number): boolean => {
  const isNoiseOrNothing = (rest: Float64Array): boolean =>
    squaresAround(rest) < NOTHING * signal.length || isLinearNoise([rest], dt);
  const [strongest] = frequenciesOf(signal).base;
  const cycle = strongest === undefined ? undefined : periodicPart(signal, 1 / strongest).rest;
  const isCycle = cycle !== undefined && squaresAround(cycle) < (1 - OF_CYCLE) * signal.length;
  if (isCycle && isNoiseOrNothing(cycle)) return true;
  const { waves, rest } = strongestWaves(signal);
  return waves.length > 0 && isNoiseOrNothing(rest);
};

/**
 * A series whose neighbours stay together: regular if they are near each other, or if it is a cycle or a few waves under
 * noise. Otherwise noise, or a series too short for neighbours that are near, may hide chaos, and there is no verdict.
 */
export const withoutRoom = (series: Series, estimate: SeriesEstimate): SeriesEstimate => {
  const end = endOfDivergence(estimate.curves.rosenstein);
  if (end < NEAR) return estimate;
  const { columns } = prepareSeries(series);
  if (columns.every((signal) => isCycleOrTorus(signal, estimate.dt))) return estimate;
  return withoutVerdict(estimate, {
    reason: "room for chaos",
    because:
      `neighbours stay together, but not near each other: they differ by ${
        percent(exp(end), 2)
      } of its standard deviation, and without its strongest waves it is not like linear noise, so that weak chaos may hide ` +
      "between them",
  });
};
