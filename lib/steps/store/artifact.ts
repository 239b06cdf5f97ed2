/**
 * Artifacts: directories of files with a manifest that knows the digest of each. Written once, verified on every read.
 *
 * @module
 */
import * as E from "fp-ts/Either.js";
import { pipe } from "fp-ts/function.js";
import * as RTE from "fp-ts/ReaderTaskEither.js";
import * as TE from "fp-ts/TaskEither.js";
import { encodeHex } from "@std/encoding/hex.js";
import { join } from "@std/path/mod.js";
import type { DamagedArtifact } from "../../program/errors.ts";
import type { Program } from "../../program/program.ts";
import { canonicalJson, type Digest, digestOf, type Json } from "../../codec/canonical.ts";

/** What a step wrote and all that determined it. */
export interface Manifest {
  readonly step: string;
  /** Digest of spec, inputs and versions: the artifact's name. */
  readonly key: Digest;
  readonly spec: Json;
  /** Names of the artifacts that the step read. */
  readonly inputs: Readonly<Record<string, Digest>>;
  readonly versions: { readonly step: number; readonly numerics: number };
  readonly files: Readonly<Record<string, { readonly bytes: number; readonly digest: Digest }>>;
  /** Digest over the files: what must be the same on every machine. */
  readonly content: Digest;
  /** Where and how it was made; nothing here enters a digest. */
  readonly made: {
    readonly lyap: string;
    readonly deno: string;
    readonly platform: string;
    readonly seconds: number;
    /** Of a training: digests of its state after some of its epochs, the last among them unless it diverged. */
    readonly states?: readonly { readonly epoch: number; readonly digest: Digest }[];
    /** Of a training: "fast" where a process without V8's bounds checks made at least a part of it. */
    readonly process?: "checked" | "fast";
  };
  /**
   * Of a training that was taken from a ledger and not made here: what lies here of it. `files` and `content` are those of
   * the whole artifact, which is known by its digests.
   */
  readonly taken?: {
    /** The files that lie here: networks as they were, and a record of which the history is thinned. */
    readonly files: Manifest["files"];
    /** The states of the training that steps can look at: epochs, "last", "best". */
    readonly checkpoints: readonly (number | string)[];
  };
}

/** A manifest and the bytes of the files, all verified. */
export interface Artifact {
  readonly manifest: Manifest;
  readonly files: Readonly<Record<string, Uint8Array>>;
}

/** The file that is written last. */
export const MANIFEST = "manifest.json";

/** Digest of the bytes of a file, by the platform's own implementation. */
export const digestOfFile = async (bytes: Uint8Array): Promise<Digest> =>
  `sha256:${encodeHex(await crypto.subtle.digest("SHA-256", bytes as Uint8Array<ArrayBuffer>))}`;

/** The digest over the files of an artifact. */
export const contentDigest = (files: Manifest["files"]): Digest =>
  digestOf(Object.fromEntries(Object.entries(files).map(([name, { digest }]) => [name, digest])));

const damaged = (artifact: string, file: string, what: string): DamagedArtifact => ({
  _tag: "DamagedArtifact",
  artifact,
  file,
  what,
});

const manifestText = (manifest: Manifest): string =>
  canonicalJson({ manifest, digest: digestOf(manifest) }) + "\n";

const digestsOf = (files: Readonly<Record<string, Uint8Array>>): Program<Manifest["files"]> =>
  RTE.fromTask(async () =>
    Object.fromEntries(
      await Promise.all(
        Object.entries(files).map(async ([name, bytes]) =>
          [name, { bytes: bytes.length, digest: await digestOfFile(bytes) }] as const
        ),
      ),
    )
  );

