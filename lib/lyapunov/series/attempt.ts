/**
 * The exponent of signals by both methods, in one embedding.
 *
 * @module
 */
import * as E from "fp-ts/Either.js";
import { pipe } from "fp-ts/function.js";
import type { LyapError } from "../../program/errors.ts";
import { meanPeriod, meanTurn } from "./correlation.ts";
import type { LinearRegion } from "./linear_region.ts";
import { nearGrowth } from "./near_growth.ts";
import { type PartingCurves, partingCurves } from "./parting.ts";

/** The exponent by one method. */
export interface MethodEstimate {
  /** λ₁ in nats per time unit. */
  readonly lambda1: number;
  /** Its standard error, over the blocks of the series and from the bend of the linear region; nats per time unit. */
  readonly standardError: number;
  /** The region of the divergence curve that was fitted. */
  readonly region: LinearRegion;
}

/** Both methods; null where one finds no linear region. */
export interface Methods {
  readonly rosenstein: MethodEstimate | null;
  readonly kantz: MethodEstimate | null;
}

/** How an exponent is looked for. */
export interface AttemptOptions {
  /** Copies of each column and the delay between them. */
  readonly embedding: { readonly copies: number; readonly delay: number };
  /** Time units between two rows. */
  readonly dt: number;
  /** Neighbours in time up to this many steps are left out. */
  readonly theiler: number;
  /** Mean period in steps. */
  readonly period: number;
  /** The longest delay that leaves enough vectors, in steps. */
  readonly longest: number;
  /** Number of reference points. */
  readonly references: number;
  /** Number of blocks. */
  readonly blocks: number;
  /** Whether the series is that of a flow, in which neighbours lie apart along the orbit too. */
  readonly isFlow: boolean;
  /** Whether coincident points are neighbours. */
  readonly coincident: boolean;
  /** Whether Kantz's method is left out, which takes most of the time. Default: no. */
  readonly rosensteinOnly?: boolean;
}

const methodEstimate = (region: LinearRegion | undefined, dt: number): MethodEstimate | null =>
  region === undefined
    ? null
    : { lambda1: region.slope / dt, standardError: region.standardError / dt, region };

/**
 * The divergence of neighbours and the exponents that are its slopes.
 *
 * @param columns N signals with standard deviation 1.
 * @param options The embedding and the sizes of the samples.
 */
export const attempt = (
  columns: readonly Float64Array[],
  { embedding, dt, longest, isFlow, ...options }: AttemptOptions,
): E.Either<LyapError, { readonly curves: PartingCurves; readonly methods: Methods }> => {
  const { period } = options;
  const { delay } = embedding;
  // A single coordinate has no direction across the flow.
  const span = isFlow && columns.length * embedding.copies > 1 ? Math.max(1, Math.round(delay / 2)) : 0;
  return pipe(
    partingCurves(columns, embedding, { ...options, span }),
    E.map((curves) => {
      const near = {
        randomPairs: curves.randomPairs,
        period,
        turn: Math.max(...columns.map((values) => Math.min(meanTurn(values, delay), meanPeriod(values)))),
        rows: columns[0]!.length,
        blocks: options.blocks,
        shortest: Math.max(3, delay, Math.min(period, longest) / 3),
      };
      const by = (method: keyof Methods) =>
        methodEstimate(nearGrowth(method, curves.distances[method], near), dt);
      return {
        curves,
        methods: {
          rosenstein: by("rosenstein"),
          kantz: options.rosensteinOnly === true ? null : by("kantz"),
        },
      };
    }),
  );
};
