/**
 * What an estimate from a series says, with the forcing interval that follows from it.
 *
 * @module
 */
import type { Change } from "./changes.ts";
import type { Continuity } from "./continuity.ts";
import type { EmbeddingChoice } from "./embedding_choice.ts";
import type { JacobianEstimate } from "./jacobian_estimate.ts";
import type { CrossCheck, Methods } from "./attempt.ts";
import type { EmbeddingDelay } from "./state_space.ts";
import type { Determinism } from "./determinism.ts";
import type { Dimension } from "./dimension.ts";
import type { SeriesDynamics } from "./dynamics.ts";
import type { DivergenceCurves } from "./divergence_curves.ts";
import type { SeriesJudgement } from "./verdict.ts";
import type { Witness } from "./witnesses.ts";

/**
 * What was found about a series.
 *
 * @internal
 */
export interface SeriesEstimate {
  /** The method that the exponent is by, "combined" where it is the mean of several; null where none could be estimated. */
  readonly method: "jacobians" | "rosenstein" | "kantz" | "combined" | null;
  /** λ₁ in nats per time unit: 0 for a regular series, null where none could be estimated. */
  readonly lambda1: number | null;
  /** Standard error of λ₁ in nats per time unit; null where none could be estimated. */
  readonly standardError: number | null;
  /**
   * Where λ₁ could not be estimated, the average rate at which nearest neighbours part, in nats per time unit, by noise or
   * otherwise. It is no exponent and no bound of one: noise makes it too large, and with many variables growth slows down.
   * null where there is an exponent.
   */
  readonly divergenceRate: number | null;
  /** What the series is. */
  readonly verdict: SeriesJudgement["verdict"];
  /** Why, in words that can be counted. */
  readonly reason: SeriesJudgement["reason"];
  /** Why, in a sentence with the numbers that decided. */
  readonly because: string;
  /**
   * ln 2 / λ₁ in steps with the range that the errors and both methods leave; null unless the series is chaotic.
   */
  readonly forcingInterval: ForcingInterval | null;
  /** Time units between two rows. */
  readonly dt: number;
  /** Rows and columns that were used. */
  readonly rows: number;
  /** Columns that were used. */
  readonly columns: number;
  /** The delay and why. */
  readonly delay: EmbeddingDelay;
  /** The number of delayed copies and why. */
  readonly dimension: Dimension;
  /** Neighbours in time up to this many steps were left out. */
  readonly theiler: number;
  /** Mean period in steps. */
  readonly period: number;
  /** Steps after which the autocorrelation is below 1/e. */
  readonly memory: number;
  /**
   * First lag in steps at which the autocorrelation of a column is zero or less: what is left to choose τ by where
   * there is no exponent. null where there is none within a quarter of the series.
   */
  readonly correlationZero: number | null;
  /** Both methods; null where one finds no linear region. */
  readonly methods: Methods;
  /** The exponent looked for in other ways; none where there is none. Its standard error covers what they differ by. */
  readonly checks: readonly CrossCheck[];
  /** The exponents of local Jacobians, in nats per step; null where none were fitted. */
  readonly jacobians: JacobianEstimate | null;
  /** Whether the series is that of a flow or of a map, and why. */
  readonly continuity: Continuity;
  /** The embeddings that were tried, and how well they predict; null where the verdict stands without. */
  readonly embeddings: EmbeddingChoice | null;
  /** The kind of dynamics, finer than the verdict, and the verdict in a sentence. */
  readonly dynamics: SeriesDynamics;
  /** What different tests say, with what each is blind to. */
  readonly witnesses: readonly Witness[];
  /** What changes in the course of time. */
  readonly changes: readonly Change[];
  /** Noise on the series, rounding included, in standard deviations of it, as an upper bound. */
  readonly noise: number;
  /** Whether noise hides so much that λ₁ is known from below only. */
  readonly isBound: boolean;
  /** The step to which values are rounded, in standard deviations; 0 where that is not seen. */
  readonly resolution: number;
  /** Both divergence curves. */
  readonly curves: DivergenceCurves;
  /** The test against linear noise; null where it could not be made. */
  readonly determinism: Determinism | null;
  /** What else a reader should know. */
  readonly notes: readonly string[];
}

/** ln 2 / λ₁ in steps with the range that errors leave. */
export interface ForcingInterval {
  /** ln 2 / λ₁, rounded to whole steps, at least 1. */
  readonly steps: number;
  /** The shortest and the longest that the errors leave, in steps. */
  readonly range: readonly [number, number];
}

/**
 * From λ₁ with its errors to τ.
 *
 * @param lambda1 λ₁ in nats per time unit.
 * @param found Values with standard errors that all may be true, in nats per time unit: the range holds two standard
 * errors of each. Its slow end is held at a quarter of λ₁.
 * @param dt Time units per step.
 * @param missed By what share the exponent may be larger yet because of noise.
 * @example 0.9 ± 0.1 at 0.02 time units per step
 * ```ts
 * import { forcingInterval } from "./series_estimate.ts";
 * import { assertEquals } from "@std/assert/mod.js";
 *
 * const interval = forcingInterval(0.9, [{ lambda1: 0.9, standardError: 0.1 }], 0.02, 0);
 * assertEquals(interval, { steps: 39, range: [32, 50] });
 * ```
 */
export const forcingInterval = (
  lambda1: number,
  found: readonly { readonly lambda1: number; readonly standardError: number }[],
  dt: number,
  missed: number,
): ForcingInterval => {
  const fastest = (1 + missed) * Math.max(...found.map((each) => each.lambda1 + 2 * each.standardError));
  const slowest = Math.min(...found.map((each) => each.lambda1 - 2 * each.standardError));
  const steps = (exponent: number) => Math.max(1, Math.round(Math.LN2 / exponent / dt));
  return { steps: steps(lambda1), range: [steps(fastest), steps(Math.max(slowest, lambda1 / 4))] };
};
