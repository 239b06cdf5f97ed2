/**
 * Evidence in a form that JSON can say.
 *
 * @module
 */
import { numberInWords } from "../numerics/format.ts";

/**
 * A copy in which a number that JSON has no word for is null, with a text beside it that says what it was. Undefined
 * entries are left out.
 *
 * @example An infinite median
 * ```ts
 * import { withoutNonFinite } from "./finite_json.ts";
 * import { assertEquals } from "@std/assert/mod.js";
 *
 * assertEquals(withoutNonFinite({ n: 3, median: Infinity }), { n: 3, median: null, "median is": "infinite" });
 * ```
 */
export const withoutNonFinite = (value: unknown): unknown => {
  if (typeof value === "number") return Number.isFinite(value) ? value : null;
  if (Array.isArray(value)) return value.map(withoutNonFinite);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).filter(([, entry]) => entry !== undefined).flatMap(([key, entry]) =>
      typeof entry === "number" && !Number.isFinite(entry)
        ? [[key, null], [`${key} is`, numberInWords(entry)]]
        : [[key, withoutNonFinite(entry)]]
    ),
  );
};
