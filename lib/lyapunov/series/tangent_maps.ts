/**
 * How small displacements go on along an orbit, in the few directions in which its neighbours lie.
 *
 * Delays of one variable are more coordinates than the dynamics has. Between them nothing is known of what a displacement
 * does that points away from all neighbours, and a model that is fitted to all coordinates makes something up. Here a map
 * is fitted between the main axes of the neighbours now and those of the neighbours later.
 *
 * @module
 */
import { solveSymmetric } from "../../numerics/cholesky.ts";
import { principalAxes } from "../../numerics/principal_axes.ts";
import { upperMedian } from "../../numerics/statistics.ts";
import { neighboursFor, termsOf } from "./local_models.ts";
import type { Neighbour, NeighbourSearch } from "./neighbours.ts";
import type { StateSpace } from "./state_space.ts";

/** A point of an orbit with its neighbours and their main axes. */
export interface Frame {
  /** Its row. */
  readonly row: number;
  /** Its neighbours, nearest first. */
  readonly neighbours: readonly Neighbour[];
  /** The directions in which they lie, one column for each, in the coordinates of the space. */
  readonly axes: Float64Array;
}

/** What maps are fitted to. */
export interface TangentOptions {
  /** Directions. */
  readonly directions: number;
  /** Steps of the series from one point to the next. */
  readonly step: number;
  /** Neighbours in time up to this many steps are left out. */
  readonly theiler: number;
  /**
   * A direction in which neighbours lie less far apart than the root of this, as a share of their distance, is given no
   * slope: what they do there is curvature and noise.
   */
  readonly ridge: number;
}

/** Fits maps along an orbit. */
export interface TangentMaps {
  /** The neighbours of a row and their main axes. */
  readonly frameAt: (row: number) => Frame;
  /**
   * The linear part of what takes displacements from one frame to that `step` rows later: directions × directions, row by
   * row, which the next call overwrites. undefined where the neighbours do not determine it.
   */
  readonly between: (from: Frame, to: Frame) => Float64Array | undefined;
  /** What the last map predicts for the point itself, less what came: its length, in standard deviations. */
  readonly error: () => number;
  /** The same as a share of the distance of the neighbours. */
  readonly relativeError: () => number;
  /** The rate at which the orbit itself moves on in a frame, per step; the next call for this frame overwrites it. */
  readonly velocity: (frame: Frame, out: Float64Array) => number;
}

/** Neighbours per coefficient of the squares that are fitted. */
const PER_TERM = 2;
/** A neighbour whose image is farther away than the middle one by the root of this lies beyond a jump. */
const FAR = 25;

/** Rows on either side of a point from which its velocity is taken. */
export const VELOCITY_ROWS = 2;

/**
 * Fits maps between the frames of an orbit.
 *
 * @param space All points.
 * @param nearest A search among those that have a point `step` rows later.
 * @param options Directions, steps, and how far apart in time neighbours must be.
 * @source R. Brown, P. Bryant & H. D. I. Abarbanel (1991), Phys. Rev. A 43, 2787–2806, who fit between main axes as well.
 */
export const tangentMaps = (
  { axes: coordinates }: StateSpace,
  nearest: NeighbourSearch,
  { directions, step, theiler, ridge }: TangentOptions,
): TangentMaps => {
  const width = coordinates.length;
  const terms = termsOf(directions, true);
  const wanted = neighboursFor(directions, { quadratic: true, perTerm: PER_TERM });
  const spread = new Float64Array(width * width);
  const offset = new Float64Array(width);
  const normal = new Float64Array(terms * terms);
  const sides = new Float64Array(terms * directions);
  const term = new Float64Array(terms);
  const linear = new Float64Array(directions * directions);
  const now = new Float64Array(wanted * directions);
  const later = new Float64Array(wanted * directions);
  const apart = new Float64Array(wanted);
  let [missed, reach] = [Infinity, 1];
  return {
    frameAt: (row) => {
      const neighbours = nearest(row, wanted, theiler);
      spread.fill(0);
      for (const { row: other } of neighbours) {
        for (let i = 0; i < width; i++) {
          offset[i] = coordinates[i]![other]! - coordinates[i]![row]!;
          for (let j = 0; j <= i; j++) {
            spread[i * width + j] = spread[i * width + j]! + offset[i]! * offset[j]!;
          }
        }
      }
      for (let i = 0; i < width; i++) {
        for (let j = 0; j < i; j++) spread[j * width + i] = spread[i * width + j]!;
      }
      return { row, neighbours, axes: principalAxes(spread, width, directions) };
    },
    between: (from, to) => {
      const radius = from.neighbours.at(-1)?.distance ?? 0;
      if (!(radius > 0) || from.neighbours.length < terms) return undefined;
      normal.fill(0);
      sides.fill(0);
      term[0] = 1;
      const count = from.neighbours.length;
      from.neighbours.forEach(({ row: other }, n) => {
        apart[n] = 0;
        for (let d = 0; d < directions; d++) {
          let [before, after] = [0, 0];
          for (let i = 0; i < width; i++) {
            const axis = coordinates[i]!;
            before += (axis[other]! - axis[from.row]!) * from.axes[i * directions + d]!;
            after += (axis[other + step]! - axis[to.row]!) * to.axes[i * directions + d]!;
          }
          now[n * directions + d] = before / radius;
          later[n * directions + d] = after;
          apart[n] = apart[n]! + after * after;
        }
      });
      const farthest = FAR * upperMedian(apart.subarray(0, count));
      let held = 0;
      for (let n = 0; n < count; n++) {
        if (apart[n]! > farthest) continue;
        held++;
        for (let d = 0; d < directions; d++) term[1 + d] = now[n * directions + d]!;
        let at = 1 + directions;
        for (let a = 1; a <= directions; a++) {
          for (let b = a; b <= directions; b++) term[at++] = term[a]! * term[b]!;
        }
        for (let i = 0; i < terms; i++) {
          const value = term[i]!;
          for (let j = 0; j <= i; j++) normal[i * terms + j] = normal[i * terms + j]! + value * term[j]!;
          for (let d = 0; d < directions; d++) {
            sides[i * directions + d] = sides[i * directions + d]! + value * later[n * directions + d]!;
          }
        }
      }
      if (held < terms) return undefined;
      for (let i = 1; i < terms; i++) {
        normal[i * terms + i] = normal[i * terms + i]! + ridge * held;
      }
      if (!solveSymmetric(normal, sides, terms, directions)) return undefined;
      let squares = 0;
      for (let d = 0; d < directions; d++) {
        squares += sides[d]! * sides[d]!;
        for (let a = 0; a < directions; a++) {
          linear[d * directions + a] = sides[(1 + a) * directions + d]! / radius;
        }
      }
      missed = Math.sqrt(squares);
      reach = radius;
      return linear;
    },
    error: () => missed,
    relativeError: () => missed / reach,
    velocity: ({ row, axes }, out) => {
      let squares = 0;
      for (let d = 0; d < directions; d++) {
        let sum = 0;
        for (let i = 0; i < width; i++) {
          const axis = coordinates[i]!;
          const rate = (8 * (axis[row + 1]! - axis[row - 1]!) - (axis[row + 2]! - axis[row - 2]!)) / 12;
          sum += rate * axes[i * directions + d]!;
        }
        out[d] = sum;
        squares += sum * sum;
      }
      return Math.sqrt(squares);
    },
  };
};
