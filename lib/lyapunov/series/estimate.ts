/**
 * The largest Lyapunov exponent of a measured series, and what follows from it for training.
 *
 * @module
 */
import { upperMedian } from "../../numerics/statistics.ts";
import * as E from "fp-ts/Either.js";
import type { Series } from "../../series/series.ts";
import { distinctIntegers, stream } from "../../numerics/random.ts";
import type { LyapError } from "../../program/errors.ts";
import { counted } from "../../program/text.ts";
import { attempt, type AttemptOptions, crossChecks, disagreement } from "./attempt.ts";
import { autocorrelation } from "./correlation.ts";
import { chooseDelay, type EmbeddingDelay, longestDelay } from "./state_space.ts";
import { determinism } from "./determinism.ts";
import { chooseDimension, type Dimension, dimensionEvidence } from "./dimension.ts";
import { forcingInterval, type SeriesEstimate } from "./series_estimate.ts";
import { growthOf, timeToPart } from "./parting.ts";
import { prepareSeries } from "./prepare.ts";
import {
  BLOCKS,
  type EstimateSettings,
  MOST_COORDINATES,
  MOST_COPIES,
  REFERENCES,
  refusalOf,
} from "./settings.ts";
import { uncertaintyOf } from "./uncertainty.ts";
import { judgeSeries } from "./verdict.ts";
import type { LyapunovSpectrum } from "../result.ts";

export type { MethodEstimate, Methods } from "./attempt.ts";
export type { SeriesEstimate } from "./series_estimate.ts";

/** A series that forgets in fewer steps is taken for that of a map: the direction of a flow cannot be seen in it. */
const FLOW_MEMORY = 5;

/** A signal whose typical step is below this, in typical distances of two of its values, flows. */
const SMALL_STEP = 0.2;

/** Whether a signal moves in small steps most of the time, however short its memory: one with spikes, for example. */
const moves = (signal: Float64Array): boolean => {
  const rows = signal.length;
  const pairs = distinctIntegers(stream(0, "typical distance"), rows, rows);
  const step = upperMedian(
    Float64Array.from({ length: rows - 1 }, (_, i) => Math.abs(signal[i + 1]! - signal[i]!)),
  );
  const apart = upperMedian(signal.map((value, i) => Math.abs(value - signal[pairs[i]!]!)));
  return step < SMALL_STEP * apart;
};

const correlationZero = (columns: readonly Float64Array[]): number | null => {
  const zeros = columns.flatMap((values) => {
    const correlation = autocorrelation(values, Math.floor(values.length / 4));
    return correlation.at(-1)! <= 0 ? [correlation.length - 1] : [];
  });
  return zeros.length === 0 ? null : Math.min(...zeros);
};

/** The shortest of the columns' delays: the fastest variable decides. */
const shortestDelay = (columns: readonly Float64Array[]): EmbeddingDelay =>
  columns.map(chooseDelay).reduce((shortest, each) => each.steps < shortest.steps ? each : shortest);

/**
 * Largest Lyapunov exponent of a measured series by the divergence of nearest neighbours, with a verdict.
 *
 * One column is embedded by delays; several columns are the state, with delayed copies when they are too few. Columns
 * that are delayed copies of one signal already are put together again. The exponent is Rosenstein's, and Kantz's where
 * only that has a linear region. A series is called chaotic only if its neighbours stay together longer than those of
 * linear noise with the same spectrum, and then part exponentially, by at least a factor of e.
 *
 * @param series T rows × N columns, sampled every `dt` time units; no gaps.
 * @param settings What is not to be found from the series.
 * @returns λ₁ in nats per time unit with its standard error, the verdict, the forcing interval, both methods with their
 * curves and linear regions.
 * @errors CannotCompute for fewer than 100 rows, a constant column, a number that is not finite, or dt ≤ 0.
 * @source Rosenstein, Collins & De Luca (1993), Physica D 65, 117–134; Kantz (1994), Phys. Lett. A 185, 77–87.
 * @example A logistic map at r = 4 has λ₁ = ln 2
 * ```ts
 * import { estimateExponent } from "./estimate.ts";
 * import { assertAlmostEquals, assertEquals } from "@std/assert/mod.js";
 *
 * const values = new Float64Array(3000).fill(0.3);
 * for (let i = 1; i < values.length; i++) values[i] = 4 * values[i - 1]! * (1 - values[i - 1]!);
 * const estimate = estimateExponent({ values, rows: 3000, columns: 1, dt: 1 });
 * assertEquals(estimate._tag === "Right" && estimate.right.verdict, "chaotic");
 * assertAlmostEquals(estimate._tag === "Right" ? estimate.right.lambda1! : 0, Math.LN2, 0.05);
 * ```
 */
