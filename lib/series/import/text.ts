/**
 * The text of a file, written by any program. Files that hold no text are refused, and the message says what they are.
 *
 * @module
 */
import * as E from "fp-ts/Either.js";
import { type BadInput, badInput } from "../../core/program/errors.ts";

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
  ["an Arrow (Feather) file, which lyap reads as Parquet", [...new TextEncoder().encode("ARROW1")]],
];

const MEND = "export the numbers as .csv, .tsv, .json or .npy";

const startsWith = (bytes: Uint8Array, start: readonly number[]): boolean =>
  start.every((byte, index) => bytes[index] === byte);

const wideEncodingOf = (bytes: Uint8Array): string | null =>
  startsWith(bytes, [0xff, 0xfe]) ? "utf-16le" : startsWith(bytes, [0xfe, 0xff]) ? "utf-16be" : null;

/** Whether a byte is one that text does not hold: all controls but tab, new lines, form feed and escape. */
const isControl = (byte: number): boolean =>
  byte < 0x20 && ![0x09, 0x0a, 0x0b, 0x0c, 0x0d, 0x1b].includes(byte);

/** Bytes that are decoded at once. */
const PIECE = 1 << 22;

function* piecesOf(chunks: readonly Uint8Array[]): Generator<Uint8Array> {
  for (const chunk of chunks) {
    for (let at = 0; at < chunk.length; at += PIECE) yield chunk.subarray(at, at + PIECE);
  }
}

const unixLines = (text: string): string => text.includes("\r") ? text.replaceAll(/\r\n?/g, "\n") : text;

/** A text in blocks of whole lines, as often as it is asked for; the new line between two blocks belongs to neither. */
export interface TextBlocks extends Iterable<string> {
  /** How many lines end in it; absent if that is not known before it is decoded. */
  readonly lines?: number;
  /** Bytes of its longest line; absent if that is not known before it is decoded. */
  readonly longest?: number;
}

function* blocksOf(chunks: readonly Uint8Array[], encoding: string): Generator<string> {
  const decoder = new TextDecoder(encoding);
  let block: string | null = null;
  let line = "";
  // A line may end between two pieces, and between the two characters that end it.
  let held = "";
  for (const piece of piecesOf(chunks)) {
    const decoded = held + decoder.decode(piece, { stream: true });
    held = decoded.endsWith("\r") ? "\r" : "";
    const text = unixLines(decoded.slice(0, decoded.length - held.length));
    const end = text.lastIndexOf("\n");
    if (end < 0) line += text;
    else {
      if (block !== null) yield block;
      block = line + text.slice(0, end);
      line = text.slice(end + 1);
    }
  }
  const last = line + unixLines(held + decoder.decode());
  // A short text is one block, whether its last line ends or not.
  if (last !== "") yield block === null ? last : `${block}\n${last}`;
  else if (block !== null) yield block;
}

const textIn = (
  chunks: readonly Uint8Array[],
  encoding: string,
  known: Pick<TextBlocks, "lines" | "longest"> = {},
): TextBlocks => ({ [Symbol.iterator]: () => blocksOf(chunks, encoding), ...known });

interface Scanned {
  /** The first byte that text does not hold, counted from 0; null if there is none. */
  readonly at: number | null;
  readonly byte: number;
  /** How many lines end before it. */
  readonly ends: number;
  /** Bytes of the longest of them, and of what comes after. */
  readonly longest: number;
}

const scanned = (chunks: readonly Uint8Array[]): Scanned => {
  let before = 0;
  let ends = 0;
  let begin = 0;
  let longest = 0;
  for (const chunk of chunks) {
    for (let i = 0; i < chunk.length; i++) {
      const byte = chunk[i]!;
      if (byte >= 0x20) continue;
      if (byte === 0x0a || byte === 0x0d) {
        if (byte === 0x0a) ends++;
        longest = Math.max(longest, before + i - begin);
        begin = before + i + 1;
      } else if (isControl(byte)) return { at: before + i, byte, ends, longest };
    }
    before += chunk.length;
  }
  return { at: null, byte: 0, ends, longest: Math.max(longest, before - begin) };
};

const isUtf8 = (chunks: readonly Uint8Array[]): boolean => {
  const decoder = new TextDecoder("utf-8", { fatal: true });
  try {
    for (const piece of piecesOf(chunks)) decoder.decode(piece, { stream: true });
    decoder.decode();
    return true;
  } catch {
    return false;
  }
};

/**
 * Decodes UTF-8, UTF-16 with a byte order mark, or Windows-1252, with lines that end in "\n". Never more than a few
 * megabytes of it are text at one time.
 *
 * @param chunks The whole file, in one piece or in several.
 * @param file Its name, for the error message.
 * @errors BadInput for what is not text: the row where it stops being text is named.
 *
 * @example What Excel writes
 * ```ts
 * import { decodeText } from "./text.ts";
 * import { assertEquals } from "@std/assert/mod.js";
 *
 * const bytes = Uint8Array.of(0xef, 0xbb, 0xbf, 0x78, 0x0d, 0x0a, 0x31);
 * const text = decodeText([bytes], "a.csv");
 * assertEquals(text._tag === "Right" && [...text.right].join("\n"), "x\n1");
 * ```
 */
export const decodeText = (chunks: readonly Uint8Array[], file: string): E.Either<BadInput, TextBlocks> => {
  const [first] = chunks;
  if (first === undefined || first.length === 0) {
    return E.left(badInput(file, "it is empty", "check what wrote it"));
  }
  const known = signatures.find(([, start]) => startsWith(first, start));
  if (known !== undefined) return E.left(badInput(file, `it is ${known[0]}, not a series`, MEND));
  const wide = wideEncodingOf(first);
  if (wide !== null) return E.right(textIn(chunks, wide));
  const { at, byte, ends, longest } = scanned(chunks);
  if (at !== null) {
    return E.left(badInput(
      file,
      `it is not text: byte ${at + 1} is ${byte}, which cannot occur in text`,
      MEND,
      { row: ends + 1 },
    ));
  }
  return E.right(textIn(chunks, isUtf8(chunks) ? "utf-8" : "windows-1252", { lines: ends, longest }));
};
