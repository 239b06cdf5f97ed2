/**
 * How large exponents are, and what beside them is so small that it counts as 0.
 *
 * @module
 */
import type { SystemExponents } from "../exponents.ts";

/** The largest size of an exponent that is finite. */
export const largestOf = (values: readonly number[]): number =>
  Math.max(0, ...values.map(Math.abs).filter(Number.isFinite));

/** What is so small that it counts as 0: in units of the largest exponent, and of what one typical time adds. */
export const smallest = (exponents: readonly number[], timeScale: number): number =>
  Math.max(2e-3 * largestOf(exponents), 1e-3 / timeScale);

/** Whether phase volume is kept, so that another start is another orbit for good. */
export const isConservative = (
  { spectrum: { exponents, meanLogDeterminant: mean } }: SystemExponents,
): boolean => mean !== null && Math.abs(mean) <= 1e-3 * largestOf(exponents);
