/**
 * Tables in text files: .csv, .tsv and their like.
 *
 * @module
 */
import * as E from "fp-ts/Either.js";
import { type BadInput, badInput } from "../../core/program/errors.ts";
import { counted } from "../../core/program/text.ts";
import {
  type Decimal,
  eachRow,
  isCellValue,
  isGap,
  isRemark,
  LONGEST_ROW,
  punctuationOf,
  readNumber,
  rowsOf,
} from "./rows_of_text.ts";
import { type DateOrder, isOpenDate, orderOfDates, readDate } from "./dates.ts";
import { numbersAreNames, type Preamble, preambleOf, rowsHaveNames } from "./preamble.ts";
import {
  columnLabel,
  headingOf,
  namesGroup,
  type RawColumn,
  type RawTable,
  type TextCell,
} from "./raw_table.ts";
import { type ImportSettings, rowsKept } from "./imported.ts";
import type { TextBlocks } from "./text.ts";

const separatorNames: Readonly<Record<string, string>> = {
  "\t": "tab-separated",
  ";": "semicolon-separated",
  ",": "comma-separated",
  "|": "bar-separated",
  " ": "blank-separated",
};

/** A list of numbers that grows. */
interface Growing {
  values: Float64Array;
  length: number;
}

const append = (to: Growing, value: number): void => {
  if (to.length === to.values.length) {
    const larger = new Float64Array(2 * to.values.length);
    larger.set(to.values);
    to.values = larger;
  }
  to.values[to.length++] = value;
};

/** Cells without those that separators at the end of the line make. */
const withoutEmptyEnd = (cells: readonly string[], width: number): readonly string[] =>
  cells.length > width && cells.slice(width).every((cell) => cell.trim() === "")
    ? cells.slice(0, width)
    : cells;

/** A column of dates. */
interface DateColumn {
  /** Null as long as all dates may be day/month as well as month/day; they are then taken for the first. */
  order: DateOrder | null;
  /** As long as that is so: the same dates taken for the second, NaN where there is none. */
  readonly monthFirst: Growing;
}

/** What has been read so far. */
interface Reading {
  /** The number of cells in each row; 0 before the first. */
  width: number;
  names: readonly string[] | null;
  /** Units in a line of their own below the names; taken back when no numbers follow. */
  units: { readonly cells: readonly string[]; readonly place: number } | null;
  lastRemark: string;
  /** By column: null for one of numbers, absent if nothing is known yet. */
  dates: (DateColumn | null)[];
  /** The texts of columns that tell trials apart, each with its number, by column. */
  readonly labels: Map<number, Map<string, number>>;
  /** Rows of nothing but separators, which count only where values follow. */
  empty: (readonly [cells: readonly string[], place: number])[];
  /** Blank lines that may be gaps, of a file of one column. */
  blanks: number[];
  readonly values: Growing;
  readonly places: Growing;
  /** Rows that were left out again, since only the last ones are kept. */
  dropped: number;
  readonly texts: Map<number, TextCell>;
}

/** What is known before the rows are read. */
interface Known extends Pick<ImportSettings, "dates" | "group"> {
  readonly file: string;
  readonly decimal: Decimal;
  /** Whether the first row names the columns, even by numbers. */
  readonly namedByNumbers: boolean;
  /** Whether the first row names all columns but the first. */
  readonly rowsNamed: boolean;
}

const noteText = ({ texts }: Reading, cell: TextCell): void => {
  if (!texts.has(cell.column)) texts.set(cell.column, cell);
};

/** Whether no row of values has been read yet. */
const isFresh = ({ places, dropped }: Reading): boolean => places.length === 0 && dropped === 0;

/** Leaves all rows out but the last ones. */
const keepLast = (reading: Reading, most: number): void => {
  const { places, values, width } = reading;
  const excess = places.length - most;
  if (!(excess > 0)) return;
  places.values.copyWithin(0, excess, places.length);
  values.values.copyWithin(0, excess * width, values.length);
  for (const column of reading.dates) {
    column?.monthFirst.values.copyWithin(0, excess, places.length).fill(NaN, places.length - excess);
  }
  places.length -= excess;
  values.length -= excess * width;
  reading.dropped += excess;
};

