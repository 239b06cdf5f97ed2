/**
 * The shallow PLRNN, z' = A ⊙ z + W1 relu(W2 z + h2) + h1, and what it shares with its clipped and its smooth form.
 *
 * @module
 */
import type { Kind } from "../../core/catalogue.ts";
import { type Optional, optional, positiveInteger } from "../../core/codec/codec.ts";
import { cellKind, type CellOf, type common } from "../cell.ts";
import { tanh } from "../../numerics/elementary.ts";
import { positiveDefiniteDiagonal, uniformParameter, zeroParameter } from "../initial_values.ts";
import { productOf } from "../matrix_products.ts";
import { type Tensor2D, tf } from "../tensorflow.ts";

/** What distinguishes the forms. */
export interface ShallowForm<Name extends string> {
  /** The name under which the catalogue has it. */
  readonly kind: Name;
  /** For people. */
  readonly title: string;
  /** Its step in a formula. */
  readonly formula: string;
  /** The look of its curves. */
  readonly look: number;
  /** The hidden layer: ramps; ramps of which relu(W2 z) is taken off, so that it is bounded; or tanh. */
  readonly layer: "ramps" | "clipped" | "tanh";
  /** Where it comes from, in addition to the shallow PLRNN. Default: nowhere else. */
  readonly references?: readonly string[];
}

/** L, the width of the hidden layer. */
const shallowOptions: { readonly hidden: Optional<number> } = {
  hidden: optional(positiveInteger, 100),
};

/**
 * A shallow PLRNN as the catalogue takes it.
 *
 * @internal
 */
export type ShallowCell<Name extends string> = Kind<CellOf<Name, typeof shallowOptions>, typeof common>;

const ramp = (value: number): number => value > 0 ? value : 0;
const gate = (value: number): number => value > 0 ? 1 : 0;

/** A shallow PLRNN of any form. Parameters: A (M), W1 (M × L), W2 (L × M), h1 (M), h2 (L). */
export const shallowCell = <const Name extends string>(
  { kind, title, formula, look, layer, references = [] }: ShallowForm<Name>,
): ShallowCell<Name> => {
  const [clipped, smooth] = [layer === "clipped", layer === "tanh"];
  const valueAt = smooth
    ? (u: number, bias: number): number => tanh(u + bias)
    : (u: number, bias: number): number => ramp(u + bias) - (clipped ? ramp(u) : 0);
  const gateAt = (u: number, bias: number): number => gate(u + bias) - (clipped ? gate(u) : 0);
  return cellKind<Name, typeof shallowOptions>({
    kind,
    title,
    references: [
      "Hess, Monfared, Brenner & Durstewitz (2023), Proceedings of ICML 40, 13017–13049",
      "Talathi & Vartak (2015), arXiv 1511.03771",
      ...references,
    ],
    formula,
    meanings: {
      A: "diagonal of the linear part",
      W1: "weights from the hidden layer, M × L",
      W2: "weights to the hidden layer, L × M",
      h1: "bias of the state",
      h2: "bias of the hidden layer",
    },
    look,
    options: shallowOptions,
    stateSize: ({ units }) => units,
    parameters: ({ units, hidden }) => [
      positiveDefiniteDiagonal("A", units),
      uniformParameter("W1", [units, hidden], hidden),
      uniformParameter("W2", [hidden, units], units),
      zeroParameter("h1", [units]),
      uniformParameter("h2", [hidden], hidden),
    ],
    step: ({ A, W1, W2, h1, h2 }, state) => {
      const inner = tf.matMul(state, W2 as Tensor2D, false, true);
      const biased = tf.add<Tensor2D>(inner, h2!);
      const raised = smooth ? tf.tanh(biased) : tf.relu(biased);
      const outer = clipped ? tf.sub<Tensor2D>(raised, tf.relu(inner)) : raised;
      return tf.add(tf.add(tf.mul(A!, state), tf.matMul(outer, W1 as Tensor2D, false, true)), h1!);
    },
    map: (weights, { units, hidden }) => {
      const [A, W1, W2, h1, h2] = ["A", "W1", "W2", "h1", "h2"].map((name) =>
        Float64Array.from(weights[name]!.values)
      ) as [Float64Array, Float64Array, Float64Array, Float64Array, Float64Array];
      const [addInner, addOuter] = [productOf(W2, hidden, units), productOf(W1, units, hidden)];
      /** W2 z, what the hidden layer makes of it, and the state z at which that is. */
      const inner = new Float64Array(hidden);
      const activations = new Float64Array(hidden);
      const seen = new Float64Array(units).fill(NaN);
      const slopeOf = smooth
        ? (l: number): number => 1 - activations[l]! * activations[l]!
        : (l: number): number => gateAt(inner[l]!, h2[l]!);
      /** A step mostly follows a Jacobian at the same state, and tanh, which costs most, is computed once for both. */
      const layerAt = (state: Float64Array): void => {
        if (seen.every((value, i) => value === state[i])) return;
        inner.fill(0);
        addInner(state, inner);
        for (let l = 0; l < hidden; l++) activations[l] = valueAt(inner[l]!, h2[l]!);
        seen.set(state);
      };
      /** out ← A + W1 diag(slopes) W2. */
      const linearised = (slopes: (l: number) => number, out: Float64Array): void => {
        out.fill(0);
        for (let i = 0; i < units; i++) out[i * units + i] = A[i]!;
        for (let l = 0; l < hidden; l++) {
          const slope = slopes(l);
          if (slope === 0) continue;
          for (let i = 0; i < units; i++) {
            const weight = slope * W1[i * hidden + l]!;
            for (let j = 0; j < units; j++) {
              out[i * units + j] = out[i * units + j]! + weight * W2[l * units + j]!;
            }
          }
        }
      };
      return {
        dimension: units,
        step: (state, out) => {
          layerAt(state);
          for (let i = 0; i < units; i++) out[i] = A[i]! * state[i]! + h1[i]!;
          addOuter(activations, out);
        },
        jacobian: (state, out) => {
          layerAt(state);
          linearised(slopeOf, out);
        },
        meanJacobian: (states, out) => {
          // The Jacobian is linear in the slopes of the hidden units, so their mean slopes suffice.
          const count = states.length / units;
          const slopes = new Float64Array(hidden);
          for (let start = 0; start < states.length; start += units) {
            layerAt(states.subarray(start, start + units));
            for (let l = 0; l < hidden; l++) slopes[l] = slopes[l]! + slopeOf(l);
          }
          linearised((l) => slopes[l]! / count, out);
        },
      };
    },
    kernel: smooth ? null : kind,
  });
};

/** The shallow PLRNN. A starts as in Talathi & Vartak, W1, W2 and h2 uniform by their inputs, h1 at 0. */
export const shallowPlrnn: ShallowCell<"shPLRNN"> = shallowCell({
  kind: "shPLRNN",
  title: "shallow PLRNN",
  formula: "z' = A ⊙ z + W1 relu(W2 z + h2) + h1",
  look: 4,
  layer: "ramps",
});
