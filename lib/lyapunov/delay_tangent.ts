/**
 * The tangent map of a delay equation: the derivative of the discretised history, by the same stages as the solver.
 *
 * @module
 */
import { delaySteps } from "../systems/solvers/delay.ts";
import type { DelayField } from "../systems/system.ts";
import type { TangentMap } from "./tangent.ts";

/**
 * The tangent map of one step of a delay equation; the state is the history of `delaySteps`, (2 n + 1) D numbers.
 *
 * @param field The equation with its parameters bound.
 * @param dt Largest step; the step taken is τ / n.
 * @source J. D. Farmer (1982), Physica D 4, 366–393.
 *
 * @example The history of a linear equation is its own tangent
 * ```ts
 * import { delayTangent } from "./delay_tangent.ts";
 * import { assertEquals } from "@std/assert/mod.js";
 *
 * const tangent = delayTangent({
 *   dimension: 1,
 *   delay: 1,
 *   rates: (_x, delayed, out) => void (out[0] = -delayed[0]!),
 *   jacobian: (_x, _delayed, out, outDelayed) => {
 *     out[0] = 0;
 *     outDelayed[0] = -1;
 *   },
 * }, 0.25);
 * const [history, vectors] = [new Float64Array(9).fill(1), new Float64Array(9).fill(1)];
 * tangent.advance(history, vectors, 1, 10);
 * assertEquals(vectors, history);
 * ```
 */
export const delayTangent = (field: DelayField, dt: number): TangentMap => {
  const { dimension, delay, rates, jacobian } = field;
  const alone = delaySteps(rates, dimension, delay, dt);
  const { stepsPerDelay: n, dt: h } = alone;
  const [half, sixth, eighth] = [h / 2, h / 6, h / 8];
  const points = 2 * n + 1;
  const window = points + 2 * n;
  const orbit = new Float64Array(window * dimension);
  const at = Array.from({ length: window }, (_, p) => orbit.subarray(p * dimension, (p + 1) * dimension));
  const vector = () => new Float64Array(dimension);
  const [stage, k1, k2, k3, k4, next] = [vector(), vector(), vector(), vector(), vector(), vector()];
  const square = () => new Float64Array(dimension * dimension);
  const [byNow, byPast] = [square(), square()];

  const workspace = (k: number) => {
    const block = () => new Float64Array(dimension * k);
    return {
      k,
      tangents: new Float64Array(window * dimension * k),
      shifted: block(),
      w1: block(),
      w2: block(),
      w3: block(),
      w4: block(),
      wNext: block(),
    };
  };
  // Kept between calls: k hardly ever changes.
  let work = workspace(1);

  /** out ← ∂f/∂x Y + ∂f/∂x(t−τ) Yτ, where Y and Yτ are D × k blocks that begin at the given places. */
  const linearised = (
    k: number,
    now: Float64Array,
    nowAt: number,
    pastAt: number,
    out: Float64Array,
  ): void => {
    const past = work.tangents;
    for (let i = 0; i < dimension; i++) {
      for (let v = 0; v < k; v++) {
        let sum = 0;
        for (let j = 0; j < dimension; j++) {
          sum += byNow[i * dimension + j]! * now[nowAt + j * k + v]! +
            byPast[i * dimension + j]! * past[pastAt + j * k + v]!;
        }
        out[i * k + v] = sum;
      }
    }
  };

  const advanceWithin = (history: Float64Array, vectors: Float64Array, k: number, steps: number): void => {
    const { tangents, shifted, w1, w2, w3, w4, wNext } = work;
    const size = dimension * k;
    orbit.set(history);
    tangents.set(vectors.length === points * size ? vectors : vectors.subarray(0, points * size));
    let p = 2 * n;
    rates(at[p]!, at[0]!, k1);
    jacobian(at[p]!, at[0]!, byNow, byPast);
    linearised(k, tangents, p * size, 0, w1);
    for (let step = 0; step < steps; step++) {
      const now = at[p]!;
      const [pastMiddle, pastEnd] = [p - 2 * n + 1, p - 2 * n + 2];
      const y = p * size;
      for (let i = 0; i < dimension; i++) stage[i] = now[i]! + half * k1[i]!;
      for (let i = 0; i < size; i++) shifted[i] = tangents[y + i]! + half * w1[i]!;
      rates(stage, at[pastMiddle]!, k2);
      jacobian(stage, at[pastMiddle]!, byNow, byPast);
      linearised(k, shifted, 0, pastMiddle * size, w2);
      for (let i = 0; i < dimension; i++) stage[i] = now[i]! + half * k2[i]!;
      for (let i = 0; i < size; i++) shifted[i] = tangents[y + i]! + half * w2[i]!;
      rates(stage, at[pastMiddle]!, k3);
      jacobian(stage, at[pastMiddle]!, byNow, byPast);
      linearised(k, shifted, 0, pastMiddle * size, w3);
      for (let i = 0; i < dimension; i++) stage[i] = now[i]! + h * k3[i]!;
      for (let i = 0; i < size; i++) shifted[i] = tangents[y + i]! + h * w3[i]!;
      rates(stage, at[pastEnd]!, k4);
      jacobian(stage, at[pastEnd]!, byNow, byPast);
      linearised(k, shifted, 0, pastEnd * size, w4);
      const [middle, end] = [at[p + 1]!, at[p + 2]!];
      for (let i = 0; i < dimension; i++) {
        end[i] = now[i]! + sixth * (k1[i]! + 2 * (k2[i]! + k3[i]!) + k4[i]!);
      }
      for (let i = 0; i < size; i++) {
        tangents[y + 2 * size + i] = tangents[y + i]! +
          sixth * (w1[i]! + 2 * (w2[i]! + w3[i]!) + w4[i]!);
      }
      rates(end, at[pastEnd]!, next);
      jacobian(end, at[pastEnd]!, byNow, byPast);
      linearised(k, tangents, y + 2 * size, pastEnd * size, wNext);
      for (let i = 0; i < dimension; i++) {
        middle[i] = (now[i]! + end[i]!) / 2 + eighth * (k1[i]! - next[i]!);
        k1[i] = next[i]!;
      }
      for (let i = 0; i < size; i++) {
        tangents[y + size + i] = (tangents[y + i]! + tangents[y + 2 * size + i]!) / 2 +
          eighth * (w1[i]! - wNext[i]!);
        w1[i] = wNext[i]!;
      }
      p += 2;
    }
    history.set(orbit.subarray((p - 2 * n) * dimension, (p + 1) * dimension));
    vectors.set(tangents.subarray((p - 2 * n) * size, (p + 1) * size));
  };

  return {
    dimension: alone.dimension,
    advance: (history, vectors, k, steps) => {
      if (k === 0) alone.advance(history, steps);
      else {
        if (work.k !== k) work = workspace(k);
        for (let done = 0; done < steps; done += n) {
          advanceWithin(history, vectors, k, Math.min(n, steps - done));
        }
      }
      return NaN;
    },
  };
};