/** Rows beyond those that are kept are left out when they reach this share of them. */
const SLACK = 1.25;

/** Passes lines over of which, with all rows before them, nothing would be kept; whether it does. */
const passOver = (reading: Reading, most: number, lines: number, remaining: number): boolean => {
  // What the columns are is known when the first rows have been read.
  if (isFresh(reading) || !(remaining > SLACK * most)) return false;
  reading.dropped += reading.places.length + lines;
  reading.places.length = 0;
  reading.values.length = 0;
  reading.blanks = [];
  reading.empty = [];
  for (const column of reading.dates) column?.monthFirst.values.fill(NaN);
  return true;
};

/** The order of a date that may be the first of its column; null if it shows none. */
const orderOf = (cell: string): DateOrder | null | undefined => {
  const [isDay, isMonth] = [readDate(cell, "dmy") !== null, readDate(cell, "mdy") !== null];
  if (isDay) return isMonth && isOpenDate(cell) ? null : isOpenDate(cell) ? "dmy" : null;
  return isMonth ? "mdy" : readDate(cell, "ymd") === null ? undefined : "ymd";
};

/** Takes all dates of a column for month/day. */
const takeMonthFirst = (
  { values, width, places }: Reading,
  column: number,
  { monthFirst }: DateColumn,
): void => {
  for (let row = 0; row < places.length; row++) {
    const value = monthFirst.values[row]!;
    if (!Number.isNaN(value)) values.values[row * width + column] = value;
  }
};

/** The date in a cell; what it shows of the order is kept. */
const dateOf = (reading: Reading, column: number, dates: DateColumn, cell: string): number | null => {
  if (dates.order !== null || !isOpenDate(cell)) return readDate(cell, dates.order ?? "dmy");
  const [day, month] = [readDate(cell, "dmy"), readDate(cell, "mdy")];
  const row = reading.places.length - 1;
  if (day !== null && month !== null) {
    const { monthFirst } = dates;
    while (monthFirst.values.length <= row) {
      const larger = new Float64Array(2 * monthFirst.values.length).fill(NaN);
      larger.set(monthFirst.values);
      monthFirst.values = larger;
    }
    monthFirst.values[row] = month;
    return day;
  }
  if (day === null && month === null) return null;
  if (day === null) takeMonthFirst(reading, column, dates);
  dates.order = day === null ? "mdy" : "dmy";
  return day ?? month;
};

/** The number of a label, which is new or known. */
const labelOf = (labels: Map<string, number>, cell: string): number => {
  const text = cell.trim();
  const known = labels.get(text);
  if (known !== undefined) return known;
  labels.set(text, labels.size);
  return labels.size - 1;
};

const addRow = (
  reading: Reading,
  cells: readonly string[],
  place: number,
  { decimal, dates }: Known,
): void => {
  append(reading.places, place);
  cells.forEach((cell, column) => {
    const labels = reading.labels.get(column);
    if (labels !== undefined) {
      append(reading.values, isGap(cell) ? NaN : labelOf(labels, cell));
      if (readNumber(cell, decimal) === null) noteText(reading, { place, column, text: cell.trim() });
      return;
    }
    if (reading.dates[column] === undefined && !isGap(cell)) {
      const order = readNumber(cell, decimal) === null ? dates ?? orderOf(cell) : undefined;
      reading.dates[column] = order === undefined || (dates !== undefined && readDate(cell, dates) === null)
        ? null
        : { order, monthFirst: { values: new Float64Array(1024).fill(NaN), length: 0 } };
    }
    const ofDates = reading.dates[column] ?? null;
    const value = ofDates !== null && !isGap(cell)
      ? dateOf(reading, column, ofDates, cell)
      : readNumber(cell, decimal);
    if (value === null) noteText(reading, { place, column, text: cell.trim() });
    append(reading.values, value ?? NaN);
  });
};

const ragged = (file: string, reading: Reading, cells: readonly string[], place: number): BadInput => {
  const doubled = cells.length === 2 * reading.width;
  return badInput(
    file,
    `it has ${counted(cells.length, "cell")} where the rows before have ${reading.width}`,
    doubled
      ? "if the commas in it are decimal commas or separate groups of digits, separate the cells by semicolons"
      : "give every row as many cells, or name the separator with --separator",
    { row: place },
  );
};

