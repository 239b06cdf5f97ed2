/**
 * Kullback–Leibler divergence of two point clouds by counting points in the cells of a grid.
 *
 * The occupied cells alone are kept, sorted, so that a grid may have far more cells than there are points.
 *
 * @module
 */
import type { Series } from "../series/series.ts";
import { log } from "../numerics/elementary.ts";
import { momentsOf } from "./moments.ts";

/** A box with `bins` intervals along each variable. */
export interface BinGrid {
  /** Lower end of the box for each variable. */
  readonly low: Float64Array;
  /** Upper end of the box for each variable. */
  readonly high: Float64Array;
  /** Number of intervals along each variable. */
  readonly bins: number;
  /** The first interval in which points count: 0, or 1 to leave out the lowest as the authors do. */
  readonly firstBin: 0 | 1;
}

/** The grid over the range of a series, 0.1 standard deviations wider on either side. */
export const gridOverRange = (series: Series, bins: number): BinGrid => {
  const { deviation, low, high } = momentsOf(series);
  return {
    low: low.map((value, index) => value - 0.1 * deviation[index]!),
    high: high.map((value, index) => value + 0.1 * deviation[index]!),
    bins,
    firstBin: 0,
  };
};

/** The authors' grid: ±2 standard deviations around zero, wherever the data lie, and without the lowest intervals. */
export const gridAroundZero = (series: Series, bins: number): BinGrid => {
  const { deviation } = momentsOf(series);
  return {
    low: deviation.map((value) => -2 * value),
    high: deviation.map((value) => 2 * value),
    bins,
    firstBin: 1,
  };
};

/** The grid from the smallest to the largest value of each variable, without the lowest intervals and the largest value. */
export const gridOfExtremes = (series: Series, bins: number): BinGrid => {
  const { low, high } = momentsOf(series);
  return { low, high, bins, firstBin: 1 };
};

/** Number of cells of a grid. */
export const cellCount = ({ low, bins }: BinGrid): number => low.reduce((cells) => cells * bins, 1);

/**
 * The number of the cell of each row, in ascending order. Rows outside the box come last, in the cell after the last.
 *
 * @param start The first row that counts.
 */
export const sortedCells = (series: Series, grid: BinGrid, start = 0): Float64Array => {
  const { values, rows, columns } = series;
  const { low, high, bins, firstBin } = grid;
  const outside = cellCount(grid);
  const cells = new Float64Array(Math.max(rows - start, 0));
  for (let row = start; row < rows; row++) {
    let cell = 0;
    for (let column = 0; column < columns; column++) {
      const value = values[row * columns + column]!;
      const width = high[column]! - low[column]!;
      // A variable that is constant in truth has one interval, and only that very value lies in it.
      const bin = width > 0
        ? Math.floor(((value - low[column]!) / width) * bins)
        : value === low[column]!
        ? 0
        : -1;
      if (!(bin >= firstBin && bin < bins)) {
        cell = outside;
        break;
      }
      cell = cell * bins + bin;
    }
    cells[row - start] = cell;
  }
  return cells.sort();
};

/** How many of the sorted cells lie inside the box. */
export const insideCount = (cells: Float64Array, grid: BinGrid): number => {
  const outside = cellCount(grid);
  let count = cells.length;
  while (count > 0 && cells[count - 1]! >= outside) count--;
  return count;
};

/**
 * KL(p ‖ q) = Σ p ln(p/q) in nats, with p = (h + α) / (Σh + αK) and likewise q, over all K cells.
 *
 * @param p Cells of the points of p, sorted.
 * @param q Cells of the points of q, sorted.
 * @param cells K, the number of cells that there are.
 * @param smoothing α, added to every count. The same for both, so that equal counts give exactly 0.
 */
export const divergenceOfCells = (
  p: Float64Array,
  q: Float64Array,
  cells: number,
  smoothing: number,
): number => {
  const totalP = p.length + smoothing * cells;
  const totalQ = q.length + smoothing * cells;
  const term = (countP: number, countQ: number): number => {
    const shareP = (countP + smoothing) / totalP;
    const shareQ = (countQ + smoothing) / totalQ;
    return shareP * log(shareP / shareQ);
  };
  let sum = 0;
  let occupied = 0;
  let i = 0;
  let j = 0;
  while (i < p.length || j < q.length) {
    const cell = Math.min(i < p.length ? p[i]! : Infinity, j < q.length ? q[j]! : Infinity);
    const [startP, startQ] = [i, j];
    while (i < p.length && p[i] === cell) i++;
    while (j < q.length && q[j] === cell) j++;
    sum += term(i - startP, j - startQ);
    occupied++;
  }
  return sum + (cells - occupied) * term(0, 0);
};
