/**
 * Error of the Lyapunov spectrum.
 *
 * @module
 */
import { nonNegativeInteger } from "../core/codec/codec.ts";
import { perStep } from "../lyapunov/result.ts";
import { type DefinedMeasure, defineMeasure, measured, undefinedBecause } from "./measure.ts";

/** Options of the error of the spectrum. */
export interface SpectrumErrorOptions {
  /** k, how many exponents are compared; 0, the default, for as many as the system's spectrum has. */
  readonly exponents: number;
}

/**
 * Σ|λᵢ(network) − λᵢ(system)| / Σ|λᵢ(system)| over the first k exponents, in nats per step.
 *
 * A network with more units than the system has variables has exponents that the system lacks. Where they are not well
 * below the system's they take places in the order, and the comparison of those places says nothing.
 *
 * @source Pathak, Lu, Hunt, Girvan & Ott (2017), Chaos 27, 121102.
 */
export const spectrumError: DefinedMeasure<"spectrum_error", "default", SpectrumErrorOptions> = defineMeasure(
  {
    kind: "spectrum_error",
    version: 1,
    title: "relative error of the Lyapunov spectrum",
    symbol: null,
    unit: "",
    better: "smaller",
    ideal: 0,
    references: [
      "J. Pathak, Z. Lu, B. R. Hunt, M. Girvan, E. Ott, Using machine learning to replicate chaotic attractors and calculate Lyapunov exponents from data, Chaos 27, 121102 (2017)",
    ],
    needs: ["systemSpectrum", "networkSpectrum"],
    options: {
      exponents: nonNegativeInteger,
    },
    presets: { default: { is: "over all exponents of the system", options: { exponents: 0 } } },
    evaluate: ({ exponents }, { truth, systemSpectrum, networkSpectrum }) => {
      const system = perStep(systemSpectrum!, truth.dt).exponents;
      const network = perStep(networkSpectrum!, truth.dt).exponents;
      const k = exponents === 0 ? system.length : exponents;
      if (system.length < k || network.length < k) {
        return undefinedBecause(
          `${k} exponents are compared; the system has ${system.length}, the network ${network.length}`,
        );
      }
      let error = 0;
      let size = 0;
      for (let i = 0; i < k; i++) {
        error += Math.abs(network[i]! - system[i]!);
        size += Math.abs(system[i]!);
      }
      return size > 0 ? measured(error / size) : undefinedBecause("all exponents of the system are zero");
    },
  },
);
