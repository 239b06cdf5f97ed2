/** A gradient step of plain tfjs: the rollout in tf ops, automatic differentiation, tf's own Adam. */
import { initialWeights, type Network } from "../../lib/cells/network.ts";
import { loadTensorFlow, tf } from "../../lib/cells/tensorflow.ts";
import { integers, normals, stream, substream } from "../../lib/numerics/random.ts";
import { forcedEvery } from "../../lib/training/forcing/scheme.ts";
import { referenceRollout } from "../../lib/training/reference.ts";
import { type BenchSize, OBSERVATIONS } from "./kernel_cases.ts";

await loadTensorFlow();

/** The step of one size, forced every `interval` steps. */
export const plainTfjsStep = ({ cell, units, batch, length }: BenchSize, interval: number): () => void => {
  const rows = 10 * length;
  const values = Float32Array.from(normals(stream(1, "series"), rows * OBSERVATIONS));
  const network = {
    cell: { kind: cell, units },
    observation: { kind: "linear" },
    observations: OBSERVATIONS,
  } as Network;
  const data = { values, rows, observations: OBSERVATIONS, windows: batch, length };
  const variables = Object.fromEntries(
    Object.entries(initialWeights(network, 1)).map((
      [name, { shape, values }],
    ) => [name, tf.variable(tf.tensor(values, [...shape]))]),
  );
  const optimiser = tf.train.adam(1e-6);
  const { loss } = referenceRollout(network, data);
  const schedule = forcedEvery(length, interval);
  const windows = stream(1, "windows");
  let step = 0;
  return () => {
    const starts = integers(substream(windows, step++), batch, rows - length);
    optimiser.minimize(() => loss(variables, starts, schedule))?.dispose();
  };
};
