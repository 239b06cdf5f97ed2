/**
 * Evidence in a form that JSON can say.
 *
 * @module
 */

const textOf = (value: number): string =>
  Number.isNaN(value) ? "not defined" : value > 0 ? "infinite" : "minus infinite";

/**
 * A copy in which a number that JSON has no word for is null, with a text beside it that says what it was. Undefined
 * entries are left out.
 *
 * @example An infinite median
 * ```ts
 * import { speakable } from "./speakable.ts";
 * import { assertEquals } from "@std/assert/mod.js";
 *
 * assertEquals(speakable({ n: 3, median: Infinity }), { n: 3, median: null, "median is": "infinite" });
 * ```
 */
export const speakable = (value: unknown): unknown => {
  if (typeof value === "number") return Number.isFinite(value) ? value : null;
  if (Array.isArray(value)) return value.map(speakable);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).filter(([, entry]) => entry !== undefined).flatMap(([key, entry]) =>
      typeof entry === "number" && !Number.isFinite(entry)
        ? [[key, null], [`${key} is`, textOf(entry)]]
        : [[key, speakable(entry)]]
    ),
  );
};
