/**
 * Trials of a long table: rows of several recordings one below the other, distinguished by columns such as trial or subject.
 *
 * @module
 */
import * as E from "fp-ts/Either.js";
import { type BadInput, badInput } from "../../core/program/errors.ts";
import { counted } from "../../core/program/text.ts";
import { columnLabel, namesGroup, rawColumn, type RawTable } from "./raw_table.ts";
import { findColumn, increases, namedTimes, namesOf } from "./time_axis.ts";

/** One trial of a table. */
export interface GroupedTable {
  /** `trial 3`, or `subject A, trial 3`; null for a table that is one trial. */
  readonly name: string | null;
  readonly table: RawTable;
}

/** Values with the rows that hold them, in the order in which they come first. */
const rowsByValue = (values: Float64Array): ReadonlyMap<number, readonly number[]> => {
  const rows = new Map<number, number[]>();
  for (let row = 0; row < values.length; row++) {
    const value = values[row]!;
    const known = rows.get(value);
    if (known === undefined) rows.set(value, [row]);
    else known.push(row);
  }
  return rows;
};

const isContiguous = (rows: readonly number[]): boolean => rows.at(-1)! - rows[0]! === rows.length - 1;

/** Whether a column may be one of labels: whole numbers or texts that come again and again. */
const repeats = (table: RawTable, index: number, values: Float64Array): boolean =>
  (table.columns[index]!.labels !== undefined || values.every(Number.isInteger)) &&
  2 * new Set(values).size <= table.rows;

/** The column of the time by its name; null if none is named so. */
const timeOf = (table: RawTable, given: string | undefined): number | null => {
  if (given === undefined || given === "none") return namedTimes(table)[0] ?? null;
  const named = table.columns.findIndex(({ name }) => name === given);
  return named < 0 ? null : named;
};

/** Whether the rows with the same values of all these columns lie together. */
const liesTogether = (table: RawTable, columns: readonly number[]): boolean => {
  const numbers = new Map<string, number>();
  const keys = Float64Array.from({ length: table.rows }, (_, row) => {
    const key = columns.map((column) => table.values[row * table.columns.length + column]!).join();
    if (!numbers.has(key)) numbers.set(key, numbers.size);
    return numbers.get(key)!;
  });
  return [...rowsByValue(keys).values()].every(isContiguous);
};

/**
 * Columns that are named so and whose values lie together, within those of the columns before them too, or whose rows have
 * times that occur several times.
 */
const foundColumns = (table: RawTable, given: string | undefined): readonly number[] => {
  const time = timeOf(table, given);
  const isRunning = time === null ||
    increases(rawColumn(table, time));
  return table.columns.reduce<readonly number[]>((found, { name }, index) => {
    if (name === null || !namesGroup(name) || index === time) return found;
    const values = rawColumn(table, index);
    return repeats(table, index, values) &&
        (!isRunning || liesTogether(table, [index]) ||
          (found.length > 0 && liesTogether(table, [...found, index])))
      ? [...found, index]
      : found;
  }, []);
};

const askedColumns = (
  table: RawTable,
  wanted: readonly string[],
  file: string,
): E.Either<BadInput, readonly number[]> => {
  const indices = wanted.map((name) => findColumn(table, name));
  const lost = indices.indexOf(undefined);
  return lost >= 0
    ? E.left(badInput(file, `it has no column "${wanted[lost]}" for the trials`, `it has ${namesOf(table)}`))
    : E.right(indices as readonly number[]);
};

const labelText = ({ columns }: RawTable, index: number, value: number): string =>
  columns[index]!.labels?.[value] ?? String(value);

const takeRows = (table: RawTable, rows: readonly number[]): RawTable => {
  const width = table.columns.length;
  const values = new Float64Array(rows.length * width);
  rows.forEach((row, i) => values.set(table.values.subarray(row * width, (row + 1) * width), i * width));
  return {
    ...table,
    rows: rows.length,
    values,
    places: Float64Array.from(rows, (row) => table.places[row]!),
    dropped: 0,
    notes: [],
  };
};

/** Trials that a note lists. */
const LISTED = 6;

/** Starts of trials that lie this share of a step apart are the same. */
const SAME_START = 0.5;

/** The rows at which a column of times begins again with its first one; none where it goes back otherwise. */
const restarts = (times: Float64Array): readonly number[] => {
  const back = [...times.keys()].filter((row) => row > 0 && times[row]! <= times[row - 1]!);
  const off = SAME_START * Math.abs(times[1]! - times[0]!);
  return back.every((row) => Math.abs(times[row]! - times[0]!) <= off) ? back : [];
};

/**
 * One trial from each row on at which the time starts again; undefined if it does not, where a trial would
 * be too short, and where another column, or one of words, may separate trials: then the user is asked.
 */
const splitAtRestarts = (
  table: RawTable,
  time: string | undefined,
  { file, fewestRows }: { readonly file: string; readonly fewestRows: number },
): readonly GroupedTable[] | undefined => {
  const column = time === "none" ? null : timeOf(table, time);
  if (column === null || table.columns[column]!.isDate || table.texts.length > 0) return undefined;
  const starts = [0, ...restarts(rawColumn(table, column))];
  const isShort = starts.some((start, i) => (starts[i + 1] ?? table.rows) - start < fewestRows);
  if (starts.length === 1 || isShort || groupingColumn(table, column) !== null) return undefined;
  const note = `${file}: ${columnLabel(table.columns[column]!, column)} starts again ${
    counted(starts.length - 1, "time")
  }, so it has ${starts.length} trials; sort the rows, or say --time none, where it has one`;
  return starts.map((start, i) => ({
    name: `trial ${i + 1}`,
    table: {
      ...takeRows(
        table,
        Array.from({ length: (starts[i + 1] ?? table.rows) - start }, (_, row) => start + row),
      ),
      notes: i === 0 ? [...table.notes, note] : [],
    },
  }));
};

