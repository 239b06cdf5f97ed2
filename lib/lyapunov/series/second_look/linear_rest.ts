/**
 * Whether what is left of a series without its cycle or its waves is linear noise.
 *
 * @module
 */
import type { Series } from "../../../series/series.ts";
import { estimateSeries } from "../estimate.ts";

/** Nats that neighbours of linear noise stay nearer than those of its surrogates at most, if they stay nearer than all. */
const LEAST_GAIN = 0.05;

/** N signals as one series. */
const seriesOfSignals = (signals: readonly Float64Array[], dt: number): Series => {
  const [rows, columns] = [signals[0]!.length, signals.length];
  return {
    values: Float64Array.from(
      { length: rows * columns },
      (_, i) => signals[i % columns]![Math.floor(i / columns)]!,
    ),
    rows,
    columns,
    dt,
  };
};

/** Whether nothing is left but linear noise: chaos on a cycle is no cycle under noise. */
export const isLinearNoise = (rests: readonly Float64Array[], dt: number): boolean => {
  const found = estimateSeries(seriesOfSignals(rests, dt));
  if (found._tag === "Left" || found.right.reason !== "like linear noise") return false;
  const { asGood, gain } = found.right.determinism!;
  return asGood > 0 || gain < LEAST_GAIN;
};