export const estimateExponent = (
  series: Series,
  settings: EstimateSettings = {},
): E.Either<LyapError, SeriesEstimate> => {
  const fault = refusalOf(series);
  if (fault !== undefined) return E.left(fault);
  const { dt } = series;
  const prepared = prepareSeries(series);
  const { columns, rows, memory, period, rounding, repeats } = prepared;
  const notes = [...prepared.notes];

  const delay: EmbeddingDelay = settings.delay === undefined
    ? shortestDelay(columns)
    : { steps: settings.delay, by: "given" };
  const longest = longestDelay(rows);
  const theiler = settings.theiler ??
    Math.min(longest, Math.ceil(Math.max(memory, Math.min(prepared.longestPeriod, longest))));
  const coincident = repeats !== undefined;
  const most = Math.max(2, Math.min(MOST_COPIES, Math.floor(MOST_COORDINATES / columns.length)));
  const dimension: Dimension = settings.copies === undefined
    ? chooseDimension(dimensionEvidence(columns, delay.steps, theiler, most, coincident))
    : { copies: settings.copies, by: "given", evidence: [] };
  const embedding = { copies: dimension.copies, delay: delay.steps };
  const options: AttemptOptions = {
    embedding,
    dt,
    theiler,
    period,
    longest,
    references: settings.references ?? REFERENCES,
    blocks: settings.blocks ?? BLOCKS,
    isFlow: memory >= FLOW_MEMORY || columns.every(moves),
    coincident,
  };
  const tried = attempt(columns, options);
  if (E.isLeft(tried)) return tried;
  const { curves, methods } = tried.right;
  const { rosenstein, randomPairs } = curves;
  const growth = growthOf(rosenstein, embedding.copies * embedding.delay, period, randomPairs);
  const best = methods.rosenstein ?? methods.kantz;
  const evidence = coincident || growth.flat || memory > longest
    ? undefined
    : determinism(columns, embedding, theiler);
  const checks = best === null || evidence?.found !== true ? [] : crossChecks(columns, options, methods);
  const spread = best === null ? 0 : disagreement(best.lambda1, checks);
  const verdict = judgeSeries({
    growth,
    memory,
    longestMemory: longest,
    periods: rows / period,
    recurring: rosenstein.recurring,
    repeats,
    determinism: evidence,
    exponent: best === null
      ? undefined
      : { value: best.lambda1, standardError: best.standardError, disagreement: spread, checks },
  });
  const chaotic = verdict.verdict === "chaotic" && best !== null;
  const uncertainty = uncertaintyOf(columns, { options, rounding, curve: rosenstein, best, checks });
  if (chaotic) notes.push(...uncertainty.notes);
  const part = chaotic || growth.flat || coincident ? undefined : timeToPart(rosenstein, growth);
  const partingRate = part === undefined ? null : part.growth / (part.steps * dt);
  if (part !== undefined && partingRate !== null) {
    notes.push(
      `Nearest neighbours take ${counted(part.steps, "step")} to part by ${
        part.growth.toFixed(1)
      } nats, three quarters of the way: ${
        partingRate.toPrecision(2)
      } nats per time unit on average. That is no ` +
        "exponent: noise makes it too large, and with many variables growth slows down and makes it too small.",
    );
  }
  return E.right({
    method: verdict.verdict === "regular"
      ? "rosenstein"
      : !chaotic
      ? null
      : methods.rosenstein !== null
      ? "rosenstein"
      : "kantz",
    lambda1: chaotic ? best.lambda1 : verdict.verdict === "regular" ? 0 : null,
    standardError: chaotic
      ? uncertainty.standardError
      : verdict.verdict === "regular"
      ? Math.max(growth.slopeError / dt, growth.flat ? 0 : best?.standardError ?? 0)
      : null,
    partingRate,
    verdict: verdict.verdict,
    because: verdict.because,
    forcingInterval: chaotic
      ? forcingInterval(
        best.lambda1,
        [
          { lambda1: best.lambda1, standardError: uncertainty.withoutNoise },
          methods.rosenstein,
          methods.kantz,
        ].filter((each) => each !== null),
        dt,
        uncertainty.missed,
      )
      : null,
    dt,
    rows,
    columns: columns.length,
    delay,
    dimension,
    theiler,
    period,
    memory,
    correlationZero: correlationZero(columns),
    methods,
    checks,
    noise: uncertainty.noise,
    resolution: prepared.resolution,
    curves,
    determinism: evidence ?? null,
    notes,
  });
};

/** An exponent from a series counts as settled when its standard error is at most this share of it. */
const SETTLED = 0.25;

/**
 * The spectrum as far as a series tells it: λ₁ in nats per time unit, no other exponent, no dimension. It counts as
 * converged where its standard error is at most a quarter of it.
 *
 * @returns null where the series has no exponent to be had: noise, or too short.
 */
export const spectrumFromSeries = (
  { lambda1, standardError, rows }: Pick<SeriesEstimate, "lambda1" | "standardError" | "rows">,
): LyapunovSpectrum | null =>
  lambda1 === null ? null : {
    unit: "nats/time",
    exponents: [lambda1],
    standardErrors: [standardError ?? Infinity],
    history: { time: [], exponents: [] },
    converged: lambda1 === 0 || (standardError ?? Infinity) <= SETTLED * lambda1,
    kaplanYorke: null,
    meanLogDeterminant: null,
    steps: rows,
  };

/** Verdicts that say something of the dynamics; the other one is that a trial is too short to tell. */
type Telling = Exclude<SeriesEstimate["verdict"], "too short">;

const rowsOf = (estimates: readonly SeriesEstimate[]): number =>
  estimates.reduce((sum, { rows }) => sum + rows, 0);

/** The verdict that most rows speak for; "too short" counts only where no trial tells more. */
const commonVerdict = (estimates: readonly SeriesEstimate[]): SeriesEstimate["verdict"] => {
  const votes = (["chaotic", "regular", "noise"] as const).map((verdict): readonly [Telling, number] => [
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
 * @param trials Stretches without interruption, of the same columns; one of them is as `estimateExponent` has it.
 * @returns The estimate of the longest trial of the common verdict, with λ₁ (nats per time unit), its error and τ from all
 * trials of that verdict.
 * @errors CannotCompute when no trial can be estimated.
 *
 * @example Two trials of the logistic map
 * ```ts
 * import { estimateTrials } from "./estimate.ts";
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
export const estimateTrials = (trials: readonly Series[]): E.Either<LyapError, SeriesEstimate> => {
  const [first, ...others] = trials.map((trial) => estimateExponent(trial));
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
