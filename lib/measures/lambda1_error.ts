/**
 * Error of the largest Lyapunov exponent.
 *
 * @module
 */
import { notChaotic, perStep } from "./exponents.ts";
import { type DefinedMeasure, defineMeasure, measured, type NoOptions, undefinedBecause } from "./measure.ts";

/**
 * |λ₁(network) − λ₁(system)| / λ₁(system), both in nats per step; defined for chaotic systems.
 *
 * @source The comparison of exponents as an invariant: Pathak, Lu, Hunt, Girvan & Ott (2017), Chaos 27, 121102.
 */
export const largestExponentError: DefinedMeasure<"lambda1_error", "default", NoOptions> = defineMeasure<
  "lambda1_error",
  "default",
  NoOptions
>({
  kind: "lambda1_error",
  version: 1,
  title: "relative error of λ₁",
  symbol: false,
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
    const fault = notChaotic(systemSpectrum!);
    if (fault !== null) return undefinedBecause(fault);
    const system = perStep(systemSpectrum!, truth.dt)[0]!;
    const network = perStep(networkSpectrum!, truth.dt)[0];
    if (network === undefined) return undefinedBecause("the network's spectrum is empty");
    return measured(Math.abs(network - system) / system);
  },
});
