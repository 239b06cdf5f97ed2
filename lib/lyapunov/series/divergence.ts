/**
 * How neighbours in state space part with time: the divergence curves of Rosenstein and of Kantz.
 *
 * @module
 */
import { exp, log } from "../../numerics/elementary.ts";
import { stream, uniforms } from "../../numerics/random.ts";
import type { Neighbour } from "./neighbours.ts";
import { distance, type StateSpace } from "./state_space.ts";

/** A mean logarithm of distances as a function of time. */
export interface Divergence {
  /** Steps after the neighbours were found: 0, stride, 2·stride, … */
  readonly steps: Float64Array;
  /** Mean of the logarithm of the distance, in nats, in standard deviations of the signal. */
  readonly mean: Float64Array;
  /** The same for each block of the series in time; a block may have no reference points and is then left out. */
  readonly blocks: readonly Float64Array[];
  /** Reference points that had neighbours, over all reference points. */
  readonly recurring: number;
}

/** Which neighbours are followed, and how far. */
export interface Following {
  /** Rows that serve as reference points; they and their neighbours have `length` rows after them. */
  readonly references: Int32Array;
  /** Neighbours of each reference point, nearest first. */
  readonly neighbours: readonly (readonly Neighbour[])[];
  /** How long they are followed, in steps. */
  readonly length: number;
  /** Steps between two distances. */
  readonly stride: number;
  /**
   * For a flow the steps to either side of a point between which its direction is taken, so that distances are measured
   * across the flow; 0 for a map.
   */
  readonly span: number;
}

/** Curves of ln d of the neighbours of each reference point that has some. */
export interface LogDistances {
  /** The reference points. */
  readonly rows: Int32Array;
  /** Steps after the neighbours were found: 0, stride, 2·stride, … */
  readonly steps: Float64Array;
  /** For each reference point ln d in nats of each of its neighbours. */
  readonly groups: readonly (readonly Float64Array[])[];
  /** Reference points that had neighbours, over all reference points. */
  readonly recurring: number;
}

/** Distances below this are one point in double precision; their logarithm is held there. */
const FLOOR = 1e-12;

/** Reference points, one at a random place in each of `wanted` equal parts of the first `count` rows. */
export const referencePoints = (count: number, wanted: number): Int32Array => {
  const number = Math.min(count, wanted);
  const place = uniforms(stream(0, "references"), number);
  const out = new Int32Array(number);
  for (let i = 0; i < number; i++) out[i] = Math.floor((i + place[i]!) * count / number);
  return out;
};

/**
 * Distance of two points of an orbit across the direction in which both move; for `span` 0 their distance as it is.
 *
 * Two samples of neighbouring orbits are up to half a sampling interval apart along the flow. That part neither grows
 * nor shrinks, and hides for long how the rest grows.
 */
export const distanceAcross = (axes: readonly Float64Array[], i: number, j: number, span: number): number => {
  if (span === 0) return distance(axes, i, j);
  let squares = 0;
  let along = 0;
  let speed = 0;
  const [beforeI, beforeJ] = [Math.max(0, i - span), Math.max(0, j - span)];
  for (let a = 0; a < axes.length; a++) {
    const axis = axes[a]!;
    const last = axis.length - 1;
    const difference = axis[i]! - axis[j]!;
    const direction = axis[Math.min(last, i + span)]! - axis[beforeI]! +
      (axis[Math.min(last, j + span)]! - axis[beforeJ]!);
    squares += difference * difference;
    along += difference * direction;
    speed += direction * direction;
  }
  return Math.sqrt(Math.max(0, speed > 0 ? squares - along * along / speed : squares));
};

