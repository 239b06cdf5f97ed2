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
import type { DamagedArtifact, LyapError } from "../../core/program/errors.ts";
import type { Program } from "../../core/program/program.ts";
import { canonicalJson, type Digest, digestOf, digestOfBytes } from "../../core/codec/canonical.ts";
import {
  absent,
  type Codec,
  decode,
  dictionary,
  nonNegativeInteger,
  record,
  text,
  where,
} from "../../core/codec/codec.ts";
import { anyObject, anything, digestCodec, isRecord, jsonOrUndefined } from "../../core/codec/json.ts";
import { isFilePath } from "../../core/codec/file_name.ts";
import { writeBelow } from "./folder.ts";

/** What a step wrote and all that determined it. */
export interface Manifest {
  readonly step: string;
  /** Digest of spec, inputs and versions: the artifact's name. */
  readonly key: Digest;
  readonly spec: unknown;
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
   * The part that is here of a training that was taken from a ledger and not made here. `files` and `content`
   * are those of the whole artifact, which is known by its digests.
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

/** Digest of the bytes of a file, by the platform's own implementation; a page that came unencrypted has none. */
export const digestOfFile = async (bytes: Uint8Array): Promise<Digest> =>
  (crypto.subtle as SubtleCrypto | undefined) === undefined
    ? digestOfBytes(bytes)
    : `sha256:${encodeHex(await crypto.subtle.digest("SHA-256", bytes as Uint8Array<ArrayBuffer>))}`;

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
        ].map(([name, bytes]) => writeBelow(directory, name, bytes)(capabilities)),
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

const fileCodec = record({ bytes: nonNegativeInteger, digest: digestCodec });

/** Names of files are decoded here, once, for everyone who joins them to a path. */
const filesCodec = where(
  "digests by the names of files below this folder",
  (value): value is Manifest["files"] =>
    isRecord(value) &&
    Object.entries(value).every(([name, file]) =>
      isFilePath(name) && name !== MANIFEST && fileCodec.is(file)
    ),
  { type: "object" },
);

/** What lies here of an artifact that was made elsewhere. */
const takenCodec = record({
  files: filesCodec,
  checkpoints: where(
    "a list of epochs and names of states",
    (value): value is readonly (number | string)[] =>
      Array.isArray(value) && value.every((each) => typeof each === "number" || typeof each === "string"),
    { type: "array" },
  ),
});

/** The content of a manifest's file. */
const manifestCodec = record({
  manifest: record({
    step: text,
    key: digestCodec,
    spec: anything,
    inputs: dictionary(digestCodec),
    versions: record({ step: nonNegativeInteger, numerics: nonNegativeInteger }),
    files: filesCodec,
    content: digestCodec,
    made: anyObject,
    taken: absent(takenCodec),
  }),
  digest: digestCodec,
}) as Codec<{ readonly manifest: Manifest; readonly digest: Digest }, unknown>;

/** A manifest from the bytes of its file, or what is wrong with it. */
const manifestOf = (bytes: Uint8Array): E.Either<string, Manifest> => {
  const json = jsonOrUndefined(bytes);
  if (json === undefined) return E.left("is not JSON");
  const decoded = decode(manifestCodec, json);
  if (E.isLeft(decoded)) {
    const { path, found, expected } = decoded.left[0]!;
    return E.left(`is not a manifest: ${path} is ${found}; expected ${expected}`);
  }
  const { manifest } = decoded.right;
  return new TextDecoder().decode(bytes) !== manifestText(manifest)
    ? E.left("does not have the digest that it states")
    : manifest.content !== contentDigest(manifest.files)
    ? E.left("does not state what its files contain")
    : E.right(manifest);
};

/** The bytes of a file of an artifact; damage where there is none, or where something else lies in its place. */
const fileOf = (directory: string, name: string): Program<Uint8Array> => (capabilities) =>
  pipe(
    capabilities.files.kind(join(directory, name)),
    TE.chain((kind) =>
      kind === "file"
        ? capabilities.files.read(join(directory, name))
        : TE.left(damaged(directory, name, kind === "absent" ? "is missing" : `is a ${kind}`))
    ),
  );

/** The manifest of an artifact, decoded and verified against its own digest. */
export const readManifest = (directory: string): Program<Manifest> =>
  pipe(
    fileOf(directory, MANIFEST),
    RTE.chainEitherK((bytes) =>
      pipe(manifestOf(bytes), E.mapLeft((what): LyapError => damaged(directory, MANIFEST, what)))
    ),
  );

/** The bytes of a file, which must be those that the manifest states. */
const verifiedFile = (directory: string) =>
(
  [name, { bytes: length, digest }]: readonly [string, Manifest["files"][string]],
): Program<readonly [string, Uint8Array]> =>
  pipe(
    RTE.Do,
    RTE.bindW("bytes", () => fileOf(directory, name)),
    RTE.filterOrElse(
      ({ bytes }) => bytes.length === length,
      ({ bytes }): LyapError => damaged(directory, name, `has ${bytes.length} bytes instead of ${length}`),
    ),
    RTE.bindW("found", ({ bytes }) => RTE.fromTask(() => digestOfFile(bytes))),
    RTE.filterOrElse(
      ({ found }) => found === digest,
      (): LyapError => damaged(directory, name, "does not have the digest that its manifest states"),
    ),
    RTE.map(({ bytes }) => [name, bytes] as const),
  );

/** Reads an artifact and verifies every byte of it that lies here. */
export const readArtifact = (directory: string): Program<Artifact> =>
  pipe(
    RTE.Do,
    RTE.bindW("manifest", () => readManifest(directory)),
    RTE.bindW("files", ({ manifest: { taken, files } }) =>
      RTE.traverseArray(verifiedFile(directory))(Object.entries(taken?.files ?? files))),
    RTE.map(({ manifest, files }): Artifact => ({ manifest, files: Object.fromEntries(files) })),
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
