/**
 * Two witnesses that know nothing of distances growing: the orders in which values follow each other, and stretches of an
 * orbit that run beside each other.
 *
 * @module
 */
import { log } from "../../numerics/elementary.ts";
import { distance, type StateSpace } from "./state_space.ts";

/** Values of a pattern. */
const ORDER = 5;
/** Number of patterns: 5! */
const PATTERNS = 120;

/**
 * Permutation entropy: how evenly the orders of five values, `lag` steps apart, are taken, from 0 for one order only to 1.
 *
 * @param signal T samples.
 * @param lag Steps between two values.
 * @source C. Bandt & B. Pompe (2002), Phys. Rev. Lett. 88, 174102.
 * @example What only rises has one order
 * ```ts
 * import { permutationEntropy } from "./patterns.ts";
 * import { assertEquals } from "@std/assert/mod.js";
 *
 * assertEquals(permutationEntropy(Float64Array.from({ length: 100 }, (_, i) => i), 1), 0);
 * ```
 */
export const permutationEntropy = (signal: Float64Array, lag: number): number => {
  const counts = new Float64Array(PATTERNS);
  const total = signal.length - (ORDER - 1) * lag;
  for (let row = 0; row < total; row++) {
    let code = 0;
    for (let i = 0; i < ORDER; i++) {
      let smaller = 0;
      for (let j = i + 1; j < ORDER; j++) if (signal[row + j * lag]! < signal[row + i * lag]!) smaller++;
      code = code * (ORDER - i) + smaller;
    }
    counts[code] = counts[code]! + 1;
  }
  let entropy = 0;
  for (const count of counts) if (count > 0) entropy -= count / total * log(count / total);
  return total > 0 ? entropy / log(PATTERNS) : 1;
};

/** Points that are compared with each other. */
const POINTS = 800;
/** Share of all pairs that count as recurrences. */
const RECURRENT = 0.05;

/**
 * Recurrence determinism: the share of recurrences that belong to stretches of at least `shortest` steps along which the
 * orbit runs beside itself.
 *
 * @param space Points of a state space.
 * @param step Steps between two points that are looked at.
 * @param shortest Points of the shortest stretch that counts. Default: 4.
 * @source C. L. Webber & J. P. Zbilut (1994), J. Appl. Physiol. 76, 965–973.
 */
export const recurrenceDeterminism = (space: StateSpace, step: number, shortest = 4): number => {
  const points = Math.min(POINTS, Math.floor(space.count / step));
  const apart: number[] = [];
  for (let lag = 1; lag < points; lag += 7) {
    for (let i = 0; i + lag < points; i += 11) apart.push(distance(space.axes, i * step, (i + lag) * step));
  }
  const near = Float64Array.from(apart).sort()[Math.floor(RECURRENT * apart.length)] ?? 0;
  let [all, inLines] = [0, 0];
  for (let lag = 2; lag < points; lag++) {
    let run = 0;
    for (let i = 0; i + lag <= points; i++) {
      const recurs = i + lag < points && distance(space.axes, i * step, (i + lag) * step) <= near;
      if (recurs) run++;
      else {
        all += run;
        if (run >= shortest) inLines += run;
        run = 0;
      }
    }
  }
  return all > 0 ? inLines / all : 0;
};
