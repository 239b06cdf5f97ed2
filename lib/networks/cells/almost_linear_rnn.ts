/**
 * The almost-linear RNN: z' = A ⊙ z + W φ(z) + h, where φ is the ramp on the last P units and the identity on all others.
 *
 * @module
 */
import type { Kind } from "../../core/catalogue.ts";
import { type Optional, optional, positiveInteger } from "../../core/codec/codec.ts";
import { cellKind, type CellOf, type common } from "../cell.ts";
import { normalParameter, positiveDefiniteDiagonal, zeroParameter } from "../initial_values.ts";
import { productOf } from "../matrix_products.ts";
import { type Tensor2D, tf } from "../tensorflow.ts";

/**
 * Parameters: A (M), W (M × M), h (M). A starts as the diagonal of a normalised positive-definite matrix, W normal with
 * standard deviation 0.01, h at 0.
 */
export const almostLinearRnn: Kind<
  CellOf<"AL-RNN", {
    readonly ramps: Optional<number>;
  }>,
  typeof common
> = cellKind({
  kind: "AL-RNN",
  title: "almost-linear RNN",
  references: [
    "Brenner, Hemmer, Monfared & Durstewitz (2024), Advances in Neural Information Processing Systems 37",
    "Talathi & Vartak (2015), arXiv 1511.03771",
  ],
  formula: "z' = A ⊙ z + W φ(z) + h, where φ is a ramp for the last units and leaves the others alone",
  meanings: { A: "diagonal of the linear part", W: "recurrent weights", h: "bias" },
  look: 1,
  options: { ramps: optional(positiveInteger, 1) },
  fault: ({ units, ramps }) =>
    ramps <= units
      ? undefined
      : { option: "ramps", expected: `a whole number from 1 to the number of units, ${units}` },
  stateSize: ({ units }) => units,
  parameters: ({ units }) => [
    positiveDefiniteDiagonal("A", units),
    normalParameter("W", [units, units], 0.01),
    zeroParameter("h", [units]),
  ],
  step: ({ A, W, h }, state, { units, ramps }) => {
    const [straight, bent] = tf.split(state, [units - ramps, ramps], 1) as [Tensor2D, Tensor2D];
    const activated = tf.concat2d([straight, tf.relu(bent)], 1);
    return tf.add(tf.add(tf.mul(A!, state), tf.matMul(activated, W as Tensor2D, false, true)), h!);
  },
  map: (weights, { units, ramps }) => {
    const [A, W, h] = ["A", "W", "h"].map((name) => Float64Array.from(weights[name]!.values)) as [
      Float64Array,
      Float64Array,
      Float64Array,
    ];
    const addRecurrent = productOf(W, units, units);
    const activated = new Float64Array(units);
    const passes = (state: Float64Array, unit: number): boolean => unit < units - ramps || state[unit]! > 0;
    return {
      dimension: units,
      step: (state, out) => {
        for (let i = 0; i < units; i++) {
          activated[i] = passes(state, i) ? state[i]! : 0;
          out[i] = A[i]! * state[i]! + h[i]!;
        }
        addRecurrent(activated, out);
      },
      jacobian: (state, out) => {
        for (let j = 0; j < units; j++) {
          const slope = passes(state, j) ? 1 : 0;
          for (let i = 0; i < units; i++) {
            out[i * units + j] = slope * W[i * units + j]! + (i === j ? A[i]! : 0);
          }
        }
      },
    };
  },
  kernel: "AL-RNN",
});
