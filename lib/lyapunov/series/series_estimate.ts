/**
 * What an estimate from a series says.
 *
 * @module
 */
import type { Methods } from "./attempt.ts";
import type { CrossCheck } from "./cross_checks.ts";
import type { EmbeddingDelay } from "./delay.ts";
import type { Determinism } from "./determinism.ts";
import type { Dimension } from "./dimension.ts";
import type { ForcingInterval } from "./forcing_interval.ts";
import type { PartingCurves } from "./parting.ts";
import type { SeriesJudgement } from "./verdict.ts";

/**
 * What was found about a series.
 *
 * @internal
 */
export interface SeriesEstimate {
  /** The method that the exponent is by; null where there is none to be had. */
  readonly method: "rosenstein" | "kantz" | null;
  /** λ₁ in nats per time unit: 0 for a regular series, null where there is none to be had. */
  readonly lambda1: number | null;
  /** Standard error of λ₁ in nats per time unit; null where there is none to be had. */
  readonly standardError: number | null;
  /**
   * Where there is no λ₁ to be had, the average rate at which nearest neighbours part, in nats per time unit, by noise or
   * otherwise. It is no exponent and no bound of one: noise makes it too large, and with many variables growth slows down.
   * null where there is an exponent.
   */
  readonly partingRate: number | null;
  /** What the series is. */
  readonly verdict: SeriesJudgement["verdict"];
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
  /** Noise on the series, rounding included, in standard deviations of it, as an upper bound. */
  readonly noise: number;
  /** The step to which values are rounded, in standard deviations; 0 where that is not seen. */
  readonly resolution: number;
  /** Both divergence curves. */
  readonly curves: PartingCurves;
  /** The test against linear noise; null where it could not be made. */
  readonly determinism: Determinism | null;
  /** What else a reader should know. */
  readonly notes: readonly string[];
}
