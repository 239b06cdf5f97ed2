/**
 * The dendritic PLRNN: z' = A ⊙ z + W φ(z) + h with the basis expansion φ(z) = Σ_b alpha_b relu(z − H_b), and W zero
 * on its diagonal.
 *
 * @module
 */
import type { Kind } from "../../core/catalogue.ts";
import { type Optional, optional, positiveInteger } from "../../core/codec/codec.ts";
import { cellKind, type CellOf, type common } from "../cell.ts";
import {
  offDiagonal,
  positiveDefiniteDiagonal,
  positiveDefiniteParameter,
  uniformParameter,
  uniformWithin,
  withoutDiagonal,
  zeroParameter,
} from "../initial_values.ts";
import { productOf } from "../matrix_products.ts";
import { type Tensor2D, type Tensor3D, tf } from "../tensorflow.ts";

/**
 * Parameters: A (M), W (M × M, diagonal 0 and never trained), h (M), alpha (bases), H (bases × M).
 *
 * A and W start as diagonal and rest of normalised positive-definite matrices, h at 0, alpha uniform on ±1/√bases. The
 * thresholds H start uniform on ±2, the range of standardised data.
 */
export const dendriticPlrnn: Kind<
  CellOf<"dendPLRNN", {
    readonly bases: Optional<number>;
  }>,
  typeof common
> = cellKind({
  kind: "dendPLRNN",
  title: "dendritic PLRNN",
  references: [
    "Brenner et al. (2022), Proceedings of ICML 39, 2292–2320",
    "Talathi & Vartak (2015), arXiv 1511.03771",
  ],
  formula: "z' = A ⊙ z + W Σ_b alpha_b relu(z − H_b) + h",
  meanings: {
    A: "diagonal of the linear part",
    W: "weights of the branches; the diagonal counts as 0",
    h: "bias",
    alpha: "slope of each basis",
    H: "thresholds, one row for each basis",
  },
  look: 0,
  options: { bases: optional(positiveInteger, 20) },
  stateSize: ({ units }) => units,
  parameters: ({ units, bases }) => [
    positiveDefiniteDiagonal("A", units),
    offDiagonal(positiveDefiniteParameter("W", units)),
    zeroParameter("h", [units]),
    uniformParameter("alpha", [bases], bases),
    uniformWithin("H", [bases, units], 2),
  ],
  step: ({ A, W, h, alpha, H }, state, { units, bases }) => {
    const branches = tf.relu(tf.sub<Tensor3D>(tf.expandDims(state, 1), H!));
    const expanded = tf.sum<Tensor2D>(tf.mul(branches, tf.reshape(alpha!, [bases, 1])), 1);
    const offDiagonalW = tf.mul<Tensor2D>(W!, tf.sub(1, tf.eye(units)));
    return tf.add(tf.add(tf.mul(A!, state), tf.matMul(expanded, offDiagonalW, false, true)), h!);
  },
  map: (weights, { units, bases }) => {
    const W = withoutDiagonal(Float64Array.from(weights.W!.values), units);
    const [A, h, alpha, H] = ["A", "h", "alpha", "H"].map((name) =>
      Float64Array.from(weights[name]!.values)
    ) as [Float64Array, Float64Array, Float64Array, Float64Array];
    const addRecurrent = productOf(W, units, units);
    const expanded = new Float64Array(units);
    return {
      dimension: units,
      step: (state, out) => {
        expanded.fill(0);
        for (let b = 0; b < bases; b++) {
          for (let i = 0; i < units; i++) {
            const above = state[i]! - H[b * units + i]!;
            if (above > 0) expanded[i] = expanded[i]! + alpha[b]! * above;
          }
        }
        for (let i = 0; i < units; i++) out[i] = A[i]! * state[i]! + h[i]!;
        addRecurrent(expanded, out);
      },
      jacobian: (state, out) => {
        const slope = expanded.fill(0);
        for (let b = 0; b < bases; b++) {
          for (let j = 0; j < units; j++) {
            if (state[j]! > H[b * units + j]!) slope[j] = slope[j]! + alpha[b]!;
          }
        }
        for (let i = 0; i < units; i++) {
          for (let j = 0; j < units; j++) out[i * units + j] = W[i * units + j]! * slope[j]!;
          out[i * units + i] = A[i]!;
        }
      },
    };
  },
  kernel: "dendPLRNN",
});
