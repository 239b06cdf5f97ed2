/**
 * Exponents that are 0 but for rounding and their errors.
 *
 * @module
 */
import type { System } from "../../systems/system.ts";
import type { SystemExponents } from "../exponents.ts";
import { replacedExponents } from "./judged_exponents.ts";

/** An exponent that adds or moves by less than this over a typical time is of rounding. */
const ROUNDING = 1e-6;
/** Errors within which an exponent may be 0. */
const ERRORS = 4;

/** Over fewer steps or typical times, or in fewer batches, nothing has settled. */
const FEWEST = { steps: 1000, batches: 8, timeScales: 50 } as const;

/** Estimates that move by rounding alone have settled, however small their errors are: rotations have exponents of 1e-10. */
export const withRoundingSettled = (
  { timeScale }: System,
  found: SystemExponents,
  time: number,
): SystemExponents => {
  const { spectrum: { converged, exponents, history, steps } } = found;
  const long = steps >= FEWEST.steps && history.time.length >= FEWEST.batches &&
    time >= FEWEST.timeScales * timeScale;
  if (converged || !long) return found;
  const late = history.exponents.slice(Math.floor(history.time.length / 2));
  const stands = late.every((row) =>
    row.every((value, i) => value === exponents[i] || Math.abs(value - exponents[i]!) <= ROUNDING / timeScale)
  );
  return stands ? { ...found, spectrum: { ...found.spectrum, converged: true } } : found;
};

/**
 * The dimension of an orbit that moves for ever is 1 at least: where it comes out smaller, exponents that are 0 but for
 * their errors have a sign by chance, and are counted as 0.
 */
export const withDimensionOfMotion = (system: System, found: SystemExponents): SystemExponents => {
  const { spectrum } = found;
  const { exponents, standardErrors } = spectrum;
  if (spectrum.kaplanYorke === null || spectrum.kaplanYorke.value >= 1) return found;
  const zeros = exponents.map((value, i) =>
    Math.abs(value) <= ERRORS * standardErrors[i]! + ROUNDING / system.timeScale ? 0 : value
  );
  const { kaplanYorke } = replacedExponents(found, zeros, standardErrors).spectrum;
  return { ...found, spectrum: { ...spectrum, kaplanYorke } };
};
