/**
 * Numbers that JSON has no word for, as texts: they survive the way into a file and back.
 *
 * @module
 */

const words: Readonly<Record<string, number>> = {
  "NaN": NaN,
  "Infinity": Infinity,
  "-Infinity": -Infinity,
};

/** A copy in which NaN and infinite numbers are texts; what is undefined stays so. */
export const nonFiniteAsText = (value: unknown): unknown => {
  if (typeof value === "number") return Number.isFinite(value) ? value : String(value);
  if (Array.isArray(value)) return value.map(nonFiniteAsText);
  if (typeof value === "object" && value !== null) {
    return Object.fromEntries(Object.entries(value).map(([key, entry]) => [key, nonFiniteAsText(entry)]));
  }
  return value;
};

/**
 * JSON in which these texts become numbers again.
 *
 * @example There and back
 * ```ts
 * import { nonFiniteAsText, parseWithNonFinite } from "./non_finite.ts";
 * import { assertEquals } from "@std/assert/mod.js";
 *
 * const written = JSON.stringify(nonFiniteAsText({ a: [NaN, 1, -Infinity] }));
 * assertEquals(parseWithNonFinite(written), { a: [NaN, 1, -Infinity] });
 * ```
 */
export const parseWithNonFinite = (source: string): unknown =>
  JSON.parse(
    source,
    (_, value) => typeof value === "string" && Object.hasOwn(words, value) ? words[value] : value,
  );
