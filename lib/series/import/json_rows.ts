/**
 * Tables in JSON: a list of rows, a list of objects, or an object of columns.
 *
 * @module
 */
import * as E from "fp-ts/Either.js";
import { pipe } from "fp-ts/function.js";
import { type BadInput, badInput } from "../../core/program/errors.ts";
import { counted } from "../../core/program/text.ts";
import { readDate } from "./dates.ts";
import type { ImportSettings } from "./imported.ts";
import { countedPlaces, headingOf, namesGroup, type RawTable, type TextCell } from "./raw_table.ts";
import { isRecord } from "../../core/codec/json.ts";

const MEND = 'write [{"t": 0, "x": 1.5}, …], [[0, 1.5], …] or {"t": [0, …], "x": [1.5, …]}';

/** Names and rows of cells, whichever of the forms it was. */
interface Cells {
  readonly names: readonly string[] | null;
  readonly width: number;
  readonly rows: number;
  readonly cell: (row: number, column: number) => unknown;
}

const ofRows = (rows: readonly unknown[], file: string): E.Either<BadInput, Cells> => {
  const first = rows[0];
  const fault = (row: number, what: string) => E.left(badInput(file, what, MEND, { row: row + 1 }));
  if (Array.isArray(first)) {
    const odd = rows.findIndex((row) => !Array.isArray(row) || row.length !== first.length);
    if (odd >= 0) {
      const row = rows[odd];
      return fault(
        odd,
        Array.isArray(row)
          ? `it has ${counted(row.length, "cell")} where the rows before have ${first.length}`
          : "it is not a list, as the rows before are",
      );
    }
    const cell = (row: number, column: number) => (rows[row] as readonly unknown[])[column];
    return E.right({ names: null, width: first.length, rows: rows.length, cell });
  }
  if (isRecord(first)) {
    const names = [...new Set(rows.flatMap((row) => isRecord(row) ? Object.keys(row) : []))];
    const odd = rows.findIndex((row) => !isRecord(row));
    if (odd >= 0) return fault(odd, "it is not an object, as the rows before are");
    const cell = (row: number, column: number) =>
      (rows[row] as Readonly<Record<string, unknown>>)[names[column]!];
    return E.right({ names, width: names.length, rows: rows.length, cell });
  }
  return E.right({ names: null, width: 1, rows: rows.length, cell: (row) => rows[row] });
};

const ofColumns = (
  columns: Readonly<Record<string, unknown>>,
  file: string,
): E.Either<BadInput, Cells> => {
  const names = Object.keys(columns);
  const lists = Object.values(columns);
  const odd = lists.findIndex((list) => !Array.isArray(list));
  if (names.length === 0 || odd >= 0) {
    return E.left(badInput(
      file,
      names.length === 0 ? "it is an object without columns" : `"${names[odd]}" is not a list of numbers`,
      MEND,
    ));
  }
  const lengths = (lists as readonly (readonly unknown[])[]).map(({ length }) => length);
  const uneven = lengths.findIndex((length) => length !== lengths[0]);
  if (uneven >= 0) {
    return E.left(badInput(
      file,
      `it has ${lengths[uneven]} entries where "${names[0]}" has ${lengths[0]}`,
      "give all columns the same length",
      { column: names[uneven]! },
    ));
  }
  const cell = (row: number, column: number) => (lists[column] as readonly unknown[])[row];
  return E.right({ names, width: names.length, rows: lengths[0]!, cell });
};

/** Numbers of the largest table, as many as a file of 256 MiB holds; objects without common keys would make more gaps. */
const MOST_CELLS = 1 << 25;

const notTooSparse = (file: string) => (cells: Cells): E.Either<BadInput, Cells> =>
  cells.rows * cells.width <= MOST_CELLS ? E.right(cells) : E.left(badInput(
    file,
    `it has ${counted(cells.rows, "row")} and ${
      counted(cells.width, "column")
    }, and most of its cells are missing`,
    "give every row the same keys",
  ));

/** How texts are read. */
type JsonSettings = Pick<ImportSettings, "dates" | "group">;

