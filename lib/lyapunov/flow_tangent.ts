/**
 * The tangent map of a flow: Runge–Kutta 4 for the state and, with the same stages, for its variational equation.
 * That is the exact derivative of the step of the state.
 *
 * @module
 */
import { rungeKutta4 } from "../systems/solvers/runge_kutta.ts";
import type { VectorField } from "../systems/system.ts";
import { multiply } from "./tangent_map.ts";
import type { TangentMap } from "./tangent.ts";
import { unrolledEvolution } from "./unrolled.ts";

/**
 * The tangent map of one RK4 step of a flow, as plain loops.
 *
 * @param field The flow with its parameters bound.
 * @param dt Step, in time units.
 */
export const plainFlowTangent = (field: VectorField, dt: number): TangentMap => {
  const { dimension, rates, jacobian } = field;
  const half = dt / 2;
  const sixth = dt / 6;
  const alone = rungeKutta4(rates, dimension, dt);
  const vector = () => new Float64Array(dimension);
  const matrix = () => new Float64Array(dimension * dimension);
  const [stage, k1, k2, k3, k4] = [vector(), vector(), vector(), vector(), vector()];
  const [shifted, w1, w2, w3, w4, derivative] = [matrix(), matrix(), matrix(), matrix(), matrix(), matrix()];
  const shift = (from: Float64Array, along: Float64Array, step: number, to: Float64Array, length: number) => {
    for (let i = 0; i < length; i++) to[i] = from[i]! + step * along[i]!;
  };
  const total = (
    to: Float64Array,
    a: Float64Array,
    b: Float64Array,
    c: Float64Array,
    d: Float64Array,
    length: number,
  ) => {
    for (let i = 0; i < length; i++) to[i] = to[i]! + sixth * (a[i]! + 2 * (b[i]! + c[i]!) + d[i]!);
  };
  return {
    dimension,
    advance: (state, vectors, k, steps) => {
      if (k === 0) {
        alone(state, steps);
        return 0;
      }
      const size = dimension * k;
      let expansion = 0;
      for (let n = 0; n < steps; n++) {
        rates(state, k1);
        jacobian(state, derivative);
        let divergence = derivative[0]!;
        for (let i = 1; i < dimension; i++) divergence += derivative[i * dimension + i]!;
        expansion += divergence * dt;
        multiply(derivative, vectors, dimension, k, w1);
        shift(state, k1, half, stage, dimension);
        shift(vectors, w1, half, shifted, size);
        rates(stage, k2);
        jacobian(stage, derivative);
        multiply(derivative, shifted, dimension, k, w2);
        shift(state, k2, half, stage, dimension);
        shift(vectors, w2, half, shifted, size);
        rates(stage, k3);
        jacobian(stage, derivative);
        multiply(derivative, shifted, dimension, k, w3);
        shift(state, k3, dt, stage, dimension);
        shift(vectors, w3, dt, shifted, size);
        rates(stage, k4);
        jacobian(stage, derivative);
        multiply(derivative, shifted, dimension, k, w4);
        total(state, k1, k2, k3, k4, dimension);
        total(vectors, w1, w2, w3, w4, size);
      }
      return expansion;
    },
  };
};

/**
 * The tangent map of one RK4 step of a flow; up to dimension 4 with an unrolled loop of the same bits.
 *
 * @param field The flow with its parameters bound.
 * @param dt Step, in time units.
 *
 * @example The tangent of x' = −x shrinks as its solution
 * ```ts
 * import { flowTangent } from "./flow_tangent.ts";
 * import { assertEquals } from "@std/assert/mod.js";
 *
 * const decay = flowTangent({
 *   dimension: 1,
 *   rates: (x, out) => void (out[0] = -x[0]!),
 *   jacobian: (_x, out) => void (out[0] = -1),
 * }, 0.01);
 * const [state, vectors] = [Float64Array.of(1), Float64Array.of(1)];
 * decay.advance(state, vectors, 1, 100);
 * assertEquals(state, vectors);
 * ```
 */
export const flowTangent = (field: VectorField, dt: number): TangentMap => ({
  ...plainFlowTangent(field, dt),
  fused: (k) => unrolledEvolution(field, dt, k),
});
