/**
 * The whole spectrum of a series and its dimension, with a judgement of each exponent.
 *
 * @module
 */
import type { Series } from "../../series/series.ts";
import type { Estimate } from "../result.ts";
import { correlationDimension } from "./correlation_dimension.ts";
import { localJacobians } from "./local_jacobians.ts";
import { prepareSeries } from "./prepare.ts";
import type { SeriesEstimate } from "./series_estimate.ts";
import { delayCoordinates } from "./state_space.ts";

/** One exponent of a series. */
export interface SeriesExponent extends Estimate {
  /** What it is when time runs backwards, where a true one turns its sign; null where it turned into none. */
  readonly backwards: number | null;
  /** Whether it is of the dynamics: one that does not turn its sign is an artefact of the embedding. */
  readonly confirmed: boolean;
}

/** The spectrum of a series. */
export interface SeriesSpectrum {
  /** One for each coordinate, the largest first, in nats per time unit. */
  readonly exponents: readonly SeriesExponent[];
  /** Kaplan–Yorke dimension of those that are confirmed; null where they do not sum up to below zero. */
  readonly kaplanYorke: Estimate | null;
  /** Correlation dimension; null where there are too few points. */
  readonly correlationDimension: Estimate | null;
}

/** A true exponent turns its sign to within this share of its size, this share of λ₁, or this many standard errors. */
const TURNS = { own: 0.25, largest: 0.2, errors: 3 } as const;

/**
 * The Kaplan–Yorke dimension of estimated exponents.
 *
 * @param exponents The largest first, in any unit.
 * @returns null where they do not sum up to below zero.
 */
export const exponentDimension = (exponents: readonly Estimate[]): Estimate | null => {
  let [sum, variance] = [0, 0];
  for (const [index, { value, standardError }] of exponents.entries()) {
    if (sum + value < 0 && index > 0) {
      const size = Math.abs(value);
      const ownError = sum / size * standardError / size;
      return { value: index + sum / size, standardError: Math.sqrt(variance) / size + Math.abs(ownError) };
    }
    sum += value;
    variance += standardError * standardError;
  }
  return null;
};

/**
 * The spectrum of a series from local Jacobians, with the exponents of the embedding separated from those of the dynamics by
 * running time backwards, and two dimensions that must agree.
 *
 * The most negative exponents lie across the attractor, where a series holds next to nothing: they are reported with what
 * backward time makes of them, and often not confirmed.
 *
 * @param series T rows × N columns.
 * @param estimate What was found about it.
 * @returns undefined where it has no local Jacobians.
 * @source U. Parlitz (1992), Int. J. Bifurcation Chaos 2, 155–165.
 * @example Both exponents of the Hénon map, and none of those that a third coordinate adds
 * ```ts
 * import { estimateSeries } from "./estimate.ts";
 * import { seriesSpectrum } from "./series_spectrum.ts";
 * import { assertAlmostEquals } from "@std/assert/mod.js";
 *
 * const values = new Float64Array(4000).fill(0.1);
 * for (let i = 2; i < 4000; i++) values[i] = 1 - 1.4 * values[i - 1]! * values[i - 1]! + 0.3 * values[i - 2]!;
 * const series = { values, rows: 4000, columns: 1, dt: 1 };
 * const estimate = estimateSeries(series);
 * if (estimate._tag === "Left") throw new Error(estimate.left._tag);
 * const found = seriesSpectrum(series, estimate.right)!;
 * const [first, second] = found.exponents.filter(({ confirmed }) => confirmed);
 * assertAlmostEquals(first!.value, 0.419, 0.03);
 * assertAlmostEquals(second!.value, -1.623, 0.1);
 * assertAlmostEquals(found.kaplanYorke!.value, 1.258, 0.03);
 * ```
 */
export const seriesSpectrum = (series: Series, estimate: SeriesEstimate): SeriesSpectrum | undefined => {
  const { jacobians, theiler, dt } = estimate;
  if (jacobians === null) return undefined;
  const { columns } = prepareSeries(series);
  const { embedding, model } = jacobians.predictor;
  const reversed = localJacobians(columns.map((values) => values.toReversed()), {
    embedding,
    theiler,
    model,
  });
  const left = [...(reversed?.exponents ?? [])];
  const largest = Math.abs(jacobians.exponents[0]!);
  const exponents = jacobians.exponents.map((value, i): SeriesExponent => {
    const standardError = jacobians.standardErrors[i]!;
    const nearest = left.reduce(
      (best, each, at) => Math.abs(each + value) < Math.abs((left[best] ?? Infinity) + value) ? at : best,
      -1,
    );
    const backwards = nearest < 0 ? null : left[nearest]!;
    const allowed = Math.max(
      TURNS.own * Math.abs(value),
      TURNS.largest * largest,
      TURNS.errors * standardError,
    );
    const confirmed = backwards !== null && Math.abs(backwards + value) <= allowed;
    if (confirmed) left.splice(nearest, 1);
    return {
      value: value / dt,
      standardError: standardError / dt,
      backwards: backwards === null ? null : backwards / dt,
      confirmed,
    };
  });
  return {
    exponents,
    kaplanYorke: exponentDimension(exponents.filter(({ confirmed }) => confirmed)),
    correlationDimension: correlationDimension(
      delayCoordinates(columns, Math.max(embedding.copies, Math.ceil(3 / columns.length)), embedding.delay),
      theiler,
    ) ?? null,
  };
};
