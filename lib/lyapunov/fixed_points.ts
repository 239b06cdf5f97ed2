/**
 * Stable fixed points beside a chaotic orbit: where there is one, the chaos may be a long transient.
 *
 * @module
 */
import type { Stepper } from "../systems/solvers/runge_kutta.ts";
import { factorised } from "../numerics/elimination.ts";
import type { VectorField } from "../systems/system.ts";

/** Steps of Newton's method. */
const MOST_ITERATIONS = 40;
/** Roots nearer than this, in ranges of the orbit, are one. */
const SAME = 1e-6;
/** First distance from a root of the orbit that shows whether it is stable, in ranges. */
const ASIDE = 1e-4;
/** A neighbour is followed in this many pieces; it must have come nearer to the root by this share between the second fifth
 * of them and the last: a centre, around which neighbours circle for ever, is not stable. */
const PIECES = 50;
const SHRUNK = 0.9;

/** The largest distance of two states, in ranges. */
export const apartIn = (ranges: Float64Array, a: ArrayLike<number>, b: ArrayLike<number>): number => {
  let largest = 0;
  for (let i = 0; i < ranges.length; i++) {
    largest = Math.max(largest, Math.abs(a[i]! - b[i]!) / ranges[i]!);
  }
  return largest;
};

/** The root of a field that Newton's method finds from a state; null if it finds none. */
const rootFrom = (
  { dimension, rates, jacobian }: VectorField,
  state: Float64Array,
  ranges: Float64Array,
): Float64Array | null => {
  const root = state.slice();
  const [matrix, step] = [new Float64Array(dimension * dimension), new Float64Array(dimension)];
  for (let n = 0; n < MOST_ITERATIONS; n++) {
    rates(root, step);
    jacobian(root, matrix);
    factorised(matrix, dimension)(step);
    let size = 0;
    for (let i = 0; i < dimension; i++) {
      root[i] = root[i]! - step[i]!;
      size = Math.max(size, Math.abs(step[i]!) / ranges[i]!);
    }
    if (!(size < 1e6)) return null;
    if (size < 1e-12) return root;
  }
  return null;
};

/**
 * A fixed point of a flow that neighbours go to, among those that Newton's method finds from states of an orbit.
 *
 * @param field The flow.
 * @param advance Advances a state in place.
 * @param states Where Newton's method begins.
 * @param ranges The range of each variable along the orbit; roots farther than one range from all states do not count.
 * @param steps How many steps a neighbour is followed.
 * @returns The fixed point; null if none is stable.
 *
 * @example Lorenz's two outer fixed points are stable at ρ = 24, not at ρ = 28
 * ```ts
 * import { stableFixedPoint } from "./fixed_points.ts";
 * import { lorenz } from "../systems/lorenz.ts";
 * import { rungeKutta4 } from "../systems/solvers/runge_kutta.ts";
 * import { assertEquals } from "@std/assert/mod.js";
 *
 * const found = [24, 28].map((rho) => {
 *   const field = lorenz.kind === "flow" ? lorenz.field({ sigma: 10, rho, beta: 8 / 3 }) : undefined;
 *   const advance = rungeKutta4(field!.rates, 3, 0.01);
 *   return stableFixedPoint(field!, advance, [Float64Array.of(5, 5, 20)], Float64Array.of(30, 40, 40), 20_000);
 * });
 * assertEquals(found.map((point) => point === null), [false, true]);
 * ```
 */
export const stableFixedPoint = (
  field: VectorField,
  advance: Stepper,
  states: readonly Float64Array[],
  ranges: Float64Array,
  steps: number,
): Float64Array | null =>
  nearRoots(field, states, ranges).find((root) => isStable(advance, root, ranges, steps)) ?? null;

/** All of them, by the same arguments. */
export const stableFixedPoints = (
  field: VectorField,
  advance: Stepper,
  states: readonly Float64Array[],
  ranges: Float64Array,
  steps: number,
): readonly Float64Array[] =>
  nearRoots(field, states, ranges).filter((root) => isStable(advance, root, ranges, steps));

/** A state beside a root, from which a stable one is found. */
export const besideRoot = (root: Float64Array, ranges: Float64Array): Float64Array =>
  root.map((value, i) => value + ASIDE * ranges[i]! * (i % 2 === 0 ? 1 : -0.7));

const nearRoots = (
  field: VectorField,
  states: readonly Float64Array[],
  ranges: Float64Array,
): readonly Float64Array[] => {
  const roots: Float64Array[] = [];
  for (const state of states) {
    const root = rootFrom(field, state, ranges);
    const near = root !== null && states.some((each) => apartIn(ranges, each, root) <= 1);
    if (near && !roots.some((known) => apartIn(ranges, known, root) < SAME)) roots.push(root);
  }
  return roots;
};

/** Whether neighbours go to a root, followed for some steps. */
const isStable = (advance: Stepper, root: Float64Array, ranges: Float64Array, steps: number): boolean => {
  const piece = Math.max(1, Math.ceil(steps / PIECES));
  const neighbour = besideRoot(root, ranges);
  let [early, late] = [0, 0];
  for (let n = 0; n < PIECES; n++) {
    advance(neighbour, piece);
    const distance = apartIn(ranges, neighbour, root);
    if (!(distance < 100 * ASIDE)) return false;
    // What dies out fast is gone after a fifth.
    if (n >= PIECES / 5 && n < 2 * PIECES / 5) early = Math.max(early, distance);
    if (n >= 4 * PIECES / 5) late = Math.max(late, distance);
  }
  return late < SHRUNK * early;
};
