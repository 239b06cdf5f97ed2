/**
 * Texts for people.
 *
 * @module
 */

/**
 * A line of at most this many characters, with "…" where it was cut.
 *
 * @example Room for ten
 * ```ts
 * import { shortened } from "./text.ts";
 * import { assertEquals } from "@std/assert/mod.js";
 *
 * assertEquals(shortened("train τ = 30", 10), "train τ =…");
 * assertEquals(shortened("train", 10), "train");
 * ```
 */
export const shortened = (line: string, room: number): string => {
  const characters = [...line];
  return characters.length <= room ? line : `${characters.slice(0, Math.max(0, room - 1)).join("")}…`;
};

/**
 * A count with its noun, which has the plural of English unless another is given.
 *
 * @example One and many
 * ```ts
 * import { counted } from "./text.ts";
 * import { assertEquals } from "@std/assert/mod.js";
 *
 * assertEquals([counted(1, "column"), counted(3, "column")], ["1 column", "3 columns"]);
 * assertEquals(counted(2, "value is", "values are"), "2 values are");
 * ```
 */
export const counted = (count: number, one: string, many = `${one}s`): string =>
  `${count} ${count === 1 ? one : many}`;

/** A text that begins with a capital letter. */
export const capitalised = (text: string): string => text.replace(/^./u, (letter) => letter.toUpperCase());

/** Control characters but tab and line feed, and those that turn the direction of a text. */
// deno-lint-ignore no-control-regex
const COMMANDS = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/g;

/**
 * A text in which nothing commands a terminal: control characters are written as JSON escapes them, so that a line of
 * JSON stays the same document.
 *
 * @example A heading that would clear the screen
 * ```ts
 * import { withoutCommands } from "./text.ts";
 * import { assertEquals } from "@std/assert/mod.js";
 *
 * assertEquals(withoutCommands("x\u001b[2J"), "x\\u001b[2J");
 * assertEquals(JSON.parse(withoutCommands('"\u009b2J"')), "\u009b2J");
 * ```
 */
export const withoutCommands = (text: string): string =>
  text.replaceAll(COMMANDS, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`);

/**
 * A text that a spreadsheet takes for a text: what would begin a formula has an apostrophe before it, and control
 * characters and line ends are left out.
 *
 * @example A heading that would call a program
 * ```ts
 * import { withoutFormula } from "./text.ts";
 * import { assertEquals } from "@std/assert/mod.js";
 *
 * assertEquals(withoutFormula("=cmd|' /C calc'!A0"), "'=cmd|' /C calc'!A0");
 * assertEquals(withoutFormula("x\r\n=y"), "x=y");
 * ```
 */
export const withoutFormula = (text: string): string => {
  const plain = text.replaceAll(COMMANDS, "").replaceAll(/[\t\n]/g, "");
  return /^\s*[=+\-@＝＋－＠]/.test(plain) ? `'${plain}` : plain;
};

/** A text within an element of HTML. */
export const escapedHtml = (text: string): string =>
  text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");

/** Escape sequences for colours and the like. */
// deno-lint-ignore no-control-regex
const ESCAPE = /\u001b\[[0-9;]*[A-Za-z]/g;

/**
 * The line of a failed process that says most: the one that speaks of an error, or else its last one.
 *
 * @example What Deno says of an exception
 * ```ts
 * import { lastWord } from "./text.ts";
 * import { assertEquals } from "@std/assert/mod.js";
 *
 * const said = "\u001b[31merror\u001b[0m: Uncaught RangeError: too long\n    at file:///a.ts:3:1";
 * assertEquals(lastWord(said), "error: Uncaught RangeError: too long");
 * ```
 */
export const lastWord = (said: string): string => {
  const lines = said.replaceAll(ESCAPE, "").split("\n").map((line) => line.trim()).filter((line) =>
    line !== ""
  );
  return lines.find((line) => /error|fatal|panic/i.test(line)) ?? lines.at(-1) ?? "";
};

/** "a", "a and b", "a, b and c"; another word may come before the last. */
export const listed = (items: readonly string[], before = "and"): string =>
  items.length < 2 ? items.join("") : `${items.slice(0, -1).join(", ")} ${before} ${items[items.length - 1]}`;

/** Lines of at most `width` characters, broken between words and not beside a sign as in "τ = 30" or "3 %". */
export const wrapped = (text: string, width: number): readonly string[] => {
  const lines: string[] = [];
  let line = "";
  for (const word of text.split(/(?<![=±/×]) (?![=±/×%])/)) {
    if (line !== "" && line.length + 1 + word.length > width) {
      lines.push(line);
      line = word;
    } else line = line === "" ? word : `${line} ${word}`;
  }
  return [...lines, line];
};

/**
 * Lines for a terminal: prose is wrapped, and lines of a table, whose columns are two spaces apart, stay as
 * they are.
 *
 * @example A sentence and a row
 * ```ts
 * import { fittedLines } from "./text.ts";
 * import { assertEquals } from "@std/assert/mod.js";
 *
 * assertEquals(fittedLines(["name    D_stsp", "  one two three"], 9), ["name    D_stsp", "  one two", "  three"]);
 * ```
 */
export const fittedLines = (lines: readonly string[], width: number): readonly string[] =>
  lines.flatMap((line) => {
    const [indent = ""] = /^ */.exec(line)!;
    const text = line.slice(indent.length);
    return /\S {2}/.test(text)
      ? [line]
      : wrapped(text, width - indent.length).map((each) => (indent + each).trimEnd());
  });
