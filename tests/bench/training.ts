/**
 * Time of a gradient step as `train` makes it, batch assembly and optimiser included, against the same step in plain tfjs
 * ops with tf's own Adam; interleaved in one process, minimum of many.
 *
 *     deno run -A tests/bench/training.ts [steps of plain tfjs]
 */
import { toUnion } from "fp-ts/Either.js";
import { cells } from "../../lib/cells/catalogue.ts";
import { initialWeights, type Network } from "../../lib/cells/network.ts";
import { loadTensorFlow, tf } from "../../lib/cells/tensorflow.ts";
import { stream } from "../../lib/numerics/random.ts";
import { hasKernel } from "../../lib/kernels/cells.ts";
import { decode } from "../../lib/spec/codec.ts";
import { windowsOf, windowStarts } from "../../lib/training/batches.ts";
import { forcedEvery } from "../../lib/training/forcing/scheme.ts";
import { referenceRollout } from "../../lib/training/reference.ts";
import { type TrainingInput, trainingSettings } from "../../lib/training/settings.ts";
import { train } from "../../lib/training/train.ts";
import { lorenzSeries } from "../training/lorenz.ts";

await loadTensorFlow();

const UNITS = 30;
const INTERVAL = 30;
const steps = Number(Deno.args[0] ?? 15);
const series = lorenzSeries(10_000);

const timed = (work: () => void): number => {
  const before = performance.now();
  work();
  return performance.now() - before;
};

const training = (cell: string) => {
  const input = {
    cell: { kind: cell, units: UNITS },
    forcing: { kind: "sparse", interval: INTERVAL },
    epochs: 1_000_000,
  } as TrainingInput;
  const settings = toUnion(decode(trainingSettings, input));
  if (!("cell" in settings)) throw new Error(JSON.stringify(settings));
  const made = toUnion(train(settings, series, { predictabilitySteps: null }));
  if ("_tag" in made) throw new Error(JSON.stringify(made));
  return { settings, epochs: made };
};

/** One step in plain tf ops: windows cut, loss and gradient by automatic differentiation, tf's own Adam. */
const plainStep = (settings: ReturnType<typeof training>["settings"]): () => void => {
  const network: Network = { cell: settings.cell, observation: settings.observation, observations: 3 };
  const data = windowsOf(series, settings.batches);
  const variables = Object.fromEntries(
    Object.entries(initialWeights(network, 1)).map((
      [name, { shape, values }],
    ) => [name, tf.variable(tf.tensor(values, [...shape]))]),
  );
  const optimiser = tf.train.adam(settings.optimiser.learningRate);
  const { loss } = referenceRollout(network, data);
  const schedule = forcedEvery(data.length, INTERVAL);
  let step = 0;
  return () => {
    const starts = windowStarts(stream(1, "batches"), step++, data.rows, settings.batches);
    optimiser.minimize(() => loss(variables, starts, schedule))?.dispose();
  };
};

console.log(
  `${UNITS} units, batches of 32 windows of 100 steps, τ = ${INTERVAL}; ms per gradient step, minimum`,
);
console.log("cell".padEnd(18), "lyap".padStart(8), "plain tfjs".padStart(12), "share".padStart(8));
for (const cell of Object.keys(cells).filter(hasKernel)) {
  const { settings, epochs } = training(cell);
  const plain = plainStep(settings);
  const { perEpoch } = settings.batches;
  const own: number[] = [];
  const theirs: number[] = [];
  for (let round = 0; round < steps; round++) {
    theirs.push(timed(plain));
    for (let epoch = 0; epoch < 4; epoch++) own.push(timed(() => epochs.next()) / perEpoch);
  }
  const [fused, reference] = [Math.min(...own), Math.min(...theirs)];
  console.log(
    cell.padEnd(18),
    fused.toFixed(3).padStart(8),
    reference.toFixed(1).padStart(12),
    `${(100 * fused / reference).toFixed(2)} %`.padStart(8),
  );
}
