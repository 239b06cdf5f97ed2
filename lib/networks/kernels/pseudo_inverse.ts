/**
 * The Moore–Penrose inverse of an observation model and its exact gradient, in float64.
 *
 * @module
 */
import { allocate, layGaps, release } from "./arena.ts";
import * as kernels from "./kernels.wasm";

/** Memory for pseudo-inverses of matrices of one shape, and what can be computed in it; matrices by their addresses. */
export interface PseudoInverse {
  /** P ← pinv(B): Bᵀ(BBᵀ)⁻¹ for a matrix of full row rank, (BᵀB)⁻¹Bᵀ for one of full column rank. */
  readonly invert: (B: number, P: number) => void;
  /** gradientB += what flows from the gradient with respect to P through the last `invert`. */
  readonly addGradient: (gradientP: number, gradientB: number) => void;
  /** Gives the memory back. */
  readonly release: () => void;
}

/**
 * Memory for the pseudo-inverses of N × M matrices of full rank. A matrix of lower rank gives Infinity or NaN.
 *
 * @param observations N.
 * @param units M.
 * @returns null when memory does not suffice.
 * @source Golub & Pereyra (1973), SIAM J. Numer. Anal. 10, 413–432, for the derivative.
 */
export const createPseudoInverse = (observations: number, units: number): PseudoInverse | null => {
  const record = allocate(kernels.pseudoInverseBytes(observations, units));
  if (record === null) return null;
  kernels.placePseudoInverse(record, observations, units);
  layGaps(record);
  return {
    invert: (B, P) => kernels.invert(record, B, P),
    addGradient: (gradientP, gradientB) => kernels.addInverseGradient(record, gradientP, gradientB),
    release: () => release(record),
  };
};
