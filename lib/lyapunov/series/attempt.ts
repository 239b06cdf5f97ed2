/**
 * The exponent of signals by both methods in one embedding, and looked for in other ways, which shows how far it can be
 * trusted.
 *
 * @module
 */
import * as E from "fp-ts/Either.js";
import { pipe } from "fp-ts/function.js";
import type { LyapError } from "../../core/program/errors.ts";
import { meanPeriod, meanTurn } from "./correlation.ts";
import { type LinearRegion, nearGrowth } from "./linear_region.ts";
import { type DivergenceCurves, divergenceCurves } from "./divergence_curves.ts";
import { mean } from "../../numerics/statistics.ts";

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
): E.Either<LyapError, { readonly curves: DivergenceCurves; readonly methods: Methods }> => {
  const { period } = options;
  const { delay } = embedding;
  // A single coordinate has no direction across the flow.
  const span = isFlow && columns.length * embedding.copies > 1 ? Math.max(1, Math.round(delay / 2)) : 0;
  return pipe(
    divergenceCurves(columns, embedding, { ...options, span }),
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

/** The exponent found in another way. */
export interface CrossCheck {
  /** What was done otherwise. */
  readonly how: string;
  /** λ₁ in nats per time unit; null where no linear region was found. */
  readonly lambda1: number | null;
}

/** The share of a deviation that is a standard error: two of them reach what was found otherwise. */
const SHARE = 0.5;
/**
 * The same for halves that give more than the whole: a series twice as long may give as much less again.
 */
const SHARE_OF_FALLING = 1;
/** What counts, as a share of λ₁, where another way finds nothing at all. */
const UNCONFIRMED = 0.4;

const HALVES = "from halves of the series";
/** By Jacobians that cannot be trusted. */
export const BY_JACOBIANS = "by local Jacobians";
/** The share of a deviation from these that counts. */
const SHARE_OF_JACOBIANS = 0.25;

/** Reference points of a cross-check. */
const REFERENCES = 2000;
/** How much longer the delay is in one of them. */
const LONGER = 1.5;

/**
 * The exponent by the other method, with one more delayed copy, with a longer delay, and from halves of the series.
 *
 * An exponent of the dynamics is the same in all of them. Halves have neighbours farther apart: where that matters,
 * those of the whole series are not near enough either.
 *
 * @param columns N signals with standard deviation 1.
 * @param options How the exponent was looked for.
 * @param methods What was found.
 */
export const crossChecks = (
  columns: readonly Float64Array[],
  options: AttemptOptions,
  methods: Methods,
): readonly CrossCheck[] => {
  const { copies, delay } = options.embedding;
  const half = columns[0]!.length >> 1;
  const rosensteins = (
    signals: readonly Float64Array[],
    embedding: AttemptOptions["embedding"],
  ): number | null => {
    const found = attempt(signals, {
      ...options,
      embedding,
      references: Math.min(options.references, REFERENCES),
      rosensteinOnly: true,
    });
    return E.isLeft(found) ? null : found.right.methods.rosenstein?.lambda1 ?? null;
  };
  const halves = [
    columns.map((signal) => signal.subarray(0, half)),
    columns.map((signal) => signal.subarray(half)),
  ]
    .map((signals) => rosensteins(signals, options.embedding))
    .filter((value) => value !== null);
  const kantz = methods.rosenstein === null || methods.kantz === null ? null : methods.kantz.lambda1;
  return [
    ...(kantz === null ? [] : [{ how: "by Kantz's method", lambda1: kantz }]),
    { how: "with one more copy", lambda1: rosensteins(columns, { copies: copies + 1, delay }) },
    ...(copies === 1 || delay === 1 ? [] : [{
      how: "with a longer delay",
      lambda1: rosensteins(columns, { copies, delay: Math.ceil(LONGER * delay) }),
    }]),
    { how: HALVES, lambda1: halves.length > 0 ? mean(halves) : null },
  ];
};

/**
 * The standard error that cross-checks add: half of the largest deviation, and the whole of it where halves of the
 * series give more, for then its neighbours are not yet near enough.
 *
 * @param lambda1 What was found, in nats per time unit.
 * @param checks What was found in other ways.
 * @example The farthest one counts
 * ```ts
 * import { disagreement } from "./attempt.ts";
 * import { assertEquals } from "@std/assert/mod.js";
 *
 * const found = [{ how: "with one more copy", lambda1: 3 }, { how: "with a longer delay", lambda1: 0.5 }];
 * assertEquals(disagreement(1, found), 1);
 * ```
 */
export const disagreement = (lambda1: number, checks: readonly CrossCheck[]): number =>
  Math.max(
    0,
    ...checks.map(({ how, lambda1: other }) => {
      if (other === null) return UNCONFIRMED * lambda1;
      const share = how === HALVES && other > lambda1
        ? SHARE_OF_FALLING
        : how === BY_JACOBIANS
        ? SHARE_OF_JACOBIANS
        : SHARE;
      return Math.abs(other - lambda1) * share;
    }),
  );

/** Independent errors together: the root of the sum of their squares. */
export const together = (...errors: readonly number[]): number =>
  Math.sqrt(errors.reduce((sum, error) => sum + error * error, 0));
