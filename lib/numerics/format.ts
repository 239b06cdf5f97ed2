/**
 * Numbers as texts, the same on every machine: the digits of `toFixed` and `toPrecision` are exact by the language's
 * specification.
 *
 * @module
 */

const superscripts = "⁰¹²³⁴⁵⁶⁷⁸⁹";

/** An integer in superscript digits, for powers of ten. */
export const superscript = (value: number): string =>
  [...String(value)].map((digit) => digit === "-" ? "⁻" : superscripts[Number(digit)]!).join("");

const trimmed = (digits: string): string => digits.includes(".") ? digits.replace(/\.?0+$/, "") : digits;

/** A number as the nearest whole one, with commas between thousands. */
export const wholeNumber = (value: number): string =>
  Math.round(value).toString().replace(/\B(?=(\d{3})+$)/g, ",");

/** A minus sign instead of a hyphen. */
const signed = (digits: string): string => digits.replace(/^-/, "−");

/**
 * A number for people, with a few significant digits.
 *
 * @param value Any number.
 * @param digits Significant digits. Default: 3.
 *
 * @example Small, ordinary and large numbers
 * ```ts
 * import { shortNumber } from "./format.ts";
 * import { assertEquals } from "@std/assert/mod.js";
 *
 * assertEquals([0.0123456, -1.5, 62.80001, 100000, 3.2e-9].map((each) => shortNumber(each)), [
 *   "0.0123",
 *   "−1.5",
 *   "62.8",
 *   "100,000",
 *   "3.2 × 10⁻⁹",
 * ]);
 * assertEquals([shortNumber(99.97, 2), shortNumber(999.9)], ["100", "1,000"]);
 * ```
 */
export const shortNumber = (value: number, digits = 3): string => {
  if (Number.isNaN(value)) return "not a number";
  if (!Number.isFinite(value)) return value > 0 ? "∞" : "−∞";
  if (value === 0) return "0";
  const size = Math.abs(value);
  if (size < 1e-4 || size >= 1e7) {
    const [mantissa, exponent] = value.toExponential(digits - 1).split("e");
    return `${signed(trimmed(mantissa!))} × 10${superscript(Number(exponent))}`;
  }
  if (size >= 1000) return signed(wholeNumber(value));
  const digitsOnly = value.toPrecision(digits);
  // What has more digits before the point than are asked for: 100 with two of them is "1.0e+2".
  return signed(digitsOnly.includes("e") ? wholeNumber(Number(digitsOnly)) : trimmed(digitsOnly));
};

/** Errors of this many digits before the point are written with a power of ten. */
const LARGE = 5;
/** So are values below this, where decimals would be too many. */
const SMALL = 1e-4;
/** More decimals than these are too many. */
const MOST_DECIMALS = 8;

/**
 * A number with its standard error: "62.8 ± 0.4", as many decimals as the error's second digit needs, and of large ones
 * "1.04 ± 0.08 × 10¹²".
 *
 * @example Both ends of the scale
 * ```ts
 * import { withError } from "./format.ts";
 * import { assertEquals } from "@std/assert/mod.js";
 *
 * assertEquals([withError(1.0434e12, 7.7e10), withError(2.94003e-7, 5.1e-8), withError(0, 5.1e-9)], [
 *   "1.04 ± 0.08 × 10¹²",
 *   "2.9 ± 0.5 × 10⁻⁷",
 *   "0 ± 5 × 10⁻⁹",
 * ]);
 * ```
 */
export const withError = (value: number, error: number): string => {
  if (!(error > 0) || !Number.isFinite(error)) return shortNumber(value, 4);
  const exponent = Number(error.toExponential(0).split("e")[1]);
  const decimals = Math.max(0, 1 - exponent);
  if (exponent >= LARGE || (decimals > MOST_DECIMALS && Math.abs(value) < SMALL)) {
    const size = value === 0 ? exponent : Math.max(exponent, Number(value.toExponential(0).split("e")[1]));
    const scaled = (each: number) => signed((each / Number(`1e${size}`)).toFixed(size - exponent));
    return `${scaled(value)} ± ${scaled(error)} × 10${superscript(size)}`;
  }
  if (decimals > MOST_DECIMALS) return `${shortNumber(value, 6)} ± ${shortNumber(error, 2)}`;
  return `${signed(value.toFixed(decimals).replace(/^-(0\.?0*)$/, "$1"))} ± ${error.toFixed(decimals)}`;
};

