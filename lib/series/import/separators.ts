/**
 * What separates the cells of a text file, and which decimal sign it uses.
 *
 * @module
 */
import { type Decimal, readDate, readNumber } from "./cells.ts";
import { rowsOf } from "./rows_of_text.ts";

/** How the cells of a text are told apart; a blank stands for any run of blanks and tabs. */
export interface Punctuation {
  /** What stands between two cells. */
  readonly separator: string;
  /** The sign between whole and broken part of a number. */
  readonly decimal: Decimal;
}

const candidates = ["\t", ";", ",", "|", " "];

/** Lines that decide; the rest is held to them. */
const SAMPLE = 100;

/** Whether a line is a remark rather than data. */
export const isRemark = (line: string): boolean => /^\s*[#%]/.test(line);

const sampleOf = (text: string): string => {
  const lines: string[] = [];
  for (let at = 0; at < text.length && lines.length < SAMPLE;) {
    const end = text.indexOf("\n", at);
    const line = text.slice(at, end < 0 ? text.length : end);
    if (line.trim() !== "" && !isRemark(line)) lines.push(line);
    at = end < 0 ? text.length : end + 1;
  }
  return lines.join("\n");
};

const decimalOf = (cells: readonly string[]): Decimal => {
  const looks = (pattern: RegExp) => cells.filter((cell) => pattern.test(cell.trim())).length;
  return looks(/^[+-]?\d*,\d+(?:e[+-]?\d+)?$/i) > looks(/^[+-]?\d*\.\d+(?:e[+-]?\d+)?$/i) ? "," : ".";
};

const isValue = (cell: string, decimal: Decimal): boolean =>
  readNumber(cell, decimal) !== null || readDate(cell) !== null;

/** How well a separator explains a sample: the share of lines of the commonest width times the share of values. */
const score = (
  sample: string,
  separator: string,
): { readonly points: number; readonly decimal: Decimal } => {
  const rows = rowsOf(sample, separator);
  const data = rows.length > 1 ? rows.slice(1) : rows;
  const cells = data.flat();
  const decimal = decimalOf(cells);
  const widths = new Map<number, number>();
  for (const { length } of data) widths.set(length, (widths.get(length) ?? 0) + 1);
  const [width, lines] = [...widths].reduce((most, each) => each[1] > most[1] ? each : most, [0, 0]);
  const first = rows[0] ?? [];
  const lonelyHeading = first.length === 1 && width === 2 && !isValue(first[0]!, decimal);
  if (width < 2 || lonelyHeading) return { points: 0, decimal };
  return {
    points: lines / data.length * cells.filter((cell) => isValue(cell, decimal)).length / cells.length,
    decimal,
  };
};

/**
 * Finds separator and decimal sign from the first lines; where no separator is found, each line is one cell.
 *
 * @example Point and comma
 * ```ts
 * import { punctuationOf } from "./separators.ts";
 * import { assertEquals } from "@std/assert/mod.js";
 *
 * assertEquals(punctuationOf("t,x\n0,1.5\n1,2.5\n"), { separator: ",", decimal: "." });
 * assertEquals(punctuationOf("t;x\n0;1,5\n1;2,5\n"), { separator: ";", decimal: "," });
 * assertEquals(punctuationOf("x\n1,5\n2,5\n"), { separator: "\t", decimal: "," });
 * assertEquals(punctuationOf("  0.0  1.5\n  0.1 -2.5\n"), { separator: " ", decimal: "." });
 * ```
 */
export const punctuationOf = (text: string, given: Partial<Punctuation> = {}): Punctuation => {
  const sample = sampleOf(text);
  if (given.separator !== undefined) {
    const { separator } = given;
    return { separator, decimal: given.decimal ?? decimalOf(rowsOf(sample, separator).flat()) };
  }
  const none = { separator: "\t", points: 0, decimal: decimalOf(sample.split("\n")) };
  const best = candidates
    .map((separator) => ({ separator, ...score(sample, separator) }))
    .reduce((most, each) => each.points > most.points + 1e-9 ? each : most, none);
  return { separator: best.separator, decimal: given.decimal ?? best.decimal };
};
