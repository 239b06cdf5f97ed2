/**
 * Files packed by gzip, unpacked by means of the browser.
 *
 * @module
 */
import * as E from "fp-ts/Either.js";
import { type BadInput, badInput } from "../../core/program/errors.ts";

/**
 * Unpacks a gzip file.
 *
 * @param limit Largest size of what comes out, in bytes; unpacking stops there.
 */
export const gunzipped = async (
  bytes: Uint8Array,
  file: string,
  limit: number,
): Promise<E.Either<BadInput, Uint8Array>> => {
  const parts: Uint8Array[] = [];
  let length = 0;
  try {
    const stream = new Blob([bytes as BlobPart]).stream().pipeThrough(new DecompressionStream("gzip"));
    for await (const part of stream) {
      length += part.length;
      if (length > limit) {
        return E.left(
          badInput(file, `it unpacks to more than ${limit} bytes`, "give a part of it, or every n-th row"),
        );
      }
      parts.push(part);
    }
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    return E.left(badInput(file, `it cannot be unpacked (${why})`, "copy or download it again"));
  }
  return E.right(new Uint8Array(await new Blob(parts as BlobPart[]).arrayBuffer()));
};