/** Follows those neighbours of each reference point that are chosen. */
const follow = (
  space: StateSpace,
  { references, neighbours, length, stride, span }: Following,
  choose: (found: readonly Neighbour[]) => readonly Neighbour[],
): LogDistances => {
  const points = Math.floor(length / stride) + 1;
  const rows: number[] = [];
  const groups: (readonly Float64Array[])[] = [];
  references.forEach((row, index) => {
    const chosen = choose(neighbours[index]!);
    if (chosen.length === 0) return;
    rows.push(row);
    groups.push(chosen.map(({ row: other }) => {
      const curve = new Float64Array(points);
      for (let p = 0; p < points; p++) {
        const later = p * stride;
        curve[p] = log(Math.max(FLOOR, distanceAcross(space.axes, row + later, other + later, span)));
      }
      return curve;
    }));
  });
  return {
    rows: Int32Array.from(rows),
    steps: Float64Array.from({ length: points }, (_, p) => p * stride),
    groups,
    recurring: groups.length / references.length,
  };
};

/**
 * Rosenstein's distances: ln d(k), where d(k) is the distance in state space of a reference point and its nearest
 * neighbour, k steps later.
 *
 * @source Rosenstein, Collins & De Luca (1993), Physica D 65, 117–134.
 */
export const followNearest = (space: StateSpace, following: Following): LogDistances =>
  follow(space, following, (found) => found.slice(0, 1));

/** A reference point counts with at least this many neighbours. */
const FEWEST = 5;
/** So many neighbours of a reference point are followed at most. */
export const MOST_NEIGHBOURS = 10;

/** The radius of Kantz's neighbourhoods: the smallest that holds five neighbours of nine reference points in ten. */
const neighbourhoodRadius = (neighbours: Following["neighbours"]): number => {
  const radii = neighbours.flatMap((found) => found.length < FEWEST ? [] : [found[FEWEST - 1]!.distance]);
  radii.sort((a, b) => a - b);
  return radii[Math.floor(0.9 * radii.length)] ?? 0;
};

/**
 * Kantz's distances: those between a reference point and all its neighbours within a radius, k steps later; what counts
 * is the logarithm of their mean. Reference points with fewer than five neighbours are left out; of more than ten the
 * nearest ten are followed.
 *
 * @source Kantz (1994), Phys. Lett. A 185, 77–87.
 */
export const followNeighbourhoods = (space: StateSpace, following: Following): LogDistances => {
  const radius = neighbourhoodRadius(following.neighbours);
  return follow(space, following, (found) => {
    const within = found.filter(({ distance }) => distance <= radius);
    return within.length < FEWEST ? [] : within;
  });
};

/** The logarithm of the mean distance of a group at a point of its curves. */
export const logOfMean = (group: readonly Float64Array[], p: number): number => {
  if (group.length === 1) return group[0]![p]!;
  let sum = 0;
  for (const curve of group) sum += exp(curve[p]!);
  return log(sum / group.length);
};

/**
 * The divergence curve: the mean over the reference points of the logarithm of the mean distance of their neighbours,
 * and the same for each block of the series.
 *
 * @param distances What was followed.
 * @param count Rows among which the reference points lie.
 * @param blocks Number of blocks of the series.
 */
export const meanDivergence = (distances: LogDistances, count: number, blocks: number): Divergence => {
  const { rows, steps, groups, recurring } = distances;
  const sums = Array.from({ length: blocks }, () => new Float64Array(steps.length));
  const counts = new Float64Array(blocks);
  const mean = new Float64Array(steps.length);
  groups.forEach((group, index) => {
    const block = Math.min(blocks - 1, Math.floor(rows[index]! * blocks / count));
    const sum = sums[block]!;
    for (let p = 0; p < steps.length; p++) {
      const value = logOfMean(group, p);
      sum[p] = sum[p]! + value;
      mean[p] = mean[p]! + value / groups.length;
    }
    counts[block] = counts[block]! + 1;
  });
  return {
    steps,
    mean,
    blocks: sums.flatMap((sum, block) =>
      counts[block]! > 0 ? [sum.map((value) => value / counts[block]!)] : []
    ),
    recurring,
  };
};
