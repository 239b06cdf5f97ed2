/**
 * A system together with its linearisation: what every method that follows deviation vectors needs of flows, maps,
 * delay equations and trained networks.
 *
 * @module
 */
import type { StateMap } from "../networks/cell.ts";
import { type Deviations, withDeviations } from "../numerics/linear_algebra.ts";
import type { Iteration } from "../systems/system.ts";
import { logDeterminant } from "./determinant.ts";
import { evolution, evolveBy } from "./orthonormalise.ts";
import type { TangentMap } from "./tangent.ts";

/**
 * out ← J V for a D × D matrix and a D × k matrix, both row by row. Zeros of J cost nothing.
 */
export const multiply = (
  jacobian: Float64Array,
  vectors: Float64Array,
  dimension: number,
  k: number,
  out: Float64Array,
): void => {
  for (let i = 0; i < dimension; i++) {
    const row = i * k;
    const entries = i * dimension;
    const first = jacobian[entries]!;
    for (let v = 0; v < k; v++) out[row + v] = first * vectors[v]!;
    let j = 1;
    while (j < dimension) {
      const a = jacobian[entries + j]!;
      if (a === 0) {
        j++;
        continue;
      }
      const from = j * k;
      // Four entries in one pass where they follow each other, added in the same order as one by one.
      if (j + 4 <= dimension) {
        const b = jacobian[entries + j + 1]!, c = jacobian[entries + j + 2]!, d = jacobian[entries + j + 3]!;
        if (b !== 0 && c !== 0 && d !== 0) {
          const [second, third, fourth] = [from + k, from + 2 * k, from + 3 * k];
          for (let v = 0; v < k; v++) {
            out[row + v] = out[row + v]! + a * vectors[from + v]! + b * vectors[second + v]! +
              c * vectors[third + v]! + d * vectors[fourth + v]!;
          }
          j += 4;
          continue;
        }
      }
      for (let v = 0; v < k; v++) out[row + v] = out[row + v]! + a * vectors[from + v]!;
      j++;
    }
  }
};

const plainMapTangent = (map: Iteration | StateMap): TangentMap => {
  const { dimension } = map;
  const image = new Float64Array(dimension);
  const jacobian = new Float64Array(dimension * dimension);
  const advanced = new Float64Array(dimension * dimension);
  const determinant = logDeterminant(dimension);
  return {
    dimension,
    advance: (state, vectors, k, steps, wanted = true) => {
      let expansion = wanted ? 0 : NaN;
      for (let n = 0; n < steps; n++) {
        if (k > 0) {
          map.jacobian(state, jacobian);
          multiply(jacobian, vectors, dimension, k, advanced);
          for (let i = 0; i < dimension * k; i++) vectors[i] = advanced[i]!;
          if (wanted) expansion += determinant(jacobian);
        }
        map.step(state, image);
        state.set(image);
      }
      return expansion;
    },
  };
};

/** From this dimension on the way through WebAssembly is the faster one. */
const WIDE = 6;

/** The same with the deviation vectors in the memory of a WebAssembly module; where that is lent, the plain way. */
const wideMapTangent = (map: Iteration | StateMap, plain: TangentMap): TangentMap => {
  const { dimension } = map;
  const image = new Float64Array(dimension);
  const follow = (state: Float64Array, deviations: Deviations, steps: number, wanted: boolean): number => {
    let expansion = wanted ? 0 : NaN;
    for (let n = 0; n < steps; n++) {
      map.jacobian(state, deviations.jacobian);
      deviations.multiply();
      if (wanted) expansion += deviations.logDeterminant();
      map.step(state, image);
      state.set(image);
    }
    return expansion;
  };
  return {
    dimension,
    advance: (state, vectors, k, steps, wanted = true) =>
      (k === 0 ? null : withDeviations(dimension, k, (deviations) => {
        deviations.load(vectors);
        const expansion = follow(state, deviations, steps, wanted);
        deviations.store(vectors);
        return expansion;
      })) ?? plain.advance(state, vectors, k, steps, wanted),
    fused: (k) => (state, vectors, rounds, every, growth) =>
      withDeviations(dimension, k, (deviations) => {
        deviations.load(vectors);
        const round = () => {
          const expansion = follow(state, deviations, every, true);
          deviations.orthonormalise();
          return expansion;
        };
        const expansion = evolveBy(round, deviations.diagonal, rounds, growth);
        deviations.store(vectors);
        return expansion;
      }) ?? evolution(plain, k)(state, vectors, rounds, every, growth),
  };
};

/**
 * The tangent map of a map or of a trained network.
 *
 * @param map A step and its Jacobian: a map of the catalogue with parameters bound, or a cell with its weights.
 *
 * @example The tangent of a doubling doubles
 * ```ts
 * import { mapTangent } from "./tangent_map.ts";
 * import { assertEquals } from "@std/assert/mod.js";
 *
 * const doubling = mapTangent({
 *   dimension: 1,
 *   step: (x, out) => void (out[0] = 2 * x[0]!),
 *   jacobian: (_x, out) => void (out[0] = 2),
 * });
 * const vectors = Float64Array.of(1);
 * assertEquals(doubling.advance(Float64Array.of(1), vectors, 1, 3), 3 * Math.LN2);
 * assertEquals(vectors[0], 8);
 * ```
 */
export const mapTangent = (map: Iteration | StateMap): TangentMap => {
  const plain = plainMapTangent(map);
  return map.dimension < WIDE ? plain : wideMapTangent(map, plain);
};
