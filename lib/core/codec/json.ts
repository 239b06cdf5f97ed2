/**
 * JSON in files: reading it, and codecs for what is taken as it is.
 *
 * @module
 */
import * as E from "fp-ts/Either.js";
import { type Digest, isDigest } from "./canonical.ts";
import { type Codec, where } from "./scalars.ts";

/** What bytes hold as JSON, or the parser's error. */
export const parsedJson = (bytes: Uint8Array): E.Either<Error, unknown> =>
  E.tryCatch(() => JSON.parse(new TextDecoder().decode(bytes)) as unknown, E.toError);

/** What bytes hold as JSON; undefined if they hold none. */
export const jsonOrUndefined = (bytes: Uint8Array): unknown =>
  E.getOrElse((): unknown => undefined)(parsedJson(bytes));

/** Whether a value is an object: no list, and not null. */
export const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** Any value. */
export const anything: Codec<unknown> = where("anything", (_value): _value is unknown => true, {});

/** Any object: no list, and not null. */
export const anyObject: Codec<object> = where("an object", (value): value is object => isRecord(value), {
  type: "object",
});

/** Any text, an empty one too. */
export const anyText: Codec<string> = where("a text", (value): value is string => typeof value === "string", {
  type: "string",
});

/** A digest. */
export const digestCodec: Codec<Digest> = where(`"sha256:" and 64 hexadecimal digits`, isDigest, {
  type: "string",
});
