/**
 * Nearest neighbours in a state space that are not neighbours in time.
 *
 * @module
 */
import { KDTree } from "mnemonist";
import { distinctIntegers, stream, uniforms } from "../../numerics/random.ts";
import { distance, type StateSpace } from "./state_space.ts";

/** A point of the state space with its distance from another. */
export interface Neighbour {
  /** Row of the neighbour. */
  readonly row: number;
  /** Euclidean distance in the units of the axes. */
  readonly distance: number;
}

/** Finds up to `wanted` neighbours of the point at `row`, nearest first, more than `theiler` steps away in time. */
export type NeighbourSearch = (row: number, wanted: number, theiler: number) => readonly Neighbour[];

/** Points nearer than this, in standard deviations, are one point in double precision. */
const SAME = 1e-12;

/** Breaks the ties of quantised signals, far below any distance that matters. */
const TIE = 1e-9;

/** A point of which so many neighbours in space are neighbours in time does not recur: the search ends there. */
const MOST_ASKED = 2_000;

/**
 * A search among the first `count` points of a state space by a k-d tree.
 *
 * The tree sorts with the first entry as pivot, for which sorted or tied input takes quadratic time: so the points go
 * in in random order and with ties broken. The distances returned are those of the points as they are.
 *
 * @param space Points with axes of standard deviation 1.
 * @param count How many of the points may be neighbours. Default: all.
 * @param stride Only every `stride`-th point may be a neighbour. Default: 1.
 * @param coincident Whether points that coincide with the one asked for are neighbours. Default: no, as their distance
 * has no logarithm; for a signal that repeats itself exactly they are all there are.
 */
export const neighbourSearch = (
  space: StateSpace,
  count = space.count,
  stride = 1,
  coincident = false,
): NeighbourSearch => {
  const size = Math.floor((count - 1) / stride) + 1;
  const source = stream(0, "neighbours");
  const rows = distinctIntegers(source, size, size);
  for (let i = 0; i < size; i++) rows[i] = rows[i]! * stride;
  const tree = KDTree.fromAxes(
    space.axes.map((axis, index) => {
      const jitter = uniforms(stream(index, "ties"), size, -TIE, TIE);
      for (let i = 0; i < size; i++) jitter[i] = axis[rows[i]!]! + jitter[i]!;
      return jitter;
    }),
    rows as unknown as number[],
  );
  return (row, wanted, theiler) => {
    const point = space.axes.map((axis) => axis[row]!);
    const most = Math.min(size, 2 * theiler + 2 + wanted, MOST_ASKED);
    for (let asked = Math.min(most, wanted + 8);; asked = Math.min(most, 4 * asked)) {
      const found: Neighbour[] = [];
      for (const other of tree.kNearestNeighbors(asked, point)) {
        if (Math.abs(other - row) <= theiler) continue;
        const apart = distance(space.axes, row, other);
        if (coincident || apart > SAME) found.push({ row: other, distance: apart });
        if (found.length === wanted) break;
      }
      if (found.length === wanted || asked >= most) return found;
    }
  };
};
