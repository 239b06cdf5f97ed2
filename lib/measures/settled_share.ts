/**
 * Settled share: how much of its free run a model spends at a fixed point or on a cycle.
 *
 * @module
 */
import type { Series } from "../series/series.ts";
import { positiveInteger, positiveNumber } from "../core/codec/codec.ts";
import { factorsOf, multiplied } from "./magnitude.ts";
import { type DefinedMeasure, defineMeasure, measured, notComparable, undefinedBecause } from "./measure.ts";
import { momentsOf } from "./moments.ts";

/** Options of the settled share. */
export interface SettledShareOptions {
  /** The largest distance from the point or the cycle, in standard deviations of the true variable. Default: 0.001. */
  readonly tolerance: number;
  /** The longest cycle that is looked for, in steps. Default: 1000. */
  readonly longestCycle: number;
}

/** A run counts as settled if it stayed so for this share of its length, and for this many turns of the cycle. */
const leastShare = 0.1;
const leastTurns = 3;

/** Whether a row lies within the tolerance of the row of the last turn that has its place in the cycle. */
const isOnCycle = (
  { values, rows, columns }: Series,
  within: Float64Array,
  period: number,
  row: number,
): boolean => {
  const same = rows - 1 - (rows - 1 - row) % period;
  for (let column = 0; column < columns; column++) {
    const distance = Math.abs(values[row * columns + column]! - values[same * columns + column]!);
    if (!(distance <= within[column]!)) return false;
  }
  return true;
};

/** How many of the last rows are on the cycle, one after another. */
const rowsOnCycle = (run: Series, within: Float64Array, period: number): number => {
  let row = run.rows - period - 1;
  while (row >= 0 && isOnCycle(run, within, period, row)) row--;
  return run.rows - 1 - row;
};

/**
 * The share of the free run, at its end, in which every variable stays within a tolerance of one point or of a cycle of
 * whole steps; 0 for a run that does not settle, and for one that settled only in the last tenth.
 *
 * A network that has learned a chaotic system never settles. One whose fixed point is stable may follow the
 * attractor for thousands of steps before it reaches the basin: then the share also says when: after 1 −
 * share of the run. A closed curve that the orbit fills without ever repeating itself is no cycle of whole
 * steps, and does not count.
 *
 * @source the reading of trained piecewise linear networks by their fixed points and cycles: Eisenmann, Monfared, Göring &
 *   Durstewitz (2023), NeurIPS 36.
 */
export const settledShare: DefinedMeasure<"settled_share", "default", SettledShareOptions> = defineMeasure({
  kind: "settled_share",
  version: 1,
  title: "settled share of the free run",
  symbol: null,
  unit: "",
  better: "smaller",
  ideal: 0,
  qualitative: true,
  references: [
    "L. Eisenmann, Z. Monfared, N. Göring, D. Durstewitz, Bifurcations and loss jumps in RNN training, NeurIPS 36 (2023)",
  ],
  needs: ["generated"],
  options: { tolerance: positiveNumber, longestCycle: positiveInteger },
  presets: {
    default: {
      is: "the share spent within 0.001 standard deviations of a point or of a cycle of at most 1000 steps",
      options: { tolerance: 1e-3, longestCycle: 1000 },
    },
  },
  evaluate: ({ tolerance, longestCycle }, { truth, generated }) => {
    const fault = notComparable(truth, generated!);
    if (fault !== null) return undefinedBecause(fault);
    const factors = factorsOf(truth);
    const { deviation } = momentsOf(multiplied(truth, factors));
    const within = deviation.map((unit) => tolerance * (unit > 0 ? unit : 1));
    const run = multiplied(generated!, factors);
    let most = 0;
    for (let period = 1; period <= longestCycle && leastTurns * period <= run.rows; period++) {
      // More rows than before are on the cycle only if the one before those is.
      const mayBeMore = most < period ||
        (most < run.rows && isOnCycle(run, within, period, run.rows - 1 - most));
      if (!mayBeMore) continue;
      const settled = rowsOnCycle(run, within, period);
      if (settled >= leastShare * run.rows && settled >= leastTurns * period) most = Math.max(most, settled);
    }
    return measured(most / run.rows);
  },
});
