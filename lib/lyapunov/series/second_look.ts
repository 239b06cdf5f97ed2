/**
 * A second look at an estimate: what neighbours and local Jacobians say is put together by how far each can be trusted,
 * and a series that looked regular at first may be weakly chaotic.
 *
 * `lyap estimate` says what comes of it. Datasets keep the first look, whose version is in their names.
 *
 * @module
 */
import * as E from "fp-ts/Either.js";
import { pipe } from "fp-ts/function.js";
import { exp, log } from "../../numerics/elementary.ts";
import { lowerMedian } from "../../numerics/statistics.ts";
import { withError } from "../../numerics/format.ts";
import type { LyapError } from "../../program/errors.ts";
import type { Series } from "../../series/series.ts";
import { together } from "./attempt.ts";
import { estimateExponent } from "./estimate.ts";
import { type JacobianEstimate, jacobianEstimate } from "./jacobian_estimate.ts";
import { dynamicsOfSeries } from "./dynamics.ts";
import { errorOfPredictions, type PredictionError } from "./prediction.ts";
import { prepareSeries } from "./prepare.ts";
import { forcingInterval, type SeriesEstimate } from "./series_estimate.ts";
import type { EstimateSettings } from "./settings.ts";
import { jacobianWitness } from "./witnesses.ts";

/** λ₁ in one way, with its standard error, in nats per time unit. */
export interface Way {
  readonly lambda1: number;
  readonly standardError: number;
}

/**
 * Shares of λ₁ by which an exponent is off whatever its own errors say. All were chosen on the tuning half of the
 * referee's record.
 */
const JACOBIANS = { always: 0.035, spread: 0.5, misses: 1.6 } as const;
/**
 * Errors of predictions spoil Jacobians by this share of what they do otherwise where several variables are recorded, since
 * little of the state is missed then, and where embeddings agree and a flow has an exponent that is zero.
 */
const VOUCHED = 0.15;
const NEIGHBOURS = 0.07;
/** Errors of Jacobians grow with the worst predictions: these are off by this many nats, and by a factor of e in this many. */
const MISSES = { at: -3, scale: 2 } as const;
/** What counts as the spread where one embedding stands alone, and where one method does. */
const ALONE = { embedding: 0.3, method: 0.15 } as const;
/** Noise that exceeds the error of predictions by this many nats is none. */
const MORE_THAN_PREDICTED = 2.5;

const predictionOf = ({ embeddings }: SeriesEstimate): PredictionError | undefined => embeddings?.tried[0];

/**
 * λ₁ of several embeddings: the lower of the middle ones, since Jacobians of an embedding that predicts badly are too
 * large and hardly ever too small.
 */
export const ofAllEmbeddings = (
  { exponents, standardErrors, others, trusted, offZero }: JacobianEstimate,
  { worst }: PredictionError,
  { columns, dt }: Pick<SeriesEstimate, "columns" | "dt">,
): Way => {
  const all = [exponents[0]!, ...others];
  const middle = lowerMedian(all);
  const size = Math.abs(middle);
  const deviations = all.map((each) => Math.abs(each - middle)).sort((a, b) => a - b);
  const isVouched = columns > 1 || (trusted && offZero !== null);
  const misses = (isVouched ? VOUCHED : 1) * JACOBIANS.misses;
  const [nearest, farthest] = all.length > 1
    ? [deviations[1]!, deviations.at(-1)!]
    : [ALONE.embedding * size, ALONE.embedding * size];
  return {
    lambda1: middle / dt,
    standardError: together(
      JACOBIANS.always * size,
      JACOBIANS.spread * nearest,
      JACOBIANS.spread * farthest,
      misses * size * exp((worst - MISSES.at) / MISSES.scale),
      standardErrors[0]!,
    ) / dt,
  };
};

/** λ₁ from how neighbours part; without the correction for noise where predictions are better than noise would let them. */
const ofNeighbours = (estimate: SeriesEstimate): Way | undefined => {
  const { methods: { rosenstein, kantz }, method, noise } = estimate;
  const first = rosenstein ?? kantz;
  if (first === null) return undefined;
  const second = rosenstein === null ? null : kantz;
  const isOwn = method === "rosenstein" || method === "kantz";
  const { lambda1 } = first;
  const prediction = predictionOf(estimate);
  const isFree = prediction !== undefined && noise > 0 && log(noise) > prediction.error + MORE_THAN_PREDICTED;
  return {
    lambda1: isOwn && !isFree ? estimate.lambda1! : lambda1,
    standardError: together(
      NEIGHBOURS * lambda1,
      second === null ? ALONE.method * lambda1 : Math.abs(lambda1 - second.lambda1) / 2,
      isOwn ? estimate.standardError! : first.standardError,
    ),
  };
};

