/**
 * A condition that a spectrum must meet, and what is said where it does not.
 *
 * @module
 */

/** A condition that a spectrum must meet. */
export interface SpectrumCheck {
  /** What is checked. */
  readonly name: "zero exponent" | "sum" | "finite volumes" | "two starts";
  /** Whether it is met; null if it says nothing of such a system. */
  readonly passed: boolean | null;
  /** The numbers, in a sentence. */
  readonly says: string;
}

/** What is said of a spectrum that fails a check. */
export const doubtOf: Readonly<Record<SpectrumCheck["name"], (says: string) => string>> = {
  "zero exponent": (says) =>
    `no exponent is compatible with 0, though the flow moves: the nearest is ${says}`,
  "sum": (says) => `the sum of the exponents is ${says}`,
  "finite volumes": (says) => says,
  "two starts": (says) => `two orbits disagree: ${says}`,
};
