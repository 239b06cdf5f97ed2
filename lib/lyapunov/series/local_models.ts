/**
 * Local models: what follows a state, as a polynomial of the displacement, fitted to what followed its neighbours.
 *
 * @module
 */
import { solveSymmetric } from "../../numerics/cholesky.ts";
import type { Neighbour } from "./neighbours.ts";

/** Which polynomial is fitted to how many neighbours. */
export interface ModelKind {
  /** Whether squares and products of the displacements are fitted too. */
  readonly quadratic: boolean;
  /** Neighbours per coefficient. */
  readonly perTerm: number;
}

/** A model at one point: each list of coefficients belongs to a target. */
export interface LocalModel {
  /** What is predicted for the point itself, less what came: the error of a prediction from its neighbours alone. */
  readonly error: (target: number) => number;
  /** How the target changes with a coordinate of the point. */
  readonly slope: (target: number, coordinate: number) => number;
}

/** A little ridge: keeps directions in which no neighbours lie from being given any slope. */
const RIDGE = 1e-8;

/** Coefficients of a polynomial of `width` displacements. */
export const termsOf = (width: number, quadratic: boolean): number =>
  1 + width + (quadratic ? width * (width + 1) / 2 : 0);

/** Neighbours to which a model is fitted. */
export const neighboursFor = (width: number, { quadratic, perTerm }: ModelKind): number => {
  const terms = termsOf(width, quadratic);
  return Math.max(terms + 6, Math.ceil(perTerm * terms));
};

/**
 * Fits models: a function from a point and its neighbours to the model there, which is undefined where the neighbours do
 * not determine it, and which the next call overwrites.
 *
 * @param axes The coordinates of all points.
 * @param targets What follows each point, in one list for each target.
 * @param quadratic Whether squares are fitted too.
 *
 * @example A square
 * ```ts
 * import { localModels } from "./local_models.ts";
 * import { assertAlmostEquals } from "@std/assert/mod.js";
 *
 * const x = Float64Array.from({ length: 20 }, (_, i) => i / 20);
 * const fit = localModels([x], [x.map((value) => value * value)], true);
 * const model = fit(10, [5, 7, 8, 9, 11, 12, 14].map((row) => ({ row, distance: Math.abs(row - 10) / 20 })));
 * assertAlmostEquals(model!.slope(0, 0), 1, 1e-4);
 * assertAlmostEquals(model!.error(0), 0, 1e-6);
 * ```
 */
export const localModels = (
  axes: readonly Float64Array[],
  targets: readonly Float64Array[],
  quadratic: boolean,
): (row: number, neighbours: readonly Neighbour[]) => LocalModel | undefined => {
  const [width, count] = [axes.length, targets.length];
  const terms = termsOf(width, quadratic);
  const normal = new Float64Array(terms * terms);
  const sides = new Float64Array(terms * count);
  const term = new Float64Array(terms);
  let radius = 1;
  const model: LocalModel = {
    error: (target) => sides[target]!,
    slope: (target, coordinate) => sides[(1 + coordinate) * count + target]! / radius,
  };
  return (row, neighbours) => {
    radius = neighbours[neighbours.length - 1]?.distance ?? 0;
    if (!(radius > 0) || neighbours.length < terms) return undefined;
    normal.fill(0);
    sides.fill(0);
    for (const { row: other } of neighbours) {
      term[0] = 1;
      for (let a = 0; a < width; a++) term[1 + a] = (axes[a]![other]! - axes[a]![row]!) / radius;
      if (quadratic) {
        let at = 1 + width;
        for (let a = 1; a <= width; a++) for (let b = a; b <= width; b++) term[at++] = term[a]! * term[b]!;
      }
      for (let i = 0; i < terms; i++) {
        const value = term[i]!;
        for (let j = 0; j <= i; j++) normal[i * terms + j] = normal[i * terms + j]! + value * term[j]!;
        for (let t = 0; t < count; t++) {
          sides[i * count + t] = sides[i * count + t]! + value * (targets[t]![other]! - targets[t]![row]!);
        }
      }
    }
    for (let i = 1; i < terms; i++) {
      normal[i * terms + i] = normal[i * terms + i]! + RIDGE * neighbours.length;
    }
    return solveSymmetric(normal, sides, terms, count) ? model : undefined;
  };
};
