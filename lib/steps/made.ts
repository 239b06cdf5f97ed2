/**
 * An artifact in memory, from the files that a step made: with the digests that it has in a store.
 *
 * @module
 */
import { LYAP_VERSION, NUMERICS_VERSION } from "../core/codec/version.ts";
import { versionOf } from "./definitions.ts";
import type { PlannedStep } from "./plan.ts";
import { type Artifact, contentDigest, digestOfFile, type Manifest } from "./store/artifact.ts";

const keysOf = (inputs: PlannedStep["inputs"]): Manifest["inputs"] =>
  Object.fromEntries(
    Object.entries(inputs).map(([name, { key }]) => [name, key]),
  );

/** The artifact of a step, with the digests of its files. */
export const artifactOf = async (
  { step, key, spec, inputs }: PlannedStep,
  files: Readonly<Record<string, Uint8Array>>,
): Promise<Artifact> => {
  const digests = Object.fromEntries(
    await Promise.all(
      Object.entries(files).map(async ([name, bytes]) =>
        [name, {
          bytes: bytes.length,
          digest: await digestOfFile(bytes),
        }] as const
      ),
    ),
  );
  const versions = { step: versionOf(step), numerics: NUMERICS_VERSION };
  const made = { lyap: LYAP_VERSION, deno: "", platform: "", seconds: 0 };
  return {
    files,
    manifest: {
      step,
      key,
      spec,
      inputs: keysOf(inputs),
      versions,
      files: digests,
      content: contentDigest(digests),
      made,
    },
  };
};
