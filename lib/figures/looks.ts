/**
 * Assigns colours, dashes and markers. A cell keeps its own on every page.
 *
 * @module
 */
import { cellKinds } from "../networks/catalogue.ts";
import { COLOURS } from "./plot/palette.ts";
import type { Cell } from "../networks/cell.ts";

/**
 * Looks for curves or groups of runs; no two are the same.
 *
 * @param cellOf The cell of each; undefined for what has none.
 * @param taken Looks that others have already. Default: none.
 * @returns The first of each cell gets the look of that cell, unless one before it in the catalogue has its colour. Where
 * there are several cells, the others of a cell get its colour with another dash and marker; all the rest get looks that
 * are left, in order.
 *
 * @example The LSTM keeps its look where the PLRNN comes after it, or not at all
 * ```ts
 * import { looksByCell } from "./looks.ts";
 * import { assertEquals } from "@std/assert/mod.js";
 *
 * assertEquals(looksByCell(["LSTM", "PLRNN"]), [2, 0]);
 * assertEquals(looksByCell(["LSTM"]), [2]);
 * assertEquals(looksByCell(["LSTM", "LSTM", undefined], [0]), [2, 1, 3]);
 * assertEquals(looksByCell(["LSTM", "PLRNN", "LSTM"]), [2, 0, 8]);
 * ```
 */
export const looksByCell = (
  cellOf: readonly (string | number | undefined)[],
  taken: readonly number[] = [],
): readonly number[] => {
  const used = new Set(taken);
  const own = new Map<number, number>();
  const several = new Set(cellOf.filter((cell) => cell !== undefined)).size > 1;
  Object.values<Cell>(cellKinds).forEach((cell) => {
    const [first, look] = [cellOf.indexOf(cell.kind), cell.look];
    if (first < 0 || look === undefined || used.has(look)) return;
    used.add(look);
    own.set(first, look);
    if (!several) return;
    let next = look;
    cellOf.forEach((other, index) => {
      if (other !== cell.kind || index === first) return;
      do next += COLOURS; while (used.has(next));
      used.add(next);
      own.set(index, next);
    });
  });
  let free = 0;
  return cellOf.map((_, index) => {
    const look = own.get(index);
    if (look !== undefined) return look;
    while (used.has(free)) free++;
    used.add(free);
    return free;
  });
};
