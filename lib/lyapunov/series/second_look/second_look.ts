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
import type { LyapError } from "../../../core/program/errors.ts";
import type { Series } from "../../../series/series.ts";
import { estimateSeries } from "../estimate.ts";
import type { SeriesEstimate } from "../series_estimate.ts";
import type { EstimateSettings } from "../settings.ts";
import { ofAllEmbeddings } from "./all_embeddings.ts";
import { byChance, whyByChance } from "./by_chance.ts";
import { isConfirmed, notConfirmed } from "./confirmed.ts";
import { drifting } from "./drift.ts";
import { withExponent } from "./exponent_of_ways.ts";
import { withPeriodsCounted } from "./few_periods.ts";
import { withFrequencies, withWaves } from "./few_waves.ts";
import { inAnyOrder, withoutOrder } from "./in_any_order.ts";
import { foundChaotic } from "./judged_again.ts";
import { areJumps, JUMPS } from "./jumps.ts";
import { AGREED, mapsOf } from "./maps_along_axes.ts";
import { withCycle } from "./one_cycle.ts";
import { ofNeighbours } from "./parting_neighbours.ts";
import { repeatingThroughout } from "./repeating.ts";
import { withoutRoom } from "./room_for_chaos.ts";
import { waysOf } from "./ways.ts";
import { jacobiansOf, showChaos, WEAK } from "./weak_chaos.ts";

/** Reasons for which a series that is no linear noise got no exponent from its neighbours. */
const OPEN: readonly SeriesEstimate["reason"][] = ["ways differ", "no room for a line", "no linear region"];

/** Reasons for which a series that drifts is refused before any neighbour is followed. */
const DRIFTS: readonly SeriesEstimate["reason"][] = ["long memory", "changes in time", "few periods"];

/** Reasons that noise brings about where it hides that there are few periods. */
const UNDER_NOISE: readonly SeriesEstimate["reason"][] = ["neighbours stay together", "no linear region"];

/** What is left of a verdict once noise may have brought it about. */
const lookUnderNoise = (series: Series, estimate: SeriesEstimate): SeriesEstimate => {
  const counted = UNDER_NOISE.includes(estimate.reason) ? withPeriodsCounted(series, estimate) : estimate;
  return counted.reason === "neighbours stay together" ? withoutRoom(series, counted) : counted;
};

/** What all ways together make of an estimate whose verdict rests on neighbours. */
const lookAtWays = (series: Series, estimate: SeriesEstimate): SeriesEstimate => {
  const { verdict, reason, jacobians } = estimate;
  const prediction = estimate.embeddings?.tried[0];
  const isChaotic = verdict === "chaotic";
  const isWeak = reason === "neighbours stay together" || reason === "not above zero";
  const isJump = reason === "shocks or spikes";
  const isOpen = OPEN.includes(reason) && estimate.determinism?.found === true;
  if (prediction === undefined || !(isChaotic || isWeak || isJump || isOpen)) return estimate;
  const maps = mapsOf(series, estimate);
  const ways = waysOf(
    ofNeighbours(estimate),
    jacobians === null ? undefined : ofAllEmbeddings(jacobians, prediction, estimate),
    maps,
    estimate.dt,
  );
  if (ways === undefined) return estimate;
  if (!isConfirmed(ways.found)) return isChaotic ? notConfirmed(estimate, ways.found) : estimate;
  const chaotic = (judged: SeriesEstimate): SeriesEstimate => {
    const why = whyByChance(series, judged);
    if (why !== undefined) return isChaotic ? byChance(estimate, why) : estimate;
    const found = withExponent(judged, ways, maps);
    const order = withoutOrder(series, found);
    return order === undefined ? found : isChaotic ? inAnyOrder(estimate, order) : estimate;
  };
  if (isChaotic) return chaotic(estimate);
  if (isJump) {
    return areJumps(series, estimate) ? chaotic(foundChaotic(estimate, JUMPS)) : estimate;
  }
  if (maps === undefined) return estimate;
  if (isOpen) {
    return estimate.continuity.isFlow && maps.believed ? chaotic(foundChaotic(estimate, AGREED)) : estimate;
  }
  return showChaos(maps, prediction, estimate)
    ? chaotic(foundChaotic({ ...estimate, jacobians: jacobiansOf(series, estimate) ?? null }, WEAK))
    : estimate;
};

/**
 * Looks again at an estimate.
 *
 * @param series T rows × N columns.
 * @param estimate What was found about it at first.
 * @returns The same where there is no more to say; else with λ₁, its error and τ from all ways together. "regular" becomes
 * "chaotic" where Jacobians show weak chaos, "too short" where what looked like shocks are jumps of the dynamics, and
 * "chaotic" becomes "too short" where λ₁ of all ways together is not above zero by 2.5 standard errors, where its cycles could
 * come in any order, or where chance may drive it. A series that drifts becomes "noise" where it is a sum of noise. What noise
 * hides becomes "too short" where there are few periods without it, and "noise" becomes "regular" where it is a cycle or a few
 * waves. "regular" becomes "not stationary" where only a later part repeats itself, and "too short" where neighbours that stay
 * together are not near each other, and something other than noise is left beside the strongest waves.
 */
export const secondLook = (series: Series, estimate: SeriesEstimate): SeriesEstimate => {
  if (DRIFTS.includes(estimate.reason)) return drifting(series, estimate);
  if (estimate.reason === "repeats itself") return repeatingThroughout(series, estimate);
  const looked = lookAtWays(series, estimate);
  const judged = looked.reason === "like linear noise"
    ? withCycle(series, looked)
    : lookUnderNoise(series, looked);
  return judged.verdict === "noise"
    ? withWaves(series, judged)
    : judged.verdict === "regular"
    ? withFrequencies(series, judged)
    : judged;
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
