/**
 * The resolution of a recording: how coarsely its values were rounded, and what to do about it.
 *
 * @module
 */
import { stream, uniforms } from "../../numerics/random.ts";

/** From this share of distinct values on, no value recurs so often that rounding would show. */
const MOSTLY_DISTINCT = 0.9;
/** Values nearer than this, in units of the largest, are one value that was computed in two ways. */
const SAME = 1e-12;
/** Of all gaps between neighbouring values this one, from the smallest, is the step: the very smallest may be an accident. */
const TYPICAL_GAP = 0.05;

/**
 * The step to which a signal was rounded, in its own unit; 0 where nothing tells of rounding.
 *
 * A rounded signal takes the same values again and again; their smallest gaps are the step.
 *
 * @param signal T samples.
 * @example A signal in tenths
 * ```ts
 * import { resolutionOf } from "./resolution.ts";
 * import { sin } from "../../numerics/elementary.ts";
 * import { assertAlmostEquals, assertEquals } from "@std/assert/mod.js";
 *
 * const wave = Float64Array.from({ length: 1000 }, (_, row) => 5 * sin(row / 7));
 * assertEquals(resolutionOf(wave), 0);
 * assertAlmostEquals(resolutionOf(wave.map((value) => Math.round(10 * value) / 10)), 0.1, 1e-12);
 * ```
 */
export const resolutionOf = (signal: Float64Array): number => {
  const sorted = signal.slice().sort();
  const same = SAME * Math.max(Math.abs(sorted[0]!), Math.abs(sorted.at(-1)!));
  const gaps: number[] = [];
  for (let i = 1; i < sorted.length; i++) {
    const gap = sorted[i]! - sorted[i - 1]!;
    if (gap > same) gaps.push(gap);
  }
  if (gaps.length + 1 >= MOSTLY_DISTINCT * signal.length || gaps.length === 0) return 0;
  return Float64Array.from(gaps).sort()[Math.floor(TYPICAL_GAP * gaps.length)]!;
};

/**
 * A rounded signal with what rounding took away put back by chance: each value is spread evenly over its step. Equal
 * values come apart by about a step, as they may have been, instead of by nothing; distances below the step then mean
 * as little as under noise, and are treated like that. The same signal always comes out the same.
 *
 * @param signal T samples.
 * @param resolution The step to which it was rounded, in its unit.
 * @param name Names the random numbers, one name for each column.
 * @source L. Schuchman (1964), IEEE Trans. Commun. Technol. 12, 162–165.
 * @example Halves come apart, and by no more than half a step each
 * ```ts
 * import { dithered } from "./resolution.ts";
 * import { assert } from "@std/assert/mod.js";
 *
 * const [a, b] = dithered(Float64Array.of(1.5, 1.5), 0.5, "x");
 * assert(a !== b && Math.abs(a! - 1.5) <= 0.25 && Math.abs(b! - 1.5) <= 0.25);
 * ```
 */
export const dithered = (signal: Float64Array, resolution: number, name: string): Float64Array => {
  const chance = uniforms(stream(0, "dither", name), signal.length, -resolution / 2, resolution / 2);
  return signal.map((value, row) => value + chance[row]!);
};

/** Standard deviation of rounding and dither together, in steps: each is spread evenly over one step. */
export const ROUNDING_NOISE = Math.sqrt(1 / 6);
