/**
 * Runs single steps in the process of a test.
 *
 * @module
 */
import * as E from "fp-ts/Either.js";
import { digestOfBytes, type Json } from "../../lib/core/codec/canonical.ts";
import { decode } from "../../lib/core/codec/codec.ts";
import { NUMERICS_VERSION } from "../../lib/core/codec/version.ts";
import { denoCapabilities } from "../../lib/steps/capabilities.ts";
import { artifactKey, versionOf } from "../../lib/steps/definitions.ts";
import type { Step } from "../../lib/steps/step.ts";
import { type Artifact, contentDigest } from "../../lib/steps/store/artifact.ts";

/** Runs a step in this process and in memory. */
export const make = async <Spec>(
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
        versions: { step: versionOf(step.name), numerics: NUMERICS_VERSION },
        files,
        content: contentDigest(files),
        made: { lyap: "", deno: "", platform: "", seconds: 0 },
      },
    };
  } finally {
    await Deno.remove(directory, { recursive: true });
  }
};
