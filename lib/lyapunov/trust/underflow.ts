/**
 * The last exponent of a stiff flow whose direction dies out within a step.
 *
 * @module
 */
import type { SystemExponents } from "../exponents.ts";

/**
 * The last exponent of a stiff flow whose direction shrinks within a step by more than numbers can hold: what the mean
 * divergence leaves for it.
 */
export const withUnderflown = (
  found: SystemExponents,
): { found: SystemExponents; notes: readonly string[] } => {
  const { spectrum, dimension } = found;
  const { exponents, meanLogDeterminant: mean } = spectrum;
  const others = exponents.slice(0, -1);
  const applies = exponents.length === dimension && exponents[dimension - 1] === -Infinity &&
    mean !== null && Number.isFinite(mean) && others.every(Number.isFinite);
  return applies
    ? {
      found: {
        ...found,
        spectrum: { ...spectrum, exponents: [...others, mean - others.reduce((a, b) => a + b, 0)] },
      },
      notes: [
        `λ${dimension} is the mean divergence less the other exponents: within a step its direction shrinks by more than ` +
        "numbers can hold",
      ],
    }
    : { found, notes: [] };
};