/** A coordinate in the SVG: at most `decimals` of them, no trailing zeros, never "-0". */
export const coordinate = (value: number, decimals = 1): string => {
  const digits = trimmed(value.toFixed(decimals));
  return digits === "-0" ? "0" : digits;
};

/** A number with this many significant digits as programs write it: "0.0123", "-1.5e-9". */
export const plainNumber = (value: number, digits: number): string =>
  String(Number(value.toPrecision(digits)));

/** A sentence with true minus signs before its numbers, for people; what programs read keeps its hyphens. */
export const withMinusSigns = (sentence: string): string => sentence.replace(/(?<![\w)])-(?=\.?\d)/g, "−");

/**
 * A number in a sentence: three significant digits, or as many as are given, a true minus sign, powers of ten, and its unit.
 *
 * @example A small, a negative, an ordinary and an infinite number
 * ```ts
 * import { numberInWords } from "./format.ts";
 * import { assertEquals } from "@std/assert/mod.js";
 *
 * assertEquals([1.0434e-14, -6.2837, 12345, Infinity].map((value) => numberInWords(value)), [
 *   "1.04 × 10⁻¹⁴",
 *   "−6.28",
 *   "12300",
 *   "infinite",
 * ]);
 * assertEquals(numberInWords(0.5, "nats"), "0.5 nats");
 * ```
 */
export const numberInWords = (value: number, unit = "", digits = 3): string => {
  if (Number.isNaN(value)) return "not defined";
  if (!Number.isFinite(value)) return value > 0 ? "infinite" : "minus infinite";
  const [mantissa, exponent] = plainNumber(value, digits).split("e");
  const power = exponent === undefined ? "" : ` × 10${superscript(Number(exponent))}`;
  return `${signed(mantissa!)}${power}${unit === "" ? "" : ` ${unit}`}`;
};

/**
 * A factor before what it multiplies: nothing where it is 1.
 *
 * @example In a sentence
 * ```ts
 * import { timesOf } from "./format.ts";
 * import { assertEquals } from "@std/assert/mod.js";
 *
 * assertEquals([1, 5].map((factor) => `at least ${timesOf(factor)}the median`), [
 *   "at least the median",
 *   "at least 5 times the median",
 * ]);
 * ```
 */
export const timesOf = (factor: number): string => factor === 1 ? "" : `${numberInWords(factor)} times `;

/** A share as a percentage. */
export const percent = (share: number, digits = 3): string => `${numberInWords(100 * share, "", digits)} %`;

/** The power of ten of the scientific form of a number. */
const powerOf = (value: number): number => Number(value.toExponential().split("e")[1]);

/**
 * A time without what rounding added to it: `row * dt` has twelve digits that mean something. A time that is
 * large beside its steps, such as a date, keeps as many as distinguish the steps.
 *
 * @param time The time.
 * @param step The time between two rows. Default: only twelve digits are kept.
 *
 * @example A sum, and a date of which milliseconds count
 * ```ts
 * import { roundedTime } from "./format.ts";
 * import { assertEquals } from "@std/assert/mod.js";
 *
 * assertEquals(roundedTime(3 * 0.1), 0.3);
 * assertEquals(roundedTime(1714564800 + 3 * 0.001, 0.001), 1714564800.003);
 * ```
 */
export const roundedTime = (time: number, step?: number): number => {
  const digits = step === undefined || time === 0 ? 12 : powerOf(time) - powerOf(step) + 4;
  return Number(time.toPrecision(Math.min(16, Math.max(12, digits))));
};
