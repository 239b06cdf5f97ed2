/**
 * Observation noise.
 *
 * @module
 */
import { normals, stream } from "../numerics/random.ts";
import type { Series } from "./series.ts";
import { standardDeviations } from "./standardise.ts";

/**
 * A series with independent normal noise added to every number, from the stream "observation noise" of the seed.
 *
 * @param series The series.
 * @param level Standard deviation of the noise, in standard deviations of each column; 0 leaves the series as it is.
 * @param seed Seed of the stream.
 *
 * @example One per cent of noise
 * ```ts
 * import { withNoise } from "./noise.ts";
 * import { seriesOf } from "./series.ts";
 * import { assertAlmostEquals } from "@std/assert/mod.js";
 *
 * const noisy = withNoise(seriesOf([[-1], [1]], 1), 0.01, 7);
 * assertAlmostEquals(noisy.values[1]!, 1, 0.05);
 * ```
 */
export const withNoise = (series: Series, level: number, seed: number): Series => {
  if (level === 0) return series;
  const { values, rows, columns } = series;
  const noise = normals(stream(seed, "observation noise"), rows * columns);
  const deviations = standardDeviations(series);
  return {
    ...series,
    values: values.map((value, i) => value + level * deviations[i % columns]! * noise[i]!),
  };
};
