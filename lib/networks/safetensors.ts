/**
 * Weights as the bytes of a .safetensors file, which Python, Julia and Rust read too: the length of the header as a
 * 64-bit integer, the header in JSON, and the float32 values; all of it little-endian.
 *
 * @source The format is described at https://github.com/huggingface/safetensors.
 *
 * @module
 */
import * as E from "fp-ts/Either.js";
import { badInput, type LyapError } from "../core/program/errors.ts";
import type { Weights } from "./cell.ts";
import { countOf } from "../numerics/shape.ts";
import { isRecord } from "../core/codec/json.ts";

/** Texts that a file carries beside the values. */
export type Metadata = Readonly<Record<string, string>>;

/** What a file of weights holds. */
export interface WeightFile {
  /** Values by name. */
  readonly weights: Weights;
  /** Texts by name. */
  readonly metadata: Metadata;
}

const isLengths = (value: unknown): value is readonly number[] =>
  Array.isArray(value) && value.every((length) => Number.isSafeInteger(length) && length >= 0);

/**
 * The bytes of a .safetensors file. The same weights give the same bytes, in whichever order their names come.
 *
 * @param weights Values by name.
 * @param metadata Texts to carry along. Default: none.
 */
export const encodeWeights = (weights: Weights, metadata: Metadata = {}): Uint8Array => {
  const names = Object.keys(weights).sort();
  const header: Record<string, unknown> = {};
  const metadataNames = Object.keys(metadata).sort();
  if (metadataNames.length > 0) {
    header.__metadata__ = Object.fromEntries(metadataNames.map((name) => [name, metadata[name]]));
  }
  let end = 0;
  for (const name of names) {
    const { shape, values } = weights[name]!;
    const start = end;
    end += 4 * values.length;
    header[name] = { dtype: "F32", shape, data_offsets: [start, end] };
  }
  const text = new TextEncoder().encode(JSON.stringify(header));
  // Padded with spaces so that the values are aligned.
  const headerLength = 8 * Math.ceil(text.length / 8);
  const bytes = new Uint8Array(8 + headerLength + end).fill(0x20, 8, 8 + headerLength);
  bytes.set(text, 8);
  const view = new DataView(bytes.buffer);
  view.setBigUint64(0, BigInt(headerLength), true);
  let at = 8 + headerLength;
  for (const name of names) {
    for (const value of weights[name]!.values) {
      view.setFloat32(at, value, true);
      at += 4;
    }
  }
  return bytes;
};

/**
 * The weights of a .safetensors file of float32 values.
 *
 * @param bytes The whole file.
 * @param file Its name, for the error.
 * @errors BadInput when the file is cut short or too long, its header is damaged, or values of another type are in it.
 *
 * @example There and back
 * ```ts
 * import { decodeWeights, encodeWeights } from "./safetensors.ts";
 * import { assertEquals } from "@std/assert/mod.js";
 *
 * const weights = { A: { shape: [2], values: Float32Array.of(0.5, -1) } };
 * const bytes = encodeWeights(weights, { made: "here" });
 * assertEquals(decodeWeights(bytes, "w.safetensors"), {
 *   _tag: "Right",
 *   right: { weights, metadata: { made: "here" } },
 * });
 * assertEquals(decodeWeights(bytes.slice(0, -1), "w.safetensors")._tag, "Left");
 * ```
 */
export const decodeWeights = (bytes: Uint8Array, file: string): E.Either<LyapError, WeightFile> => {
  const damaged = (what: string): E.Either<LyapError, never> =>
    E.left(badInput(file, what, "give a complete .safetensors file of float32 values"));
  if (bytes.length < 8) {
    return damaged(`it has ${bytes.length} bytes, less than the length of a header takes`);
  }
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const headerLength = Number(view.getBigUint64(0, true));
  if (headerLength > bytes.length - 8) return damaged("it ends within its header");
  const header = E.tryCatch(
    (): unknown =>
      JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes.subarray(8, 8 + headerLength))),
    () => undefined,
  );
  if (E.isLeft(header) || !isRecord(header.right)) return damaged("its header is not a JSON object");
  const { __metadata__: metadata = {}, ...entries } = header.right;
  if (!isRecord(metadata) || !Object.values(metadata).every((value) => typeof value === "string")) {
    return damaged("its __metadata__ is not a dictionary of texts");
  }
  const weights: Record<string, { shape: readonly number[]; values: Float32Array }> = {};
  const ranges: (readonly [number, number])[] = [];
  for (const [name, entry] of Object.entries(entries)) {
    if (!isRecord(entry)) return damaged(`its header does not describe ${name}`);
    const { dtype, shape, data_offsets: offsets } = entry;
    if (dtype !== "F32") return damaged(`${name} has type ${JSON.stringify(dtype)} instead of "F32"`);
    if (!isLengths(shape)) return damaged(`the shape of ${name} is not a list of lengths`);
    if (!isLengths(offsets) || offsets.length !== 2) return damaged(`${name} has no pair of data_offsets`);
    const [start, end] = offsets as [number, number];
    if (end - start !== 4 * countOf(shape)) {
      return damaged(`${name} has data_offsets that don't fit its shape`);
    }
    if (8 + headerLength + end > bytes.length) return damaged(`it ends within the values of ${name}`);
    ranges.push([start, end]);
    const values = new Float32Array(countOf(shape));
    for (let i = 0; i < values.length; i++) {
      values[i] = view.getFloat32(8 + headerLength + start + 4 * i, true);
    }
    weights[name] = { shape, values };
  }
  const end = ranges.sort((a, b) => a[0] - b[0] || a[1] - b[1])
    .reduce((covered, [from, to]) => from === covered ? to : NaN, 0);
  if (8 + headerLength + end !== bytes.length) {
    return damaged("its values overlap, leave gaps, or don't fill the file");
  }
  return E.right({ weights, metadata: metadata as Metadata });
};
