/**
 * Deviations by the tangent map beside differences of neighbouring orbits at finite distance, which another solver
 * follows without any Jacobian: what is wrong with a step, a Jacobian or a jump shows.
 *
 * @module
 */
import { log } from "../numerics/elementary.ts";
import { logDeterminant } from "./determinant.ts";
import { orthonormalise } from "./orthonormalise.ts";
import type { TangentMap } from "./tangent.ts";

/** How far tangent map and neighbouring orbits lie apart, over many short windows. */
export interface Mismatch {
  /** Difference of the mean rates at which volumes change, per unit of time; null where they were not compared. */
  readonly volume: number | null;
  /** Mean relative difference of the deviations, per unit of time. */
  readonly deviations: number;
  /**
   * Mean rate at which lengths grow or shrink, per unit of time, or the smallest that matters: what the others are measured
   * by.
   */
  readonly rate: number;
  /** Windows that were compared. */
  readonly windows: number;
}

/** Follows a state for some time, in place; returns how many surfaces it met on the way, null where it cannot. */
export type Follow = (state: Float64Array, time: number) => number | null;

/** Distance of the neighbours, in units of the range of each variable. */
const SEPARATION = 1e-5;

/** A volume that is thinner than this share of its length is flat: orbits merge there. */
const FLAT = 1e-6;

/** Shares of the rate by which volumes and deviations may differ. */
const VOLUME_TOLERANCE = 0.005;
const DEVIATION_TOLERANCE = 0.02;

/**
 * Rates below this, per typical time, do not count: those of a rotation are of rounding alone. A difference that is allowed
 * beside it is smaller than what counts as an exponent 0.
 */
const SMALLEST_RATE = 0.05;

/** The larger of both differences, in units of what is allowed. */
export const severity = ({ volume, deviations, rate }: Mismatch): number =>
  Math.max(Math.abs(volume ?? 0) / VOLUME_TOLERANCE, deviations / DEVIATION_TOLERANCE) / rate;

/** Whether tangent map and orbits agree; with a share below 1 they must agree that much more closely. */
export const agrees = (mismatch: Mismatch, share = 1): boolean =>
  mismatch.windows > 0 && severity(mismatch) <= share;

/**
 * Compares a tangent map with neighbouring orbits.
 *
 * @param tangentMap The tangent map.
 * @param follow Follows orbits in another way, exactly.
 * @param states Where the windows begin.
 * @param ranges The range of each variable.
 * @param steps Length of a window, in steps.
 * @param dt Time units per step.
 * @param timeScale A typical time: where lengths neither grow nor shrink, differences per typical time decide.
 * @param volumes Whether volumes are compared too. They cannot be where one vanishes within a step: differences of orbits
 * are of rounding then. Default: true.
 */
export const mismatchOf = (
  tangentMap: TangentMap,
  follow: Follow,
  states: readonly Float64Array[],
  ranges: Float64Array,
  steps: number,
  dt: number,
  timeScale: number,
  volumes = true,
): Mismatch => {
  const { dimension } = tangentMap;
  const size = dimension * dimension;
  const determinant = logDeterminant(dimension);
  const [matrix, differences, turned] = [
    new Float64Array(size),
    new Float64Array(size),
    new Float64Array(size),
  ];
  const diagonal = new Float64Array(dimension);
  const time = steps * dt;
  let [volume, deviations, rate, windows] = [0, 0, 0, 0];
  for (const start of states) {
    matrix.fill(0);
    for (let i = 0; i < dimension; i++) matrix[i * dimension + i] = 1;
    const before = tangentMap.crossings?.() ?? 0;
    tangentMap.advance(start.slice(), matrix, dimension, steps);
    const end = start.slice();
    const met = follow(end, time);
    // Where one of them ends before a surface that another has met, no derivative leads from here to there.
    let known = met !== null &&
      (tangentMap.crossings === undefined || tangentMap.crossings() - before === met);
    for (let j = 0; known && j < dimension; j++) {
      const neighbour = start.slice();
      const separation = SEPARATION * ranges[j]!;
      neighbour[j] = neighbour[j]! + separation;
      // What was added after rounding.
      const added = neighbour[j]! - start[j]!;
      known = follow(neighbour, time) === met;
      for (let i = 0; i < dimension; i++) {
        differences[i * dimension + j] = (neighbour[i]! - end[i]!) / added;
      }
    }
    if (!known) continue;
    let [apart, length] = [0, 0];
    for (let i = 0; i < dimension; i++) {
      for (let j = 0; j < dimension; j++) {
        const place = i * dimension + j;
        // Each variable in units of its range.
        const unit = ranges[j]! / ranges[i]!;
        const [mine, theirs] = [matrix[place]! * unit, differences[place]! * unit];
        apart += (mine - theirs) * (mine - theirs);
        length += theirs * theirs;
      }
    }
    const change = determinant(matrix) - determinant(differences);
    turned.set(differences);
    orthonormalise(turned, dimension, dimension, diagonal);
    // A volume that vanishes, where orbits merge, says nothing beside one that nearly does.
    const isFlat = !Number.isFinite(change) || Math.min(...diagonal) < FLAT * Math.max(...diagonal);
    if (volumes && isFlat) continue;
    windows++;
    volume += change / time;
    deviations += Math.sqrt(apart / length) / time;
    for (const factor of diagonal) if (factor > 0) rate += Math.abs(log(factor)) / time;
  }
  const per = Math.max(windows, 1);
  return {
    volume: volumes ? volume / per : null,
    deviations: deviations / per,
    rate: Math.max(rate / per, SMALLEST_RATE / timeScale),
    windows,
  };
};
