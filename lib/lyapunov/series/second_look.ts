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
import { percent, withError } from "../../numerics/format.ts";
import type { LyapError } from "../../core/program/errors.ts";
import type { Series } from "../../series/series.ts";
import { together } from "./attempt.ts";
import { meanPeriodUnderNoise } from "./correlation.ts";
import { estimateSeries } from "./estimate.ts";
import { type JacobianEstimate, jacobianEstimate } from "./jacobian_estimate.ts";
import { dynamicsOfSeries } from "./dynamics.ts";
import { frequenciesOf } from "./frequencies.ts";
import { errorOfPredictions, type PredictionError } from "./prediction.ts";
import { prepareSeries } from "./prepare.ts";
import { forcingInterval, type SeriesEstimate } from "./series_estimate.ts";
import type { EstimateSettings } from "./settings.ts";
import { type TangentEstimate, tangentEstimate, tangentWitness } from "./tangent_estimate.ts";
import { FEWEST_PERIODS } from "./verdict.ts";
import { sumsOfNoise } from "./wandering.ts";
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
export const ofNeighbours = (estimate: SeriesEstimate): Way | undefined => {
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

/**
 * Logarithms of how far maps along main axes may be off. They count where they miss by less than the first two, and are
 * believed where they miss by less again; weak chaos takes those that are nearly exact. Of a map no velocity is known that
 * would show what its Jacobians miss, so that more is asked of its predictions.
 */
const OFF = {
  counted: { flow: -1.5, map: -4 },
  blurred: -3,
  believed: { flow: -2, map: -4 },
  exact: -4,
} as const;
/** Errors of both by which another way differs from maps that are believed before it is left out. */
const LEFT_OUT = 2.5;
/** What all ways to look at one series have in common, as a share of λ₁, beside how it fluctuates along the series. */
const COMMON = 0.02;

/** Maps along main axes, where they count. */
interface Maps extends TangentEstimate {
  readonly believed: boolean;
}

const mapsOf = (series: Series, { continuity, theiler, delay }: SeriesEstimate): Maps | undefined => {
  const { isFlow } = continuity;
  const kind = isFlow ? "flow" : "map";
  const found = tangentEstimate(prepareSeries(series).columns, { isFlow, theiler, delay: delay.steps });
  return found !== undefined && found.worst < OFF.counted[kind] && found.share < OFF.blurred &&
      found.lambda1 > 0
    ? { ...found, believed: found.worst < OFF.believed[kind] }
    : undefined;
};

/** All ways that count, what maps that are believed rule out, and what the ways that count give together. */
interface Ways {
  readonly counted: readonly Way[];
  readonly leftOut: Way | undefined;
  readonly found: Way;
}

/** Puts ways together: local Jacobians in all coordinates count only where maps along main axes do not. */
const waysOf = (
  neighbours: Way | undefined,
  jacobians: Way | undefined,
  maps: Maps | undefined,
  dt: number,
): Ways | undefined => {
  const byMaps = maps === undefined
    ? undefined
    : { lambda1: maps.lambda1 / dt, standardError: maps.standardError / dt };
  const all = [neighbours, byMaps ?? jacobians]
    .filter((way): way is Way => way !== undefined && way.lambda1 > 0);
  if (all.length === 0) return undefined;
  const isRuledOut = neighbours !== undefined && byMaps !== undefined && maps?.believed === true &&
    Math.abs(neighbours.lambda1 - byMaps.lambda1) >
      LEFT_OUT * together(neighbours.standardError, byMaps.standardError);
  const counted = isRuledOut ? [byMaps] : all;
  const found = putTogether(counted);
  const shared = maps === undefined ? 0 : together(maps.fluctuation / dt, COMMON * found.lambda1);
  return {
    counted,
    leftOut: isRuledOut ? neighbours : undefined,
    found: { ...found, standardError: Math.max(shared, found.standardError) },
  };
};

/** Predictions this good, in the mean and one in twenty, leave no room for noise: what parts neighbours is the dynamics. */
const EXACT = { error: -9, worst: -5 } as const;
/** Standard errors that a weak exponent is above zero in every window, and e-folds of it within the series. */
const ABOVE_ZERO = 3;
const FOLDS = 20;
/** Standard errors that λ₁ of all ways together is above zero. */
const CONFIRMED = 2.5;

/**
 * Whether predictions are nearly exact, and maps that take the velocity of a flow on as exactly let vectors grow across it
 * in every window. A map has no direction whose growth is known, so that nothing tells its weak chaos from a strange set.
 */
const showChaos = (
  { kept, worst: missed, lambda1, standardError }: Maps,
  { error, worst }: PredictionError,
  { rows, continuity }: SeriesEstimate,
): boolean =>
  continuity.isFlow && missed < OFF.exact && error < EXACT.error && worst < EXACT.worst &&
  lambda1 > ABOVE_ZERO * standardError &&
  kept.every((each) => each.lambda1 > ABOVE_ZERO * each.standardError && each.lambda1 * rows > FOLDS);

/** The Jacobians of a series, also of one whose verdict stood without them; undefined where there are none. */
const jacobiansOf = (series: Series, estimate: SeriesEstimate): JacobianEstimate | undefined => {
  const { jacobians, embeddings, continuity, theiler } = estimate;
  if (jacobians !== null) return jacobians;
  if (embeddings === null) return undefined;
  return jacobianEstimate(prepareSeries(series).columns, embeddings, { isFlow: continuity.isFlow, theiler });
};

const shown = ({ lambda1, standardError }: Way): string => withError(lambda1, standardError);

const noteOf = ({ counted, leftOut, found }: Ways): readonly string[] =>
  counted.length > 1
    ? [
      `λ₁ is the mean of how neighbours part, ${shown(counted[0]!)}, and of local Jacobians, ${
        shown(counted[1]!)
      }, weighted by their errors.`,
    ]
    : leftOut !== undefined
    ? [
      `λ₁ is that of local Jacobians, ${shown(found)}. How neighbours part, ${
        shown(leftOut)
      }, is left out: it differs ` +
      `by more than ${LEFT_OUT} of both errors, and the Jacobians predict well.`,
    ]
    : [];

/**
 * How much larger the reported error is than the one that confirms. More exponents of known systems are far off than errors that add up
 * allow, most of them where no maps count. Chosen on the tuning half of the referee's record and on the systems of the catalogue
 * that the record does not hold; verdicts do not depend on it.
 */
const WIDER = { always: 1.1, unconfirmed: 1.5 } as const;

const UNCONFIRMED =
  "No maps along the orbit are good enough to confirm λ₁. Where that is so, known systems are farther off than errors say, so the " +
  `standard error is ${WIDER.unconfirmed} times as large.`;

const withExponent = (
  estimate: SeriesEstimate,
  ways: Ways,
  maps: Maps | undefined,
): SeriesEstimate => {
  const { counted, leftOut } = ways;
  const wider = maps === undefined ? WIDER.unconfirmed : WIDER.always;
  const found: Way = { ...ways.found, standardError: wider * ways.found.standardError };
  const { forcingInterval: first, isBound, dt } = estimate;
  const next = forcingInterval(found.lambda1, [found], dt, 0);
  return {
    ...estimate,
    ...found,
    method: counted.length > 1 ? "combined" : leftOut !== undefined ? "jacobians" : estimate.method,
    forcingInterval: isBound && first !== null
      ? { ...next, range: [Math.min(next.range[0], first.range[0]), next.range[1]] }
      : next,
    witnesses: maps === undefined ? estimate.witnesses : [...estimate.witnesses, tangentWitness(maps, dt)],
    notes: [...noteOf(ways), ...(maps === undefined ? [UNCONFIRMED] : []), ...estimate.notes],
  };
};

const WEAK = {
  verdict: "chaotic",
  reason: "weak chaos",
  because:
    "its future follows from its neighbours nearly exactly, and vectors across the orbit grow by λ₁ > 0 in every window",
} as const;

const JUMPS = {
  verdict: "chaotic",
  reason: "chaos with jumps",
  because:
    "its neighbours part exponentially; one prediction in twenty misses altogether, but with more rows predictions get " +
    "better, so what makes them miss are jumps or spikes of the dynamics and no shocks",
} as const;

const AGREED = {
  verdict: "chaotic",
  reason: "Jacobians agree",
  because:
    "local Jacobians take the velocity of its orbit on well, or predict well, and vectors along it grow by λ₁ > 0 however " +
    "it is embedded; its neighbours do not part by a line that tells as much",
} as const;

/** Reasons for which a series that is no linear noise got no exponent from its neighbours. */
const OPEN: readonly SeriesEstimate["reason"][] = ["ways differ", "no room for a line", "no linear region"];

/** The last note is about the rate of divergence, where there is one: it stands for an exponent that is missing no longer. */
const withoutRate = (
  { divergenceRate, notes }: SeriesEstimate,
): Pick<SeriesEstimate, "divergenceRate" | "notes"> => ({
  divergenceRate: null,
  notes: divergenceRate === null ? notes : notes.slice(0, -1),
});

/** A series that turns out to be chaotic although its neighbours did not tell. */
const foundChaotic = (
  estimate: SeriesEstimate,
  judged: typeof WEAK | typeof JUMPS | typeof AGREED,
): SeriesEstimate => {
  const { jacobians } = estimate;
  return {
    ...estimate,
    ...judged,
    method: estimate.methods.rosenstein !== null
      ? "rosenstein"
      : estimate.methods.kantz !== null
      ? "kantz"
      : "jacobians",
    ...withoutRate(estimate),
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

/** A series that is too short after all. */
const withoutVerdict = (
  estimate: SeriesEstimate,
  why: Pick<SeriesEstimate, "reason" | "because">,
): SeriesEstimate => {
  const judged = { verdict: "too short", ...why } as const;
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

/** A series whose exponent is not above zero by enough of its errors when all ways are put together. */
const notConfirmed = (estimate: SeriesEstimate, { lambda1, standardError }: Way): SeriesEstimate =>
  withoutVerdict(estimate, {
    reason: "ways differ",
    because: `all ways together give ${withError(lambda1, standardError)}, which is not above zero by ${
      CONFIRMED.toFixed(1)
    } standard errors: its neighbours are not near enough to tell`,
  });

/** Reasons for which a series that drifts is refused before any neighbour is followed. */
const DRIFTS: readonly SeriesEstimate["reason"][] = ["long memory", "changes in time", "few periods"];

/** A series that drifts: noise if it is but a sum of noise, otherwise what it was at first. */
const drifting = (series: Series, estimate: SeriesEstimate): SeriesEstimate => {
  const determinism = sumsOfNoise(series);
  if (determinism === undefined) return estimate;
  const judged = {
    verdict: "noise",
    reason: "sums of noise",
    because:
      "it drifts as a random walk does: its steps from row to row are uncorrelated, and neighbours predict them no better " +
      "than those of linear noise",
  } as const;
  return {
    ...estimate,
    ...judged,
    determinism,
    motion: dynamicsOfSeries({
      judged,
      repeats: undefined,
      determinism: undefined,
      jacobians: undefined,
      frequencies: undefined,
      noise: estimate.noise,
    }),
  };
};

/** Share of the power that a cycle under noise has in its lines, at least. */
const IN_LINES = 0.9;

/**
 * A series like linear noise whose power is that of one cycle: its surrogates are the same cycle, so that the test against
 * noise says nothing. The lines are as sharp as the series is long, so λ₁ is zero within one over its duration.
 */
const withCycle = (series: Series, estimate: SeriesEstimate): SeriesEstimate => {
  const { columns, rows } = prepareSeries(series);
  const found = columns.map(frequenciesOf);
  const cycles = found.map(({ period }) => period === null ? 0 : rows / period);
  const share = Math.min(...found.map((each) => each.share));
  const [least, most] = [Math.min(...cycles), Math.max(...cycles)];
  if (least < FEWEST_PERIODS || share < IN_LINES || most - least > 1) return estimate;
  const judged = {
    verdict: "regular",
    reason: "one cycle",
    because: `${percent(share, 2)} of its power is at one frequency and its multiples, of which it shows ${
      least.toFixed(1)
    } periods`,
  } as const;
  return {
    ...estimate,
    ...judged,
    method: "rosenstein",
    lambda1: 0,
    standardError: 1 / (rows * estimate.dt),
    ...withoutRate(estimate),
    motion: dynamicsOfSeries({
      judged,
      repeats: undefined,
      determinism: estimate.determinism ?? undefined,
      jacobians: undefined,
      frequencies: found[0],
      noise: estimate.noise,
    }),
  };
};

/** Reasons that noise brings about where it hides that there are few periods. */
const UNDER_NOISE: readonly SeriesEstimate["reason"][] = ["neighbours stay together", "no linear region"];

/**
 * A series that seems to have many periods since noise crosses its mean again and again: too short if it has few without
 * the noise.
 */
const withPeriodsCounted = (series: Series, estimate: SeriesEstimate): SeriesEstimate => {
  const { columns, rows, memory } = prepareSeries(series);
  const periods = rows / lowerMedian(columns.map((signal) => meanPeriodUnderNoise(signal, memory)));
  return periods >= FEWEST_PERIODS ? estimate : withoutVerdict(estimate, {
    reason: "few periods",
    because: `it shows only ${periods.toFixed(1)} of its mean periods when noise is smoothed away`,
  });
};

/** What all ways together make of an estimate whose verdict rests on neighbours. */
const lookAtWays = (series: Series, estimate: SeriesEstimate): SeriesEstimate => {
  const { verdict, reason, jacobians } = estimate;
  const prediction = predictionOf(estimate);
  const isWeak = reason === "neighbours stay together" || reason === "not above zero";
  const isJump = reason === "shocks or spikes";
  const isOpen = OPEN.includes(reason) && estimate.determinism?.found === true;
  if (prediction === undefined || !(verdict === "chaotic" || isWeak || isJump || isOpen)) return estimate;
  const maps = mapsOf(series, estimate);
  const ways = waysOf(
    ofNeighbours(estimate),
    jacobians === null ? undefined : ofAllEmbeddings(jacobians, prediction, estimate),
    maps,
    estimate.dt,
  );
  if (ways === undefined) return estimate;
  const isConfirmed = ways.found.lambda1 >= CONFIRMED * ways.found.standardError;
  if (verdict === "chaotic") {
    return isConfirmed ? withExponent(estimate, ways, maps) : notConfirmed(estimate, ways.found);
  }
  if (!isConfirmed) return estimate;
  if (isJump) {
    return learnsFromRows(series, estimate)
      ? withExponent(foundChaotic(estimate, JUMPS), ways, maps)
      : estimate;
  }
  if (maps === undefined) return estimate;
  if (isOpen) {
    return estimate.continuity.isFlow && maps.believed
      ? withExponent(foundChaotic(estimate, AGREED), ways, maps)
      : estimate;
  }
  return showChaos(maps, prediction, estimate)
    ? withExponent(
      foundChaotic({ ...estimate, jacobians: jacobiansOf(series, estimate) ?? null }, WEAK),
      ways,
      maps,
    )
    : estimate;
};

/**
 * Looks again at an estimate.
 *
 * @param series T rows × N columns.
 * @param estimate What was found about it at first.
 * @returns The same where there is no more to say; else with λ₁, its error and τ from all ways together. "regular" becomes
 * "chaotic" where Jacobians show weak chaos, "too short" where what looked like shocks are jumps of the dynamics, and
 * "chaotic" becomes "too short" where λ₁ of all ways together is not above zero by 2.5 standard errors. A series that drifts
 * becomes "noise" where it is a sum of noise. What noise hides becomes "too short" where there are few periods without it, and
 * "noise" becomes "regular" where it is a cycle.
 */
export const secondLook = (series: Series, estimate: SeriesEstimate): SeriesEstimate => {
  if (DRIFTS.includes(estimate.reason)) return drifting(series, estimate);
  const looked = lookAtWays(series, estimate);
  return looked.reason === "like linear noise"
    ? withCycle(series, looked)
    : UNDER_NOISE.includes(looked.reason)
    ? withPeriodsCounted(series, looked)
    : looked;
};

/**
 * The largest exponent of a series with everything that can be said of it: `estimateSeries`, looked at a second time.
 *
 * @param series T rows × N columns, sampled every `dt` time units; no gaps.
 * @param settings What is not to be found from the series.
 * @errors Those of `estimateSeries`.
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
    estimateSeries(series, settings),
    E.map((estimate) => secondLook(series, estimate)),
  );
