/**
 * How neighbours in state space part with time: the divergence curves of Rosenstein and of Kantz.
 *
 * @module
 */
import { log } from "../../numerics/elementary.ts";
import { stream, uniforms } from "../../numerics/random.ts";
import type { NeighbourSearch } from "./neighbours.ts";
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

/** What both methods need to know. */
export interface DivergenceOptions {
  /** Rows that serve as reference points. */
  readonly references: Int32Array;
  /** Neighbours in time up to this many steps are left out. */
  readonly theiler: number;
  /** Length of the curve in steps; references and neighbours have that many rows after them. */
  readonly length: number;
  /** Steps between the points of the curve. */
  readonly stride: number;
  /** Number of blocks of the series. */
  readonly blocks: number;
  /** How many points of the space may be reference points or neighbours. */
  readonly count: number;
  /**
   * For a flow the steps to either side of a point between which its direction is taken; 0 for a map. Rosenstein's
   * distances are then measured across the flow.
   */
  readonly span: number;
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

/** Averages one logarithm per reference point and time into a curve and its blocks. */
const average = (
  options: DivergenceOptions,
  logDistances: (row: number, out: Float64Array) => boolean,
): Divergence => {
  const points = Math.floor(options.length / options.stride) + 1;
  const sums = Array.from({ length: options.blocks }, () => new Float64Array(points));
  const counts = new Float64Array(options.blocks);
  const one = new Float64Array(points);
  for (const row of options.references) {
    if (!logDistances(row, one)) continue;
    const block = Math.min(options.blocks - 1, Math.floor(row * options.blocks / options.count));
    const sum = sums[block]!;
    for (let p = 0; p < points; p++) sum[p] = sum[p]! + one[p]!;
    counts[block] = counts[block]! + 1;
  }
  const mean = new Float64Array(points);
  let total = 0;
  for (let b = 0; b < options.blocks; b++) {
    total += counts[b]!;
    for (let p = 0; p < points; p++) mean[p] = mean[p]! + sums[b]![p]!;
  }
  for (let p = 0; p < points; p++) mean[p] = mean[p]! / total;
  return {
    steps: Float64Array.from({ length: points }, (_, p) => p * options.stride),
    mean,
    blocks: sums.filter((_, b) => counts[b]! > 0).map((sum) => {
      const count = counts[sums.indexOf(sum)]!;
      return sum.map((value) => value / count);
    }),
    recurring: total / options.references.length,
  };
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

/**
 * Rosenstein's curve: the mean over the reference points of ln d(k), where d(k) is the distance in state space of a
 * reference point and its nearest neighbour, k steps later; for a flow the distance across its direction.
 *
 * @source Rosenstein, Collins & De Luca (1993), Physica D 65, 117–134.
 */
export const rosensteinDivergence = (
  space: StateSpace,
  nearest: NeighbourSearch,
  options: DivergenceOptions,
): Divergence =>
  average(options, (row, out) => {
    const neighbour = nearest(row, 1, options.theiler)[0];
    if (neighbour === undefined) return false;
    for (let p = 0; p < out.length; p++) {
      const later = p * options.stride;
      const apart = distanceAcross(space.axes, row + later, neighbour.row + later, options.span);
      out[p] = log(Math.max(FLOOR, apart));
    }
    return true;
  });

/** A reference point counts with at least so many neighbours, and at most so many are followed. */
const FEWEST = 5;
const MOST = 20;

/**
 * The radius of Kantz's neighbourhoods: the smallest that holds five neighbours of nine reference points in ten.
 */
export const neighbourhoodRadius = (nearest: NeighbourSearch, options: DivergenceOptions): number => {
  const radii: number[] = [];
  const every = Math.max(1, Math.floor(options.references.length / 300));
  for (let i = 0; i < options.references.length; i += every) {
    const found = nearest(options.references[i]!, FEWEST, options.theiler);
    if (found.length === FEWEST) radii.push(found[FEWEST - 1]!.distance);
  }
  radii.sort((a, b) => a - b);
  return radii[Math.floor(0.9 * radii.length)] ?? 0;
};

/**
 * Kantz's curve: the mean over the reference points of the logarithm of the mean distance between the reference point
 * and all its neighbours within a radius, k steps later. Reference points with fewer than five neighbours are left
 * out; of more than twenty the nearest twenty are followed.
 *
 * @source Kantz (1994), Phys. Lett. A 185, 77–87.
 */
export const kantzDivergence = (
  space: StateSpace,
  nearest: NeighbourSearch,
  radius: number,
  options: DivergenceOptions,
): Divergence =>
  average(options, (row, out) => {
    const within = nearest(row, MOST, options.theiler).filter((neighbour) => neighbour.distance <= radius);
    if (within.length < FEWEST) return false;
    for (let p = 0; p < out.length; p++) {
      const later = p * options.stride;
      let sum = 0;
      for (const { row: other } of within) sum += distance(space.axes, row + later, other + later);
      out[p] = log(Math.max(FLOOR, sum / within.length));
    }
    return true;
  });