/**
 * The mean of several ways, weighted by their errors. Where they differ by more than these, its error grows with it.
 *
 * @example Two that differ by three standard errors
 * ```ts
 * import { putTogether } from "./second_look.ts";
 * import { assertAlmostEquals } from "@std/assert/mod.js";
 *
 * const mean = putTogether([{ lambda1: 1, standardError: 0.1 }, { lambda1: 1.5, standardError: 0.1 }]);
 * assertAlmostEquals(mean.lambda1, 1.25);
 * assertAlmostEquals(mean.standardError, 0.25);
 * ```
 */
export const putTogether = (ways: readonly Way[]): Way => {
  const weights = ways.map(({ standardError }) => 1 / (standardError * standardError));
  const sum = weights.reduce((a, b) => a + b, 0);
  const lambda1 = ways.reduce((total, way, i) => total + weights[i]! * way.lambda1, 0) / sum;
  const chi = ways.reduce((total, way, i) => {
    const deviation = way.lambda1 - lambda1;
    return total + weights[i]! * deviation * deviation;
  }, 0);
  return {
    lambda1,
    standardError: Math.sqrt(Math.max(1, chi / Math.max(1, ways.length - 1)) / sum),
  };
};

/** Predictions this good, in the mean and one in twenty, leave no room for noise: what parts neighbours is the dynamics. */
const EXACT = { error: -9, worst: -5 } as const;
/** Standard errors that a weak exponent is above zero in every embedding, and e-folds of it within the series. */
const ABOVE_ZERO = 3;
const FOLDS = 20;
/** An exponent of a flow that is nearest to zero is off it by this share of λ₁ at most. */
const ZERO = 0.16;
/** Standard errors that λ₁ of all ways together is above zero. */
const CONFIRMED = 2.5;

/**
 * Whether Jacobians of nearly exact predictions have λ₁ > 0 in every embedding, and an exponent that is zero beside it, as
 * a flow must. A map has none, so that nothing tells weak chaos from a strange set without it.
 */
const showChaos = (
  { exponents, standardErrors, others, offZero }: JacobianEstimate,
  { error, worst }: PredictionError,
  rows: number,
): boolean =>
  error < EXACT.error && worst < EXACT.worst && others.length > 0 && offZero !== null && offZero < ZERO &&
  [exponents[0]!, ...others].every((each) => each > ABOVE_ZERO * standardErrors[0]! && each * rows > FOLDS);

/** The Jacobians of a series, also of one whose verdict stood without them; undefined where there are none. */
const jacobiansOf = (series: Series, estimate: SeriesEstimate): JacobianEstimate | undefined => {
  const { jacobians, embeddings, continuity, theiler, verdict } = estimate;
  if (jacobians !== null) return jacobians;
  if (verdict !== "regular" || embeddings === null) return undefined;
  return jacobianEstimate(prepareSeries(series).columns, embeddings, { isFlow: continuity.isFlow, theiler });
};

const withExponent = (estimate: SeriesEstimate, ways: readonly Way[]): SeriesEstimate => {
  const found = putTogether(ways);
  const { forcingInterval: first, isBound, dt } = estimate;
  const next = forcingInterval(found.lambda1, [found], dt, 0);
  return {
    ...estimate,
    ...found,
    method: ways.length > 1 ? "combined" : estimate.method,
    forcingInterval: isBound && first !== null
      ? { ...next, range: [Math.min(next.range[0], first.range[0]), next.range[1]] }
      : next,
    notes: ways.length === 1 ? estimate.notes : [
      `λ₁ is the mean of how neighbours part, ${
        withError(ways[0]!.lambda1, ways[0]!.standardError)
      }, and of local Jacobians, ${
        withError(ways[1]!.lambda1, ways[1]!.standardError)
      }, weighted by their errors.`,
      ...estimate.notes,
    ],
  };
};

const WEAK = {
  verdict: "chaotic",
  reason: "weak chaos",
  because:
    "its future follows from its neighbours nearly exactly, and the Jacobians along the orbit have λ₁ > 0 in every " +
    "embedding, one of 0 beside it",
} as const;

const JUMPS = {
  verdict: "chaotic",
  reason: "chaos with jumps",
  because:
    "its neighbours part exponentially; one prediction in twenty misses altogether, but with more rows predictions get " +
    "better, so what makes them miss are jumps or spikes of the dynamics and no shocks",
} as const;

/** A series that turns out to be chaotic although its neighbours did not tell. */
const foundChaotic = (estimate: SeriesEstimate, judged: typeof WEAK | typeof JUMPS): SeriesEstimate => {
  const { jacobians } = estimate;
  return {
    ...estimate,
    ...judged,
    method: estimate.methods.rosenstein !== null
      ? "rosenstein"
      : estimate.methods.kantz !== null
      ? "kantz"
      : "jacobians",
    // The last note is about the rate of parting, where there is one: it stands for an exponent that is missing no longer.
    notes: estimate.divergenceRate === null ? estimate.notes : estimate.notes.slice(0, -1),
    divergenceRate: null,
    motion: dynamicsOfSeries({
      judged,
      repeats: undefined,
      determinism: estimate.determinism ?? undefined,
      jacobians: jacobians ?? undefined,
      frequencies: undefined,
      noise: estimate.noise,
    }),
    witnesses: jacobians === null ? estimate.witnesses : [
      ...estimate.witnesses.filter(({ name }) => name !== jacobianWitness(jacobians).name),
      jacobianWitness(jacobians),
    ],
  };
};

