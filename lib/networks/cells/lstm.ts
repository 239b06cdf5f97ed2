/**
 * The long short-term memory, with gates a = W h + bz + bx of four blocks i, f, g, o:
 *
 *     c' = σ(a_f) ⊙ c + σ(a_i) ⊙ tanh(a_g)
 *     h' = σ(a_o) ⊙ tanh(c')
 *
 * @module
 */
import type { Kind, None } from "../../core/catalogue.ts";
import { tanh } from "../../numerics/elementary.ts";
import { cellKind, type CellOf, type common } from "../cell.ts";
import { sigmoid, torchMeanings, torchParameters, torchWeights } from "../gates.ts";
import { productOf } from "../matrix_products.ts";
import { type Tensor2D, tf } from "../tensorflow.ts";

/**
 * State: h then c. Parameters: W (4M × M), bz (4M), bx (4M), all uniform on ±1/√M, as torch.nn.LSTM has them.
 *
 * Forcing sets h to pinv(B) x and c to 0. A forced h may lie outside (−1, 1).
 */
export const lstm: Kind<CellOf<"LSTM", None>, typeof common> = cellKind({
  kind: "LSTM",
  title: "LSTM",
  references: [
    "Hochreiter & Schmidhuber (1997), Neural Computation 9, 1735–1780",
    "Gers, Schmidhuber & Cummins (2000), Neural Computation 12, 2451–2471",
  ],
  formula:
    "(i, f, g, o) = W h + bz + bx; c' = σ(f) ⊙ c + σ(i) ⊙ tanh(g); h' = σ(o) ⊙ tanh(c'); the state is (h, c)",
  meanings: torchMeanings,
  look: 2,
  options: {},
  stateSize: ({ units }) => 2 * units,
  parameters: ({ units }) => torchParameters(units, 4),
  step: ({ W, bz, bx }, state) => {
    const [h, c] = tf.split(state, 2, 1) as [Tensor2D, Tensor2D];
    const gates = tf.add(tf.matMul(h, W as Tensor2D, false, true), tf.add(bz!, bx!));
    const [i, f, g, o] = tf.split(gates, 4, 1) as [Tensor2D, Tensor2D, Tensor2D, Tensor2D];
    const cell = tf.add(tf.mul(tf.sigmoid(f), c), tf.mul(tf.sigmoid(i), tf.tanh(g)));
    return tf.concat2d([tf.mul(tf.sigmoid(o), tf.tanh(cell)), cell as Tensor2D], 1);
  },
  map: (weights, { units }) => {
    const { W, bz, bx } = torchWeights(weights);
    const bias = bz.map((value, row) => value + bx[row]!);
    const addRecurrent = productOf(W, 4 * units, units);
    const gates = new Float64Array(4 * units);
    const activate = (state: Float64Array): void => {
      gates.set(bias);
      addRecurrent(state, gates);
      for (let row = 0; row < 4 * units; row++) {
        gates[row] = row >= 2 * units && row < 3 * units ? tanh(gates[row]!) : sigmoid(gates[row]!);
      }
    };
    const cellState = (state: Float64Array, u: number): number =>
      gates[units + u]! * state[units + u]! + gates[u]! * gates[2 * units + u]!;
    return {
      dimension: 2 * units,
      step: (state, out) => {
        activate(state);
        for (let u = 0; u < units; u++) {
          const c = cellState(state, u);
          out[u] = gates[3 * units + u]! * tanh(c);
          out[units + u] = c;
        }
      },
      jacobian: (state, out) => {
        activate(state);
        const width = 2 * units;
        for (let u = 0; u < units; u++) {
          const i = gates[u]!;
          const f = gates[units + u]!;
          const g = gates[2 * units + u]!;
          const o = gates[3 * units + u]!;
          const squashed = tanh(cellState(state, u));
          // Derivatives of c' by the pre-activations of i, f and g, of h' by that of o, and of h' by c'.
          const byI = i * (1 - i) * g;
          const byF = f * (1 - f) * state[units + u]!;
          const byG = i * (1 - g * g);
          const byO = o * (1 - o) * squashed;
          const byC = o * (1 - squashed * squashed);
          for (let j = 0; j < units; j++) {
            const cByH = byI * W[u * units + j]! + byF * W[(units + u) * units + j]! +
              byG * W[(2 * units + u) * units + j]!;
            out[u * width + j] = byO * W[(3 * units + u) * units + j]! + byC * cByH;
            out[u * width + units + j] = 0;
            out[(units + u) * width + j] = cByH;
            out[(units + u) * width + units + j] = 0;
          }
          out[u * width + units + u] = byC * f;
          out[(units + u) * width + units + u] = f;
        }
      },
    };
  },
  kernel: "LSTM",
});
