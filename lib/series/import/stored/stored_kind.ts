/**
 * Recognises, by their first bytes, the files that have readers of their own.
 *
 * @module
 */

/** Kinds of such files. */
export type StoredKind = "EDF" | "HDF5" | "MATLAB" | "NetCDF 3" | "Parquet";

/** The bytes of a header as characters of the same codes. */
const said = (bytes: Uint8Array, start: number, end: number): string =>
  String.fromCharCode(...bytes.subarray(start, end));

/**
 * The first bytes of an EDF or BDF file, which say how long its header is: that follows from the number of
 * its signals.
 */
const isEdf = (bytes: Uint8Array): boolean =>
  bytes.length >= 256 && ["0       ", "\u00ffBIOSEMI"].includes(said(bytes, 0, 8)) &&
  Number(said(bytes, 184, 192)) === 256 * (1 + Number(said(bytes, 252, 256)));

/** The signature of HDF5 may follow a block of another program, as that of MATLAB does. */
const isHdf5 = (bytes: Uint8Array): boolean => {
  for (let at = 0; at < Math.min(bytes.length, 1 << 20); at = at === 0 ? 512 : 2 * at) {
    if (said(bytes, at, at + 8) === "\u0089HDF\r\n\u001a\n") return true;
  }
  return false;
};

/**
 * The kind of a file; null for text, .npy, and what packs them.
 *
 * @example A table of pandas, and text
 * ```ts
 * import { storedKindOf } from "./stored_kind.ts";
 * import { assertEquals } from "@std/assert/mod.js";
 *
 * const bytes = (text: string) => new TextEncoder().encode(text);
 * assertEquals([storedKindOf(bytes("PAR1 …")), storedKindOf(bytes("t,x\n"))], ["Parquet", null]);
 * ```
 */
export const storedKindOf = (bytes: Uint8Array): StoredKind | null =>
  said(bytes, 0, 4) === "PAR1"
    ? "Parquet"
    : isHdf5(bytes)
    ? "HDF5"
    : said(bytes, 0, 10) === "MATLAB 5.0"
    ? "MATLAB"
    : isEdf(bytes)
    ? "EDF"
    : ["CDF\u0001", "CDF\u0002", "CDF\u0005"].includes(said(bytes, 0, 4))
    ? "NetCDF 3"
    : null;
