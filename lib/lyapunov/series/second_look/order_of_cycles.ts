/**
 * Whether the order of a signal's cycles matters. Chaos makes each cycle follow from the last ones; pulses whose intervals
 * scatter by chance can come in any order, however smooth each of them is.
 *
 * Chance decides somewhere in a cycle. Only cycles that are cut there are independent of each other: cut elsewhere, each shares
 * its last interval with the next one. So they are cut in four ways, and those of chaos must follow from each other in all.
 *
 * @source J. Theiler (1995), On the evidence for low-dimensional chaos in an epileptic electroencephalogram, Phys. Lett. A 196,
 * 335–341: surrogates with shuffled cycles.
 * @module
 */
import { distinctIntegers, stream, substream } from "../../../numerics/random.ts";
import { mean, squaresAround } from "../../../numerics/statistics.ts";
import { type Cycle, cyclesOf } from "./turns.ts";

/** Most cycles that are compared, the first ones. */
const MOST = 100;
/** Fewest cycles of which the order can be told. */
const FEWEST = 20;
/** Orders by chance that the own one is compared with. */
const SHUFFLES = 99;
/** Orders by chance that are as good from which on the order is not seen to matter. */
const AS_GOOD = 5;
/**
 * Steps in which cycles are compared: shares of the deviation and of the mean length. A smooth pulse shows far ahead when the
 * next one comes, but by far less.
 */
const STEP = 0.02;
/** Cycles from which the next one is predicted. */
const PASTS = [1, 2] as const;

/** Whether the order of cycles matters. */
export interface OrderOfCycles {
  /** How many were compared. */
  readonly cycles: number;
  /** How many of the orders by chance predict the next cycle as well as the own one does. */
  readonly asGood: number;
  /** How many orders by chance were tried. */
  readonly shuffles: number;
  /** Whether the own order is better than nearly all of these. */
  readonly matters: boolean;
}

/** Twice the ranks, so that a few large cycles do not decide alone; those within a step share theirs, whatever their order. */
const ranksWithin = (values: readonly number[], step: number): Float64Array => {
  const rounded = values.map((value) => Math.round(value / step));
  const sorted = rounded.toSorted((a, b) => a - b);
  return Float64Array.from(rounded, (value) => sorted.indexOf(value) + sorted.lastIndexOf(value));
};

/** Cycles as they are compared. All numbers are whole, so that no sum of them depends on its order. */
interface ComparedCycles {
  /** Each cycle by how long it is and how far it goes up and down, as ranks: F features of n cycles, one after the other. */
  readonly features: readonly Float64Array[];
  /** Squared distances of their features: [n × n]. */
  readonly distances: Float64Array;
  /** n. */
  readonly count: number;
}

const compared = (cycles: readonly Cycle[], deviation: number): ComparedCycles => {
  const count = cycles.length;
  const lengths = cycles.map(({ length }) => length);
  const features = [
    ranksWithin(lengths, STEP * mean(lengths)),
    ...[0, 1].map((which) => ranksWithin(cycles.map(({ turns }) => turns[which]!), STEP * deviation)),
  ];
  const distances = new Float64Array(count * count);
  for (const feature of features) {
    for (let a = 0; a < count; a++) {
      for (let b = 0; b < count; b++) {
        const difference = feature[a]! - feature[b]!;
        distances[a * count + b]! += difference * difference;
      }
    }
  }
  return { features, distances, count };
};

/** The same in an order: which cycle comes at each place. */
const inOrder = (
  { features, distances, count }: ComparedCycles,
  order: ArrayLike<number>,
): ComparedCycles => {
  const places = Int32Array.from(order);
  const ordered = new Float64Array(count * count);
  for (let i = 0; i < count; i++) {
    const row = places[i]! * count;
    for (let j = 0; j < count; j++) ordered[i * count + j] = distances[row + places[j]!]!;
  }
  return {
    features: features.map((feature) => Float64Array.from(places, (cycle) => feature[cycle]!)),
    distances: ordered,
    count,
  };
};

/** How far predictions of the next cycle are off: means of what followed the two most similar pasts of so many cycles. */
const errorFrom = ({ features, distances, count }: ComparedCycles, past: number): number => {
  let sum = 0;
  for (let i = past - 1; i + 1 < count; i++) {
    let [nearest, next, near, far] = [-1, -1, Infinity, Infinity];
    for (let j = past - 1; j + 1 < count; j++) {
      // Those beside it share a part of its past.
      if (j >= i - past && j <= i + past) continue;
      let distance = 0;
      for (let back = 0; back < past; back++) distance += distances[(i - back) * count + j - back]!;
      if (distance >= far) continue;
      if (distance < near) {
        [next, far] = [nearest, near];
        [nearest, near] = [j, distance];
      } else [next, far] = [j, distance];
    }
    for (const feature of features) {
      sum += Math.abs(feature[i + 1]! - (feature[nearest + 1]! + feature[next + 1]!) / 2);
    }
  }
  return sum / (count - past);
};

const errorOf = (cycles: ComparedCycles): number => Math.min(...PASTS.map((past) => errorFrom(cycles, past)));

/** Compares the own order of some cycles with orders by chance, until it is seen whether it matters. */
const orderOf = (cycles: ComparedCycles): OrderOfCycles => {
  const { count } = cycles;
  const own = errorOf(cycles);
  const source = stream(1, "order of cycles");
  let [asGood, shuffles] = [0, 0];
  while (shuffles < SHUFFLES && asGood < AS_GOOD) {
    const order = distinctIntegers(substream(source, shuffles++), count, count);
    if (errorOf(inOrder(cycles, order)) <= own) asGood++;
  }
  return { cycles: count, asGood, shuffles, matters: asGood < AS_GOOD };
};

/**
 * Compares how well a signal's cycles predict the next ones with how well they do in orders by chance.
 *
 * @param signal T samples.
 * @returns The first of four cuts in which the order does not matter; the last one where it matters in all, and undefined where
 * there are fewer than twenty cycles.
 * @example The peaks of the logistic map follow from each other
 * ```ts
 * import { orderOfCycles } from "./order_of_cycles.ts";
 * import { sin } from "../../../numerics/elementary.ts";
 * import { assertEquals } from "@std/assert/mod.js";
 *
 * const heights = [0.3];
 * for (let i = 1; i < 60; i++) heights.push(4 * heights[i - 1]! * (1 - heights[i - 1]!));
 * const signal = Float64Array.from({ length: 1200 }, (_, row) => (2 + heights[Math.floor(row / 20)]!) * sin(Math.PI * row / 10));
 * assertEquals(orderOfCycles(signal)?.matters, true);
 * ```
 */
export const orderOfCycles = (signal: Float64Array): OrderOfCycles | undefined => {
  const deviation = Math.sqrt(squaresAround(signal) / signal.length);
  let order: OrderOfCycles | undefined;
  for (const cycles of cyclesOf(signal)) {
    if (cycles.length < FEWEST) continue;
    order = orderOf(compared(cycles.slice(0, MOST), deviation));
    if (!order.matters) return order;
  }
  return order;
};
