/**
 * Your own cell: parameters and one step in tf ops. `cell: leaky.of({ units: 30 })` trains it.
 *
 * @module
 */
import { defineCell, tf } from "../cells.ts";

/** Units that move towards tanh(W z + h), each at a rate that it learns. */
const leaky = defineCell({
  kind: "leaky",
  title: "leaky RNN",
  parameters: ({ units }) => ({ a: [units], W: [units, units], h: [units] }),
  step: ({ a, W, h }, z) => {
    const target = tf.tanh(tf.add(tf.matMul(z, W, false, true), h));
    return tf.add(z, tf.mul(tf.sigmoid(a), tf.sub(target, z)));
  },
});

export default leaky;
