/**
 * Text in rows of cells: the one place where the parser of separated values is used.
 *
 * @module
 */
import Papa from "papaparse";

/** Makes every run of blanks one tab, so that a parser of separated cells can read aligned columns. */
const blanksToTabs = (text: string): string => text.replaceAll(/[ \t]+/g, "\t").replaceAll(/^\t|\t$/gm, "");

const NEW_LINE = "\n";

/** How many lines a block has. */
const linesOf = (block: string): number => {
  let lines = 1;
  for (let at = block.indexOf(NEW_LINE); at >= 0; at = block.indexOf(NEW_LINE, at + 1)) lines++;
  return lines;
};

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
 * @param separator What stands between two cells; a blank stands for any run of blanks and tabs.
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
    else parse(text, false);
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
