/**
 * What a series gets of one table: the chosen columns at even times, without gaps.
 *
 * @module
 */
import * as E from "fp-ts/Either.js";
import { pipe } from "fp-ts/function.js";
import { type BadInput, badInput } from "../../core/program/errors.ts";
import { monthsOf } from "./dates.ts";
import { closeGaps, type Gridded } from "./gaps.ts";
import { groupingColumn } from "./groups.ts";
import { FEWEST_IMPORTED_ROWS, type ImportSettings, type TimeAxis } from "./imported.ts";
import { columnLabel, optionText, rawColumn, type RawTable } from "./raw_table.ts";
import { markNotes } from "./marks.ts";
import { infiniteValue, strangeCell } from "./strange.ts";
import { findColumn, gridOf, namesOf, type TimeColumns, timeColumnsOf, type TimeGrid } from "./time_axis.ts";
import { roundedTime } from "../../numerics/format.ts";

/** A recording without interruption. */
export interface PartStretch {
  /** Row by row. */
  readonly values: Float64Array;
  /** The time of its first row; 0 where there is no time column. */
  readonly startTime: number;
}

/** One table of a file, prepared. */
export interface ImportedPart {
  readonly file: string;
  /** What the trial is called. */
  readonly name: string;
  /** What the table is called that it comes from: one of several trials may be all of it. */
  readonly tableName: string;
  readonly format: string;
  readonly fileRows: number;
  /** Of the chosen columns. */
  readonly names: readonly string[];
  readonly units: readonly (string | null)[];
  readonly time: TimeAxis;
  /** The recordings without interruption. */
  readonly stretches: readonly PartStretch[];
  readonly notes: readonly string[];
}

/** The columns that are taken where none are chosen. */
const stateColumns = (
  { columns }: RawTable,
  { time, counters, clocks }: TimeColumns,
): readonly number[] => {
  const notState = [...(time === null ? [] : [time]), ...counters, ...clocks];
  return columns.flatMap(({ leftOut }, index) =>
    leftOut === undefined && !notState.includes(index) ? [index] : []
  );
};

/**
 * The names of columns: their own, and one of its number for a column that has none or one that came before. They are the
 * same whichever columns are chosen, so that a model finds its columns again.
 */
const uniqueNames = (table: RawTable, found: TimeColumns): ReadonlyMap<number, string> => {
  const state = stateColumns(table, found);
  const others = [...table.columns.keys()].filter((index) => !state.includes(index));
  const names = new Map<number, string>();
  const times = new Map<string, number>();
  for (const index of [...state, ...others]) {
    const name = table.columns[index]!.name ?? `x${names.size + 1}`;
    const before = times.get(name) ?? 0;
    times.set(name, before + 1);
    names.set(index, before === 0 ? name : `${name} (${before + 1})`);
  }
  return names;
};

const selectedColumns = (
  table: RawTable,
  wanted: readonly string[] | undefined,
  found: TimeColumns,
  file: string,
): E.Either<BadInput, readonly number[]> => {
  if (wanted === undefined) return E.right(stateColumns(table, found));
  const { time } = found;
  const given = uniqueNames(table, found);
  // Of fewer rows a time without a name is not known, and the columns after it would have other names.
  const isSure = (column: number) => table.rows > 2 || table.columns[column]!.name !== null;
  const fault = (name: string, what: string, mend: string) =>
    E.left(badInput(file, what, mend, { column: name }));
  return pipe(
    wanted,
    E.traverseArray((name) => {
      const index = findColumn(table, name) ??
        [...given].find(([column, own]) => own === name && isSure(column))
          ?.[0];
      return index === undefined
        ? E.left(badInput(file, `it has no column "${name}"`, `it has ${namesOf(table)}`))
        : index === time
        ? fault(name, "it is the time, not a value", "leave it out, or say --time none if it is a value")
        : table.columns[index]!.leftOut === "group"
        ? fault(
          name,
          "it names the trials, and is not a value",
          "leave it out, or say --group none if it is a value",
        )
        : table.columns[index]!.leftOut === "empty"
        ? fault(name, "it holds no value at all", "leave it out of --columns")
        : E.right(index);
    }),
    E.chain((indices) => {
      const twice = indices.findIndex((index, at) => indices.indexOf(index) !== at);
      return twice < 0
        ? E.right(indices)
        : fault(wanted[twice]!, "it is asked for twice", "name each column once in --columns");
    }),
  );
};

