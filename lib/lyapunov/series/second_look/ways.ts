/**
 * Several ways to λ₁, put together by how far each can be trusted.
 *
 * @module
 */
import { together } from "../attempt.ts";
import type { Maps } from "./maps_along_axes.ts";

/** λ₁ in one way, with its standard error, in nats per time unit. */
export interface Way {
  readonly lambda1: number;
  readonly standardError: number;
}

/**
 * The mean of several ways, weighted by their errors. Where they differ by more than these, its error grows with it.
 *
 * @example Two that differ by three standard errors
 * ```ts
 * import { putTogether } from "./ways.ts";
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

/** Errors of both by which another way differs from maps that are believed before it is left out. */
export const LEFT_OUT = 2.5;
/** What all ways to look at one series have in common, as a share of λ₁, beside how it fluctuates along the series. */
const COMMON = 0.02;

/** All ways that count, what maps that are believed rule out, and what the ways that count give together. */
export interface Ways {
  readonly counted: readonly Way[];
  readonly leftOut: Way | undefined;
  readonly found: Way;
}

/** Puts ways together: local Jacobians in all coordinates count only where maps along main axes do not. */
export const waysOf = (
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
