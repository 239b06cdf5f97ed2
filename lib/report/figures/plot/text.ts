/**
 * How wide a text will be, without asking a browser: widths of character classes, in ems, on the generous
 * side, because figures are shown in any system font.
 *
 * @module
 */
import { capitalised } from "../../../core/program/text.ts";
import type { Sentence } from "./figure.ts";

/** What is said of a group, or of all runs where the group has no name; the names of cells keep their letters. */
export const sentenceOf = (group: string, says: string): Sentence =>
  group === "" ? capitalised(says) : { of: group, says };

/** Sentences as one text. */
export const textOf = (sentences: readonly Sentence[]): string =>
  sentences.map((each) => typeof each === "string" ? each : `${each.of}: ${each.says}`).join(" ");

/** A piece of text, raised to a subscript or not. */
export interface TextPiece {
  /** Without markup. */
  readonly text: string;
  /** Whether it is lower and smaller. */
  readonly subscript: boolean;
}

/**
 * The pieces of a text in which "D_stsp" has a subscript. Names of one or two letters only have one, so that a file name
 * or a name with underscores stays as it is.
 *
 * @example A measure's name
 * ```ts
 * import { textPieces } from "./text.ts";
 * import { assertEquals } from "@std/assert/mod.js";
 *
 * assertEquals(textPieces("D_stsp (nats)"), [
 *   { text: "D", subscript: false },
 *   { text: "stsp", subscript: true },
 *   { text: " (nats)", subscript: false },
 * ]);
 * ```
 */
export const textPieces = (text: string): readonly TextPiece[] => {
  const pieces: TextPiece[] = [];
  let rest = 0;
  for (const match of text.matchAll(/(?<![\p{L}\d_])([\p{L}∂]{1,2})_([\p{L}\d]{1,5})(?![\p{L}\d_])/gu)) {
    const end = match.index + match[1]!.length;
    pieces.push({ text: text.slice(rest, end), subscript: false }, { text: match[2]!, subscript: true });
    rest = match.index + match[0].length;
  }
  if (rest < text.length) pieces.push({ text: text.slice(rest), subscript: false });
  return pieces;
};

const narrow = new Set("iljtfI.,:;|!'()[] ‖∣/·");
const wide = new Set("mwMW—∞%@");
const signs = new Set("−+=×±<>≈");

const characterWidth = (character: string): number =>
  narrow.has(character)
    ? 0.36
    : wide.has(character)
    ? 0.95
    : signs.has(character)
    ? 0.84
    : /\p{Lu}/u.test(character)
    ? 0.7
    : 0.61;

/** Width of a text in pixels, rather too much than too little; bold text needs more. */
export const textWidth = (text: string, size: number, bold = false): number => {
  let ems = 0;
  for (const piece of textPieces(text)) {
    for (const character of piece.text) ems += characterWidth(character) * (piece.subscript ? 0.75 : 1);
  }
  return ems * size * (bold ? 1.12 : 1);
};

/**
 * A text in lines that are at most `width` pixels wide; a word that is wider gets its own line, and no line
 * is broken beside a sign as in "τ = 30".
 */
export const wrapText = (text: string, size: number, width: number, bold = false): readonly string[] => {
  const lines: string[] = [];
  let line = "";
  for (const word of text.split(/(?<![=±/×]) (?![=±/×%])/)) {
    const longer = line === "" ? word : `${line} ${word}`;
    if (line !== "" && textWidth(longer, size, bold) > width) {
      lines.push(line);
      line = word;
    } else line = longer;
  }
  return line === "" ? lines : [...lines, line];
};
