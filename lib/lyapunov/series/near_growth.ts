/**
 * The linear region in the growth of distances that are still small.
 *
 * @module
 */
import type { LogDistances } from "./divergence.ts";
import { growthRates } from "./growth_rates.ts";
import { type LinearRegion, linearRegion } from "./linear_region.ts";

/**
 * How far below random pairs, in nats, neighbours are no longer followed. The first is far enough from saturation for
 * the growth to be linear; under noise, which keeps neighbours apart, only the others leave room for a region. The mean
 * distance of many neighbours feels saturation earlier than the distance of one.
 */
const STOPS = { rosenstein: [1.5, 1, 0.7], kantz: [2.5, 2, 1.5, 1] } as const;
/** Segments that count alike, in mean periods. */
const SEGMENT = 4;

/** What is known of the series. */
export interface NearGrowthOptions {
  /** Mean of ln d of random pairs. */
  readonly randomPairs: number;
  /** Mean period in steps. */
  readonly period: number;
  /** Mean turn in steps, over which the ripple of ln d along the orbit cancels. */
  readonly turn: number;
  /** Rows of the series. */
  readonly rows: number;
  /** Number of blocks. */
  readonly blocks: number;
  /** Least length of the region in steps. */
  readonly shortest: number;
}

/**
 * The linear region at the smallest distance that has one; undefined where none has.
 *
 * @param method Whose neighbours they are.
 * @param distances The curves of ln d.
 * @param options What is known of the series.
 */
export const nearGrowth = (
  method: keyof typeof STOPS,
  distances: LogDistances,
  { randomPairs, period, turn, rows, blocks, shortest }: NearGrowthOptions,
): LinearRegion | undefined => {
  if (distances.groups.length === 0) return undefined;
  for (const stop of STOPS[method]) {
    const rates = growthRates(distances, {
      level: randomPairs - stop,
      window: Math.min(turn, distances.steps.at(-1)! / 4),
      segment: Math.max(1, SEGMENT * Math.min(period, rows / 80)),
      rows,
      blocks,
    });
    const region = linearRegion(rates, shortest);
    if (region !== undefined) return region;
  }
  return undefined;
};
