/** Measures over a training: the network at a checkpoint, and the best of them. */
import { assert, assertEquals } from "@std/assert/mod.js";
import * as E from "fp-ts/Either.js";
import type { Json } from "../../lib/core/codec/canonical.ts";
import type { Artifact } from "../../lib/steps/store/artifact.ts";
import { datasetStep } from "../../lib/steps/dataset.ts";
import { evaluateStep, type EvaluationRecord } from "../../lib/steps/evaluate.ts";
import { readExperiment } from "../../lib/experiment/experiment.ts";
import { readRecord } from "../../lib/steps/files.ts";
import { lyapunovStep } from "../../lib/steps/lyapunov.ts";
import { planned } from "../../lib/pipeline.ts";
import { trainStep } from "../../lib/steps/train.ts";
import { vocabulary } from "../../lib/experiment/vocabulary.ts";
import { make } from "./making.ts";

const training = {
  cell: { kind: "PLRNN", units: 8 },
  forcing: { kind: "sparse", interval: 10 },
  batches: { windows: 8, length: 30, perEpoch: 10 },
};
const source = { kind: "system", system: "lorenz", steps: 3000 } as const;
const exponents = { steps: 300, transient: 10, exponents: 1, longestGradient: 50 };
const evaluation = { steps: 2000, keep: 100, measures: [{ kind: "D_stsp" }] };

const recordOf = (artifact: Artifact): EvaluationRecord => {
  const read = readRecord<EvaluationRecord>(artifact, "measures.json");
  if (E.isLeft(read)) throw new Error("no measures");
  return read.right;
};

const evaluated = async (
  data: Artifact,
  train: Artifact,
  choice: Record<string, Json>,
): Promise<Artifact> => {
  const lyapunov = await make(lyapunovStep, { ...exponents, ...choice }, { data, train });
  return await make(evaluateStep, { ...evaluation, ...choice }, { data, train, lyapunov });
};

Deno.test("the network at a checkpoint is the one that a shorter training ends with", async () => {
  const data = await make(datasetStep, { source, exponentTimeScales: 50 }, {});
  const long = await make(trainStep, { ...training, epochs: 6, checkpoints: { every: 2 } }, { data });
  const short = await make(trainStep, { ...training, epochs: 2 }, { data });
  const [atTwo, ofTwo] = [await evaluated(data, long, { checkpoint: 2 }), await evaluated(data, short, {})];
  assertEquals(atTwo.files["generated.npy"], ofTwo.files["generated.npy"]);
  assertEquals(recordOf(atTwo).measures, recordOf(ofTwo).measures);
  assertEquals(recordOf(atTwo).epoch, 2);
  assertEquals(recordOf(ofTwo).epoch, undefined);
  assertEquals(
    (await evaluated(data, long, { checkpoint: "last" })).manifest.key,
    (await evaluated(data, long, {})).manifest.key,
  );
});

Deno.test("the best checkpoint is that whose free run is closest to the series by which networks are chosen", async () => {
  const data = await make(datasetStep, { source, exponentTimeScales: 50 }, {});
  const train = await make(trainStep, { ...training, epochs: 40, checkpoints: { every: 10 } }, { data });
  const best = recordOf(await evaluated(data, train, { checkpoint: "best" }));
  const compared = { ...evaluation, steps: 3000, transient: 0, measures: [{ kind: "D_stsp" }] };
  const distances = await Promise.all([10, 20, 30, 40].map(async (checkpoint) => {
    const swapped = { ...data, files: { ...data.files, "held-out.npy": data.files["series.npy"]! } };
    const lyapunov = await make(lyapunovStep, { ...exponents, checkpoint }, { data, train });
    const found = await make(evaluateStep, { ...compared, checkpoint }, { data: swapped, train, lyapunov });
    return { epoch: checkpoint, distance: recordOf(found).measures.D_stsp!.value ?? Infinity };
  }));
  const least = Math.min(...distances.map(({ distance }) => distance));
  assert(new Set(distances.map(({ distance }) => distance)).size > 1);
  assertEquals(best.epoch, distances.findLast(({ distance }) => distance === least)!.epoch);
});

const written = (checkpoint: unknown, every: number) => ({
  name: "checkpoints",
  title: "Checkpoints",
  settings: {
    ...training,
    dataset: { source },
    epochs: 6,
    checkpoints: { every },
    lyapunov: exponents,
    evaluation,
  },
  sweep: [{ checkpoint: [checkpoint, "last"], seed: [1] }],
});

Deno.test("runs that look at one training share it", () => {
  const read = readExperiment(vocabulary, written(2, 2));
  assert(E.isRight(read), JSON.stringify(read));
  assertEquals(read.right.runs.map(({ id }) => id), [
    "PLRNN-tau10-epoch2-seed1",
    "PLRNN-tau10-epochlast-seed1",
  ]);
  const plan = planned(read.right);
  assertEquals(plan.steps.filter(({ step }) => step === "train").length, 1);
  const [early, last] = plan.runs;
  assertEquals(early!.network, last!.network);
  assert(early!.exponents.key !== last!.exponents.key && early!.measures.key !== last!.measures.key);
  const without = readExperiment(vocabulary, { ...written(2, 2), sweep: [{ seed: [1] }] });
  assert(E.isRight(without));
  assertEquals(planned(without.right).runs[0]!.measures.key, last!.measures.key);
});

Deno.test("a checkpoint that is not kept is refused with the place and what there is", () => {
  const faults = (checkpoint: unknown, every: number): unknown => {
    const read = readExperiment(vocabulary, written(checkpoint, every));
    return E.isLeft(read) ? read.left.map(({ path, found, expected }) => [path, found, expected]) : [];
  };
  const multiple = `"last", "best" or a multiple of checkpoints.every (2) up to 6 epochs`;
  assertEquals(faults(3, 2), [["$.sweep[0].checkpoint[0]", "3", multiple]]);
  assertEquals(faults(8, 2), [["$.sweep[0].checkpoint[0]", "8", multiple]]);
  assertEquals(faults("best", 0), [[
    "$.sweep[0].checkpoint[0]",
    '"best"',
    `"last", because the training keeps no checkpoints (checkpoints.every is 0)`,
  ]]);
  assertEquals(faults(6, 0), []);
});
