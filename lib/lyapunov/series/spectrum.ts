/**
 * What an estimate from a series tells of the Lyapunov spectrum: its largest exponent alone.
 *
 * @module
 */
import type { LyapunovSpectrum } from "../result.ts";
import type { SeriesEstimate } from "./estimate.ts";

/** An exponent from a series counts as settled when its standard error is at most this share of it. */
const SETTLED = 0.25;

/**
 * The spectrum as far as a series tells it: λ₁ in nats per time unit, no other exponent, no dimension. It counts as
 * converged where its standard error is at most a quarter of it.
 *
 * @returns null where the series has no exponent to be had: noise, or too short.
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
