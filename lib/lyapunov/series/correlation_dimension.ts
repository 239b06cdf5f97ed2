/**
 * The correlation dimension of points in a state space.
 *
 * @module
 */
import { log } from "../../numerics/elementary.ts";
import { integers, stream } from "../../numerics/random.ts";
import type { Estimate } from "../result.ts";
import { distance, type StateSpace } from "./state_space.ts";

/** Pairs of points that are drawn. */
const PAIRS = 400_000;
/** Shares of all pairs that are near: the dimension is looked for within each of these. */
const NEAR = [0.002, 0.005, 0.0125, 0.03] as const;

/**
 * The correlation dimension by Takens' estimator: the pairs nearer than r₀ have a mean of ln(r₀/r) that is the inverse of
 * the dimension. It is taken at several r₀; what they differ by is the standard error.
 *
 * @param space Points with axes of standard deviation 1.
 * @param theiler Pairs nearer in time than this many steps are left out.
 * @returns undefined where there are too few points.
 * @source F. Takens (1985), Lecture Notes in Mathematics 1125, 99–106; J. Theiler (1990), Phys. Rev. A 41, 3038–3051.
 * @example Points of a square
 * ```ts
 * import { correlationDimension } from "./correlation_dimension.ts";
 * import { stream, uniforms } from "../../numerics/random.ts";
 * import { assertAlmostEquals } from "@std/assert/mod.js";
 *
 * const axes = ["x", "y"].map((name) => uniforms(stream(0, name), 4000));
 * assertAlmostEquals(correlationDimension({ axes, count: 4000 }, 0)!.value, 2, 0.15);
 * ```
 */
export const correlationDimension = (space: StateSpace, theiler: number): Estimate | undefined => {
  if (space.count < 10 * (theiler + 20)) return undefined;
  const rows = integers(stream(0, "correlation dimension"), 2 * PAIRS, space.count);
  const apart = new Float64Array(PAIRS);
  let count = 0;
  for (let pair = 0; pair < PAIRS; pair++) {
    const [i, j] = [rows[2 * pair]!, rows[2 * pair + 1]!];
    if (Math.abs(i - j) <= theiler) continue;
    const between = distance(space.axes, i, j);
    if (between > 0) apart[count++] = between;
  }
  const sorted = apart.subarray(0, count).sort();
  const values = NEAR.map((share) => {
    const within = Math.floor(share * count);
    let sum = 0;
    for (let i = 0; i < within; i++) sum += log(sorted[within]! / sorted[i]!);
    return within / sum;
  });
  const [least, most] = [Math.min(...values), Math.max(...values)];
  const value = values[1]!;
  return Number.isFinite(value)
    ? { value, standardError: Math.max((most - least) / 2, 0.02 * value) }
    : undefined;
};
