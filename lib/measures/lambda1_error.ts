/**
 * Error of the largest Lyapunov exponent.
 *
 * @module
 */
import { isChaotic, type LyapunovSpectrum, perStep } from "../lyapunov/result.ts";
import { type DefinedMeasure, defineMeasure, measured, type NoOptions, undefinedBecause } from "./measure.ts";

/** Why a spectrum's largest exponent cannot serve as a unit; null when it can. */
export const exponentUnitFault = (spectrum: LyapunovSpectrum): string | null =>
  spectrum.exponents.length === 0
    ? "the system's spectrum is empty"
    : isChaotic(spectrum)
    ? null
    : "the system's largest exponent is not above zero within two standard errors";

/**
 * |λ₁(network) − λ₁(system)| / λ₁(system), both in nats per step; defined for chaotic systems.
 *
 * @source The comparison of exponents as an invariant: Pathak, Lu, Hunt, Girvan & Ott (2017), Chaos 27, 121102.
 */
export const largestExponentError: DefinedMeasure<"lambda1_error", "default", NoOptions> = defineMeasure({
  kind: "lambda1_error",
  version: 1,
  title: "relative error of λ₁",
  symbol: null,
  unit: "",
  better: "smaller",
  ideal: 0,
  references: [
    "J. Pathak, Z. Lu, B. R. Hunt, M. Girvan, E. Ott, Using machine learning to replicate chaotic attractors and calculate Lyapunov exponents from data, Chaos 27, 121102 (2017)",
  ],
  needs: ["systemSpectrum", "networkSpectrum"],
  options: {},
  presets: { default: { is: "relative to the system's exponent", options: {} } },
  evaluate: (_, { truth, systemSpectrum, networkSpectrum }) => {
    const fault = exponentUnitFault(systemSpectrum!);
    if (fault !== null) return undefinedBecause(fault);
    const system = perStep(systemSpectrum!, truth.dt).exponents[0]!;
    const network = perStep(networkSpectrum!, truth.dt).exponents[0];
    if (network === undefined) return undefinedBecause("the network's spectrum is empty");
    return measured(Math.abs(network - system) / system);
  },
});
