/**
 * How much noise a series carries, without an estimate of its exponent.
 *
 * @module
 */
import type { Series } from "../../series/series.ts";
import { continuityOf } from "./continuity.ts";
import { roughness } from "./noise_level.ts";
import { prepareSeries } from "./prepare.ts";

/**
 * Noise on the series of a flow, rounding included, in standard deviations of its noisiest column, as an upper bound; 0 for
 * a map, whose own steps look like noise to this method.
 *
 * @param series T rows × N columns.
 * @example A sine with noise of one part in fifty
 * ```ts
 * import { noiseOnSeries } from "./noise_on_series.ts";
 * import { seriesOf } from "../../series/series.ts";
 * import { withNoise } from "../../series/noise.ts";
 * import { sin } from "../../numerics/elementary.ts";
 * import { assertAlmostEquals } from "@std/assert/mod.js";
 *
 * const sine = seriesOf(Array.from({ length: 4000 }, (_, row) => [sin(0.0813 * row)]), 1);
 * assertAlmostEquals(noiseOnSeries(withNoise(sine, 0.02, 1)), 0.02, 0.002);
 * assertAlmostEquals(noiseOnSeries(sine), 0, 1e-3);
 * ```
 */
export const noiseOnSeries = (series: Series): number => {
  const { columns, memory, rounding } = prepareSeries(series);
  return continuityOf(columns, memory, undefined).isFlow
    ? Math.max(rounding, ...columns.map((signal) => roughness(signal).noise))
    : 0;
};
