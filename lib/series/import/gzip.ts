/**
 * Files packed by gzip, unpacked within bounds.
 *
 * @module
 */
import * as E from "fp-ts/Either.js";
import { Inflate } from "pako";
import { type BadInput, badInput } from "../../core/program/errors.ts";

/** Whether bytes are those of a gzip file. */
export const isGzip = (bytes: Uint8Array): boolean => bytes[0] === 0x1f && bytes[1] === 0x8b;

const CHUNK = 1 << 16;

/** What zlib answers when the end is missing. */
const BUFFER_ERROR = -5;

/** Pieces as they are handed over. */
const PIECE = 1 << 22;

/** Bytes in one piece. */
export const joinedBytes = (parts: readonly Uint8Array[]): Uint8Array => {
  if (parts.length === 1) return parts[0]!;
  const out = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    out.set(part, at);
    at += part.length;
  }
  return out;
};

/**
 * Unpacks a gzip file of one or several members and verifies its check sums.
 *
 * @param bytes The packed file.
 * @param file Its name, for the error message.
 * @param limit Largest size of what comes out, in bytes; unpacking stops there.
 * @returns The bytes in pieces, which are not joined so that none of them is there twice.
 * @errors BadInput for a file that is damaged, cut short, or larger than the limit.
 *
 * @example There and back
 * ```ts
 * import { gzip } from "pako";
 * import { gunzip, joinedBytes } from "./gzip.ts";
 * import { assertEquals } from "@std/assert/mod.js";
 *
 * const bytes = new TextEncoder().encode("x\n1\n2\n");
 * const unpacked = gunzip(gzip(bytes), "x.csv.gz", 1000);
 * assertEquals(unpacked._tag === "Right" && joinedBytes(unpacked.right), bytes);
 * assertEquals(gunzip(gzip(bytes), "x.csv.gz", 3)._tag, "Left");
 * ```
 */
export const gunzip = (
  bytes: Uint8Array,
  file: string,
  limit: number,
): E.Either<BadInput, readonly Uint8Array[]> => {
  const parts: Uint8Array[] = [];
  let length = 0;
  const unpacker = new Inflate({ chunkSize: PIECE });
  unpacker.onData = (part) => {
    length += part.length;
    if (length <= limit) parts.push(part as Uint8Array);
  };
  for (let at = 0; at < bytes.length && length <= limit && unpacker.err === 0; at += CHUNK) {
    unpacker.push(bytes.subarray(at, at + CHUNK), at + CHUNK >= bytes.length);
  }
  if (unpacker.err !== 0) {
    return E.left(badInput(
      file,
      `it cannot be unpacked (${unpacker.err === BUFFER_ERROR ? "cut short" : unpacker.msg})`,
      "copy or download it again",
    ));
  }
  return length > limit
    ? E.left(badInput(file, `it unpacks to more than ${limit} bytes`, "give a part of it, or every n-th row"))
    : E.right(parts);
};
