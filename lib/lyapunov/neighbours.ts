/**
 * Exponents without any Jacobian: neighbouring orbits at finite separations, drawn back to the orbit and orthonormalised
 * again and again. For fields of which nothing but their values is to be trusted.
 *
 * @module
 */
import type { Stepper } from "../systems/solvers/runge_kutta.ts";
import { evolveBy, orthonormalise } from "./orthonormalise.ts";
import type { TangentMap } from "./tangent.ts";

/** Distance of the neighbours, in units of the state where that is above 1. */
export const SEPARATION = 1e-6;

/**
 * A tangent map from orbits alone: its deviations are differences of orbits.
 *
 * @param dimension Length of the state.
 * @param advance Advances a state in place.
 * @source G. Benettin, L. Galgani & J.-M. Strelcyn (1976), Kolmogorov entropy and numerical experiments, Phys. Rev. A 14,
 * 2338–2345.
 *
 * @example Neighbours under a doubling
 * ```ts
 * import { neighbouringOrbits } from "./neighbours.ts";
 * import { lyapunovSpectrum } from "./spectrum.ts";
 * import { log } from "../numerics/elementary.ts";
 * import { assertAlmostEquals } from "@std/assert/mod.js";
 *
 * const tripling = neighbouringOrbits(1, (x, steps) => {
 *   for (let n = 0; n < steps; n++) x[0] = 3 * x[0]! % 1;
 * });
 * const found = lyapunovSpectrum(tripling, { state: [0.1], steps: 2000, unit: "nats/step" });
 * assertAlmostEquals(found._tag === "Right" ? found.right.exponents[0]! : NaN, log(3), 0.02);
 * ```
 */
export const neighbouringOrbits = (dimension: number, advance: Stepper): TangentMap => {
  const [start, neighbour] = [new Float64Array(dimension), new Float64Array(dimension)];
  /** Advances the state, and each column as the difference of an orbit beside it. */
  const carried = (state: Float64Array, vectors: Float64Array, k: number, steps: number): void => {
    start.set(state);
    let square = 0;
    for (const value of start) square += value * value;
    const separation = SEPARATION * Math.max(1, Math.sqrt(square / dimension));
    advance(state, steps);
    for (let v = 0; v < k; v++) {
      for (let i = 0; i < dimension; i++) neighbour[i] = start[i]! + separation * vectors[i * k + v]!;
      advance(neighbour, steps);
      for (let i = 0; i < dimension; i++) vectors[i * k + v] = (neighbour[i]! - state[i]!) / separation;
    }
  };
  return {
    dimension,
    advance: (state, vectors, k, steps) => {
      if (k === 0) advance(state, steps);
      else carried(state, vectors, k, steps);
      return NaN;
    },
    fused: (k) => {
      const diagonal = new Float64Array(k);
      return (state, vectors, rounds, every, growth) =>
        evolveBy(
          () => {
            carried(state, vectors, k, every);
            orthonormalise(vectors, dimension, k, diagonal);
            return NaN;
          },
          diagonal,
          rounds,
          growth,
        );
    },
  };
};
