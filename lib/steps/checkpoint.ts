/**
 * The complete state of a training as a file: weights and moments as .safetensors, the rest as its metadata, and before
 * it all a digest, so that a file that was cut short is never gone on from.
 *
 * @module
 */
import * as E from "fp-ts/Either.js";
import { pipe } from "fp-ts/function.js";
import type { Weights } from "../networks/cell.ts";
import { decodeWeights, encodeWeights } from "../networks/safetensors.ts";
import { digestOfBytes } from "../core/codec/canonical.ts";
import type { Checkpoint } from "../training/checkpoint.ts";

const groups = ["weights", "firstMoments", "secondMoments"] as const;

const DIGEST_LENGTH = digestOfBytes(new Uint8Array(0)).length;

/** Bytes with their digest before them: for what waits in a working directory until an artifact is sealed. */
export const withDigest = (payload: Uint8Array): Uint8Array => {
  const bytes = new Uint8Array(DIGEST_LENGTH + payload.length);
  bytes.set(new TextEncoder().encode(digestOfBytes(payload)));
  bytes.set(payload, DIGEST_LENGTH);
  return bytes;
};

/** What `withDigest` was given; undefined if the bytes are not what was written. */
export const verifiedPayload = (bytes: Uint8Array): Uint8Array | undefined => {
  const payload = bytes.slice(DIGEST_LENGTH);
  const stated = new TextDecoder().decode(bytes.subarray(0, DIGEST_LENGTH));
  return stated === digestOfBytes(payload) ? payload : undefined;
};

/** A checkpoint as bytes. */
export const encodeCheckpoint = (checkpoint: Checkpoint): Uint8Array => {
  const { weights, firstMoments, secondMoments, ...rest } = checkpoint;
  const tensors = { weights, firstMoments, secondMoments };
  const flat = Object.fromEntries(
    groups.flatMap((group) =>
      Object.entries(tensors[group]).map(([name, tensor]) => [`${group}/${name}`, tensor])
    ),
  );
  return withDigest(encodeWeights(flat, { state: JSON.stringify(rest) }));
};

/** The checkpoint that bytes hold; nothing if they are not what was written. */
export const decodeCheckpoint = (bytes: Uint8Array): Checkpoint | undefined => {
  const payload = verifiedPayload(bytes);
  if (payload === undefined) return undefined;
  return pipe(
    decodeWeights(payload, "checkpoint"),
    E.match(
      () => undefined,
      ({ weights: flat, metadata }): Checkpoint => {
        const group = (wanted: string): Weights =>
          Object.fromEntries(
            Object.entries(flat)
              .filter(([name]) => name.startsWith(`${wanted}/`))
              .map(([name, tensor]) => [name.slice(wanted.length + 1), tensor]),
          );
        return {
          ...JSON.parse(metadata.state!) as Omit<Checkpoint, (typeof groups)[number]>,
          weights: group("weights"),
          firstMoments: group("firstMoments"),
          secondMoments: group("secondMoments"),
        };
      },
    ),
  );
};