const tableOf = ({ names, width, rows, cell }: Cells, { dates, group }: JsonSettings): RawTable => {
  const values = new Float64Array(rows * width).fill(NaN);
  const texts: TextCell[] = [];
  const isDate = Array.from({ length: width }, () => false);
  const labels = Array.from({ length: width }, (_, column): string[] | undefined => {
    const name = headingOf(names?.[column] ?? "").name;
    const isGroup = group === undefined ? namesGroup(name) : group.includes(name);
    return isGroup && typeof cell(0, column) === "string" ? [] : undefined;
  });
  for (let column = 0; column < width; column++) {
    for (let row = 0; row < rows; row++) {
      const found = cell(row, column);
      const text = labels[column];
      if (found === null || found === undefined) continue;
      if (text !== undefined) {
        const label = String(found);
        if (!text.includes(label)) text.push(label);
        values[row * width + column] = text.indexOf(label);
        if (row === 0) texts.push({ place: 1, column, text: label.slice(0, 40) });
        continue;
      }
      const value = typeof found === "number"
        ? found
        : typeof found === "string"
        ? readDate(found, dates)
        : null;
      if (value === null) {
        texts.push({ place: row + 1, column, text: JSON.stringify(found).slice(0, 40) });
        break;
      }
      isDate[column] ||= typeof found === "string";
      values[row * width + column] = value;
    }
  }
  const columns = Array.from({ length: width }, (_, index) => {
    const { name, unit } = headingOf(names?.[index] ?? "");
    const texts = labels[index];
    return {
      name: name === "" ? null : name,
      unit,
      isDate: isDate[index]!,
      ...(texts === undefined ? {} : { labels: texts }),
    };
  });
  return { format: "JSON", columns, rows, dropped: 0, values, places: countedPlaces(rows), texts, notes: [] };
};

/** What the parser says of a text; null if it is JSON. */
const faultOf = (text: string): string | null => {
  try {
    JSON.parse(text);
    return null;
  } catch (error) {
    return (error as Error).message;
  }
};

/** Whether a text is the beginning of JSON: what is wrong with it is only that it ends. */
const isBeginning = (text: string): boolean => {
  const fault = faultOf(text);
  return fault === null || /end of JSON|Unterminated/.test(fault) ||
    Number(/at position (\d+)/.exec(fault)?.[1]) >= text.length;
};

/** Where a text stops being JSON: the parser says it for some faults only. */
const placeOfFault = (text: string, fault: string): number => {
  const stated = /at position (\d+)/.exec(fault)?.[1];
  if (stated !== undefined) return Number(stated);
  let [low, high] = [0, text.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (isBeginning(text.slice(0, middle + 1))) low = middle + 1;
    else high = middle;
  }
  return low;
};

const notJson = (text: string, file: string, fault: string): BadInput => {
  const at = placeOfFault(text, fault);
  const lines = text.slice(0, at).split("\n");
  const found = at < text.length ? `unexpected ${JSON.stringify(text[at])}` : "it ends too early";
  return badInput(
    `${file}:${lines.length}:${lines.at(-1)!.length + 1}`,
    `it is not JSON (${
      /^\/[/*]/.test(text.slice(at)) ? "a comment, which data in JSON cannot have" : found
    })`,
    MEND,
  );
};

/**
 * Reads a table from JSON; null is a gap, and rows are counted from 1.
 *
 * @param text The text of the file.
 * @param file Its name, for the error message.
 * @param settings The order of dates, and which columns tell trials apart.
 * @errors BadInput for what is not JSON, not a table, or ragged.
 *
 * @example A list of objects
 * ```ts
 * import { readJsonRows } from "./json_rows.ts";
 * import { assertEquals } from "@std/assert/mod.js";
 *
 * const table = readJsonRows('[{"t": 0, "x": 1.5}, {"t": 1, "x": null}]', "a.json");
 * assertEquals(table._tag === "Right" && [...table.right.values], [0, 1.5, 1, NaN]);
 * ```
 */
export const readJsonRows = (
  text: string,
  file: string,
  settings: JsonSettings = {},
): E.Either<BadInput, RawTable> =>
  pipe(
    E.tryCatch(
      () => JSON.parse(text) as unknown,
      (error) => notJson(text, file, (error as Error).message),
    ),
    E.chain((value) =>
      Array.isArray(value)
        ? ofRows(value, file)
        : isRecord(value)
        ? ofColumns(value, file)
        : E.left(badInput(file, `it holds ${JSON.stringify(value)}, not a table`, MEND))
    ),
    E.chain(notTooSparse(file)),
    E.map((cells) => tableOf(cells, settings)),
  );
