/**
 * The piecewise-linear RNN: z' = A ⊙ z + W relu(z) + h, with W zero on its diagonal.
 *
 * @module
 */
import type { Kind, None } from "../../core/catalogue.ts";
import { cellKind, type CellOf, type common } from "../cell.ts";
import { offDiagonal, uniformParameter, withoutDiagonal } from "../initial_values.ts";
import { productOf } from "../matrix_products.ts";
import { type Tensor2D, tf } from "../tensorflow.ts";

/**
 * Parameters: A (M), W (M × M, diagonal 0 and never trained), h (M), all uniform on ±1/√M.
 *
 * The ramp's derivative at 0 is taken as 0.
 */
export const plrnn: Kind<CellOf<"PLRNN", None>, typeof common> = cellKind({
  kind: "PLRNN",
  title: "PLRNN",
  references: [
    "Koppe, Toutounji, Kirsch, Lis & Durstewitz (2019), PLoS Computational Biology 15, e1007263",
    "Monfared, Mikhaeil & Durstewitz (2022), arXiv 2110.07238",
  ],
  formula: "z' = A ⊙ z + W relu(z) + h",
  meanings: {
    A: "diagonal of the linear part",
    W: "weights of the ramps; the diagonal counts as 0",
    h: "bias",
  },
  look: 0,
  options: {},
  stateSize: ({ units }) => units,
  parameters: ({ units }) => [
    uniformParameter("A", [units], units),
    offDiagonal(uniformParameter("W", [units, units], units)),
    uniformParameter("h", [units], units),
  ],
  step: (weights, state, { units }) => {
    const W = tf.mul<Tensor2D>(weights.W!, tf.sub(1, tf.eye(units)));
    const recurrent = tf.matMul(tf.relu(state), W, false, true);
    return tf.add(tf.add(tf.mul(weights.A!, state), recurrent), weights.h!);
  },
  map: (weights, { units }) => {
    const A = Float64Array.from(weights.A!.values);
    const W = withoutDiagonal(Float64Array.from(weights.W!.values), units);
    const h = Float64Array.from(weights.h!.values);
    const addRecurrent = productOf(W, units, units);
    const rectified = new Float64Array(units);
    return {
      dimension: units,
      step: (state, out) => {
        for (let i = 0; i < units; i++) {
          const value = state[i]!;
          rectified[i] = value > 0 ? value : 0;
          out[i] = A[i]! * value + h[i]!;
        }
        addRecurrent(rectified, out);
      },
      jacobian: (state, out) => {
        for (let i = 0; i < units; i++) {
          for (let j = 0; j < units; j++) out[i * units + j] = state[j]! > 0 ? W[i * units + j]! : 0;
          out[i * units + i] = A[i]!;
        }
      },
    };
  },
  kernel: "PLRNN",
});
