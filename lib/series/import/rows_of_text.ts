/**
 * Text in rows of cells: how lines are split, by which separator, and what a cell says. The one place where the parser
 * of separated values is used.
 *
 * @module
 */
import Papa from "papaparse";
import { readDate } from "./dates.ts";

/** Makes every run of blanks one tab, so that a parser of separated cells can read aligned columns. */
const blanksToTabs = (text: string): string => text.replaceAll(/[ \t]+/g, "\t").replaceAll(/^\t|\t$/gm, "");

const NEW_LINE = "\n";

/** How many lines a block has. */
const linesOf = (block: string): number => {
  let lines = 1;
  for (let at = block.indexOf(NEW_LINE); at >= 0; at = block.indexOf(NEW_LINE, at + 1)) lines++;
  return lines;
};

/** Letters that a row may have, in one line or in several between quotation marks: what is longer is no table. */
export const LONGEST_ROW: number = 1 << 24;

/** Letters with quotation marks that are parsed at once: the parser looks to the end of them for the next separator. */
const QUOTED = 1 << 12;

/** Smaller pieces of whole lines where there are quotation marks. */
function* inPieces(blocks: Iterable<string>): Generator<string> {
  for (const block of blocks) {
    if (!block.includes('"')) yield block;
    else {
      for (let at = 0; at <= block.length;) {
        const end = block.indexOf(NEW_LINE, at + QUOTED);
        yield block.slice(at, end < 0 ? block.length : end);
        at = end < 0 ? block.length + 1 : end + 1;
      }
    }
  }
}

/**
 * Hands over the rows of a text, one after the other, until one is not wanted any more.
 *
 * @param blocks The text in blocks of whole lines, with lines that end in "\n"; the new line between two blocks belongs to
 * neither.
 * @param separator What separates two cells; a blank means any run of blanks and tabs.
 * @param onRow Takes the cells of a row, where it begins in lines from 1, and whether a quotation mark in it is never
 * closed. Returns whether to go on.
 * @param mayPass Asked for a block without quotation marks, with how many lines it has and which line it begins with:
 * whether it is passed over. Default: none is.
 */
export const eachRow = (
  blocks: Iterable<string>,
  separator: string,
  onRow: (cells: readonly string[], line: number, unclosed: boolean) => boolean,
  mayPass: (lines: number, line: number) => boolean = () => false,
): void => {
  let line = 1;
  let goesOn = true;
  // Lines from a row on whose quotation mark is not closed in them, and how many letters are there before they are read again.
  let open: string | null = null;
  let enough = 0;
  const parse = (text: string, isLast: boolean): void => {
    open = null;
    if (text === "") {
      goesOn = onRow([""], line++, false);
      return;
    }
    let begin = 0;
    Papa.parse<string[]>(text, {
      delimiter: separator === " " ? "\t" : separator,
      newline: NEW_LINE,
      step: ({ data, errors, meta }, parser) => {
        if (!isLast && errors.some(({ code }) => code === "MissingQuotes")) {
          open = text.slice(begin);
          enough = 2 * open.length;
          return;
        }
        begin = meta.cursor;
        goesOn = onRow(data, line, errors.some(({ type }) => type === "Quotes"));
        for (const cell of data) if (cell.includes(NEW_LINE)) line += cell.split(NEW_LINE).length - 1;
        line++;
        if (!goesOn) parser.abort();
      },
    });
  };
  for (const piece of inPieces(blocks)) {
    if (open === null && !piece.includes('"')) {
      const lines = linesOf(piece);
      if (mayPass(lines, line)) {
        line += lines;
        continue;
      }
    }
    const plain = separator === " " ? blanksToTabs(piece) : piece;
    const text: string = open === null ? plain : `${open}${NEW_LINE}${plain}`;
    if (open !== null && text.length < enough) open = text;
    else parse(text, open !== null && text.length > LONGEST_ROW);
    if (!goesOn) return;
  }
  if (open !== null) parse(open, true);
};

/** All rows of a short text. */
export const rowsOf = (text: string, separator: string): readonly (readonly string[])[] => {
  const rows: (readonly string[])[] = [];
  if (text !== "") eachRow([text], separator, (cells) => rows.push(cells) > 0);
  return rows;
};