/** Columns that may tell the trials apart, by their names or as the user says. */
const groupColumns = (
  cells: readonly string[],
  isNamed: boolean,
  asked: readonly string[] | undefined,
): readonly number[] => {
  const names = isNamed ? cells.map((cell) => headingOf(cell).name) : [];
  if (asked === undefined) return names.flatMap((name, column) => namesGroup(name) ? [column] : []);
  return asked.flatMap((each) => {
    const named = names.indexOf(each);
    const column = named >= 0 ? named : Number(each) - 1;
    return Number.isInteger(column) && column >= 0 && column < cells.length ? [column] : [];
  });
};

/** Takes one line in; returns what is wrong with it. */
const take = (
  reading: Reading,
  cells: readonly string[],
  place: number,
  known: Known,
): BadInput | undefined => {
  const { file, decimal } = known;
  if (cells.length === 1 && cells[0]!.trim() === "") {
    if (reading.width === 1) reading.blanks.push(place);
    return undefined;
  }
  if (isRemark(cells[0]!)) {
    if (reading.width === 0) reading.lastRemark = cells.join("\t");
    return undefined;
  }
  if (reading.width === 0) {
    const heads = known.rowsNamed ? ["", ...cells] : cells;
    reading.width = heads.length;
    const isNamed = known.namedByNumbers || !cells.every((cell) => isCellValue(cell, decimal));
    if (isNamed) reading.names = heads;
    for (const column of groupColumns(heads, isNamed, known.group)) reading.labels.set(column, new Map());
    if (isNamed) return undefined;
  }
  if (reading.names !== null && isFresh(reading) && cells.length < reading.width) {
    if (reading.names.slice(cells.length).every((name) => name.trim() === "")) {
      reading.width = cells.length;
      reading.names = reading.names.slice(0, reading.width);
    }
  }
  const row = withoutEmptyEnd(cells, reading.width);
  if (row.length !== reading.width) return ragged(file, reading, cells, place);
  if (row.length > 1 && row.every((cell) => cell.trim() === "")) {
    reading.empty.push([row, place]);
    return undefined;
  }
  const numbers = row.some((cell) => isCellValue(cell, decimal) && !isGap(cell));
  if (isFresh(reading) && reading.names !== null && reading.units === null && !numbers) {
    reading.units = { cells: row, place };
    return undefined;
  }
  if (isFresh(reading) && reading.units !== null && !numbers) {
    const { cells: before, place: above } = reading.units;
    addRow(reading, before, above, known);
    reading.units = null;
  }
  for (const blank of reading.blanks.splice(0)) addRow(reading, [""], blank, known);
  for (const [cells, line] of reading.empty.splice(0)) addRow(reading, cells, line, known);
  addRow(reading, row, place, known);
  return undefined;
};

/** Longer remarks name no columns. */
const LONGEST_REMARK = 10_000;

/** Words that a sentence has and a heading hardly. */
const SENTENCE = /^(?:an?|and|at|by|for|from|in|is|of|on|the|to|was|were|with)$|[.:;!?]$/i;

