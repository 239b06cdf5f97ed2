/**
 * Names of files that come from elsewhere: from a manifest, a ledger, a record, a spec. A name is never a path that leads
 * out of the folder it is used in.
 *
 * @module
 */
import { type Codec, where } from "./scalars.ts";

declare const named: unique symbol;

/** A single segment of a path: not empty, no separator, no control character, not `.` or `..`. */
export type FileName = string & { readonly [named]: "segment" };

/** File names joined by `/`: a file below a folder, never beside or above it. */
export type FilePath = string & { readonly [named]: "segment" | "path" };

/** Bytes that common file systems take in a name. */
const LONGEST = 255;

/** What no name of a file may hold: separators and control characters. */
// deno-lint-ignore no-control-regex
const FORBIDDEN = /[/\\\u0000-\u001f\u007f-\u009f]/;

/**
 * Whether a text is the name of a file.
 *
 * @example Names, and what leads elsewhere
 * ```ts
 * import { isFileName } from "./file_name.ts";
 * import { assert } from "@std/assert/mod.js";
 *
 * assert(["model.json", "..a", "Messung 1, Kanal ä"].every(isFileName));
 * assert(!["", ".", "..", "a/b", "a\\b", "a\u0000", "a\u001b[2J"].some(isFileName));
 * ```
 */
export const isFileName = (text: unknown): text is FileName =>
  typeof text === "string" && text !== "" && text !== "." && text !== ".." && !FORBIDDEN.test(text) &&
  new TextEncoder().encode(text).length <= LONGEST;

/**
 * Whether a text is a path of file names.
 *
 * @example Below the folder, or out of it
 * ```ts
 * import { isFilePath } from "./file_name.ts";
 * import { assert } from "@std/assert/mod.js";
 *
 * assert(["index.html", "figures/01-loss.svg"].every(isFilePath));
 * assert(!["../payload.sh", "/etc/passwd", "figures//x", "figures/../../x", "a/."].some(isFilePath));
 * ```
 */
export const isFilePath = (text: unknown): text is FilePath =>
  typeof text === "string" && text.split("/").every(isFileName);

/** The codec of a file name. */
export const fileName: Codec<FileName> = where(
  "the name of a file: no separators, not . or ..",
  isFileName,
  { type: "string" },
);
