/**
 * The gated recurrent unit, with a = W h + bz of three blocks r, z, n and the biases bx of the absent input:
 *
 *     r = σ(a_r + bx_r),  z = σ(a_z + bx_z),  n = tanh(bx_n + r ⊙ a_n)
 *     h' = (1 − z) ⊙ n + z ⊙ h
 *
 * @module
 */
import type { Kind, None } from "../../core/catalogue.ts";
import { tanh } from "../../numerics/elementary.ts";
import { cellKind, type CellOf, type common } from "../cell.ts";
import { sigmoid, torchMeanings, torchParameters, torchWeights } from "../gates.ts";
import { productOf } from "../matrix_products.ts";
import { type Tensor2D, tf } from "../tensorflow.ts";

/** Parameters: W (3M × M), bz (3M), bx (3M), all uniform on ±1/√M, as torch.nn.GRU has them. */
export const gru: Kind<CellOf<"GRU", None>, typeof common> = cellKind({
  kind: "GRU",
  title: "GRU",
  references: ["Cho et al. (2014), Proceedings of EMNLP, 1724–1734"],
  formula: "(r, u, n) = W z + bz; z' = (1 − σ(u + bx_u)) ⊙ tanh(bx_n + σ(r + bx_r) ⊙ n) + σ(u + bx_u) ⊙ z",
  meanings: torchMeanings,
  look: 3,
  options: {},
  stateSize: ({ units }) => units,
  parameters: ({ units }) => torchParameters(units, 3),
  step: ({ W, bz, bx }, state) => {
    const recurrent = tf.add(tf.matMul(state, W as Tensor2D, false, true), bz!);
    const [aR, aZ, aN] = tf.split(recurrent, 3, 1) as [Tensor2D, Tensor2D, Tensor2D];
    const [bR, bZ, bN] = tf.split(bx!, 3);
    const r = tf.sigmoid(tf.add(aR, bR!));
    const z = tf.sigmoid(tf.add(aZ, bZ!));
    const n = tf.tanh(tf.add(bN!, tf.mul(r, aN)));
    return tf.add(tf.mul(tf.sub(1, z), n), tf.mul(z, state));
  },
  map: (weights, { units }) => {
    const { W, bz, bx } = torchWeights(weights);
    const addRecurrent = productOf(W, 3 * units, units);
    const recurrent = new Float64Array(3 * units);
    const gates = new Float64Array(3 * units);
    const activate = (state: Float64Array): void => {
      recurrent.set(bz);
      addRecurrent(state, recurrent);
      for (let row = 0; row < 2 * units; row++) gates[row] = sigmoid(recurrent[row]! + bx[row]!);
      for (let u = 0; u < units; u++) {
        const row = 2 * units + u;
        gates[row] = tanh(bx[row]! + gates[u]! * recurrent[row]!);
      }
    };
    return {
      dimension: units,
      step: (state, out) => {
        activate(state);
        for (let u = 0; u < units; u++) {
          const z = gates[units + u]!;
          out[u] = (1 - z) * gates[2 * units + u]! + z * state[u]!;
        }
      },
      jacobian: (state, out) => {
        activate(state);
        for (let u = 0; u < units; u++) {
          const r = gates[u]!;
          const z = gates[units + u]!;
          const n = gates[2 * units + u]!;
          // Derivatives of h' by the three pre-activations of W h.
          const byN = (1 - z) * (1 - n * n) * r;
          const byR = (1 - z) * (1 - n * n) * r * (1 - r) * recurrent[2 * units + u]!;
          const byZ = z * (1 - z) * (state[u]! - n);
          for (let j = 0; j < units; j++) {
            out[u * units + j] = byR * W[u * units + j]! + byZ * W[(units + u) * units + j]! +
              byN * W[(2 * units + u) * units + j]!;
          }
          out[u * units + u] = out[u * units + u]! + z;
        }
      },
    };
  },
  kernel: "GRU",
});
