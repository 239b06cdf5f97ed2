/**
 * Why `training-evidence` refutes its claim on PLRNNs at the end of the training: computed from the weights that are published.
 */
import { assertEquals } from "@std/assert/mod.js";
import spec from "../../experiments/training_evidence.ts";
import { planExperiment } from "../../lib/engine/experiment.ts";
import { generated } from "../../lib/library/steps.ts";
import { decodeWeights } from "../../lib/networks/safetensors.ts";
import { right } from "../either.ts";

const STEPS = 30_000;

const { runs } = right(planExperiment("training_evidence.ts", spec, { profile: "paper" }));

/** The free run of the PLRNN at the end of its training, from a start near the attractor's middle. */
const freeRun = (seed: number): Float64Array => {
  const { id, settings: { cell, observation } } = runs.find(({ labels }) =>
    labels["cell"] === "PLRNN" && labels["dataset"] === "lorenz" && labels["epoch"] === "last" &&
    labels["τ"] === 30 &&
    labels["seed"] === seed
  )!;
  const file = new URL(`../../fixtures/ledger/training-evidence/${id}.safetensors`, import.meta.url);
  const { weights } = right(decodeWeights(Deno.readFileSync(file), id));
  const start = {
    values: Float64Array.from({ length: 300 }, (_, i) => [0.1, 0.2, 0][i % 3]!),
    rows: 100,
    columns: 3,
    dt: 0.01,
  };
  return right(generated({ cell, observation, observations: 3, weights }, start, STEPS)).values;
};

/** How far the orbit moves in its last hundred steps, in standard deviations of the data. */
const lastMotion = (values: Float64Array): number => {
  const at = (step: number) => values.subarray(3 * step, 3 * step + 3);
  return Math.max(
    ...Array.from({ length: 100 }, (_, back) =>
      Math.hypot(
        ...at(STEPS - 1).map((value, i) => value - at(STEPS - 1 - back)[i]!),
      )),
  );
};

Deno.test("at the end of the training two of the three PLRNNs come to rest, and the third stays chaotic", () => {
  assertEquals([1, 2, 3].map((seed) => lastMotion(freeRun(seed)) < 1e-3), [true, true, false]);
});
