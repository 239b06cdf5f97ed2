/**
 * The dataset of the quickstart, a training of 200 updates, its exponents and its measures have the bits that
 * fixtures/golden/steps.json says, on every machine. `deno run -A tests/steps/golden_test.ts` writes that
 * file again, when
 * `NUMERICS_VERSION` or the version of a step was raised on purpose.
 */
import { assertEquals } from "@std/assert/mod.js";
import type { Digest } from "../../lib/core/codec/canonical.ts";
import { datasetStep } from "../../lib/steps/dataset.ts";
import { evaluateStep } from "../../lib/steps/evaluate.ts";
import { lyapunovStep } from "../../lib/steps/lyapunov.ts";
import { trainStep } from "../../lib/steps/train.ts";
import { make } from "./making.ts";

const file = new URL("../../fixtures/golden/steps.json", import.meta.url);

const digests = async (): Promise<Record<string, Digest>> => {
  const data = await make(datasetStep, {
    source: { kind: "system", system: "lorenz", parameters: { rho: 38 }, dt: 0.01, steps: 100_000 },
  }, {});
  const train = await make(trainStep, {
    cell: { kind: "PLRNN", units: 30 },
    forcing: { kind: "sparse", interval: 30 },
    epochs: 20,
  }, { data });
  const lyapunov = await make(lyapunovStep, { steps: 1000, transient: 100, longestGradient: 100 }, {
    data,
    train,
  });
  const evaluate = await make(evaluateStep, { steps: 10_000, keep: 1000 }, { data, train, lyapunov });
  return Object.fromEntries(
    Object.entries({ data, train, lyapunov, evaluate }).map((
      [name, { manifest }],
    ) => [name, manifest.content]),
  );
};

Deno.test("dataset, training, exponents and measures have the same bits everywhere", async () => {
  assertEquals(await digests(), JSON.parse(await Deno.readTextFile(file)));
});

if (import.meta.main) await Deno.writeTextFile(file, JSON.stringify(await digests(), null, 2) + "\n");
