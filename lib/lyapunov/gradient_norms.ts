/**
 * Growth of ‖∂z_T/∂z_1‖ with T: what the theorems of the paper are about.
 *
 * @module
 */
import * as E from "fp-ts/Either.js";
import { exp, log } from "../numerics/elementary.ts";
import { standardErrorOfBatches } from "./batch_means.ts";
import type { Estimate, GradientNorms } from "./result.ts";
import { spectralNorm } from "./spectral_norm.ts";
import type { NonFiniteOrbit } from "./spectrum.ts";
import type { TangentMap } from "./tangent.ts";
import { mean } from "../numerics/statistics.ts";

/** How gradient norms are to be found. */
export interface GradientNormOptions {
  /** Initial state; it is not changed. */
  readonly state: ArrayLike<number>;
  /** T, in steps, ascending. Default: 25 from 10 to 10,000, equally spaced in ln T. */
  readonly lengths?: readonly number[];
  /** Steps before the first starting point. Default: 1000. */
  readonly transient?: number;
  /** Number of starting points z_1 on the orbit. Default: 8. */
  readonly starts?: number;
  /** Steps from one starting point to the next. Default: half the longest T. */
  readonly spacing?: number;
}

/**
 * Whole numbers from `first` to `last`, equally spaced in their logarithm, each once.
 *
 * @example Powers of ten
 * ```ts
 * import { logarithmicGrid } from "./gradient_norms.ts";
 * import { assertEquals } from "@std/assert/mod.js";
 *
 * assertEquals(logarithmicGrid(10, 10_000, 4), [10, 100, 1000, 10_000]);
 * ```
 */
export const logarithmicGrid = (first: number, last: number, count: number): readonly number[] => {
  const ratio = log(last / first) / (count - 1);
  return [...new Set(Array.from({ length: count }, (_, i) => Math.round(first * exp(ratio * i))))];
};

/** Slope by least squares; −Infinity where a norm has become zero. */
const slopeOf = (lengths: readonly number[], values: readonly number[]): number => {
  if (values.includes(-Infinity)) return -Infinity;
  const [meanLength, meanValue] = [mean(lengths), mean(values)];
  let [above, below] = [0, 0];
  lengths.forEach((length, i) => {
    above += (length - meanLength) * (values[i]! - meanValue);
    below += (length - meanLength) * (length - meanLength);
  });
  return above / below;
};

const meanOf = (values: readonly number[]): Estimate => ({
  value: mean(values),
  standardError: standardErrorOfBatches(values),
});

/** ln ‖∂z_T/∂z_1‖ for each T, from one starting point; null when the orbit is not finite. */
const fromOnePoint = (
  tangentMap: TangentMap,
  start: Float64Array,
  lengths: readonly number[],
): readonly number[] | { readonly failedAfter: number } => {
  const { dimension } = tangentMap;
  const state = start.slice();
  const product = new Float64Array(dimension * dimension);
  for (let i = 0; i < dimension; i++) product[i * dimension + i] = 1;
  const logNorms: number[] = [];
  let scale = 0;
  let factors = 0;
  for (const length of lengths) {
    while (factors < length - 1) {
      const steps = Math.min(16, length - 1 - factors);
      tangentMap.advance(state, product, dimension, steps, false);
      factors += steps;
      let largest = 0;
      for (let i = 0; i < product.length; i++) {
        const size = Math.abs(product[i]!);
        if (!(size <= largest)) largest = size;
      }
      if (!Number.isFinite(largest) || !state.every(Number.isFinite)) return { failedAfter: factors };
      if (largest > 0 && (largest < 1e-30 || largest > 1e30)) {
        scale += log(largest);
        for (let i = 0; i < product.length; i++) product[i] = product[i]! / largest;
      }
    }
    logNorms.push(scale + log(spectralNorm(product, dimension)));
  }
  return logNorms;
};

/**
 * The spectral norm of ∂z_T/∂z_1 = J_T … J_2 for a grid of T, averaged over several starting points on one orbit.
 *
 * The product is scaled as it grows or shrinks, so that T may be as long as one likes. On a stable fixed point or cycle
 * the norm decays exponentially (theorem 1), on a chaotic attractor it grows at the rate λ₁ (theorem 2), on a
 * quasi-periodic torus it grows slower than every exponential (theorem 3). Cost: starts × T × D³.
 *
 * @param tangentMap A flow, a map or a trained network with its linearisation.
 * @param options Where to start, and for which T.
 * @returns ln ‖∂z_T/∂z_1‖ with its standard error over the starting points, and its slope in nats per step; a norm of
 * zero has the logarithm −Infinity. Left: the orbit is not finite.
 * @source Mikhaeil, Monfared & Durstewitz (2022), On the difficulty of learning chaotic dynamics with RNNs, theorems 1–3.
 *
 * @example The gradient of a doubling grows by ln 2 per step
 * ```ts
 * import { gradientNormsAlong } from "./gradient_norms.ts";
 * import { mapTangent } from "./tangent_map.ts";
 * import { assertAlmostEquals } from "@std/assert/mod.js";
 *
 * const doubling = mapTangent({
 *   dimension: 1,
 *   step: (x, out) => void (out[0] = (2 * x[0]!) % 1),
 *   jacobian: (_x, out) => void (out[0] = 2),
 * });
 * const norms = gradientNormsAlong(doubling, { state: [0.1] });
 * assertAlmostEquals(norms._tag === "Right" ? norms.right.slope.value : NaN, Math.LN2, 1e-9);
 * ```
 */
export const gradientNormsAlong = (
  tangentMap: TangentMap,
  options: GradientNormOptions,
): E.Either<NonFiniteOrbit, GradientNorms> => {
  const lengths = options.lengths ?? logarithmicGrid(10, 10_000, 25);
  const starts = options.starts ?? 8;
  const transient = options.transient ?? 1000;
  const spacing = options.spacing ?? Math.ceil(lengths[lengths.length - 1]! / 2);
  const state = Float64Array.from(options.state);
  const curves: (readonly number[])[] = [];
  for (let start = 0; start < starts; start++) {
    tangentMap.advance(state, new Float64Array(0), 0, start === 0 ? transient : spacing);
    const before = transient + start * spacing;
    if (!state.every(Number.isFinite)) return E.left({ _tag: "NonFiniteOrbit", step: before });
    const curve = fromOnePoint(tangentMap, state, lengths);
    if ("failedAfter" in curve) return E.left({ _tag: "NonFiniteOrbit", step: before + curve.failedAfter });
    curves.push(curve);
  }
  const norms = lengths.map((_, i) => meanOf(curves.map((curve) => curve[i]!)));
  return E.right({
    lengths,
    logNorms: norms.map(({ value }) => value),
    standardErrors: norms.map(({ standardError }) => standardError),
    slope: meanOf(curves.map((curve) => slopeOf(lengths, curve))),
  });
};
