/**
 * The tangent map of a flow that jumps at surfaces: the variational equation between them, and at each the saltation
 * matrix, by which a deviation that arrives earlier or later changes.
 *
 * @module
 */
import { differences } from "../systems/differences.ts";
import { type Crossing, type Rider, switchingSteps } from "../systems/solvers/switching.ts";
import type { Surface, VectorField } from "../systems/system.ts";
import { log } from "../numerics/elementary.ts";
import { logDeterminant } from "./determinant.ts";
import { multiply } from "./tangent_map.ts";
import type { TangentMap } from "./tangent.ts";

/** A tangent map that knows why its orbit could not go on. */
export interface SwitchingTangent extends TangentMap {
  /** Why some orbit could not be followed; null if all could. */
  readonly trouble: () => string | null;
}

/** A deviation that keeps less than this of itself beside those before it is lost where orbits merge. */
const LOST = 1e-9;

/**
 * out ← the saltation matrix R' + (f⁺ − R' f⁻) nᵀ / (n · f⁻), where R' is the derivative of the reset, or the identity.
 *
 * @source M. A. Aizerman & F. R. Gantmakher (1958), On the stability of periodic motions, J. Appl. Math. Mech. 22,
 * 1065–1078; P. C. Müller (1995), Calculation of Lyapunov exponents for dynamic systems with discontinuities, Chaos,
 * Solitons & Fractals 5, 1671–1681.
 *
 * @example A ball that loses half of its speed: lengths and speeds shrink by a half each
 * ```ts
 * import { saltation } from "./switching_tangent.ts";
 * import { assertAlmostEquals } from "@std/assert/mod.js";
 *
 * const matrix = new Float64Array(4);
 * saltation({
 *   before: Float64Array.of(0, -2),
 *   ratesBefore: Float64Array.of(-2, -1),
 *   ratesAfter: Float64Array.of(1, -1),
 *   lead: Float64Array.of(-1 / 2, 0),
 *   reset: ([x, v], out) => out.set([x!, -v! / 2]),
 *   slides: false,
 * }, matrix);
 * [-0.5, 0, 0.75, -0.5].forEach((value, i) => assertAlmostEquals(matrix[i]!, value, 1e-9));
 * ```
 */
export const saltation = (crossing: Crossing, out: Float64Array): void => {
  const { before, ratesBefore, ratesAfter, lead, reset } = crossing;
  const dimension = before.length;
  if (reset === undefined) {
    out.fill(0);
    for (let i = 0; i < dimension; i++) out[i * dimension + i] = 1;
  } else differences(reset, dimension)(before, out);
  for (let i = 0; i < dimension; i++) {
    let arriving = ratesAfter[i]!;
    for (let j = 0; j < dimension; j++) arriving -= out[i * dimension + j]! * ratesBefore[j]!;
    for (let j = 0; j < dimension; j++) {
      out[i * dimension + j] = out[i * dimension + j]! + arriving * lead[j]!;
    }
  }
};

const lengthOf = (vector: Float64Array): number => {
  let square = 0;
  for (const value of vector) square += value * value;
  return Math.sqrt(square);
};

/** Deviations of a sliding orbit lie in the surface but for rounding, once they have met it. */
const ASIDE = 1e-3;

/** Whether some column has a part across a surface with this normal that is more than rounding. */
const leavesSurface = (vectors: Float64Array, normal: Float64Array, k: number): boolean => {
  const dimension = normal.length;
  for (let v = 0; v < k; v++) {
    let [across, length, squares] = [0, 0, 0];
    for (let i = 0; i < dimension; i++) {
      const value = vectors[i * k + v]!;
      across += normal[i]! * value;
      length += normal[i]! * normal[i]!;
      squares += value * value;
    }
    if (across * across > ASIDE * ASIDE * length * squares) return true;
  }
  return false;
};

