/**
 * Text in rows of cells: the one place where the parser of separated values is used.
 *
 * @module
 */
import Papa from "papaparse";

/** Makes every run of blanks one tab, so that a parser of separated cells can read aligned columns. */
const blanksToTabs = (text: string): string =>
  text.replaceAll(/^[ \t]+|[ \t]+$/gm, "").replaceAll(/[ \t]+/g, "\t");

const NEW_LINE = "\n";

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
  Papa.parse<string[]>(separator === " " ? blanksToTabs(text) : text, {
    delimiter: separator === " " ? "\t" : separator,
    newline: NEW_LINE,
    step: ({ data, errors }, parser) => {
      const goesOn = onRow(data, line, errors.some(({ type }) => type === "Quotes"));
      for (const cell of data) if (cell.includes(NEW_LINE)) line += cell.split(NEW_LINE).length - 1;
      line++;
      if (!goesOn) parser.abort();
    },
  });
};

/** All rows of a short text. */
export const rowsOf = (text: string, separator: string): readonly (readonly string[])[] => {
  const rows: (readonly string[])[] = [];
  eachRow(text, separator, (cells) => rows.push(cells) > 0);
  return rows;
};
