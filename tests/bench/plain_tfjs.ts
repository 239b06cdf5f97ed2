/** Gradient steps of plain tfjs: the rollout in tf ops, automatic differentiation, tf's own Adam. */
import { initialWeights, type Network } from "../../lib/networks/network.ts";
import { loadTensorFlow, tf } from "../../lib/networks/tensorflow.ts";
import { integers, normals, stream, substream } from "../../lib/numerics/random.ts";
import { forcedEvery } from "../../lib/training/forcing/scheme.ts";
import { referenceRollout } from "../../lib/training/reference.ts";
import { compete, settingsOf, sizeFromArguments } from "./compete.ts";
import { INTERVAL, OBSERVATIONS } from "./kernel_cases.ts";

await loadTensorFlow();

const size = sizeFromArguments();
const { cell, observation } = settingsOf(size);
const rows = 10 * size.length;
const values = Float32Array.from(normals(stream(1, "series"), rows * OBSERVATIONS));
const network: Network = { cell, observation, observations: OBSERVATIONS };
const data = { values, rows, observations: OBSERVATIONS, windows: size.batch, length: size.length };
const variables = Object.fromEntries(
  Object.entries(initialWeights(network, 1)).map((
    [name, { shape, values }],
  ) => [name, tf.variable(tf.tensor(values, [...shape]))]),
);
const optimiser = tf.train.adam(1e-6);
const { loss } = referenceRollout(network, data);
const schedule = forcedEvery(size.length, INTERVAL);
const windows = stream(1, "windows");
let step = 0;
await compete(
  () => {
    const starts = integers(substream(windows, step++), size.batch, rows - size.length);
    optimiser.minimize(() => loss(variables, starts, schedule))?.dispose();
  },
  1,
  { "TensorFlow.js": tf.version.tfjs },
);
