/**
 * The largest Lyapunov exponent of a measured series, and what follows from it for training.
 *
 * @module
 */
import * as E from "fp-ts/Either.js";
import { pipe } from "fp-ts/function.js";
import type { Series } from "../../series/series.ts";
import type { LyapError } from "../../core/program/errors.ts";
import { counted } from "../../core/program/text.ts";
import {
  attempt,
  type AttemptOptions,
  BY_JACOBIANS,
  type CrossCheck,
  crossChecks,
  disagreement,
  type Methods,
} from "./attempt.ts";
import { type Change, changesOf, changeText } from "./changes.ts";
import { type Continuity, continuityOf } from "./continuity.ts";
import { autocorrelation } from "./correlation.ts";
import { determinism } from "./determinism.ts";
import { type ChosenEmbedding, embeddingOf } from "./embedding.ts";
import { frequenciesOf } from "./frequencies.ts";
import { type JacobianEstimate, jacobianEstimate, ofJacobians } from "./jacobian_estimate.ts";
import { dynamicsOfSeries } from "./dynamics.ts";
import { type DivergenceCurves, type Growth, growthOf, timeToDiverge } from "./divergence_curves.ts";
import { type PreparedSignals, prepareSeries } from "./prepare.ts";
import { forcingInterval, type SeriesEstimate } from "./series_estimate.ts";
import { BLOCKS, type EstimateSettings, REFERENCES, refusalOf } from "./settings.ts";
import { longestDelay } from "./state_space.ts";
import { uncertaintyOf } from "./uncertainty.ts";
import { hasShocks } from "./embedding_choice.ts";
import { type EarlyEvidence, judgeEarly, judgeSeries, type SeriesJudgement } from "./verdict.ts";
import { witnessesOf } from "./witnesses.ts";
import type { LyapunovSpectrum } from "../result.ts";

export type { MethodEstimate, Methods } from "./attempt.ts";
export type { SeriesEstimate } from "./series_estimate.ts";

const correlationZero = (columns: readonly Float64Array[]): number | null => {
  const zeros = columns.flatMap((values) => {
    const correlation = autocorrelation(values, Math.floor(values.length / 4));
    return correlation.at(-1)! <= 0 ? [correlation.length - 1] : [];
  });
  return zeros.length === 0 ? null : Math.min(...zeros);
};

/** Reference points where the verdict stands already, and the curve is only for the eye. */
const EARLY_REFERENCES = 300;

/** How a series was looked at. */
interface Looked {
  readonly prepared: PreparedSignals;
  readonly options: AttemptOptions;
  readonly settings: EstimateSettings;
  readonly changes: readonly Change[];
  readonly continuity: Continuity;
  readonly chosen: ChosenEmbedding;
  readonly curves: DivergenceCurves;
  readonly methods: Methods;
}

/** What an estimate says in any case. */
const commonOf = ({ prepared, options, changes, continuity, chosen, curves, methods }: Looked) => ({
  dt: options.dt,
  rows: prepared.rows,
  columns: prepared.columns.length,
  delay: chosen.delay,
  dimension: chosen.dimension,
  theiler: options.theiler,
  period: prepared.period,
  memory: prepared.memory,
  correlationZero: correlationZero(prepared.columns),
  methods,
  resolution: prepared.resolution,
  curves,
  continuity,
  embeddings: chosen.choice,
  changes,
});

/** An estimate of a series of which the verdict is known before any neighbour is followed. */
const withoutExponent = (looked: Looked, growth: Growth, judged: SeriesJudgement): SeriesEstimate => ({
  ...commonOf(looked),
  ...judged,
  method: judged.verdict === "regular" ? "rosenstein" : null,
  lambda1: judged.verdict === "regular" ? 0 : null,
  standardError: judged.verdict === "regular" ? growth.slopeError / looked.options.dt : null,
  divergenceRate: null,
  forcingInterval: null,
  checks: [],
  jacobians: null,
  noise: looked.prepared.rounding,
  isBound: false,
  dynamics: dynamicsOfSeries({
    judged,
    repeats: looked.prepared.repeats,
    determinism: undefined,
    jacobians: undefined,
    frequencies: undefined,
    noise: looked.prepared.rounding,
  }),
  witnesses: [],
  determinism: null,
  notes: [...looked.prepared.notes, ...changeNotes(looked)],
});

