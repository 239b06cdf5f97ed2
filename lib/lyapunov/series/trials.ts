/**
 * One estimate from several trials.
 *
 * @module
 */
import * as E from "fp-ts/Either.js";
import type { Series } from "../../series/series.ts";
import type { LyapError } from "../../core/program/errors.ts";
import { estimateSeries } from "./estimate.ts";
import type { SeriesEstimate } from "./series_estimate.ts";
import type { EstimateSettings } from "./settings.ts";

/** Verdicts that say something of the dynamics; the other one is that a trial is too short to tell. */
type Telling = Exclude<SeriesEstimate["verdict"], "too short">;

const rowsOf = (estimates: readonly SeriesEstimate[]): number =>
  estimates.reduce((sum, { rows }) => sum + rows, 0);

/** The verdict that most rows speak for; "too short" counts only where no trial tells more. */
const commonVerdict = (estimates: readonly SeriesEstimate[]): SeriesEstimate["verdict"] => {
  const votes = (["chaotic", "regular", "noise", "not stationary"] as const).map((
    verdict,
  ): readonly [Telling, number] => [
    verdict,
    rowsOf(estimates.filter((each) => each.verdict === verdict)),
  ]);
  const [verdict, rows] = votes.reduce((most, each) => each[1] > most[1] ? each : most);
  return rows === 0 ? "too short" : verdict;
};

/** Mean over trials weighted by their rows, with an error that covers their own errors and how they scatter. */
const pooled = (estimates: readonly SeriesEstimate[]) => {
  const rows = rowsOf(estimates);
  const weights = estimates.map((each) => each.rows / rows);
  const lambda1 = estimates.reduce((sum, each, index) => sum + weights[index]! * each.lambda1!, 0);
  const own = estimates.reduce((sum, { standardError }, index) => {
    const error = weights[index]! * (standardError ?? 0);
    return sum + error * error;
  }, 0);
  const scatter = estimates.reduce((sum, each, index) => {
    const deviation = weights[index]! * (each.lambda1! - lambda1);
    return sum + deviation * deviation;
  }, 0);
  return { lambda1, standardError: Math.sqrt(Math.max(own, scatter)) };
};

const forcingIntervalOf = (estimates: readonly SeriesEstimate[], lambda1: number, dt: number) => {
  const ranges = estimates.flatMap(({ forcingInterval }) => forcingInterval?.range ?? []);
  const steps = Math.max(1, Math.round(Math.LN2 / lambda1 / dt));
  return { steps, range: [Math.min(steps, ...ranges), Math.max(steps, ...ranges)] as const };
};

/**
 * Largest Lyapunov exponent of a recording from all of its trials: each is estimated for itself, so that no pair of
 * neighbours is followed across a border, and what most rows speak for is the verdict.
 *
 * @param trials Stretches without interruption, of the same columns; one of them is as `estimateSeries` has it.
 * @param settings What is not to be found from the series.
 * @param estimate How one trial is looked at. Default: once, by `estimateSeries`.
 * @returns The estimate of the longest trial of the common verdict, with λ₁ (nats per time unit), its error and τ from all
 * trials of that verdict.
 * @errors CannotCompute when no trial can be estimated.
 *
 * @example Two trials of the logistic map
 * ```ts
 * import { estimateTrials } from "./trials.ts";
 * import { assertAlmostEquals, assertEquals } from "@std/assert/mod.js";
 *
 * const trial = (start: number, rows: number) => {
 *   const values = new Float64Array(rows).fill(start);
 *   for (let i = 1; i < rows; i++) values[i] = 4 * values[i - 1]! * (1 - values[i - 1]!);
 *   return { values, rows, columns: 1, dt: 1 };
 * };
 * const estimate = estimateTrials([trial(0.3, 2000), trial(0.4, 2500)]);
 * assertEquals(estimate._tag === "Right" && estimate.right.rows, 4500);
 * assertAlmostEquals(estimate._tag === "Right" ? estimate.right.lambda1! : 0, Math.LN2, 0.05);
 * ```
 */
export const estimateTrials = (
  trials: readonly Series[],
  settings: EstimateSettings = {},
  estimate: typeof estimateSeries = estimateSeries,
): E.Either<LyapError, SeriesEstimate> => {
  const [first, ...others] = trials.map((trial) => estimate(trial, settings));
  if (others.length === 0) return first!;
  const results = [first!, ...others];
  const estimates = results.flatMap((result) => E.isRight(result) ? [result.right] : []);
  if (estimates.length === 0) return first!;
  const verdict = commonVerdict(estimates);
  const agreeing = estimates.filter((each) => each.verdict === verdict);
  const longest = agreeing.reduce((most, each) => each.rows > most.rows ? each : most);
  const known = longest.lambda1 === null ? null : pooled(agreeing);
  return E.right({
    ...longest,
    ...(known ?? {}),
    forcingInterval: verdict === "chaotic" && known !== null
      ? forcingIntervalOf(agreeing, known.lambda1, longest.dt)
      : longest.forcingInterval,
    rows: rowsOf(agreeing),
    notes: [
      `Each of ${trials.length} trials was looked at for itself; ${agreeing.length} of them, ${
        rowsOf(agreeing)
      } rows, are ${verdict === "noise" ? "like noise" : verdict}${
        known === null ? "." : ", and the exponent is their mean."
      }`,
      ...longest.notes,
    ],
  });
};
