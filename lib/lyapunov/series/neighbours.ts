/**
 * Nearest neighbours in a state space that are not neighbours in time.
 *
 * @module
 */
import type { StateSpace } from "./state_space.ts";

/** A point of the state space with its distance from another. */
export interface Neighbour {
  /** Row of the neighbour. */
  readonly row: number;
  /** Euclidean distance in the units of the axes. */
  readonly distance: number;
}

/** Finds up to `wanted` neighbours of the point at `row`, nearest first, more than `theiler` steps away in time. */
export type NeighbourSearch = (row: number, wanted: number, theiler: number) => readonly Neighbour[];

/** Squared distance below which points are one point in double precision, in standard deviations. */
const SAME = 1e-24;

/** Points of a leaf, which are all looked at. */
const LEAF = 12;

/** A k-d tree: cut in halves again and again at the middle of the widest axis. */
interface Tree {
  /** Rows in the order of the leaves. */
  readonly rows: Int32Array;
  /** Their coordinates, point by point. */
  readonly points: Float64Array;
  /** The axis at which the node over [from, to) is cut, by its middle; −1 for a leaf. */
  readonly axes: Int8Array;
  /** The value at which it is cut, by its middle. */
  readonly cuts: Float64Array;
}

/** Puts the entries of `order` such that none before `middle` is larger, on one axis, than any from there on. */
const select = (order: Int32Array, axis: Float64Array, from: number, to: number, middle: number): void => {
  let [low, high] = [from, to - 1];
  while (low < high) {
    const [a, b, c] = [axis[order[low]!]!, axis[order[(low + high) >> 1]!]!, axis[order[high]!]!];
    const pivot = Math.max(Math.min(a, b), Math.min(Math.max(a, b), c));
    let [i, j] = [low, high];
    while (i <= j) {
      while (axis[order[i]!]! < pivot) i++;
      while (axis[order[j]!]! > pivot) j--;
      if (i > j) break;
      const kept = order[i]!;
      order[i] = order[j]!;
      order[j] = kept;
      i++;
      j--;
    }
    if (middle <= j) high = j;
    else if (middle >= i) low = i;
    else return;
  }
};

const treeOf = ({ axes }: StateSpace, rows: Int32Array): Tree => {
  const size = rows.length;
  const cutAxes = new Int8Array(size).fill(-1);
  const cuts = new Float64Array(size);
  const grow = (from: number, to: number): void => {
    if (to - from <= LEAF) return;
    let [widest, width] = [0, -1];
    for (let a = 0; a < axes.length; a++) {
      const axis = axes[a]!;
      let [least, most] = [Infinity, -Infinity];
      for (let i = from; i < to; i++) {
        const value = axis[rows[i]!]!;
        if (value < least) least = value;
        if (value > most) most = value;
      }
      if (most - least > width) [widest, width] = [a, most - least];
    }
    const middle = (from + to) >> 1;
    select(rows, axes[widest]!, from, to, middle);
    cutAxes[middle] = widest;
    cuts[middle] = axes[widest]![rows[middle]!]!;
    grow(from, middle);
    grow(middle, to);
  };
  grow(0, size);
  const points = new Float64Array(size * axes.length);
  for (let i = 0; i < size; i++) {
    for (let a = 0; a < axes.length; a++) points[i * axes.length + a] = axes[a]![rows[i]!]!;
  }
  return { rows, points, axes: cutAxes, cuts };
};

/**
 * A search among the first `count` points of a state space by a k-d tree. Of equally near points those are found that
 * the tree holds first, the same on every machine.
 *
 * @param space Points with axes of standard deviation 1, 127 of them at most.
 * @param count How many of the points may be neighbours. Default: all.
 * @param stride Only every `stride`-th point may be a neighbour. Default: 1.
 * @param coincident Whether points that coincide with the one asked for are neighbours. Default: no, as their distance
 * has no logarithm; for a signal that repeats itself exactly they are all there are.
 * @source J. L. Bentley (1975), Commun. ACM 18, 509–517.
 * @example The nearest point that is no neighbour in time
 * ```ts
 * import { neighbourSearch } from "./neighbours.ts";
 * import { assertEquals } from "@std/assert/mod.js";
 *
 * const nearest = neighbourSearch({ axes: [Float64Array.of(0, 0.1, 5, 5.2, 0.4)], count: 5 });
 * assertEquals(nearest(0, 1, 0).map(({ row }) => row), [1]);
 * assertEquals(nearest(0, 2, 1).map(({ row }) => row), [4, 2]);
 * ```
 */
export const neighbourSearch = (
  space: StateSpace,
  count = space.count,
  stride = 1,
  coincident = false,
): NeighbourSearch => {
  const size = Math.floor((count - 1) / stride) + 1;
  const tree = treeOf(space, Int32Array.from({ length: size }, (_, i) => i * stride));
  const width = space.axes.length;
  const point = new Float64Array(width);
  const offsets = new Float64Array(width);
  let distances = new Float64Array(16);
  let found = new Int32Array(16);
  return (row, wanted, theiler) => {
    if (wanted > found.length) {
      distances = new Float64Array(wanted);
      found = new Int32Array(wanted);
    }
    for (let a = 0; a < width; a++) point[a] = space.axes[a]![row]!;
    offsets.fill(0);
    let held = 0;
    let farthest = Infinity;
    const look = (from: number, to: number): void => {
      for (let i = from; i < to; i++) {
        const other = tree.rows[i]!;
        if (Math.abs(other - row) <= theiler) continue;
        let squares = 0;
        for (let a = 0; a < width; a++) {
          const difference = tree.points[i * width + a]! - point[a]!;
          squares += difference * difference;
        }
        if (!(squares < farthest) || (!coincident && squares <= SAME)) continue;
        let at = held < wanted ? held++ : wanted - 1;
        for (; at > 0 && distances[at - 1]! > squares; at--) {
          distances[at] = distances[at - 1]!;
          found[at] = found[at - 1]!;
        }
        distances[at] = squares;
        found[at] = other;
        if (held === wanted) farthest = distances[wanted - 1]!;
      }
    };
    /** Looks through a box; `least` is the squared distance of the point from it. */
    const search = (from: number, to: number, least: number): void => {
      if (least >= farthest) return;
      if (to - from <= LEAF) {
        look(from, to);
        return;
      }
      const middle = (from + to) >> 1;
      const axis = tree.axes[middle]!;
      const offset = point[axis]! - tree.cuts[middle]!;
      const before = offsets[axis]!;
      const beyond = least - before * before + offset * offset;
      if (offset < 0) search(from, middle, least);
      else search(middle, to, least);
      offsets[axis] = offset;
      if (offset < 0) search(middle, to, beyond);
      else search(from, middle, beyond);
      offsets[axis] = before;
    };
    search(0, size, 0);
    return Array.from({ length: held }, (_, i) => ({ row: found[i]!, distance: Math.sqrt(distances[i]!) }));
  };
};
