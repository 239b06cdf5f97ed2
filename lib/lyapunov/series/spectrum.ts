/**
 * What an estimate from a series tells of the Lyapunov spectrum: its largest exponent alone.
 *
 * @module
 */
import type { LyapunovSpectrum } from "../result.ts";
import type { SeriesEstimate } from "./estimate.ts";

/**
 * The spectrum as far as a series tells it: λ₁ in nats per time unit, no other exponent, no dimension.
 *
 * @returns null where the series has no exponent to be had: noise, or too short.
 */
export const spectrumFromSeries = (
  { lambda1, standardError, rows }: Pick<SeriesEstimate, "lambda1" | "standardError" | "rows">,
): LyapunovSpectrum | null =>
  lambda1 === null ? null : {
    unit: "nats/time",
    exponents: [lambda1],
    standardErrors: [standardError ?? 0],
    history: { time: [], exponents: [] },
    converged: true,
    kaplanYorke: null,
    meanLogDeterminant: null,
    steps: rows,
  };
