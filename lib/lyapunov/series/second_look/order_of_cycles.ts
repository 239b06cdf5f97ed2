/**
 * Whether the order of a signal's cycles matters. Chaos makes each cycle follow from the last ones; pulses whose intervals
 * scatter by chance can come in any order, however smooth each of them is.
 *
 * @source J. Theiler (1995), On the evidence for low-dimensional chaos in an epileptic electroencephalogram, Phys. Lett. A 196,
 * 335–341: surrogates with shuffled cycles.
 * @module
 */
import { mean, squaresAround } from "../../../numerics/statistics.ts";
import { distinctIntegers, stream, substream } from "../../../numerics/random.ts";

/** How far below its mean a signal goes, in its deviations, before it can begin another cycle: noise crosses the mean often. */
const BELOW = 0.25;
/** Most cycles that are compared, the first ones. */
const MOST = 200;
/** Fewest cycles of which the order can be told. */
const FEWEST = 20;
/** Orders by chance that the own one is compared with. */
const SHUFFLES = 99;
/** Cycles from which the next one is predicted. */
const PASTS = [1, 2] as const;
/** Most similar pasts that a prediction is the mean of. */
const NEIGHBOURS = 2;

/** Whether the order of cycles matters. */
export interface OrderOfCycles {
  /** How many were compared. */
  readonly cycles: number;
  /** How many of the orders by chance predict the next cycle as well as the own one does. */
  readonly asGood: number;
  /** How many orders by chance there are. */
  readonly shuffles: number;
}

/** Where cycles begin: a signal comes up through its mean after it was well below. */
const beginnings = (signal: Float64Array): readonly number[] => {
  const centre = mean(signal);
  const low = centre - BELOW * Math.sqrt(squaresAround(signal) / signal.length);
  const found: number[] = [];
  let wasLow = false;
  for (let row = 1; row < signal.length; row++) {
    const [before, value] = [signal[row - 1]!, signal[row]!];
    if (before < low) wasLow = true;
    if (!wasLow || value < centre) continue;
    found.push(row - (value - centre) / (value - before));
    wasLow = false;
  }
  return found;
};

/** Ranks from 0 to 1, so that a few large cycles do not decide alone; equal ones share theirs, whatever their order. */
const ranksWithin = (values: readonly number[]): Float64Array => {
  const sorted = values.toSorted((a, b) => a - b);
  return Float64Array.from(
    values,
    (value) => (sorted.indexOf(value) + sorted.lastIndexOf(value)) / (2 * values.length),
  );
};

/** Each cycle by how long it is and how far it goes up and down, as ranks: F features of n cycles, one after the other. */
const featuresOf = (signal: Float64Array): readonly Float64Array[] => {
  const starts = beginnings(signal).slice(0, MOST + 1);
  const cycles = starts.slice(1).map((end, i) => signal.subarray(Math.ceil(starts[i]!), Math.floor(end) + 1));
  return [
    cycles.map((_, i) => starts[i + 1]! - starts[i]!),
    cycles.map((cycle) => cycle.reduce((most, value) => Math.max(most, value), -Infinity)),
    cycles.map((cycle) => cycle.reduce((least, value) => Math.min(least, value), Infinity)),
  ].map(ranksWithin);
};

/** The cycles whose pasts are most like that of cycle i, and that have a next one; those beside it do not count. */
const mostAlike = (features: readonly Float64Array[], i: number, past: number): readonly number[] => {
  const count = features[0]!.length;
  const [nearest, distances] = [
    new Array<number>(NEIGHBOURS).fill(-1),
    new Float64Array(NEIGHBOURS).fill(Infinity),
  ];
  for (let j = past - 1; j + 1 < count; j++) {
    if (Math.abs(i - j) <= past) continue;
    let distance = 0;
    for (const feature of features) {
      for (let back = 0; back < past; back++) {
        const difference = feature[i - back]! - feature[j - back]!;
        distance += difference * difference;
      }
    }
    let at = NEIGHBOURS;
    while (at > 0 && distance < distances[at - 1]!) at--;
    if (at === NEIGHBOURS) continue;
    nearest.splice(at, 0, j);
    nearest.pop();
    distances.copyWithin(at + 1, at);
    distances[at] = distance;
  }
  return nearest;
};

/** How far predictions of the next cycle are off, from so many cycles before it. */
const errorFrom = (features: readonly Float64Array[], past: number): number => {
  const count = features[0]!.length;
  let sum = 0;
  for (let i = past - 1; i + 1 < count; i++) {
    const alike = mostAlike(features, i, past);
    for (const feature of features) {
      const predicted = alike.reduce((total, j) => total + feature[j + 1]!, 0) / NEIGHBOURS;
      sum += Math.abs(feature[i + 1]! - predicted);
    }
  }
  return sum / (count - past);
};

const errorOf = (features: readonly Float64Array[]): number =>
  Math.min(...PASTS.map((past) => errorFrom(features, past)));

/**
 * Compares how well a signal's cycles predict the next ones with how well they do in orders by chance.
 *
 * @param signal T samples.
 * @returns undefined where there are fewer than twenty cycles.
 * @example The peaks of the logistic map follow from each other
 * ```ts
 * import { orderOfCycles } from "./order_of_cycles.ts";
 * import { sin } from "../../../numerics/elementary.ts";
 * import { assertEquals } from "@std/assert/mod.js";
 *
 * const heights = [0.3];
 * for (let i = 1; i < 60; i++) heights.push(4 * heights[i - 1]! * (1 - heights[i - 1]!));
 * const signal = Float64Array.from({ length: 1200 }, (_, row) => (2 + heights[Math.floor(row / 20)]!) * sin(Math.PI * row / 10));
 * assertEquals(orderOfCycles(signal)?.asGood, 0);
 * ```
 */
export const orderOfCycles = (signal: Float64Array): OrderOfCycles | undefined => {
  const features = featuresOf(signal);
  const cycles = features[0]!.length;
  if (cycles < FEWEST) return undefined;
  const own = errorOf(features);
  const source = stream(1, "order of cycles");
  const asGood = Array.from({ length: SHUFFLES }, (_, index) => {
    const order = distinctIntegers(substream(source, index), cycles, cycles);
    return errorOf(features.map((feature) => Float64Array.from(order, (cycle) => feature[cycle]!)));
  }).filter((error) => error <= own).length;
  return { cycles, asGood, shuffles: SHUFFLES };
};
