/**
 * How much training a time budget buys: a pure function from the budget and the measured costs to sizes, which then stand
 * in the spec, so that the result does not depend on the clock.
 *
 * @module
 */

/** What things cost on this machine, in seconds of one core. */
export interface Costs {
  /** An update of the weights of the cell that is forced sparsely. */
  readonly sparseUpdate: number;
  /** An update of the weights of the cell under generalized forcing. */
  readonly generalizedUpdate: number;
  /** A run besides its updates: three processes, exponents, measures. */
  readonly perRun: number;
  /** All that happens once: the dataset with its estimate, the report. */
  readonly once: number;
}

/** How much is trained. */
export interface Sizes {
  /** How many forcing intervals τ are tried. */
  readonly intervals: number;
  /** How many strengths α are tried. */
  readonly strengths: number;
  /** How many seeds each. */
  readonly seeds: number;
  /** Epochs of every training. */
  readonly epochs: number;
}

/** Sizes with what they are expected to take. */
export interface Purchase {
  /** What is trained. */
  readonly sizes: Sizes;
  /** Expected seconds of waiting. */
  readonly seconds: number;
  /** Whether that is within the budget; even the smallest sizes may not be. */
  readonly withinBudget: boolean;
}

/** Updates of an epoch. */
export const UPDATES_PER_EPOCH = 10;

/** Sizes from small to large. Several seeds come before many intervals, and both before long trainings. */
const LADDER: readonly Sizes[] = [
  { intervals: 1, strengths: 1, seeds: 1, epochs: 100 },
  { intervals: 1, strengths: 1, seeds: 1, epochs: 300 },
  { intervals: 1, strengths: 1, seeds: 2, epochs: 300 },
  { intervals: 1, strengths: 1, seeds: 2, epochs: 600 },
  { intervals: 2, strengths: 1, seeds: 2, epochs: 600 },
  { intervals: 2, strengths: 2, seeds: 2, epochs: 800 },
  { intervals: 2, strengths: 2, seeds: 3, epochs: 1000 },
  { intervals: 2, strengths: 3, seeds: 3, epochs: 1000 },
  { intervals: 2, strengths: 3, seeds: 3, epochs: 2000 },
  { intervals: 3, strengths: 3, seeds: 3, epochs: 2000 },
  { intervals: 3, strengths: 3, seeds: 3, epochs: 3000 },
  { intervals: 3, strengths: 3, seeds: 5, epochs: 3000 },
  { intervals: 4, strengths: 3, seeds: 5, epochs: 4000 },
  { intervals: 5, strengths: 3, seeds: 10, epochs: 5000 },
];

/** The sizes that are trained whatever the budget. */
export const SMALLEST: Sizes = LADDER[0]!;

/** Steps of different runs leave a core idle at the end; what other programs take is seen later, and left out then. */
const RESERVE = 1.1;

/** Expected seconds of waiting for sizes on so many cores. */
export const secondsFor = (sizes: Sizes, costs: Costs, jobs: number): number => {
  const { intervals, strengths, seeds, epochs } = sizes;
  const updates = epochs * UPDATES_PER_EPOCH;
  const sparse = intervals * seeds * (costs.perRun + updates * costs.sparseUpdate);
  const generalized = strengths * seeds * (costs.perRun + updates * costs.generalizedUpdate);
  return costs.once + RESERVE * (sparse + generalized) / jobs;
};

/**
 * The largest sizes that a budget buys.
 *
 * @param minutes The budget.
 * @param costs What things cost.
 * @param jobs Steps that run side by side.
 *
 * @example More minutes never buy less
 * ```ts
 * import { sizesFor } from "./budget.ts";
 * import { assertEquals } from "@std/assert/mod.js";
 *
 * const costs = { sparseUpdate: 8e-4, generalizedUpdate: 4e-4, perRun: 3, once: 20 };
 * assertEquals(sizesFor(4, costs, 2).sizes, { intervals: 3, strengths: 3, seeds: 3, epochs: 3000 });
 * assertEquals(sizesFor(0.1, costs, 2).withinBudget, false);
 * ```
 */
export const sizesFor = (minutes: number, costs: Costs, jobs: number): Purchase => {
  const plans = LADDER.map((sizes): Purchase => {
    const seconds = secondsFor(sizes, costs, jobs);
    return { sizes, seconds, withinBudget: seconds <= 60 * minutes };
  });
  return plans.findLast(({ withinBudget }) => withinBudget) ?? plans[0]!;
};
