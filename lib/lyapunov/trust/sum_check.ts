/**
 * A check of a spectrum: its sum is the mean rate at which volumes change.
 *
 * @module
 */
import { shortNumber } from "../../numerics/format.ts";
import type { System } from "../../systems/system.ts";
import type { SystemExponents } from "../exponents.ts";
import { largestOf } from "./magnitude.ts";
import type { SpectrumCheck } from "./spectrum_check.ts";

/** The sum of all exponents is the mean divergence, or the mean of ln |det J|. */
export const sumCheck = (
  system: System,
  { spectrum, dimension }: SystemExponents,
  byVolume: boolean,
): SpectrumCheck => {
  const name = "sum";
  const { exponents, meanLogDeterminant: mean } = spectrum;
  const what = system.kind === "map" ? "mean ln |det J|" : "mean divergence";
  if (exponents.includes(-Infinity)) return { name, passed: null, says: "a direction vanishes" };
  if (mean === null || exponents.length < dimension) {
    return { name, passed: null, says: "needs all exponents and the Jacobian" };
  }
  if (byVolume) return { name, passed: null, says: `λ${dimension} was found by it` };
  const total = exponents.reduce((a, b) => a + b, 0);
  const passed = total === mean ||
    Math.abs(total - mean) <= 5e-3 * largestOf(exponents) + 1e-3 / system.timeScale;
  return { name, passed, says: `${shortNumber(total, 5)}, and the ${what} is ${shortNumber(mean, 5)}` };
};