/** A grid with what its numbers mean. */
interface Timed extends TimeGrid {
  /** "s" or "months" for dates, else what the heading says. */
  readonly unit: string | null;
  readonly startTime: number;
}

/** Times that are off even spacing by more than this share of a step are not of one length, as those of months are not. */
const UNEVEN = 1e-3;

/** The grid of a table: in months where its dates are months, quarters or years, which have different lengths. */
const gridOfTable = (table: RawTable, time: number, file: string): E.Either<BadInput, Timed> => {
  const column = table.columns[time]!;
  const times = rawColumn(table, time);
  const label = columnLabel(column, time);
  const timed = (unit: string | null, startTime: number) => (grid: TimeGrid): Timed => ({
    ...grid,
    unit,
    startTime,
  });
  const grid = pipe(
    gridOf(times, table.places, file, label),
    E.map(timed(column.isDate ? "s" : column.unit, times[0]!)),
  );
  if (grid._tag === "Right" && grid.right.unevenness <= UNEVEN) return grid;
  const months = column.isDate ? monthsOf(times) : null;
  const inMonths = months === null
    ? grid
    : pipe(gridOf(months, table.places, file, label), E.map(timed("months", months[0]!)));
  if (inMonths._tag === "Right") return inMonths;
  if (grid._tag === "Right") return grid;
  const group = groupingColumn(table, time);
  return group === null || !/goes back|occurs twice/.test(grid.left.what) ? grid : E.left({
    ...grid.left,
    mend: `say --group ${optionText([group])} if the rows are several trials`,
  });
};

/** The unit of a time column without one, where its steps are those of a sampling rate, or a thousand times as many. */
const unitOfSampling = ({ sampling }: RawTable, dt: number): string | null => {
  const isOf = (scale: number) => sampling !== undefined && Math.abs(dt / sampling.dt / scale - 1) < 1e-3;
  return isOf(1) ? sampling!.unit : isOf(1000) && sampling!.unit === "s" ? "ms" : null;
};

const refuseIf = (fault: BadInput | undefined): E.Either<BadInput, undefined> =>
  fault === undefined ? E.right(undefined) : E.left(fault);

/** The chosen columns on an even grid, NaN in the rows that the file lacks. */
const gridded = (table: RawTable, columns: readonly number[], grid: TimeGrid | null): Gridded => {
  const rows = grid === null ? table.rows : grid.at[table.rows - 1]! + 1;
  const values = new Float64Array(rows * columns.length).fill(NaN);
  const places = new Float64Array(rows);
  let next = 0;
  for (let row = 0; row < table.rows; row++) {
    const at = grid === null ? row : grid.at[row]!;
    for (; next < at; next++) places[next] = -table.places[row]!;
    places[next++] = table.places[row]!;
    columns.forEach((column, c) => {
      values[at * columns.length + c] = table.values[row * table.columns.length + column]!;
    });
  }
  return {
    values,
    rows,
    columns: columns.length,
    places,
    names: columns.map((index) => columnLabel(table.columns[index]!, index)),
  };
};

/** The same with NaN in the place of marks for missing values. */
const withoutMarks = (table: Gridded, marks: readonly number[]): Gridded => {
  if (marks.length === 0) return table;
  const known = new Set(marks);
  return { ...table, values: table.values.map((value) => known.has(value) ? NaN : value) };
};

/** What looks like no measurement, column by column. */
const suspicions = ({ values, rows, columns, places, names }: Gridded, file: string): readonly string[] =>
  names.flatMap((name, c) =>
    markNotes({
      name,
      places,
      values: Float64Array.from({ length: rows }, (_, row) => values[row * columns + c]!),
    }).map((note) => `${file}: ${note}`)
  );

/** Whether a column has one value in all rows. */
const isConstant = ({ values, columns }: Gridded, column: number): boolean => {
  for (let i = column; i < values.length; i += columns) if (values[i] !== values[column]) return false;
  return true;
};

