/** The measures by which a network is chosen: from several rows of the validation part, with the noise of the data. */
import { assert, assertAlmostEquals, assertEquals, assertNotEquals } from "@std/assert/mod.js";
import type { Json } from "../../lib/core/codec/canonical.ts";
import { decode } from "../../lib/core/codec/codec.ts";
import { evaluateMeasure, measureCodec } from "../../lib/measures/catalogue.ts";
import { evaluationSettings } from "../../lib/measures/settings.ts";
import { initialState, observedRun } from "../../lib/networks/model.ts";
import { withNoise } from "../../lib/series/noise.ts";
import { type Series, slice } from "../../lib/series/series.ts";
import { datasetStep } from "../../lib/steps/dataset.ts";
import { evaluateStep, type EvaluationRecord, startsOf } from "../../lib/steps/evaluate.ts";
import { readRecord } from "../../lib/steps/files.ts";
import { encodeSeries } from "../../lib/series/npy.ts";
import { lyapunovStep } from "../../lib/steps/lyapunov.ts";
import { trainStep } from "../../lib/steps/train.ts";
import { trainedNetwork } from "../../lib/steps/trained.ts";
import { make } from "./making.ts";
import { right } from "../either.ts";

const source = { kind: "system", system: "lorenz", steps: 2000 } as const;
const dataset = await make(datasetStep, { source, exponentTimeScales: 50 }, {});
const data = { ...dataset, files: { ...dataset.files, "validation.npy": dataset.files["series.npy"]! } };
const train = await make(trainStep, {
  cell: { kind: "shPLRNN", units: 3, hidden: 20 },
  observation: { kind: "identity" },
  forcing: { kind: "generalized", alpha: 0.2 },
  batches: { windows: 8, length: 30, perEpoch: 10 },
  epochs: 30,
}, { data });
const lyapunov = await make(lyapunovStep, {
  steps: 300,
  transient: 10,
  exponents: 1,
  longestGradient: 50,
}, { data, train });
const evaluation = { steps: 2000, transient: 100, keep: 100, measures: [{ kind: "D_stsp" }] };

const evaluated = (change: Record<string, Json>) =>
  make(evaluateStep, { ...evaluation, ...change }, { data, train, lyapunov });
const recordOf = async (change: Record<string, Json>): Promise<EvaluationRecord> =>
  right(readRecord<EvaluationRecord>(await evaluated(change), "measures.json"));

Deno.test("the choice is made from several rows of the validation part, and their runs count together", async () => {
  const { model, validation } = right(trainedNetwork({ data, train }));
  const truth = validation!;
  const together = (starts: number, noise: number): number => {
    const steps = starts === 1 ? 2000 : 2 * 2000 / starts;
    const distances = startsOf(truth, starts).map((row) => {
      const first = truth.values.slice(row * 3, row * 3 + 3);
      const run = observedRun(model, initialState(model, first), steps, { transient: 100 });
      if (run.kind === "diverged") throw new Error("the run diverged");
      const generated: Series = { ...truth, rows: steps, values: run.values };
      const settings = right(decode(measureCodec, { kind: "D_stsp" }));
      return evaluateMeasure(settings, { truth, generated: withNoise(generated, noise, 1) }).value!;
    });
    return distances.reduce((sum, each) => sum + each, 0) / starts;
  };
  const [one, four, noisy] = [
    await recordOf({}),
    await recordOf({ validation: { starts: 4 } }),
    await recordOf({ validation: { starts: 4, noise: 0.1 } }),
  ];
  assertEquals(one.validation!.D_stsp!.value, together(1, 0));
  assertAlmostEquals(four.validation!.D_stsp!.value!, together(4, 0), 1e-12);
  assertAlmostEquals(noisy.validation!.D_stsp!.value!, together(4, 0.1), 1e-12);
  assertEquals(new Set([one, four, noisy].map((each) => each.validation!.D_stsp!.value)).size, 3);
  assertEquals([four.measures, noisy.measures], [one.measures, one.measures]);
});

Deno.test("a part that is too short is looked at together with the series for training, but for forecasts", async () => {
  const { validation } = right(trainedNetwork({ data, train }));
  const part = encodeSeries(slice(validation!, 1800));
  const short = { ...data, files: { ...data.files, "validation.npy": part } };
  const measures = [{ kind: "D_stsp" }, { kind: "PE", steps: 5 }];
  const found = async (withTraining: boolean) => {
    const settings = { ...evaluation, measures, validation: { starts: 3, withTraining } };
    const made = await make(evaluateStep, settings, { data: short, train, lyapunov });
    return right(readRecord<EvaluationRecord>(made, "measures.json")).validation!;
  };
  const [alone, together] = [await found(false), await found(true)];
  assertEquals(together["PE (steps 5)"], alone["PE (steps 5)"]);
  assert(together.D_stsp!.value! < alone.D_stsp!.value!);
});

Deno.test("rows to start from are spread over the part, and are no more than it has", () => {
  const truth = { values: new Float64Array(10), rows: 10, columns: 1, dt: 1 };
  assertEquals(startsOf(truth, 5), [0, 2, 4, 6, 8]);
  assertEquals(startsOf(truth, 1), [0]);
  assertEquals(startsOf({ ...truth, rows: 2 }, 5).length, 2);
});

Deno.test("an evaluation that says nothing of the validation part keeps its digest", async () => {
  const settings = right(decode(evaluationSettings, evaluation));
  assert(settings.validation === undefined);
  assert(!JSON.stringify((await evaluated({})).manifest.spec).includes("validation"));
  assertNotEquals(
    (await evaluated({})).manifest.key,
    (await evaluated({ validation: { starts: 5 } })).manifest.key,
  );
});
