/**
 * Exponents on their way to be trusted, with what was found about them, and other numbers in their place.
 *
 * @module
 */
import type { SystemExponents } from "../exponents.ts";
import { kaplanYorke } from "../kaplan_yorke.ts";
import { predictabilityTime } from "../predictability.ts";
import { batchesOf } from "../stationarity.ts";

/** Exponents with what was found about them. */
export interface JudgedExponents {
  readonly found: SystemExponents;
  /** How long the orbit was followed from its start to the end of the average, in time units or steps. */
  readonly followed: number;
  readonly notes: readonly string[];
  readonly doubts: readonly string[];
}

/** What follows from other exponents in place of those that were found. */
export const replacedExponents = (
  found: SystemExponents,
  exponents: readonly number[],
  standardErrors: readonly number[],
): SystemExponents => {
  const { spectrum, dt, dimension } = found;
  const batches = spectrum.history.exponents.map((_, at) =>
    exponents.map((value, i) => value === 0 ? 0 : batchesOf(spectrum.history, i)[at]!)
  );
  const unitOfStep = spectrum.unit === "nats/step" ? 1 : dt;
  return {
    ...found,
    spectrum: {
      ...spectrum,
      exponents,
      standardErrors,
      kaplanYorke: exponents.every(Number.isFinite)
        ? kaplanYorke(exponents, batches, dimension)
        : spectrum.kaplanYorke,
    },
    predictability: predictabilityTime({ exponents, standardErrors }, unitOfStep),
  };
};
