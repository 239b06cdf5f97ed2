/**
 * The forms in which steps hand values to each other: JSON for records, .npy for arrays.
 *
 * @module
 */
import * as E from "fp-ts/Either.js";
import { pipe } from "fp-ts/function.js";
import { decodeNpy } from "../series/npy.ts";
import type { Series } from "../series/series.ts";
import type { LyapError } from "../core/program/errors.ts";
import { canonicalJson } from "../core/codec/canonical.ts";
import { nonFiniteAsText, parseWithNonFinite } from "../core/codec/non_finite.ts";
import type { Artifact } from "./store/artifact.ts";

/** A record as the bytes of a JSON file; infinite numbers and NaN become texts. */
export const encodeRecord = (value: unknown): Uint8Array =>
  new TextEncoder().encode(canonicalJson(nonFiniteAsText(value)) + "\n");

const missing = (artifact: Artifact, file: string): LyapError => ({
  _tag: "DamagedArtifact",
  artifact: `${artifact.manifest.step} ${artifact.manifest.key}`,
  file,
  what: "is missing",
});

const bytesOf = (artifact: Artifact, file: string): E.Either<LyapError, Uint8Array> =>
  E.fromNullable(missing(artifact, file))(artifact.files[file]);

/**
 * A record from a file of an artifact. The file was verified, and a step of this version wrote it, so its type is known.
 */
export const readRecord = <A>(artifact: Artifact, file: string): E.Either<LyapError, A> =>
  pipe(
    bytesOf(artifact, file),
    E.map((bytes) => parseWithNonFinite(new TextDecoder().decode(bytes)) as A),
  );

/** The inputs in an .npy file of an artifact; null if it has none, as nothing drives the system. */
export const inputsIn = (artifact: Artifact, file: string, dt: number): E.Either<LyapError, Series | null> =>
  artifact.files[file] === undefined ? E.right(null) : readSeries(artifact, file, dt);

/** A series from an .npy file of an artifact. */
export const readSeries = (artifact: Artifact, file: string, dt: number): E.Either<LyapError, Series> =>
  pipe(
    bytesOf(artifact, file),
    E.chainW((bytes) => decodeNpy(bytes, file)),
    E.map(({ shape, values }) => ({
      values: values instanceof Float64Array ? values : Float64Array.from(values),
      rows: shape[0] ?? 0,
      columns: shape[1] ?? 1,
      dt,
    })),
  );
