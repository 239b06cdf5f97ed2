/**
 * Whether the exponents of a recording agree with those of a network that was trained on it: two ways that share nothing
 * but the recording.
 *
 * @module
 */
import type { Estimate } from "../result.ts";

/** One exponent by both ways. */
export interface PairedExponent {
  /** The first minus the second, in their unit. */
  readonly difference: number;
  /** Standard error of the difference. */
  readonly standardError: number;
  /** Whether the difference is within two of them. */
  readonly agrees: boolean;
}

/** Standard errors by which two ways may differ. */
const ALLOWED = 2;

/**
 * Compares two spectra exponent by exponent, as many as both have.
 *
 * @param one The largest exponent first.
 * @param other The same, in the same unit.
 *
 * @example The largest exponents agree, the next do not
 * ```ts
 * import { agreementOf } from "./agreement.ts";
 * import { assertEquals } from "@std/assert/mod.js";
 *
 * const series = [{ value: 0.8, standardError: 0.1 }, { value: -13, standardError: 0.3 }];
 * const network = [{ value: 0.9, standardError: 0.05 }, { value: -14.6, standardError: 0.1 }];
 * assertEquals(agreementOf(series, network).map(({ agrees }) => agrees), [true, false]);
 * ```
 */
export const agreementOf = (
  one: readonly Estimate[],
  other: readonly Estimate[],
): readonly PairedExponent[] =>
  one.slice(0, other.length).map((own, index) => {
    const theirs = other[index]!;
    const difference = own.value - theirs.value;
    const standardError = Math.sqrt(
      own.standardError * own.standardError + theirs.standardError * theirs.standardError,
    );
    return { difference, standardError, agrees: Math.abs(difference) <= ALLOWED * standardError };
  });
