/**
 * Canonical JSON and digests: equal values have equal names, on every machine.
 *
 * @module
 */
import { sha256 } from "@noble/hashes/sha2.js";
import { bytesToHex } from "@noble/hashes/utils.js";

/** Anything that JSON can say. */
export type Json = null | boolean | number | string | readonly Json[] | {
  readonly [key: string]: Json | undefined;
};

/** "sha256:" and 64 hexadecimal digits. */
export type Digest = `sha256:${string}`;

/** Whether a value is a digest. */
export const isDigest = (value: unknown): value is Digest =>
  typeof value === "string" && /^sha256:[0-9a-f]{64}$/.test(value);

/**
 * JSON with sorted keys and without spaces; keys whose value is undefined are left out. Numbers are printed as
 * ECMAScript prescribes, so the text is the same in every engine.
 *
 * @example Order of keys does not matter
 * ```ts
 * import { canonicalJson } from "./canonical.ts";
 * import { assertEquals } from "@std/assert/mod.js";
 *
 * assertEquals(canonicalJson({ b: [1, -0], a: "x" }), '{"a":"x","b":[1,0]}');
 * ```
 */
export const canonicalJson = (value: unknown): string => {
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(",")}]`;
  if (typeof value === "object" && value !== null) {
    const entries = Object.entries(value).filter(([, entry]) => entry !== undefined);
    entries.sort(([a], [b]) => a < b ? -1 : a > b ? 1 : 0);
    return `{${entries.map(([key, entry]) => `${JSON.stringify(key)}:${canonicalJson(entry)}`).join(",")}}`;
  }
  return JSON.stringify(value ?? null);
};

/** Digest of bytes. */
export const digestOfBytes = (bytes: Uint8Array): Digest => `sha256:${bytesToHex(sha256(bytes))}`;

/** Digest of a value: of its canonical JSON in UTF-8. */
export const digestOf = (value: unknown): Digest =>
  digestOfBytes(new TextEncoder().encode(canonicalJson(value)));

/** The hexadecimal digits of a digest. */
export const hexOf = (digest: Digest): string => digest.slice("sha256:".length);