const constantColumn = (table: Gridded, file: string): BadInput | undefined => {
  const { values, names } = table;
  const constant = names.map((_, column) => isConstant(table, column));
  const column = constant.indexOf(true);
  if (column < 0) return undefined;
  const varying = names.filter((_, index) => !constant[index]);
  return badInput(
    file,
    `all values are ${values[column]}: a constant has no dynamics`,
    varying.length === 0
      ? "give a series that varies"
      : `leave ${names.length - varying.length === 1 ? "the column" : "such columns"} out: --columns ${
        optionText(varying)
      }`,
    { column: names[column]! },
  );
};

/**
 * Makes of one table what the series gets of it.
 *
 * @param table The table.
 * @param source The file, what the trial and the table are called, and how many rows the file holds.
 * @param settings What the user says.
 * @errors BadInput for everything that a series may not hold.
 */
export const partOf = (
  table: RawTable,
  { file, name, tableName, fileRows }: {
    readonly file: string;
    readonly name: string;
    readonly tableName: string;
    readonly fileRows: number;
  },
  settings: ImportSettings,
): E.Either<BadInput, ImportedPart> =>
  pipe(
    E.Do,
    E.bindW("found", () => timeColumnsOf(table, settings.time, file)),
    E.bindW("columns", ({ found }) => selectedColumns(table, settings.columns, found, file)),
    E.chainFirstW(({ columns, found: { time } }) =>
      refuseIf(
        strangeCell(table, columns, time, {
          file,
          fewestRows: settings.fewestRows ?? FEWEST_IMPORTED_ROWS,
        }) ??
          infiniteValue(table, columns, time, file),
      )
    ),
    E.bindW("grid", ({ found: { time } }): E.Either<BadInput, Timed | null> =>
      time === null ? E.right(null) : gridOfTable(table, time, file)),
    E.map((known) => ({
      ...known,
      even: withoutMarks(gridded(table, known.columns, known.grid), settings.missing ?? []),
    })),
    E.bindW("gapless", ({ even }) =>
      closeGaps(even, settings.gaps ?? "refuse", file, settings.fewestRows ?? FEWEST_IMPORTED_ROWS)),
    E.chainFirstW(({ even, gapless }) =>
      refuseIf(
        (settings.fewestRows ?? FEWEST_IMPORTED_ROWS) < FEWEST_IMPORTED_ROWS
          ? undefined
          : constantColumn({ ...even, values: gapless.values }, file),
      )
    ),
    E.map(({ found, columns, grid, gapless, even }): ImportedPart => {
      const timeColumn = found.time === null ? null : table.columns[found.time]!;
      const names = uniqueNames(table, found);
      return {
        file,
        name,
        tableName,
        format: table.format,
        fileRows,
        names: columns.map((index) =>
          names.get(index)!
        ),
        units: columns.map((index) =>
          table.columns[index]!.unit
        ),
        time: {
          dt: settings.dt ?? grid?.dt ?? table.sampling?.dt ?? 1,
          unit: timeColumn === null || grid === null
            ? settings.dt === undefined ? table.sampling?.unit ?? null : null
            : grid.unit ?? unitOfSampling(table, grid.dt),
          from: settings.dt !== undefined
            ? "given"
            : grid !== null
            ? "time column"
            : table.sampling === undefined
            ? "assumed"
            : table.sampling.from ?? "preamble",
          column: timeColumn === null ? null : String(columnLabel(timeColumn, found.time!)),
          unevenness: grid?.unevenness ?? 0,
        },
        stretches: gapless.stretches.map(({ start, end }) => ({
          values: gapless.values.subarray(start * columns.length, end * columns.length),
          startTime: grid === null
            ? 0
            : roundedTime(grid.startTime + start * (settings.dt ?? grid.dt), settings.dt ?? grid.dt),
        })),
        notes: [
          ...table.notes,
          ...(table.dropped === 0 ? [] : [
            `${name} is large: the last ${table.rows} of its ${table.rows + table.dropped} rows were taken`,
          ]),
          ...gapless.notes,
          ...suspicions(even, file),
          ...found.counters.map((index) =>
            `${file}: column ${columnLabel(table.columns[index]!, index)} counts the rows and was left out`
          ),
          ...(settings.columns === undefined ? found.clocks : []).map((index) =>
            `${file}: column ${columnLabel(table.columns[index]!, index)} has the time and was left out`
          ),
        ],
      };
    }),
  );