/** Writes files and, as the last of them, a manifest that is made from their digests. */
const writeSealed = (
  directory: string,
  files: Readonly<Record<string, Uint8Array>>,
  manifestOf: (digests: Manifest["files"]) => Manifest,
): Program<Manifest> =>
  pipe(
    digestsOf(files),
    RTE.map(manifestOf),
    RTE.chainFirst((manifest) => (capabilities) =>
      TE.sequenceSeqArray(
        [
          ...Object.entries(files),
          [MANIFEST, new TextEncoder().encode(manifestText(manifest))] as const,
        ].map(([name, bytes]) => capabilities.files.write(join(directory, name), bytes)),
      )
    ),
  );

/** Writes the files of an artifact and, as the last of them, its manifest. */
export const seal = (
  directory: string,
  about: Omit<Manifest, "files" | "content" | "taken">,
  files: Readonly<Record<string, Uint8Array>>,
): Program<Manifest> =>
  writeSealed(
    directory,
    files,
    (digests) => ({ ...about, files: digests, content: contentDigest(digests) }),
  );

/** Writes what is at hand of an artifact that was made elsewhere. */
export const sealTaken = (
  directory: string,
  about: Omit<Manifest, "content" | "taken">,
  checkpoints: readonly (number | string)[],
  files: Readonly<Record<string, Uint8Array>>,
): Program<Manifest> =>
  writeSealed(directory, files, (digests) => ({
    ...about,
    content: contentDigest(about.files),
    taken: { files: digests, checkpoints },
  }));

/** The manifest of an artifact, verified against its own digest. */
export const readManifest = (directory: string): Program<Manifest> => (capabilities) =>
  pipe(
    capabilities.files.exists(join(directory, MANIFEST)),
    TE.chain((exists) =>
      exists
        ? capabilities.files.read(join(directory, MANIFEST))
        : TE.left(damaged(directory, MANIFEST, "is missing"))
    ),
    TE.chainEitherKW((bytes) =>
      pipe(
        E.tryCatch(
          () => JSON.parse(new TextDecoder().decode(bytes)) as { readonly manifest: Manifest },
          () => damaged(directory, MANIFEST, "is not JSON"),
        ),
        E.filterOrElse(
          ({ manifest }) => new TextDecoder().decode(bytes) === manifestText(manifest),
          () => damaged(directory, MANIFEST, "does not have the digest that it states"),
        ),
        E.map(({ manifest }) => manifest),
      )
    ),
  );

/** Reads an artifact and verifies every byte of it that lies here. */
export const readArtifact = (directory: string): Program<Artifact> => (capabilities) =>
  pipe(
    readManifest(directory)(capabilities),
    TE.chain((manifest) =>
      pipe(
        Object.entries(manifest.taken?.files ?? manifest.files),
        TE.traverseArray(([name, { bytes: length, digest }]) =>
          pipe(
            capabilities.files.exists(join(directory, name)),
            TE.chain((exists) =>
              exists
                ? capabilities.files.read(join(directory, name))
                : TE.left(damaged(directory, name, "is missing"))
            ),
            TE.chain((bytes) =>
              bytes.length === length
                ? TE.right(bytes)
                : TE.left(damaged(directory, name, `has ${bytes.length} bytes instead of ${length}`))
            ),
            TE.chainW((bytes) =>
              pipe(
                TE.fromTask(() => digestOfFile(bytes)),
                TE.chainW((found) =>
                  found === digest
                    ? TE.right([name, bytes] as const)
                    : TE.left(damaged(directory, name, "does not have the digest that its manifest states"))
                ),
              )
            ),
          )
        ),
        TE.map((files): Artifact => ({ manifest, files: Object.fromEntries(files) })),
      )
    ),
  );

/** Like `readArtifact`, and the manifest must be that of the artifact with this name. */
export const verifyArtifact = (directory: string, key: Digest): Program<Artifact> =>
  pipe(
    readArtifact(directory),
    RTE.chainW((artifact) =>
      artifact.manifest.key === key
        ? RTE.right(artifact)
        : RTE.left(damaged(directory, MANIFEST, "belongs to another artifact"))
    ),
  );
