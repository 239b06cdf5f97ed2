/**
 * The largest Lyapunov exponent of a measured series, and what follows from it for training.
 *
 * @module
 */
import * as E from "fp-ts/Either.js";
import { column, type Series } from "../../datasets/series.ts";
import { cannotCompute, type LyapError } from "../../program/errors.ts";
import { autocorrelation, exactPeriod, meanPeriod, meanTurn } from "./correlation.ts";
import { chooseDelay, type Delay, firstBelow, longestDelay } from "./delay.ts";
import { type Determinism, determinism } from "./determinism.ts";
import { chooseDimension, type Dimension, dimensionEvidence } from "./dimension.ts";
import { growthOf, type PartingCurves, partingCurves } from "./parting.ts";
import type { LinearRegion } from "./linear_region.ts";
import { nearGrowth } from "./near_growth.ts";
import { noiseLevel } from "./noise_level.ts";
import {
  BLOCKS,
  type EstimateSettings,
  FEWEST_ROWS,
  MOST_COORDINATES,
  MOST_COPIES,
  REFERENCES,
} from "./settings.ts";
import { commonSignal, standardColumns } from "./state_space.ts";
import { judge, type Verdict } from "./verdict.ts";

/** The exponent by one method. */
export interface MethodEstimate {
  /** λ₁ in nats per time unit. */
  readonly lambda1: number;
  /** Its standard error, over the blocks of the series and from the bend of the linear region; nats per time unit. */
  readonly standardError: number;
  /** The region of the divergence curve that was fitted. */
  readonly region: LinearRegion;
}

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
  readonly forcingInterval: { readonly steps: number; readonly range: readonly [number, number] } | null;
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
  readonly methods: { readonly rosenstein: MethodEstimate | null; readonly kantz: MethodEstimate | null };
  /** Noise on the series of a flow, in standard deviations, as an upper bound; null for a map. */
  readonly noise: number | null;
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

const methodEstimate = (region: LinearRegion | undefined, dt: number): MethodEstimate | null =>
  region === undefined
    ? null
    : { lambda1: region.slope / dt, standardError: region.standardError / dt, region };

/** A first jump of ln d by so many nats shows noise on the series of a map. */
const NOISE_JUMP = 0.4;
/** Noise on a flow counts from this share of a standard deviation on. */
const LEAST_NOISE = 0.005;
/**
 * Under noise the exponent may be larger than what is found, by 12 % for each per cent of noise, up to 60 %: on known
 * systems 1 % of noise takes up to a tenth or so of the exponent, and 5 % takes a third.
 */
const MISSED_PER_NOISE = 12;
const MOST_MISSED = 0.6;

/** By what share the exponent may be larger because of noise. */
const missedFor = (noise: number, jump: number): number =>
  Math.max(
    jump > NOISE_JUMP ? MOST_MISSED : 0,
    noise < LEAST_NOISE ? 0 : Math.min(MOST_MISSED, MISSED_PER_NOISE * noise),
  );

/**
 * λ ± 2 standard errors of every method that has one, the fast end times `faster`; the slow end is held at a quarter of
 * λ₁.
 */
