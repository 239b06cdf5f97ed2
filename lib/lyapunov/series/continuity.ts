/**
 * Whether a series is that of a flow, which moves on in the direction in which it moves, or that of a map.
 *
 * @module
 */
import { distinctIntegers, stream } from "../../numerics/random.ts";
import { lowerMedian, upperMedian } from "../../numerics/statistics.ts";

/** What the increments of a series tell. */
export interface Continuity {
  /** Whether it is a flow's. */
  readonly isFlow: boolean;
  /** Correlation of an increment with the next one: near 1 for a flow, 0 or less for a map and for noise. */
  readonly correlation: number;
  /** Steps over which increments continue each other best. */
  readonly span: number;
  /** Whether the user said so. */
  readonly given: boolean;
}

/** A series that forgets in fewer steps moves too fast for its direction to be seen. */
const SHORTEST_MEMORY = 3;
/** Increments are taken over up to this share of the memory: noise hides the shortest. */
const SHARE = 0.25;
/** From this correlation on increments continue each other. */
const CONTINUES = 0.25;

/** A signal whose typical step is below this, in typical distances of two of its values, flows, with spikes perhaps. */
const SMALL_STEP = 0.2;

/** Whether a signal moves in small steps most of the time. */
const moves = (signal: Float64Array): boolean => {
  const rows = signal.length;
  const pairs = distinctIntegers(stream(0, "typical distance"), rows, rows);
  const step = upperMedian(
    Float64Array.from({ length: rows - 1 }, (_, i) => Math.abs(signal[i + 1]! - signal[i]!)),
  );
  const apart = upperMedian(signal.map((value, i) => Math.abs(value - signal[pairs[i]!]!)));
  return step < SMALL_STEP * apart;
};

/**
 * Correlation of the increments of a signal over `span` steps with those that follow.
 *
 * @param signal T samples.
 * @param span Steps of an increment.
 * @example A wave goes on, white noise turns back
 * ```ts
 * import { incrementCorrelation } from "./continuity.ts";
 * import { sin } from "../../numerics/elementary.ts";
 * import { normals, stream } from "../../numerics/random.ts";
 * import { assertAlmostEquals } from "@std/assert/mod.js";
 *
 * assertAlmostEquals(incrementCorrelation(Float64Array.from({ length: 500 }, (_, i) => sin(0.2 * i)), 1), 0.98, 0.01);
 * assertAlmostEquals(incrementCorrelation(normals(stream(0, "white"), 5000), 1), -0.5, 0.05);
 * ```
 */
export const incrementCorrelation = (signal: Float64Array, span: number): number => {
  let [product, squares] = [0, 0];
  for (let i = span; i + span < signal.length; i++) {
    const before = signal[i]! - signal[i - span]!;
    const after = signal[i + span]! - signal[i]!;
    product += before * after;
    squares += (before * before + after * after) / 2;
  }
  return squares > 0 ? product / squares : 0;
};

/**
 * Decides between flow and map.
 *
 * @param columns N signals of T samples.
 * @param memory Steps after which the autocorrelation is below 1/e.
 * @param isMap What the user says; undefined where nothing is said.
 */
export const continuityOf = (
  columns: readonly Float64Array[],
  memory: number,
  isMap: boolean | undefined,
): Continuity => {
  const longest = SHARE * Math.min(memory, columns[0]!.length / 40);
  let [span, correlation] = [1, -1];
  for (let steps = 1; steps <= Math.max(1, longest); steps *= 2) {
    const found = lowerMedian(columns.map((signal) => incrementCorrelation(signal, steps)));
    if (found > correlation) [span, correlation] = [steps, found];
  }
  return {
    isFlow: isMap === undefined
      ? (memory >= SHORTEST_MEMORY && correlation > CONTINUES) || columns.every(moves)
      : !isMap,
    correlation,
    span,
    given: isMap !== undefined,
  };
};
