/**
 * λ₁ of the data that a network is held against.
 *
 * @module
 */
import type { DataResult } from "./result.ts";

/** An exponent in nats per time unit. */
export interface ExponentOfData {
  /** undefined if none is known. */
  readonly value: number | undefined;
  /** Its standard error. */
  readonly error: number;
  /** Whether it was found along the rows of a recording, by regression. */
  readonly alongRows: boolean;
}

/** λ₁ of the data: along its rows where that was asked for and is better known than the estimate, and otherwise as it is known. */
export const exponentOfData = ({ along, spectrum, series: { dt } }: DataResult): ExponentOfData =>
  along !== undefined
    ? { value: along.lambda1 / dt, error: along.standardError / dt, alongRows: true }
    : { value: spectrum?.exponents[0], error: spectrum?.standardErrors[0] ?? 0, alongRows: false };