const intervalFrom = (
  lambda1: number,
  methods: readonly (MethodEstimate | null)[],
  dt: number,
  faster: number,
) => {
  const found = methods.filter((method) => method !== null);
  const fastest = faster * Math.max(...found.map((method) => method.lambda1 + 2 * method.standardError));
  const slowest = Math.min(...found.map((method) => method.lambda1 - 2 * method.standardError));
  const steps = (exponent: number) => Math.max(1, Math.round(Math.LN2 / exponent / dt));
  return { steps: steps(lambda1), range: [steps(fastest), steps(Math.max(slowest, lambda1 / 4))] as const };
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
  const notes: string[] = [];
  const whole = commonSignal(Array.from({ length: series.columns }, (_, index) => column(series, index)));
  if (whole !== undefined) {
    notes.push(
      `The ${series.columns} columns are delayed copies of one signal; the signal of ${whole.length} samples was used.`,
    );
  }
  const used = whole === undefined ? series : { ...series, values: whole, rows: whole.length, columns: 1 };
  const { rows, dt } = used;
  const columns = standardColumns(used);

  const delay: Delay = settings.delay === undefined
    ? shortestDelay(columns)
    : { steps: settings.delay, by: "given" };
  const longest = longestDelay(rows);
  const memories = columns.map((values) => firstBelow(autocorrelation(values, 2 * longest), 1 / Math.E));
  const memory = Math.max(...memories);
  const period = Math.max(...columns.map(meanPeriod));
  const theiler = settings.theiler ??
    Math.min(longest, Math.ceil(Math.max(memory, Math.min(period, longest))));
  const repeats = exactPeriod(columns);
  const coincident = repeats !== undefined;
  if (coincident) notes.push(`The series repeats itself exactly every ${repeats} steps.`);
  const most = Math.max(2, Math.min(MOST_COPIES, Math.floor(MOST_COORDINATES / used.columns)));
  const dimension: Dimension = settings.copies === undefined
    ? chooseDimension(dimensionEvidence(columns, delay.steps, theiler, most, coincident))
    : { copies: settings.copies, by: "given", evidence: [] };
  const embedding = { copies: dimension.copies, delay: delay.steps };

  const curves = partingCurves(columns, embedding, {
    theiler,
    period,
    references: settings.references ?? REFERENCES,
    blocks: settings.blocks ?? BLOCKS,
    span: memory < FLOW_MEMORY ? 0 : Math.max(1, Math.round(delay.steps / 2)),
    coincident,
  });
  if (E.isLeft(curves)) return curves;
  const { rosenstein, distances, randomPairs } = curves.right;
  const near = {
    randomPairs,
    period,
    turn: Math.max(...columns.map((values) => Math.min(meanTurn(values, delay.steps), meanPeriod(values)))),
    rows,
    blocks: settings.blocks ?? BLOCKS,
    shortest: Math.max(3, delay.steps, Math.min(period, longest) / 3),
  };
  const methods = {
    rosenstein: methodEstimate(nearGrowth("rosenstein", distances.rosenstein, near), dt),
    kantz: methodEstimate(nearGrowth("kantz", distances.kantz, near), dt),
  };
  const growth = growthOf(rosenstein, embedding.copies * embedding.delay, period, randomPairs);
  const best = methods.rosenstein ?? methods.kantz;
  const evidence = growth.flat || memory > longest ? undefined : determinism(columns, embedding, theiler);
  const verdict = judge({
    growth,
    memory,
    longestMemory: longest,
    periods: rows / period,
    recurring: rosenstein.recurring,
    determinism: evidence,
    exponent: best === null ? undefined : { value: best.lambda1, standardError: best.standardError },
  });
  const chaotic = verdict.verdict === "chaotic" && best !== null;
  if (chaotic && methods.rosenstein !== null && methods.kantz !== null) {
    const ratio = methods.kantz.lambda1 / methods.rosenstein.lambda1;
    if (ratio > 1.4 || ratio < 0.7) {
      notes.push(
        `Kantz's method gives ${
          ratio.toFixed(2)
        } times the exponent of Rosenstein's; the range of τ covers both.`,
      );
    }
  }
  const isFlow = memory >= FLOW_MEMORY;
  const noise = isFlow ? noiseLevel(columns) : null;
  const jump = isFlow || best === null ? 0 : growth.jump - best.lambda1 * dt * rosenstein.steps[1]!;
  const missed = chaotic ? missedFor(noise ?? 0, jump) : 0;
  if (missed > 0) {
    notes.push(
      (noise === null
        ? "Neighbours part by a jump first, which shows noise"
        : `The series carries up to ${(100 * noise).toFixed(1)} % of noise`) +
        `; an exponent found under noise is rather too small, and the range of τ allows for ${
          (100 * missed).toFixed(0)
        } % more.`,
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
      ? best.standardError
      : verdict.verdict === "regular"
      ? growth.slopeError / dt
      : null,
    verdict: verdict.verdict,
    because: verdict.because,
    forcingInterval: chaotic
      ? intervalFrom(best.lambda1, [methods.rosenstein, methods.kantz], dt, 1 + missed)
      : null,
    dt,
    rows,
    columns: used.columns,
    delay,
    dimension,
    theiler,
    period,
    memory,
    correlationZero: correlationZero(columns),
    methods,
    noise,
    curves: curves.right,
    determinism: evidence ?? null,
    notes,
  });
};
