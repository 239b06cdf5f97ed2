/**
 * The dataset of the quickstart, a training of 200 updates, its exponents and its measures have the bits that
 * fixtures/golden/steps.json says, on every machine. `deno run -A tests/steps/golden_test.ts` writes that file anew, when
 * `NUMERICS_VERSION` or the version of a step was raised on purpose.
 */
import { assertEquals } from "@std/assert/mod.js";
import * as E from "fp-ts/Either.js";
import { type Digest, digestOfBytes, type Json } from "../../lib/spec/canonical.ts";
import { decode } from "../../lib/spec/codec.ts";
import { type Artifact, contentDigest } from "../../lib/store/artifact.ts";
import { denoCapabilities } from "../../lib/steps/capabilities.ts";
import { datasetStep } from "../../lib/steps/dataset.ts";
import { artifactKey, stepVersions } from "../../lib/steps/definitions.ts";
import { evaluateStep } from "../../lib/steps/evaluate.ts";
import type { Step } from "../../lib/steps/harness.ts";
import { lyapunovStep } from "../../lib/steps/lyapunov.ts";
import { trainStep } from "../../lib/steps/train.ts";
import { NUMERICS_VERSION } from "../../lib/spec/version.ts";

const file = new URL("../../fixtures/golden/steps.json", import.meta.url);

/** Runs a step in this process and in memory. */
const make = async <Spec>(
  step: Step<Spec>,
  written: Json,
  inputs: Readonly<Record<string, Artifact>>,
): Promise<Artifact> => {
  const spec = decode(step.codec, written);
  if (E.isLeft(spec)) throw new Error(JSON.stringify(spec.left));
  const directory = await Deno.makeTempDir();
  try {
    const result = await step.run(spec.right, inputs, {
      directory,
      data: { directory: null, mayDownload: false },
      report: () => {},
    })(denoCapabilities)();
    if (E.isLeft(result)) throw new Error(JSON.stringify(result.left));
    const keys = Object.fromEntries(
      Object.entries(inputs).map(([name, { manifest }]) => [name, manifest.key]),
    );
    const files = Object.fromEntries(
      Object.entries(result.right).map(([name, bytes]) => [
        name,
        { bytes: bytes.length, digest: digestOfBytes(bytes) },
      ]),
    );
    return {
      files: result.right,
      manifest: {
        step: step.name,
        key: artifactKey(step.name, spec.right as Json, keys),
        spec: spec.right as Json,
        inputs: keys,
        versions: { step: stepVersions[step.name], numerics: NUMERICS_VERSION },
        files,
        content: contentDigest(files),
        made: { lyap: "", deno: "", platform: "", seconds: 0 },
      },
    };
  } finally {
    await Deno.remove(directory, { recursive: true });
  }
};

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