/** The rows of each combination of values of the columns. */
const splitBy = (table: RawTable, columns: readonly number[], file: string): readonly GroupedTable[] => {
  const names = columns.map((index) => String(columnLabel(table.columns[index]!, index)));
  const marked: RawTable = {
    ...table,
    columns: table.columns.map((column, index) =>
      columns.includes(index) ? { ...column, leftOut: "group" } : column
    ),
    texts: table.texts.filter(({ column }) => !columns.includes(column)),
  };
  const trials = new Map<string, { readonly values: readonly number[]; readonly rows: number[] }>();
  for (let row = 0; row < table.rows; row++) {
    const values = columns.map((index) => table.values[row * table.columns.length + index]!);
    const key = values.join();
    const known = trials.get(key);
    if (known === undefined) trials.set(key, { values, rows: [row] });
    else known.rows.push(row);
  }
  const named = [...trials.values()].map(({ values, rows }) => ({
    rows,
    name: values.map((value, i) => `${names[i]} ${labelText(table, columns[i]!, value)}`).join(", "),
  }));
  const listed = named.slice(0, LISTED).map(({ name }) => name).join("; ");
  const note = `${file}: ${names.join(" and ")} ${names.length === 1 ? "separates" : "separate"} ${
    counted(named.length, "trial")
  } (${listed}${named.length > LISTED ? " …" : ""}); --group none takes them for one`;
  return named.map(({ name, rows }, i) => {
    const part = named.length === 1 ? marked : takeRows(marked, rows);
    return {
      name: named.length === 1 ? null : name,
      table: { ...part, notes: i === 0 ? [...table.notes, note] : part.notes },
    };
  });
};

/** The first row of a column of labels that has none. */
const unlabelled = (table: RawTable, columns: readonly number[], file: string): BadInput | undefined => {
  for (const index of columns) {
    const row = rawColumn(table, index).findIndex(Number.isNaN);
    const column = columnLabel(table.columns[index]!, index);
    if (row >= 0) {
      return badInput(file, "its trial is missing", "fill it in, or say --group none", {
        row: table.places[row]!,
        column,
      });
    }
  }
  return undefined;
};

/**
 * Splits a long table into its trials. Where nothing is asked for, columns that are named trial, subject, run
 * or the like separate them, if their values repeat; the rows of a trial need not be together. Otherwise a
 * named column of times does that starts again with its first time.
 *
 * @param table The table.
 * @param asked What the user says: the columns of `--group`, and the time column.
 * @param limits The file, and how many rows are enough: shorter trials are left out where there are longer ones.
 * @errors BadInput for a column that is not there, a row without a trial, and where no trial is long enough.
 */
export const trialsOfTable = (
  table: RawTable,
  asked: { readonly group?: readonly string[]; readonly time?: string },
  { file, fewestRows }: { readonly file: string; readonly fewestRows: number },
): E.Either<BadInput, readonly GroupedTable[]> => {
  const isNone = asked.group?.length === 1 && asked.group[0] === "none" &&
    findColumn(table, "none") === undefined;
  const columns = asked.group === undefined
    ? E.right(foundColumns(table, asked.time))
    : isNone
    ? E.right([])
    : askedColumns(table, asked.group, file);
  if (columns._tag === "Left") return columns;
  const fault = unlabelled(table, columns.right, file);
  if (fault !== undefined) return E.left(fault);
  const all = columns.right.length > 0
    ? splitBy(table, columns.right, file)
    : isNone
    ? undefined
    : splitAtRestarts(table, asked.time, { file, fewestRows });
  if (all === undefined) return E.right([{ name: null, table }]);
  const long = all.filter((each) => each.table.rows >= fewestRows);
  if (long.length === all.length) return E.right(all);
  const most = Math.max(...all.map((each) => each.table.rows));
  if (long.length === 0) {
    return E.left(badInput(
      file,
      `its ${counted(all.length, "trial")} have at most ${counted(most, "row")}`,
      `give trials of at least ${fewestRows}, or say --group none where all rows are one recording`,
    ));
  }
  const short = all.length - long.length;
  const notes = [
    ...all[0]!.table.notes,
    `${file}: ${counted(short, "trial")} of fewer than ${fewestRows} rows ${
      short === 1 ? "was" : "were"
    } left out`,
  ];
  return E.right(long.map((each, i) => ({ ...each, table: { ...each.table, notes: i === 0 ? notes : [] } })));
};

/**
 * The column that would make trials of a table whose time does not go on: within each of its values the time does. Null
 * if there is none.
 *
 * @param table The table.
 * @param time Index of its time column.
 */
export const groupingColumn = (table: RawTable, time: number): string | number | null => {
  const times = rawColumn(table, time);
  const found = table.columns.findIndex((column, index) => {
    if (index === time || column.leftOut !== undefined) return false;
    const values = rawColumn(table, index);
    return repeats(table, index, values) &&
      [...rowsByValue(values).values()].every((rows) =>
        increases(Float64Array.from(rows, (row) => times[row]!))
      );
  });
  return found < 0 ? null : columnLabel(table.columns[found]!, found);
};
