/**
 * The last exponent of a stiff flow whose direction dies out within a step.
 *
 * @module
 */
import type { SystemExponents } from "../exponents.ts";

/** That the last exponent was found by volumes, where it was. */
export const notesOnVolume = ({ dimension }: SystemExponents, byVolume: boolean): readonly string[] =>
  byVolume
    ? [
      `λ${dimension} is the mean divergence less the other exponents: within a step its direction shrinks by more than ` +
      "numbers can hold",
    ]
    : [];
