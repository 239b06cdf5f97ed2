/**
 * The text of a file, whatever program wrote it; files that are none are refused by what they are.
 *
 * @module
 */
import * as E from "fp-ts/Either.js";
import { type BadInput, badInput } from "../../program/errors.ts";

/** How files that people rename or confuse begin. */
const signatures: readonly (readonly [what: string, bytes: readonly number[]])[] = [
  ["a PNG image", [0x89, 0x50, 0x4e, 0x47]],
  ["a JPEG image", [0xff, 0xd8, 0xff]],
  ["a GIF image", [0x47, 0x49, 0x46, 0x38]],
  ["a TIFF image", [0x49, 0x49, 0x2a, 0x00]],
  ["a PDF document", [0x25, 0x50, 0x44, 0x46]],
  ["a zip archive (an Excel sheet or an .npz file is one)", [0x50, 0x4b, 0x03, 0x04]],
  ["an old Excel sheet", [0xd0, 0xcf, 0x11, 0xe0]],
  ["an HDF5 file (a MATLAB file of version 7.3 is one)", [0x89, 0x48, 0x44, 0x46]],
  ["a MATLAB file", [...new TextEncoder().encode("MATLAB 5.0")]],
  ["a Parquet file", [...new TextEncoder().encode("PAR1")]],
];

const MEND = "export the numbers as .csv, .tsv, .json or .npy";

const startsWith = (bytes: Uint8Array, start: readonly number[]): boolean =>
  start.every((byte, index) => bytes[index] === byte);

const decoderFor = (bytes: Uint8Array): TextDecoder | null => {
  if (startsWith(bytes, [0xff, 0xfe])) return new TextDecoder("utf-16le");
  if (startsWith(bytes, [0xfe, 0xff])) return new TextDecoder("utf-16be");
  return null;
};

/** Whether a byte is one that text does not hold: all controls but tab, new lines, form feed and escape. */
const isControl = (byte: number): boolean =>
  byte < 0x20 && ![0x09, 0x0a, 0x0b, 0x0c, 0x0d, 0x1b].includes(byte);

/**
 * Decodes UTF-8, UTF-16 with a byte order mark, or Windows-1252, with lines that end in "\n".
 *
 * @param bytes The whole file.
 * @param file Its name, for the error message.
 * @errors BadInput for what is not text: the row where it stops being text is named.
 *
 * @example What Excel writes
 * ```ts
 * import { decodeText } from "./text.ts";
 * import { assertEquals } from "@std/assert/mod.js";
 *
 * const bytes = Uint8Array.of(0xef, 0xbb, 0xbf, 0x78, 0x0d, 0x0a, 0x31);
 * assertEquals(decodeText(bytes, "a.csv"), { _tag: "Right", right: "x\n1" });
 * ```
 */
export const decodeText = (bytes: Uint8Array, file: string): E.Either<BadInput, string> => {
  if (bytes.length === 0) return E.left(badInput(file, "it is empty", "check what wrote it"));
  const known = signatures.find(([, start]) => startsWith(bytes, start));
  if (known !== undefined) return E.left(badInput(file, `it is ${known[0]}, not a series`, MEND));
  const wide = decoderFor(bytes);
  if (wide !== null) return E.right(unixLines(wide.decode(bytes)));
  const control = bytes.findIndex(isControl);
  if (control >= 0) {
    const row = bytes.subarray(0, control).reduce((count, byte) => byte === 0x0a ? count + 1 : count, 1);
    return E.left(badInput(
      file,
      `it is not text: byte ${control + 1} is ${bytes[control]}, which no text holds`,
      MEND,
      { row },
    ));
  }
  try {
    return E.right(unixLines(new TextDecoder("utf-8", { fatal: true }).decode(bytes)));
  } catch {
    return E.right(unixLines(new TextDecoder("windows-1252").decode(bytes)));
  }
};

const unixLines = (text: string): string => text.includes("\r") ? text.replaceAll(/\r\n?/g, "\n") : text;
