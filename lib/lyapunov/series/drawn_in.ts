/**
 * Signals whose spikes are drawn in: exponents stay what they are, and neighbours between the spikes can be told apart.
 *
 * @module
 */
import { log } from "../../numerics/elementary.ts";
import { standardisedSignal } from "./state_space.ts";

/** Share of the values that lie between the end of a signal and where its logarithm becomes steep. */
const AT_THE_END = 0.05;
/** The same place as a share of the whole range, at least. */
const LEAST = 1e-4;

const middleOf = (sorted: Float64Array): number => sorted[sorted.length >> 1]!;

/** ln (x + √(x² + 1)): a straight line around zero, a logarithm far from it. */
const inverseSinh = (x: number): number => {
  const size = Math.abs(x);
  const value = log(size + Math.sqrt(size * size + 1));
  return x < 0 ? -value : value;
};

/**
 * Both tails of a signal drawn in, beyond its middle deviation from its middle value.
 *
 * @param signal T samples.
 * @returns The same with mean 0 and standard deviation 1; as it was where half of its values are one.
 */
export const tailsDrawnIn = (signal: Float64Array): Float64Array => {
  const middle = middleOf(signal.slice().sort());
  const scale = middleOf(signal.map((value) => Math.abs(value - middle)).sort());
  return scale > 0
    ? standardisedSignal(signal.map((value) => inverseSinh((value - middle) / scale)))
    : signal;
};

/**
 * The longer tail of a signal drawn in, by a logarithm that begins at the end of the shorter one.
 *
 * @param signal T samples that are not all equal.
 * @returns The same with mean 0 and standard deviation 1.
 *
 * @example Powers of two become nearly a straight line
 * ```ts
 * import { longTailDrawnIn } from "./drawn_in.ts";
 * import { assertAlmostEquals } from "@std/assert/mod.js";
 *
 * const drawn = longTailDrawnIn(Float64Array.from({ length: 40 }, (_, i) => 2 ** i));
 * assertAlmostEquals(drawn[39]! - drawn[38]!, drawn[36]! - drawn[35]!, 0.02);
 * ```
 */
export const longTailDrawnIn = (signal: Float64Array): Float64Array => {
  const sorted = signal.slice().sort();
  const last = sorted.length - 1;
  const [least, most, middle] = [sorted[0]!, sorted[last]!, middleOf(sorted)];
  const isUp = most - middle > middle - least;
  const near = Math.floor(AT_THE_END * last);
  const foot = Math.max(
    isUp ? sorted[near]! - least : most - sorted[last - near]!,
    LEAST * (most - least),
  );
  return standardisedSignal(
    signal.map((value) => isUp ? log(value - least + foot) : -log(most - value + foot)),
  );
};
