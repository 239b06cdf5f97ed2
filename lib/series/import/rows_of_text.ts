/**
 * Text in rows of cells: the one place where the parser of separated values is used.
 *
 * @module
 */
import Papa from "papaparse";

/** Makes every run of blanks one tab, so that a parser of separated cells can read aligned columns. */
const blanksToTabs = (text: string): string => text.replaceAll(/[ \t]+/g, "\t").replaceAll(/^\t|\t$/gm, "");

const NEW_LINE = "\n";

/** Letters that are parsed at once: the parser makes a string of every line that it is given. */
const BLOCK = 1 << 22;

/** A text in blocks of whole lines; in one where quotation marks may hide the ends of lines. */
function* blocksOf(text: string): Generator<string> {
  if (text.includes('"')) {
    yield text;
    return;
  }
  for (let at = 0; at < text.length;) {
    const end = text.indexOf(NEW_LINE, at + BLOCK);
    // The new line between two blocks belongs to neither: it would make an empty row.
    yield text.slice(at, end < 0 ? text.length : end);
    at = end < 0 ? text.length : end + 1;
  }
}

/**
 * Hands over the rows of a text, one after the other, until one is not wanted any more.
 *
 * @param text The text, with lines that end in "\n".
 * @param separator What stands between two cells; a blank stands for any run of blanks and tabs.
 * @param onRow Takes the cells of a row, where it begins in lines from 1, and whether a quotation mark in it is never
 * closed. Returns whether to go on.
 */
export const eachRow = (
  text: string,
  separator: string,
  onRow: (cells: readonly string[], line: number, unclosed: boolean) => boolean,
): void => {
  let line = 1;
  let goesOn = true;
  for (const block of blocksOf(text)) {
    Papa.parse<string[]>(separator === " " ? blanksToTabs(block) : block, {
      delimiter: separator === " " ? "\t" : separator,
      newline: NEW_LINE,
      step: ({ data, errors }, parser) => {
        goesOn = onRow(data, line, errors.some(({ type }) => type === "Quotes"));
        for (const cell of data) if (cell.includes(NEW_LINE)) line += cell.split(NEW_LINE).length - 1;
        line++;
        if (!goesOn) parser.abort();
      },
    });
    if (!goesOn) return;
  }
};

/** All rows of a short text. */
export const rowsOf = (text: string, separator: string): readonly (readonly string[])[] => {
  const rows: (readonly string[])[] = [];
  eachRow(text, separator, (cells) => rows.push(cells) > 0);
  return rows;
};