const changeNotes = ({ changes }: Looked): readonly string[] =>
  changes.length === 0 ? [] : [
    `The series changes in the course of time: ${
      changes.slice(0, 3).map((each) => changeText(each)).join("; ")
    }.`,
  ];

/** A rate of parting for people, where there is no exponent. */
const divergenceNote = (part: { readonly steps: number; readonly growth: number }, rate: number): string =>
  `Nearest neighbours take ${counted(part.steps, "step")} to part by ${
    part.growth.toFixed(1)
  } nats, three quarters of the way: ${rate.toPrecision(2)} nats per time unit on average. That is no ` +
  "exponent: noise makes it too large, and with many variables growth slows down and makes it too small.";

/** What is held beside an exponent from Jacobians: other embeddings, and how neighbours part. */
const checksOfTrusted = (
  { others }: JacobianEstimate,
  { rosenstein, kantz }: Methods,
  dt: number,
): readonly CrossCheck[] => [
  ...others.map((lambda1) => ({ how: "by Jacobians in another embedding", lambda1: lambda1 / dt })),
  { how: "by Rosenstein's method", lambda1: rosenstein?.lambda1 ?? null },
  { how: "by Kantz's method", lambda1: kantz?.lambda1 ?? null },
];

/** What both methods and local Jacobians make of a series whose verdict is still open. */
const foundOf = (looked: Looked, growth: Growth, early: EarlyEvidence): SeriesEstimate => {
  const { prepared, options, chosen, curves, methods } = looked;
  const { columns, memory, rounding, repeats } = prepared;
  const { dt, theiler, embedding, longest, coincident } = options;
  const { rosenstein } = curves;
  const test = coincident || growth.flat || memory > longest
    ? undefined
    : determinism(columns, embedding, theiler);
  const local = test?.found !== true || chosen.choice === null
    ? undefined
    : jacobianEstimate(columns, chosen.choice, { isFlow: options.isFlow, theiler });
  const trusted = local?.trusted === true ? local : undefined;
  const best = methods.rosenstein ?? methods.kantz;
  const checks = test?.found !== true
    ? []
    : trusted !== undefined
    ? checksOfTrusted(trusted, methods, dt)
    : best === null
    ? []
    : [
      ...crossChecks(columns, options, methods),
      ...(local?.isEvidence === true ? [{ how: BY_JACOBIANS, lambda1: local.exponents[0]! / dt }] : []),
    ];
  const uncertainty = uncertaintyOf(columns, { options, rounding, curve: rosenstein, best, checks });
  const exponent = trusted !== undefined
    ? { ...ofJacobians(trusted, dt), disagreement: 0, checks }
    : best === null
    ? undefined
    : {
      value: uncertainty.correction * best.lambda1,
      standardError: uncertainty.correction * best.standardError,
      disagreement: uncertainty.correction * disagreement(best.lambda1, checks),
      checks,
    };
  const judged = judgeSeries({
    ...early,
    growth,
    recurring: rosenstein.recurring,
    determinism: test,
    exponent,
    shocks: chosen.choice !== null && hasShocks(chosen.choice),
    byJacobians: trusted !== undefined,
  });
  const { verdict } = judged;
  const frequencies = verdict === "regular" && repeats === undefined ? frequenciesOf(columns[0]!) : undefined;
  const value = verdict === "chaotic" ? exponent : undefined;
  const standardError = trusted === undefined ? uncertainty.standardError : exponent?.standardError ?? 0;
  const part = value !== undefined || growth.flat || coincident
    ? undefined
    : timeToDiverge(rosenstein, growth);
  const divergenceRate = part === undefined ? null : part.growth / (part.steps * dt);
  return {
    ...commonOf(looked),
    ...judged,
    method: value !== undefined
      ? trusted !== undefined ? "jacobians" : methods.rosenstein !== null ? "rosenstein" : "kantz"
      : verdict === "regular"
      ? "rosenstein"
      : null,
    lambda1: value !== undefined ? value.value : verdict === "regular" ? 0 : null,
    standardError: value !== undefined
      ? standardError
      : verdict === "regular"
      ? Math.max(growth.slopeError / dt, growth.flat ? 0 : exponent?.standardError ?? 0)
      : null,
    divergenceRate,
    forcingInterval: value === undefined
      ? null
      : trusted !== undefined
      ? forcingInterval(value.value, [{ lambda1: value.value, standardError }], dt, 0)
      : forcingInterval(
        value.value,
        [
          { lambda1: value.value, standardError },
          methods.rosenstein,
          methods.kantz,
        ].filter((each) => each !== null),
        dt,
        uncertainty.missed,
      ),
    checks,
    jacobians: local ?? null,
    noise: uncertainty.noise,
    dynamics: dynamicsOfSeries({
      judged,
      repeats,
      determinism: test,
      jacobians: local,
      frequencies,
      noise: uncertainty.noise,
    }),
    witnesses: witnessesOf({
      columns,
      period: prepared.period,
      chosen,
      determinism: test,
      jacobians: local,
      frequencies,
      flat: growth.flat,
    }),
    isBound: value !== undefined && trusted === undefined && uncertainty.isBound,
    determinism: test ?? null,
    notes: [
      ...prepared.notes,
      ...changeNotes(looked),
      ...(value !== undefined && trusted === undefined ? uncertainty.notes : []),
      ...(part === undefined || divergenceRate === null ? [] : [divergenceNote(part, divergenceRate)]),
    ],
  };
};

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
 * import { estimateSeries } from "./estimate.ts";
 * import { assertAlmostEquals, assertEquals } from "@std/assert/mod.js";
 *
 * const values = new Float64Array(3000).fill(0.3);
 * for (let i = 1; i < values.length; i++) values[i] = 4 * values[i - 1]! * (1 - values[i - 1]!);
 * const estimate = estimateSeries({ values, rows: 3000, columns: 1, dt: 1 });
 * assertEquals(estimate._tag === "Right" && estimate.right.verdict, "chaotic");
 * assertAlmostEquals(estimate._tag === "Right" ? estimate.right.lambda1! : 0, Math.LN2, 0.05);
 * ```
 */
export const estimateSeries = (
  series: Series,
  settings: EstimateSettings = {},
): E.Either<LyapError, SeriesEstimate> => {
  const fault = refusalOf(series);
  if (fault !== undefined) return E.left(fault);
  const { dt } = series;
  const prepared = prepareSeries(series);
  const { columns, rows, memory, period, repeats } = prepared;
  const longest = longestDelay(rows);
  const changes = repeats === undefined ? changesOf(columns) : [];
  const evidence = { memory, longestMemory: longest, periods: rows / period, repeats, changes };
  const early = judgeEarly(evidence);
  const theiler = settings.theiler ??
    Math.min(longest, Math.ceil(Math.max(memory, Math.min(prepared.longestPeriod, longest))));
  const continuity = continuityOf(columns, memory, settings.isMap);
  const coincident = repeats !== undefined;
  const chosen = embeddingOf(columns, {
    settings,
    theiler,
    continuity,
    coincident,
    isEarly: early !== undefined,
  });
  const options: AttemptOptions = {
    embedding: chosen.embedding,
    dt,
    theiler,
    period,
    longest,
    references: early === undefined ? settings.references ?? REFERENCES : EARLY_REFERENCES,
    blocks: settings.blocks ?? BLOCKS,
    isFlow: continuity.isFlow,
    coincident,
    rosensteinOnly: early !== undefined,
  };
  return pipe(
    attempt(columns, options),
    E.map((tried) => {
      const looked: Looked = { prepared, options, settings, changes, continuity, chosen, ...tried };
      const growth = growthOf(
        tried.curves.rosenstein,
        options.embedding.copies * options.embedding.delay,
        period,
        tried.curves.randomPairs,
      );
      return early === undefined ? foundOf(looked, growth, evidence) : withoutExponent(looked, growth, early);
    }),
  );
};

/** An exponent from a series counts as settled when its standard error is at most this share of it. */
const SETTLED = 0.25;

/**
 * The spectrum as far as a series tells it: λ₁ in nats per time unit, no other exponent, no dimension. It counts as
 * converged where its standard error is at most a quarter of it.
 *
 * @returns null where no exponent could be estimated: the series is noise, or too short.
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