/** Sets to zero the columns that lie in the span of those before them. */
const loseMerged = (vectors: Float64Array, dimension: number, k: number): void => {
  const kept: Float64Array[] = [];
  for (let v = 0; v < k; v++) {
    const column = Float64Array.from({ length: dimension }, (_, i) => vectors[i * k + v]!);
    const length = lengthOf(column);
    for (const each of kept) {
      let along = 0;
      for (let i = 0; i < dimension; i++) along += each[i]! * column[i]!;
      for (let i = 0; i < dimension; i++) column[i] = column[i]! - along * each[i]!;
    }
    const left = lengthOf(column);
    if (left > LOST * length) kept.push(column.map((value) => value / left));
    else for (let i = 0; i < dimension; i++) vectors[i * k + v] = 0;
  }
};

/**
 * The tangent map of one step of a flow that jumps at surfaces.
 *
 * @param field The flow with its parameters bound.
 * @param surfaces Where it jumps; null if that is to be found from the field itself.
 * @param dt Step, in time units.
 */
export const switchingTangent = (
  field: VectorField,
  surfaces: readonly Surface[] | null,
  dt: number,
): SwitchingTangent => {
  const { dimension } = field;
  const square = () => new Float64Array(dimension * dimension);
  const [derivative, shifted, w1, w2, w3, w4, jump] = [
    ...[square(), square(), square(), square(), square(), square(), square()],
  ] as [Float64Array, Float64Array, Float64Array, Float64Array, Float64Array, Float64Array, Float64Array];
  const determinant = logDeterminant(dimension);
  let vectors: Float64Array = new Float64Array(0);
  let [k, expansion] = [0, 0];
  let trouble: string | null = null;

  const rider: Rider = {
    along: ([first, second, third, fourth], h, jacobian) => {
      if (k === 0) return;
      const size = dimension * k;
      const shift = (along: Float64Array, step: number): void => {
        for (let i = 0; i < size; i++) shifted[i] = vectors[i]! + step * along[i]!;
      };
      const divergence = (): number => {
        let trace = 0;
        for (let i = 0; i < dimension; i++) trace += derivative[i * dimension + i]!;
        return trace;
      };
      jacobian(first!, derivative);
      expansion += h / 6 * divergence();
      multiply(derivative, vectors, dimension, k, w1);
      shift(w1, h / 2);
      jacobian(second!, derivative);
      expansion += h / 3 * divergence();
      multiply(derivative, shifted, dimension, k, w2);
      shift(w2, h / 2);
      jacobian(third!, derivative);
      expansion += h / 3 * divergence();
      multiply(derivative, shifted, dimension, k, w3);
      shift(w3, h);
      jacobian(fourth!, derivative);
      expansion += h / 6 * divergence();
      multiply(derivative, shifted, dimension, k, w4);
      for (let i = 0; i < size; i++) {
        vectors[i] = vectors[i]! + h / 6 * (w1[i]! + 2 * (w2[i]! + w3[i]!) + w4[i]!);
      }
    },
    across: (crossing) => {
      if (k === 0) return;
      saltation(crossing, jump);
      multiply(jump, vectors, dimension, k, shifted);
      for (let i = 0; i < dimension * k; i++) vectors[i] = shifted[i]!;
      if (crossing.slides) {
        loseMerged(vectors, dimension, k);
        expansion = -Infinity;
      } else if (crossing.reset === undefined) {
        let stretch = 0;
        for (let i = 0; i < dimension; i++) stretch += crossing.lead[i]! * crossing.ratesAfter[i]!;
        expansion += log(Math.abs(stretch));
      } else expansion += determinant(jump);
    },
    onto: (normal) => {
      if (k === 0 || !leavesSurface(vectors, normal, k)) return;
      const square = normal.reduce((sum, value) => sum + value * value, 0);
      for (let v = 0; v < k; v++) {
        let across = 0;
        for (let i = 0; i < dimension; i++) across += normal[i]! * vectors[i * k + v]!;
        for (let i = 0; i < dimension; i++) {
          vectors[i * k + v] = vectors[i * k + v]! - across / square * normal[i]!;
        }
      }
      loseMerged(vectors, dimension, k);
      expansion = -Infinity;
    },
  };
  const stepper = switchingSteps(field, surfaces, dt, rider);
  return {
    dimension,
    advance: (state, carried, count, steps) => {
      [vectors, k, expansion] = [carried, count, 0];
      stepper.advance(state, steps);
      trouble ??= stepper.trouble();
      return expansion;
    },
    crossings: stepper.crossings,
    trouble: () => trouble,
  };
};
