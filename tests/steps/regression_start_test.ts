/** The step of a training that starts by regression: without epochs it keeps the start, with some it goes on from there. */
import { assert, assertEquals, assertLess } from "@std/assert/mod.js";
import { decode } from "../../lib/core/codec/codec.ts";
import { encodeWeights } from "../../lib/networks/safetensors.ts";
import { LAST_WEIGHTS } from "../../lib/experiment/checkpoint_choice.ts";
import { datasetStep } from "../../lib/steps/dataset.ts";
import { readRecord } from "../../lib/steps/files.ts";
import { lyapunovStep, type NetworkExponents } from "../../lib/steps/lyapunov.ts";
import { neededOf, type TrainingRecord, trainStep } from "../../lib/steps/train.ts";
import { regressionStart } from "../../lib/training/regression_start.ts";
import { trainingSettings } from "../../lib/training/settings.ts";
import { make } from "./making.ts";
import { right } from "../either.ts";

const source = { kind: "system", system: "lorenz", steps: 3000 } as const;
const data = await make(datasetStep, { source, exponentTimeScales: 50 }, {});
const settings = {
  cell: { kind: "shRNN", units: 3, hidden: 60 },
  observation: { kind: "identity" },
  forcing: { kind: "generalized", alpha: 0.2 },
  batches: { windows: 8, length: 30, perEpoch: 5 },
  start: { scale: 0.5, ridge: 1e-10 },
};

Deno.test("without epochs the weights are those of the start, with the exponents of the data", async () => {
  const train = await make(trainStep, { ...settings, epochs: 0 }, { data });
  const { series, options } = right(neededOf({ data }));
  const start = right(regressionStart(right(decode(trainingSettings, settings)), series, options));
  assert(start !== undefined);
  assertEquals(train.files[LAST_WEIGHTS], encodeWeights(start));
  const { outcome, history } = right(readRecord<TrainingRecord>(train, "training.json"));
  assertEquals([outcome.kind, history.epochs], ["trained", []]);
  const lyapunov = await make(lyapunovStep, { steps: 5000, exponents: 2, longestGradient: 50 }, {
    data,
    train,
  });
  const { spectrum } = right(readRecord<NetworkExponents>(lyapunov, "lyapunov.json"));
  assertLess(Math.abs(spectrum!.exponents[0]! / series.dt - 0.906), 0.2);
});

Deno.test("with epochs the first loss is that of the start, far below that of random weights", async () => {
  const optimiser = { kind: "adam", learningRate: 1e-9 };
  const { start: _, ...random } = settings;
  const lossOf = async (from: typeof settings | typeof random): Promise<number> => {
    const train = await make(trainStep, { ...from, optimiser, epochs: 1 }, { data });
    const { history } = right(readRecord<TrainingRecord>(train, "training.json"));
    return history.loss[0]!;
  };
  const [started, drawn] = [await lossOf(settings), await lossOf(random)];
  assertLess(100 * started, drawn);
});
