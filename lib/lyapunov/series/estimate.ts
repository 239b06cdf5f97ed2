/**
 * The largest Lyapunov exponent of a measured series, and what follows from it for training.
 *
 * @module
 */
import * as E from "fp-ts/Either.js";
import { column, type Series } from "../../datasets/series.ts";
import { distinctIntegers, stream } from "../../numerics/random.ts";
import { cannotCompute, type LyapError } from "../../program/errors.ts";
import { attempt, type AttemptOptions, type Methods } from "./attempt.ts";
import { autocorrelation } from "./correlation.ts";
import { chooseDelay, type Delay, longestDelay } from "./delay.ts";
import { type CrossCheck, crossChecks, disagreement, together } from "./cross_checks.ts";
import { type Determinism, determinism } from "./determinism.ts";
import { chooseDimension, type Dimension, dimensionEvidence } from "./dimension.ts";
import { type ForcingInterval, forcingInterval } from "./forcing_interval.ts";
import { growthOf, type PartingCurves } from "./parting.ts";
import { missedUnder, noiseOfMap, roughness } from "./noise_level.ts";
import { middle, prepareSeries } from "./prepare.ts";
import {
  BLOCKS,
  type EstimateSettings,
  FEWEST_ROWS,
  MOST_COORDINATES,
  MOST_COPIES,
  REFERENCES,
} from "./settings.ts";
import { judge, type Verdict } from "./verdict.ts";

export type { MethodEstimate, Methods } from "./attempt.ts";

/** What was found about a series. */
export interface SeriesEstimate {
  /** The method that the exponent is by; null where there is none to be had. */
  readonly method: "rosenstein" | "kantz" | null;
  /** λ₁ in nats per time unit: 0 for a regular series, null where there is none to be had. */
  readonly lambda1: number | null;
  /** Standard error of λ₁ in nats per time unit; null where there is none to be had. */
  readonly standardError: number | null;
  /** What the series is. */
  readonly verdict: Verdict["verdict"];
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
  readonly delay: Delay;
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

/** A series that forgets in fewer steps is taken for that of a map: the direction of a flow cannot be seen in it. */
const FLOW_MEMORY = 5;

const refuse = (series: Series): LyapError | undefined => {
  const { rows, columns, dt } = series;
  if (rows < FEWEST_ROWS) {
    return cannotCompute(
      `The series has ${rows} rows, too few for an exponent`,
      `give at least ${FEWEST_ROWS}; several thousand are usual`,
    );
  }
  if (!(dt > 0 && Number.isFinite(dt))) {
    return cannotCompute(`The sampling interval dt is ${dt}`, "give a number above 0");
  }
  for (let index = 0; index < columns; index++) {
    const values = column(series, index);
    const bad = values.findIndex((value) => !Number.isFinite(value));
    if (bad >= 0) {
      return cannotCompute(
        `Row ${bad + 1} of column ${index + 1} is ${values[bad]}`,
        "fill the gap or use the longest part without one",
      );
    }
    if (values.every((value) => value === values[0])) {
      return cannotCompute(
        `Column ${index + 1} is constant (${values[0]})`,
        "leave it out; a constant has no exponent",
      );
    }
  }
  return undefined;
};

/** Two values this much apart, as a share of λ₁, are told. */
const TOLD = 0.25;
/** Spikes that blur λ₁ by this share are told. */
const SPIKES_TOLD = 0.35;
/** A signal whose typical step is below this, in typical distances of two of its values, flows. */
const SMALL_STEP = 0.2;

const median = (values: Float64Array): number => values.slice().sort()[values.length >> 1]!;

/** Whether a signal moves in small steps most of the time, however short its memory: one with spikes, for example. */
const moves = (signal: Float64Array): boolean => {
  const rows = signal.length;
  const pairs = distinctIntegers(stream(0, "typical distance"), rows, rows);
  const step = median(
    Float64Array.from({ length: rows - 1 }, (_, i) => Math.abs(signal[i + 1]! - signal[i]!)),
  );
  const apart = median(signal.map((value, i) => Math.abs(value - signal[pairs[i]!]!)));
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
const shortestDelay = (columns: readonly Float64Array[]): Delay =>
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
  const fault = refuse(series);
  if (fault !== undefined) return E.left(fault);
  const { dt } = series;
  const prepared = prepareSeries(series);
  const { columns, rows, memory, period, rounding, repeats } = prepared;
  const notes = [...prepared.notes];

  const delay: Delay = settings.delay === undefined
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
  const evidence = growth.flat || memory > longest ? undefined : determinism(columns, embedding, theiler);
  const checks = best === null || evidence?.found !== true ? [] : crossChecks(columns, options, methods);
  const spread = best === null ? 0 : disagreement(best.lambda1, checks);
  const verdict = judge({
    growth,
    memory,
    longestMemory: longest,
    periods: rows / period,
    recurring: rosenstein.recurring,
    determinism: evidence,
    exponent: best === null
      ? undefined
      : { value: best.lambda1, standardError: best.standardError, disagreement: spread, checks },
  });
  const chaotic = verdict.verdict === "chaotic" && best !== null;
  const rough = columns.map(roughness);
  const { isFlow } = options;
  const noise = isFlow
    ? Math.max(rounding, ...rough.map((each) => each.noise))
    : best === null
    ? rounding
    : Math.max(
      rounding,
      noiseOfMap(
        rosenstein,
        { ...embedding, coordinates: columns.length * embedding.copies },
        best.lambda1 * dt,
      ),
    );
  const spikes = isFlow ? middle(rough.map(({ overall }) => overall)) : 0;
  const missed = missedUnder(noise);
  const blurred = missedUnder(Math.max(noise, spikes));
  const spiky = blurred > 2 * missed;
  if (chaotic) {
    const { lambda1, standardError } = best;
    const telling = checks.filter((check) =>
      check.lambda1 !== null &&
      Math.abs(check.lambda1 - lambda1) > Math.max(TOLD * lambda1, 2 * standardError)
    );
    if (telling.length > 0) {
      notes.push(
        `Looked for otherwise the exponent differs: it is ${
          telling.map(({ how, lambda1 }) => `${lambda1!.toPrecision(3)} ${how}`).join(", ")
        }; the standard error and the range of τ cover that.`,
      );
    }
    if (missed > 0) {
      notes.push(
        `The series carries up to ${
          (100 * noise).toPrecision(2)
        } % of noise; an exponent found under noise is ` +
          `rather too small, by up to ${
            (100 * missed).toFixed(0)
          } % here, which the standard error and the range of ` +
          "τ allow for.",
      );
    }
    if (spiky && blurred > SPIKES_TOLD) {
      notes.push(
        "The series has spikes that last a few samples only, between which little is seen of how neighbours part; " +
          "the standard error allows for that. Sample it more finely, or give other columns too.",
      );
    }
  }
  // Noise makes λ₁ too small; that is allowed for at the fast end of the range of τ alone.
  const withoutNoise = best === null ? null : {
    lambda1: best.lambda1,
    standardError: together(best.standardError, spread, spiky ? blurred * best.lambda1 / 2 : 0),
  };
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
      ? together(best.standardError, spread, blurred * best.lambda1 / 2)
      : verdict.verdict === "regular"
      ? growth.slopeError / dt
      : null,
    verdict: verdict.verdict,
    because: verdict.because,
    forcingInterval: chaotic
      ? forcingInterval(
        best.lambda1,
        [withoutNoise, methods.rosenstein, methods.kantz].filter((each) => each !== null),
        dt,
        missed,
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
    noise,
    resolution: prepared.resolution,
    curves,
    determinism: evidence ?? null,
    notes,
  });
};