/** Parts of the series whose predictions are compared, and the nats by which each doubling must make them better. */
const PARTS = [0.25, 0.5] as const;
const BETTER = 0.4;

/**
 * Whether predictions get better with every doubling of the rows. Where the dynamics jumps, fewer neighbours lie on the
 * other side of a jump the nearer they are; where chance shocks the series, more rows do not help.
 */
const learnsFromRows = (series: Series, { embeddings, theiler }: SeriesEstimate): boolean => {
  const best = embeddings?.tried[0];
  if (best === undefined) return false;
  const { columns, rows } = prepareSeries(series);
  const errors = PARTS.map((part) =>
    errorOfPredictions(columns.map((values) => values.subarray(0, Math.floor(part * rows))), best, {
      horizons: embeddings!.horizons,
      theiler,
    })?.error ?? -Infinity
  );
  return [...errors, best.error].every((error, i, all) => i === 0 || error < all[i - 1]! - BETTER);
};

/** A series whose exponent is not above zero by enough of its errors when all ways are put together. */
const notConfirmed = (estimate: SeriesEstimate, { lambda1, standardError }: Way): SeriesEstimate => {
  const judged = {
    verdict: "too short",
    reason: "ways differ",
    because: `all ways together give ${withError(lambda1, standardError)}, which is not above zero by ${
      CONFIRMED.toFixed(1)
    } standard errors: its neighbours are not near enough to tell`,
  } as const;
  return {
    ...estimate,
    ...judged,
    method: null,
    lambda1: null,
    standardError: null,
    forcingInterval: null,
    isBound: false,
    motion: dynamicsOfSeries({
      judged,
      repeats: undefined,
      determinism: estimate.determinism ?? undefined,
      jacobians: estimate.jacobians ?? undefined,
      frequencies: undefined,
      noise: estimate.noise,
    }),
  };
};

/**
 * Looks again at an estimate.
 *
 * @param series T rows × N columns.
 * @param estimate What was found about it at first.
 * @returns The same where there is no more to say; else with λ₁, its error and τ from all ways together. "regular" becomes
 * "chaotic" where Jacobians show weak chaos, "too short" where what looked like shocks are jumps of the dynamics, and
 * "chaotic" becomes "too short" where λ₁ of all ways together is not above zero by 2.5 standard errors.
 */
export const secondLook = (series: Series, estimate: SeriesEstimate): SeriesEstimate => {
  const { verdict, reason } = estimate;
  const prediction = predictionOf(estimate);
  if (prediction === undefined) return estimate;
  const jacobians = jacobiansOf(series, estimate);
  const way = jacobians === undefined ? undefined : ofAllEmbeddings(jacobians, prediction, estimate);
  const ways = [ofNeighbours(estimate), way].filter((each): each is Way => each !== undefined)
    .filter(({ lambda1 }) => lambda1 > 0);
  if (ways.length === 0) return estimate;
  const found = putTogether(ways);
  const isConfirmed = found.lambda1 >= CONFIRMED * found.standardError;
  if (verdict === "chaotic") {
    return isConfirmed ? withExponent(estimate, ways) : notConfirmed(estimate, found);
  }
  if (!isConfirmed) return estimate;
  if (reason === "shocks or spikes") {
    return learnsFromRows(series, estimate) ? withExponent(foundChaotic(estimate, JUMPS), ways) : estimate;
  }
  const isOpen = reason === "neighbours stay together" || reason === "not above zero";
  return isOpen && jacobians !== undefined && showChaos(jacobians, prediction, estimate.rows)
    ? withExponent(foundChaotic({ ...estimate, jacobians }, WEAK), ways)
    : estimate;
};

/**
 * The largest exponent of a series with everything that can be said of it: `estimateExponent`, looked at a second time.
 *
 * @param series T rows × N columns, sampled every `dt` time units; no gaps.
 * @param settings What is not to be found from the series.
 * @errors Those of `estimateExponent`.
 * @example The Hénon map from its first variable
 * ```ts
 * import { estimateTwice } from "./second_look.ts";
 * import { assertAlmostEquals } from "@std/assert/mod.js";
 *
 * const values = new Float64Array(3000).fill(0.1);
 * for (let i = 2; i < 3000; i++) values[i] = 1 - 1.4 * values[i - 1]! * values[i - 1]! + 0.3 * values[i - 2]!;
 * const found = estimateTwice({ values, rows: 3000, columns: 1, dt: 1 });
 * assertAlmostEquals(found._tag === "Right" ? found.right.lambda1! : 0, 0.419, 0.03);
 * ```
 */
export const estimateTwice = (
  series: Series,
  settings: EstimateSettings = {},
): E.Either<LyapError, SeriesEstimate> =>
  pipe(
    estimateExponent(series, settings),
    E.map((estimate) => secondLook(series, estimate)),
  );