/** The cells of a remark that names the columns, which the line above the numbers may do; undefined for any other. */
const namesInRemark = ({ lastRemark, width }: Reading, separator: string): readonly string[] | undefined => {
  const remark = lastRemark.replace(/^\s*(?:[#%!]+|\/\/)\s*/, "");
  if (remark === "" || remark.length > LONGEST_REMARK) return undefined;
  return [...new Set([separator, "\t", ",", ";", " "])]
    .map((each) => rowsOf(remark, each)[0] ?? [])
    .find((cells) =>
      cells.length === width && new Set(cells).size === width &&
      cells.every((cell) =>
        cell.trim() !== "" && !/^[^[(]*[:=]\s*\S/.test(cell) && !SENTENCE.test(cell.trim())
      )
    );
};

const columnsOf = (reading: Reading, separator: string): readonly RawColumn[] => {
  const { width } = reading;
  const names = reading.names ?? namesInRemark(reading, separator);
  return Array.from({ length: width }, (_, index) => {
    const { name, unit } = headingOf(names?.[index] ?? "");
    const below = reading.units?.cells[index]?.trim().replace(/^[[(](.*)[\])]$/, "$1") ?? "";
    return {
      name: name === "" ? null : name,
      unit: unit ?? (below === "" ? null : below),
      isDate: (reading.dates[index] ?? null) !== null,
    };
  });
};

/** Decides the order of dates that all may be read in two; returns what is wrong. */
const settleDates = (reading: Reading, columns: readonly RawColumn[], file: string): BadInput | undefined => {
  const { width, places, values } = reading;
  for (const [column, dates] of reading.dates.entries()) {
    if ((dates ?? null) === null || dates!.order !== null) continue;
    const second = dates!.monthFirst.values.slice(0, places.length);
    if (second.every(Number.isNaN)) continue;
    const first = Float64Array.from(
      { length: places.length },
      (_, row) => values.values[row * width + column]!,
    );
    const order = orderOfDates(first, second);
    if (order === null) {
      return badInput(
        file,
        "its dates may be day/month as well as month/day",
        "say --dates dmy or --dates mdy",
        { row: places.values[0]!, column: columnLabel(columns[column]!, column) },
      );
    }
    if (order === "mdy") takeMonthFirst(reading, column, dates!);
    dates!.order = order;
  }
  return undefined;
};

const orderWords = { dmy: "day/month/year", mdy: "month/day/year", ymd: "year/month/day" } as const;

/** Labels that all are numbers are the numbers that they say. */
const settleLabels = (
  reading: Reading,
  columns: readonly RawColumn[],
  decimal: Decimal,
): readonly RawColumn[] =>
  columns.map((column, index) => {
    const labels = reading.labels.get(index);
    if (labels === undefined) return column;
    const texts = [...labels.keys()];
    if (reading.texts.has(index)) return { ...column, labels: texts };
    const numbers = texts.map((text) => readNumber(text, decimal)!);
    const { values, length } = reading.values;
    for (let i = index; i < length; i += reading.width) values[i] = numbers[values[i]!] ?? NaN;
    return column;
  });

const notesOf = (
  reading: Reading,
  columns: readonly RawColumn[],
  { said, sampling }: Preamble,
  { file }: Known,
): readonly string[] => [
  ...(said.length === 0 ? [] : [
    `${file}: ${counted(said.length, "line")} before the table ${
      said.length === 1 ? "was" : "were"
    } passed over: ${said.slice(0, 3).map((line) => `"${line.trim().slice(0, 40)}"`).join(", ")}${
      said.length > 3 ? " …" : ""
    }`,
  ]),
  ...(sampling === null ? [] : [`${file}: "${sampling.said}" is taken for the time between two rows`]),
  ...reading.dates.flatMap((dates, index) =>
    (dates ?? null) === null || dates!.order === null ? [] : [
      `${file}: the dates of column ${columnLabel(columns[index]!, index)} are ${orderWords[dates!.order]}`,
    ]
  ),
  ...(reading.empty.length === 0 ? [] : [
    `${file}: ${counted(reading.empty.length, "empty row")} at its end ${
      reading.empty.length === 1 ? "was" : "were"
    } left out`,
  ]),
];

/** The first rows of a text without blank lines and remarks. */
const FIRST_ROWS = 5;

const firstRows = (text: string, separator: string): readonly (readonly string[])[] =>
  text.slice(0, 1 << 16).split("\n").filter((line) => line.trim() !== "" && !isRemark(line)).slice(
    0,
    FIRST_ROWS,
  )
    .map((line) => rowsOf(line, separator)[0] ?? []);

/** A text without its first lines. */
const withoutLines = (text: string, lines: number): string => {
  let at = 0;
  for (let line = 0; line < lines; line++) at = text.indexOf("\n", at) + 1;
  return text.slice(at);
};

/**
 * Reads a table from text: one row per line, with or without a heading, units in it or in a line below it.
 *
 * Separator and decimal sign are found from the first lines unless they are given, and the order of day and month in dates
 * from all of them. Blank lines, lines that begin with #, %, ! or //, and lines before the table are passed over; in a
 * file of one column a blank line between numbers is a gap.
 *
 * @param text The text in blocks of whole lines, with lines that end in "\n".
 * @param file Its name, for the error message.
 * @param settings Separator, decimal sign and the order of dates, where they are known, which columns tell trials apart,
 * and how many rows are kept.
 * @errors BadInput for rows of different lengths, for a quotation mark that is never closed, for a line of more than
 * 16 MiB, and for dates that may be read in two ways.
 *
 * @example Units, a decimal comma and a gap
 * ```ts
 * import { readDelimited } from "./delimited.ts";
 * import { assertEquals } from "@std/assert/mod.js";
 *
 * const table = readDelimited(["t [s];x (mV)\n0;1,5\n0,1;\n"], "a.csv", {});
 * assertEquals(table._tag === "Right" && [...table.right.values], [0, 1.5, 0.1, NaN]);
 * assertEquals(table._tag === "Right" && table.right.columns[1], { name: "x", unit: "mV", isDate: false });
 * assertEquals(table._tag === "Right" && [...table.right.places], [2, 3]);
 * ```
 */
export const readDelimited = (
  text: TextBlocks,
  file: string,
  settings: Pick<ImportSettings, "separator" | "decimal" | "lastRows" | "dates" | "group">,
): E.Either<BadInput, RawTable> => {
  if ((text.longest ?? 0) > LONGEST_ROW) {
    return E.left(badInput(
      file,
      `it has a line of ${text.longest} bytes, too long for a row of a table`,
      "write a row on each line",
    ));
  }
  // What the first block does not show, the rest does not show either.
  const [first = ""] = text;
  const preamble = preambleOf(first, settings);
  const table = withoutLines(first, preamble.lines);
  const { separator, decimal } = punctuationOf(table, settings);
  const rows = firstRows(table, separator);
  const known: Known = {
    file,
    decimal,
    namedByNumbers: numbersAreNames(rows, decimal),
    rowsNamed: rowsHaveNames(rows, decimal),
    ...settings,
  };
  const reading: Reading = {
    width: 0,
    names: null,
    units: null,
    lastRemark: "",
    dates: [],
    labels: new Map(),
    empty: [],
    blanks: [],
    values: { values: new Float64Array(1024), length: 0 },
    places: { values: new Float64Array(1024), length: 0 },
    dropped: 0,
    texts: new Map(),
  };
  let fault: BadInput | undefined;
  eachRow(text, separator, (cells, line, unclosed) => {
    if (line <= preamble.lines) return true;
    fault = unclosed
      ? badInput(file, "a quotation mark is not closed", "close or remove it", { row: line })
      : take(reading, cells, line, known);
    const most = rowsKept(settings.lastRows, reading.width);
    if (reading.places.length > SLACK * most) keepLast(reading, most);
    return fault === undefined;
  }, (lines, line) =>
    passOver(
      reading,
      rowsKept(settings.lastRows, reading.width),
      lines,
      (text.lines ?? 0) - (line + lines - 1),
    ));
  if (fault !== undefined) return E.left(fault);
  if (reading.units !== null && isFresh(reading)) {
    addRow(reading, reading.units.cells, reading.units.place, known);
  }
  keepLast(reading, rowsKept(settings.lastRows, reading.width));
  const columns = columnsOf(reading, separator);
  const open = settleDates(reading, columns, file);
  if (open !== undefined) return E.left(open);
  const settled = settleLabels(reading, columns, decimal);
  const { sampling } = preamble;
  return E.right({
    format: `${reading.width === 1 ? "" : `${separatorNames[separator] ?? `"${separator}"-separated`} `}text${
      reading.width === 1 ? " of one column" : ""
    }${decimal === "," ? " with decimal commas" : ""}`,
    columns: settled,
    rows: reading.places.length,
    dropped: reading.dropped,
    values: reading.values.values.subarray(0, reading.values.length),
    places: reading.places.values.subarray(0, reading.places.length),
    texts: [...reading.texts.values()],
    notes: notesOf(reading, settled, preamble, known),
    ...(sampling === null ? {} : { sampling }),
  });
};
