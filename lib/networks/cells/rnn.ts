/**
 * The vanilla RNN: z' = tanh(W z + bz + bx).
 *
 * @module
 */
import type { Kind, None } from "../../core/catalogue.ts";
import { tanh } from "../../numerics/elementary.ts";
import { cellKind, type CellOf, type common } from "../cell.ts";
import { torchMeanings, torchParameters, torchWeights } from "../gates.ts";
import { productOf } from "../matrix_products.ts";
import { type Tensor2D, tf } from "../tensorflow.ts";

/** Parameters: W (M × M), bz (M), bx (M), all uniform on ±1/√M, as torch.nn.RNN has them. */
export const rnn: Kind<CellOf<"RNN", None>, typeof common> = cellKind({
  kind: "RNN",
  title: "vanilla RNN",
  references: ["Elman (1990), Cognitive Science 14, 179–211"],
  formula: "z' = tanh(W z + bz + bx)",
  meanings: torchMeanings,
  look: 1,
  options: {},
  stateSize: ({ units }) => units,
  parameters: ({ units }) => torchParameters(units, 1),
  step: ({ W, bz, bx }, state) =>
    tf.tanh(tf.add(tf.matMul(state, W as Tensor2D, false, true), tf.add(bz!, bx!))),
  map: (weights, { units }) => {
    const { W, bz, bx } = torchWeights(weights);
    const bias = bz.map((value, i) => value + bx[i]!);
    const addRecurrent = productOf(W, units, units);
    const image = new Float64Array(units);
    const step = (state: Float64Array, out: Float64Array): void => {
      out.set(bias);
      addRecurrent(state, out);
      for (let i = 0; i < units; i++) out[i] = tanh(out[i]!);
    };
    return {
      dimension: units,
      step,
      jacobian: (state, out) => {
        step(state, image);
        for (let i = 0; i < units; i++) {
          const slope = 1 - image[i]! * image[i]!;
          for (let j = 0; j < units; j++) out[i * units + j] = slope * W[i * units + j]!;
        }
      },
    };
  },
  kernel: "RNN",
});
