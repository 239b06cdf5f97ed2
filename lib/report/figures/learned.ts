/**
 * Whether the best that was found is worth the name: what is no better than a fixed point at the mean was not learned.
 *
 * @module
 */
import type { DataResult } from "../../results/result.ts";
import { shortNumber } from "../../numerics/format.ts";
import { ceilingWords } from "./origin.ts";
import type { MeasureWords } from "./words.ts";

/** The ceiling of a measure on a dataset; null if it has none. */
export const ceilingOf = ({ scale }: Pick<DataResult, "scale">, { name }: MeasureWords): number | null =>
  scale[name]?.ceiling ?? null;

/**
 * Whether a value is no better than the ceiling. What is written like the ceiling counts as being there.
 *
 * @param ceiling Null if the measure has none; then nothing is as bad.
 *
 * @example A small value is good, and one that rounds to the ceiling is not
 * ```ts
 * import { isNoBetterThan } from "./learned.ts";
 * import { measureWords } from "./words.ts";
 * import { assertEquals } from "@std/assert/mod.js";
 *
 * const noBetter = isNoBetterThan(11.3, measureWords("D_stsp"));
 * assertEquals([8.33, 11.2999, 11.5].map(noBetter), [false, true, true]);
 * assertEquals([0.2, 0.9].map(isNoBetterThan(0.2, measureWords("PSC"))), [true, false]);
 * ```
 */
export const isNoBetterThan =
  (ceiling: number | null, { better }: Pick<MeasureWords, "better">) => (value: number): boolean =>
    ceiling !== null &&
    ((better === "smaller" ? value >= ceiling : value <= ceiling) ||
      shortNumber(value) === shortNumber(ceiling));

/** "no better than the ceiling (11.3), a fixed point at the mean", in words that follow "is". */
export const noBetterThan = (ceiling: number): string =>
  `no better than the ceiling (${shortNumber(ceiling)}), ${ceilingWords}`;

/**
 * What the end of a sentence says of a single value that is no better than the ceiling; nothing of one that is better.
 *
 * @param value Null if there is none.
 */
export const reservationAt = (
  value: number | null,
  data: Pick<DataResult, "scale">,
  measure: MeasureWords,
): string => {
  const ceiling = ceilingOf(data, measure);
  return value === null || ceiling === null || !isNoBetterThan(ceiling, measure)(value)
    ? ""
    : `, ${noBetterThan(ceiling)}`;
};