const pointNumber = /^[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eEdD][+-]?\d+)?$/;
const commaNumber = /^[+-]?(?:\d+(?:,\d*)?|,\d+)(?:[eEdD][+-]?\d+)?$/;
/** Digits in groups of three between equal signs, with or without decimals. */
const grouped = /^[+-]?[1-9]\d{0,2}([,. '’\u00a0\u202f])\d{3}(?:\1\d{3})*(?:([.,])\d*)?$/;
const infinity = /^([+-]?)inf(?:inity)?$/i;
const gaps = new Set(["", "nan", "-nan", "na", "n/a", "#n/a", "null", "none", "nat", "missing", "-", "?"]);

/** The sign between whole and broken part. */
export type Decimal = "." | ",";

/**
 * The number in a cell, NaN for a gap, null for anything else. Signs between groups of three digits are passed over where
 * they are not the decimal sign.
 *
 * @example Decimal comma, gap, exponent of Fortran, groups of digits, text
 * ```ts
 * import { readNumber } from "./rows_of_text.ts";
 * import { assertEquals } from "@std/assert/mod.js";
 *
 * assertEquals(["1,5", "NA", "2D-1", "1.234,5", "low"].map((cell) => readNumber(cell, ",")), [1.5, NaN, 0.2, 1234.5, null]);
 * ```
 */
export const readNumber = (cell: string, decimal: Decimal): number | null => {
  const text = cell.trim().replace("\u2212", "-");
  if ((decimal === "." ? pointNumber : commaNumber).test(text)) {
    const number = Number(text);
    return Number.isNaN(number) ? Number(text.replace(",", ".").replace(/d/i, "e")) : number;
  }
  if (gaps.has(text.toLowerCase())) return NaN;
  const infinite = infinity.exec(text);
  if (infinite !== null) return infinite[1] === "-" ? -Infinity : Infinity;
  const [, between, sign] = grouped.exec(text) ?? [];
  return between === undefined || between === decimal || (sign ?? decimal) !== decimal
    ? null
    : Number(text.replaceAll(between, "").replace(",", "."));
};

/** Whether a cell says that there is no value. */
export const isGap = (cell: string): boolean => gaps.has(cell.trim().toLowerCase());

/** What separates the cells of a text; a blank means any run of blanks and tabs. */
export interface Punctuation {
  /** What separates two cells. */
  readonly separator: string;
  /** The sign between whole and broken part of a number. */
  readonly decimal: Decimal;
}

const candidates = ["\t", ";", ",", "|", " "];

/** Lines that decide; the rest is held to them. */
const SAMPLE = 100;

/** Whether a line is a remark rather than data. */
export const isRemark = (line: string): boolean => /^\s*(?:[#%!]|\/\/)/.test(line);

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

/** Longer cells are no numbers whose digits are grouped. */
const LONGEST_NUMBER = 100;

/** Whether the commas of a column separate groups of digits: three follow each, and numbers below 1000 have none. */
const groupsDigits = (cells: readonly string[]): boolean => {
  const comma = cells.filter((cell) => cell.includes(",") && cell.length < LONGEST_NUMBER);
  return comma.length > 0 && comma.every((cell) => /^\s*[+-]?[1-9]\d{0,2}(?:,\d{3})+\s*$/.test(cell)) &&
    cells.some((cell) => /^\s*[+-]?\d{1,3}\s*$/.test(cell) || /(?:,\d{3}){2}/.test(cell));
};

const decimalOf = (rows: readonly (readonly string[])[]): Decimal => {
  const columns: string[][] = [];
  for (const row of rows) row.forEach((cell, column) => (columns[column] ??= []).push(cell));
  const cells = columns.filter((column) => !groupsDigits(column)).flat();
  const looks = (pattern: RegExp) => cells.filter((cell) => pattern.test(cell.trim())).length;
  return looks(/^[+-]?\d*,\d+(?:e[+-]?\d+)?$/i) > looks(/^[+-]?\d*\.\d+(?:e[+-]?\d+)?$/i) ? "," : ".";
};

/** Whether a cell holds a number, a date in any order, or a gap. */
export const isCellValue = (cell: string, decimal: Decimal): boolean =>
  readNumber(cell, decimal) !== null || readDate(cell) !== null || readDate(cell, "mdy") !== null ||
  readDate(cell, "ymd") !== null;

/** How well a separator explains a sample: the share of lines of the commonest width times the share of values. */
const score = (
  sample: string,
  separator: string,
): { readonly points: number; readonly decimal: Decimal } => {
  const rows = rowsOf(sample, separator);
  const data = rows.length > 1 ? rows.slice(1) : rows;
  const cells = data.flat();
  const decimal = decimalOf(data);
  const widths = new Map<number, number>();
  for (const { length } of data) widths.set(length, (widths.get(length) ?? 0) + 1);
  const [width, lines] = [...widths].reduce((most, each) => each[1] > most[1] ? each : most, [0, 0]);
  const first = rows[0] ?? [];
  // One name above two cells: a column with decimal commas, unless the first cell is the name of a row, between quotation marks.
  const lonelyHeading = first.length === 1 && width === 2 && !isCellValue(first[0]!, decimal) &&
    !/^.*\n"/.test(sample);
  if (width < 2 || lonelyHeading) return { points: 0, decimal };
  return {
    points: lines / data.length * cells.filter((cell) => isCellValue(cell, decimal)).length / cells.length,
    decimal,
  };
};

/**
 * Finds separator and decimal sign from the first lines; where no separator is found, each line is one cell.
 *
 * @example Point and comma
 * ```ts
 * import { punctuationOf } from "./rows_of_text.ts";
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
    return { separator, decimal: given.decimal ?? decimalOf(rowsOf(sample, separator)) };
  }
  const none = { separator: "\t", points: 0, decimal: decimalOf(sample.split("\n").map((line) => [line])) };
  const best = candidates
    .map((separator) => ({ separator, ...score(sample, separator) }))
    .reduce((most, each) => each.points > most.points + 1e-9 ? each : most, none);
  return { separator: best.separator, decimal: given.decimal ?? best.decimal };
};
