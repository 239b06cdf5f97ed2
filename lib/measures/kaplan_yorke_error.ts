/**
 * Error of the Kaplan–Yorke dimension.
 *
 * @module
 */
import { type DefinedMeasure, defineMeasure, measured, type NoOptions, undefinedBecause } from "./measure.ts";

/**
 * |D_KY(network) − D_KY(system)|. It does not depend on the unit of the exponents.
 *
 * @source Kaplan & Yorke (1979), in Functional Differential Equations and Approximation of Fixed Points, Springer.
 */
export const kaplanYorkeError: DefinedMeasure<"kaplan_yorke_error", "default", NoOptions> = defineMeasure({
  kind: "kaplan_yorke_error",
  version: 1,
  title: "error of the Kaplan–Yorke dimension",
  symbol: null,
  unit: "",
  better: "smaller",
  ideal: 0,
  references: [
    "J. L. Kaplan, J. A. Yorke, Chaotic behavior of multidimensional difference equations, in Functional Differential Equations and Approximation of Fixed Points, Springer (1979)",
  ],
  needs: ["systemSpectrum", "networkSpectrum"],
  options: {},
  presets: { default: { is: "the absolute difference", options: {} } },
  evaluate: (_, { systemSpectrum, networkSpectrum }) => {
    const system = systemSpectrum!.kaplanYorke;
    const network = networkSpectrum!.kaplanYorke;
    if (system === null) return undefinedBecause("the system's exponents are too few for its dimension");
    if (network === null) return undefinedBecause("the network's exponents are too few for its dimension");
    return measured(Math.abs(network.value - system.value));
  },
});
