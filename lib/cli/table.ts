/**
 * Tables and curves in characters, for a terminal.
 *
 * @module
 */

/**
 * Rows as lines with aligned columns, two spaces between them.
 *
 * @param rows Cells of each row; the first row may be a heading.
 * @param right Indices of the columns that are aligned at their right end. Default: none.
 *
 * @example A heading and a number
 * ```ts
 * import { tableLines } from "./table.ts";
 * import { assertEquals } from "@std/assert/mod.js";
 *
 * assertEquals(tableLines([["name", "D"], ["lorenz", "3"]], [1]), ["name    D", "lorenz  3"]);
 * ```
 */
export const tableLines = (
  rows: readonly (readonly string[])[],
  right: readonly number[] = [],
): readonly string[] => {
  const length = (text: string): number => [...text].length;
  const widths: number[] = [];
  for (const row of rows) row.forEach((cell, i) => widths[i] = Math.max(widths[i] ?? 0, length(cell)));
  return rows.map((row) =>
    row.map((cell, i) => {
      const space = " ".repeat(widths[i]! - length(cell));
      return right.includes(i) ? space + cell : cell + space;
    }).join("  ").trimEnd()
  );
};

const bars = "▁▂▃▄▅▆▇█";

/**
 * A curve as a line of bars, from its smallest to its largest value; flat where they differ by rounding only.
 *
 * @example A parabola
 * ```ts
 * import { sparkline } from "./table.ts";
 * import { assertEquals } from "@std/assert/mod.js";
 *
 * assertEquals(sparkline([9, 4, 1, 0, 1, 4, 9]), "█▄▁▁▁▄█");
 * ```
 */
export const sparkline = (values: readonly number[]): string => {
  const finite = values.filter(Number.isFinite);
  const [low, high] = [Math.min(...finite), Math.max(...finite)];
  return values.map((value) => {
    if (!Number.isFinite(value)) return " ";
    const flat = high - low <= 1e-9 * Math.max(Math.abs(low), Math.abs(high));
    const share = flat ? 0.5 : (value - low) / (high - low);
    return bars[Math.min(bars.length - 1, Math.floor(share * bars.length))]!;
  }).join("");
};
