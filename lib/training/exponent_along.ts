/**
 * The largest Lyapunov exponent of a recording along its own rows: the growth of a small deviation under the Jacobians of maps
 * that regression finds of its steps.
 *
 * @module
 */
import * as E from "fp-ts/Either.js";
import { standardErrorOfBatches } from "../lyapunov/batch_means.ts";
import type { StateMap } from "../networks/cell.ts";
import { modelMap } from "../networks/model.ts";
import { log } from "../numerics/elementary.ts";
import { mean } from "../numerics/statistics.ts";
import type { Series } from "../series/series.ts";
import { longest, type RowRange } from "../series/stretches.ts";
import type { Learned } from "./baselines/baseline.ts";
import { regressionWeights } from "./regression_start.ts";

/**
 * An exponent with its standard error, in nats per step.
 *
 * @internal
 */
export interface ExponentAlong {
  /** The mean over the maps. */
  readonly lambda1: number;
  /** Of the mean over the rows, from batches of them, with the spread over the maps. */
  readonly standardError: number;
}

/** How steep hidden units are tried, and how many there are; the steepness that forecasts best is taken. */
const LAYER = { scales: [0.4, 0.8, 1.6], hidden: 320, ridge: 1e-12 };
/** Maps with that steepness, which differ in their hidden layer. */
const SEEDS = [101, 102, 103];
/** Rows along which a deviation turns into the direction that grows most, at most; batches of the rows after them, and their rows. */
const ALONG = { aligning: 500, share: 0.05, batches: 16, fewest: 50 };

/** Steps of a map along rows of a series: the sum of the squared errors of its forecasts of the next row. */
const errorOf = (map: StateMap, { values, rows, columns }: Series): number => {
  const next = new Float64Array(columns);
  let sum = 0;
  for (let row = 0; row < rows - 1; row++) {
    map.step(values.subarray(row * columns, (row + 1) * columns), next);
    for (let c = 0; c < columns; c++) {
      const error = next[c]! - values[(row + 1) * columns + c]!;
      sum += error * error;
    }
  }
  return sum;
};

/** The growth of a deviation along rows in nats per step, batch by batch; none where they are too few. */
const growthAlong = (
  map: StateMap,
  { values, columns }: Series,
  { start, end }: RowRange,
  perBatch: number,
): readonly number[] => {
  const aligning = Math.min(ALONG.aligning, Math.floor(ALONG.share * (end - start)));
  const jacobian = new Float64Array(columns * columns);
  let deviation: Float64Array = new Float64Array(columns).fill(1);
  let next: Float64Array = new Float64Array(columns);
  const batches: number[] = [];
  let [sum, count] = [0, 0];
  for (let row = start; row < end; row++) {
    map.jacobian(values.subarray(row * columns, (row + 1) * columns), jacobian);
    let square = 0;
    for (let i = 0; i < columns; i++) {
      let image = 0;
      for (let j = 0; j < columns; j++) image += jacobian[i * columns + j]! * deviation[j]!;
      next[i] = image;
      square += image * image;
    }
    const length = Math.sqrt(square);
    for (let i = 0; i < columns; i++) next[i] = next[i]! / length;
    [deviation, next] = [next, deviation];
    if (row - start < aligning) continue;
    sum += log(length);
    if (++count < perBatch) continue;
    batches.push(sum / perBatch);
    [sum, count] = [0, 0];
  }
  return batches;
};

/** Two series, one after the other. */
const joined = (first: Series, second: Series): Series => {
  const values = new Float64Array(first.values.length + second.values.length);
  values.set(first.values);
  values.set(second.values, first.values.length);
  return { ...first, values, rows: first.rows + second.rows };
};

/**
 * λ₁ along the rows of a recording without much noise of which all variables are there.
 *
 * Maps are found by regression on the training part, with hidden units of several steepnesses, and that is taken which forecasts
 * the next rows of the validation part best. Three maps that differ in their hidden layers are followed along both parts.
 *
 * @param learned The training part and where its trials lie.
 * @param validation The validation part.
 * @returns null if the rows are too few, or regression finds no map.
 * @source J.-P. Eckmann, S. Oliffson Kamphorst, D. Ruelle & S. Ciliberto (1986), Liapunov exponents from time series, Phys. Rev.
 * A 34, 4971–4979, whose local maps are global ones here.
 *
 * @example A circle neither draws together nor apart
 * ```ts
 * import { exponentAlong } from "./exponent_along.ts";
 * import { seriesOf } from "../series/series.ts";
 * import { cos, sin } from "../numerics/elementary.ts";
 * import { assertAlmostEquals } from "@std/assert/mod.js";
 *
 * const circle = seriesOf(Array.from({ length: 1500 }, (_, t) => [cos(t / 9), sin(t / 9)]), 1);
 * const stretches = [{ start: 0, end: 1500 }];
 * assertAlmostEquals(exponentAlong({ series: circle, stretches }, circle)!.lambda1, 0, 1e-2);
 * ```
 */
export const exponentAlong = (
  { series, stretches }: Learned,
  validation: Series,
): ExponentAlong | null => {
  const { columns } = series;
  const mapOf = (scale: number, seed: number): StateMap | null => {
    const cell = { kind: "shRNN", units: columns, hidden: LAYER.hidden } as const;
    const found = regressionWeights({ series, stretches }, LAYER.hidden, { scale, ridge: LAYER.ridge }, seed);
    return E.isLeft(found)
      ? null
      : modelMap({ cell, observation: { kind: "identity" }, observations: columns, weights: found.right });
  };
  // The validation part follows the longest stretch, or is a trial of its own.
  const { start, end } = longest(stretches);
  const follows = end === series.rows;
  const rows = follows ? joined(series, validation) : series;
  const range = { start, end: follows ? rows.rows : end };
  const perBatch = Math.floor((1 - ALONG.share) * (range.end - range.start) / ALONG.batches);
  if (perBatch < ALONG.fewest) return null;
  const [first, ...others] = SEEDS;
  const tried = LAYER.scales.flatMap((scale) => {
    const map = mapOf(scale, first!);
    return map === null ? [] : [{ scale, map, error: errorOf(map, validation) }];
  });
  if (tried.length === 0) return null;
  const best = tried.reduce((least, each) => each.error < least.error ? each : least);
  const maps = [best.map, ...others.flatMap((seed) => mapOf(best.scale, seed) ?? [])];
  const growths = maps.map((map) => growthAlong(map, rows, range, perBatch));
  const means = growths.map((batches) => mean(Float64Array.from(batches)));
  const lambda1 = mean(Float64Array.from(means));
  const spread = means.reduce((sum, each) => sum + (each - lambda1) * (each - lambda1), 0) /
    Math.max(1, means.length - 1);
  const error = standardErrorOfBatches(growths[0]!);
  const standardError = Math.sqrt(error * error + spread);
  return Number.isFinite(lambda1) && Number.isFinite(standardError) ? { lambda1, standardError } : null;
};
