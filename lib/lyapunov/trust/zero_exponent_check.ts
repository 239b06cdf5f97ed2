/**
 * A check of a spectrum: the flow along the orbit neither grows nor shrinks.
 *
 * @module
 */
import { withError } from "../../numerics/format.ts";
import type { System } from "../../systems/system.ts";
import type { SystemExponents } from "../exponents.ts";
import { smallest } from "./magnitude.ts";
import type { SpectrumCheck } from "./spectrum_check.ts";

/** An autonomous flow that is not at rest has an exponent 0: that of a shift along the orbit. */
export const zeroExponentCheck = (
  system: System,
  found: SystemExponents,
  atRest: boolean,
  stiff: boolean,
): SpectrumCheck => {
  const name = "zero exponent";
  const { exponents, standardErrors, history } = found.spectrum;
  const whole = history.time[history.time.length - 1]!;
  if (system.kind === "map") return { name, passed: null, says: "a map needs none" };
  if (atRest) return { name, passed: null, says: "the orbit is at rest" };
  // What the speed at both ends adds falls as 1/T.
  // Beside the fast directions of a stiff flow anything would be small.
  const floor = smallest(stiff ? [] : exponents, system.timeScale) + 5 / whole;
  const nearest = exponents.reduce(
    (best, value, i) =>
      Math.abs(value) - 4 * standardErrors[i]! < Math.abs(exponents[best]!) - 4 * standardErrors[best]!
        ? i
        : best,
    0,
  );
  const [value, error] = [exponents[nearest]!, standardErrors[nearest]!];
  const passed = Math.abs(value) <= 4 * error + floor;
  if (!passed && exponents.length < found.dimension && exponents[exponents.length - 1]! > 0) {
    return { name, passed: null, says: "it comes after the exponents that were asked for" };
  }
  return { name, passed, says: `λ${nearest + 1} = ${withError(value, error)}` };
};
