/**
 * Digests of what traced cells compute: loss and gradients over sizes and schedules, the weights after a few updates, and
 * the derived map. Run by itself, this prints them; with --pairs from the blocks for engines that pack pairs.
 */
import leaky from "../../examples/my_cell.ts";
import type { CellChoice } from "../../lib/networks/catalogue.ts";
import { defineCell, type DefinedCell } from "../../lib/networks/define.ts";
import { initialState, modelMap } from "../../lib/networks/model.ts";
import { initialWeights, type Network } from "../../lib/networks/network.ts";
import { encodeWeights } from "../../lib/networks/safetensors.ts";
import { loadTensorFlow, type Tensor2D, tf } from "../../lib/networks/tensorflow.ts";
import * as kernels from "../../lib/networks/kernels/kernels.wasm";
import { stream } from "../../lib/numerics/random.ts";
import { digestOf, digestOfBytes } from "../../lib/core/codec/canonical.ts";
import { decode } from "../../lib/core/codec/codec.ts";
import { windowsOf, windowStarts } from "../../lib/training/batches.ts";
import { forcedEvery } from "../../lib/training/forcing/scheme.ts";
import { tracedRollout } from "../../lib/training/rollout.ts";
import { trainingSettings } from "../../lib/training/settings.ts";
import { trainEpochs } from "../../lib/training/train.ts";
import { lorenzSeries } from "./lorenz.ts";
import { right } from "../either.ts";

/** A cell that needs the elementary functions that the first lacks, a matrix of low rank, sums and a memory. */
const varied = defineCell({
  kind: "varied",
  stateSize: ({ units }) => 2 * units,
  parameters: ({ units }) => ({ U: [units, 2], V: [2, units], a: [units], h: [units] }),
  step: ({ U, V, a, h }, state) => {
    const [z, slow] = tf.split(state, 2, 1);
    const ramps = tf.softplus(tf.add(tf.matMul(z!, tf.matMul(U, V)), h));
    const size = tf.sqrt(tf.add(1, tf.mean(tf.square(z!), 1, true)));
    const kept = tf.add(tf.mul(tf.exp(tf.neg(tf.abs(a))), slow!), tf.log(tf.add(1.5, ramps)));
    const next = tf.div(tf.sub(tf.relu(tf.add(ramps, slow!)), tf.sigmoid(z!)), size);
    return tf.concat2d([next as Tensor2D, kept as Tensor2D], 1);
  },
});

/** A cell of sines. */
const waves = defineCell({
  kind: "waves",
  parameters: ({ units }) => ({ W: [units, units], h: [units] }),
  step: ({ W, h }, z) => tf.mul(0.7, tf.add(tf.sin(tf.add(tf.matMul(z, W), h)), tf.cos(z))),
});

const networkOf = (cell: CellChoice, observation: "linear" | "identity"): Network => ({
  cell,
  observation: { kind: observation },
  observations: 3,
});

const bytesOf = (values: Float32Array | Float64Array) => new Uint8Array(values.slice().buffer);

const rolloutDigest = (cell: CellChoice, observation: "linear" | "identity"): string =>
  digestOf([[5, 13], [32, 19], [33, 7]].map(([windows, length]) => {
    const network = networkOf(cell, observation);
    const batches = { windows: windows!, length: length!, perEpoch: 1 };
    const data = windowsOf(lorenzSeries(300), batches);
    const starts = windowStarts(stream(1, "batches"), 0, data.rows, batches);
    const traced = tracedRollout(network, data);
    if (typeof traced === "string") throw new Error(traced);
    const rollout = right(traced);
    const weights = Object.entries(initialWeights(network, 3)).map(([name, { values }]) =>
      [name, values] as const
    );
    const gradient = Object.fromEntries(
      weights.map(([name, { length }]) => [name, new Float32Array(length)]),
    );
    const loss = rollout.lossAndGradient!(
      Object.fromEntries(weights),
      starts,
      forcedEvery(length!, 6),
      gradient,
    );
    rollout.release();
    return [String(loss), ...Object.values(gradient).map((values) => digestOfBytes(bytesOf(values)))];
  }));

const trainingDigest = (cell: CellChoice): string => {
  const settings = right(decode(trainingSettings, {
    cell,
    forcing: { kind: "sparse", interval: 5 },
    batches: { windows: 9, length: 10, perEpoch: 4 },
    epochs: 5,
  }));
  const training = right(trainEpochs(settings, lorenzSeries(300), { predictabilitySteps: null }));
  let next = training.next();
  while (!next.done) next = training.next();
  const network = { ...networkOf(settings.cell, "linear"), weights: next.value.weights };
  const map = modelMap(network);
  const state = initialState(network, Float64Array.of(1, -0.5, 2));
  const [image, jacobian] = [new Float64Array(map.dimension), new Float64Array(map.dimension ** 2)];
  for (let t = 0; t < 20; t++) {
    map.step(state, image);
    state.set(image);
  }
  map.jacobian(state, jacobian);
  return digestOf([
    digestOfBytes(encodeWeights(next.value.weights)),
    digestOfBytes(bytesOf(state)),
    digestOfBytes(bytesOf(jacobian)),
  ]);
};

/** All digests by cell and what was computed. TensorFlow.js has to be loaded. */
export const tracedDigests = (): Readonly<Record<string, string>> =>
  Object.fromEntries(
    Object.entries<Pick<DefinedCell, "of">>({ leaky, varied, waves }).flatMap(([name, cell]) =>
      [7, 30].flatMap((units) => [
        [`${name}, ${units} units, linear`, rolloutDigest(cell.of({ units }), "linear")],
        [`${name}, ${units} units, identity`, rolloutDigest(cell.of({ units }), "identity")],
        [`${name}, ${units} units, trained`, trainingDigest(cell.of({ units }))],
      ])
    ),
  );

if (import.meta.main) {
  await loadTensorFlow();
  if (Deno.args.includes("--pairs")) kernels.setPairs(1);
  console.log(JSON.stringify(tracedDigests(), null, 2));
}
