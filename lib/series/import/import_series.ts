/**
 * From the bytes of a user's files to a series.
 *
 * @module
 */
import * as E from "fp-ts/Either.js";
import { pipe } from "fp-ts/function.js";
import { type BadInput, badInput } from "../../core/program/errors.ts";
import { counted } from "../../core/program/text.ts";
import type { Series } from "../series.ts";
import { slice } from "../series.ts";
import { withDatesOfDigits } from "./dates_of_digits.ts";
import { trialsOfTable } from "./groups.ts";
import {
  FEWEST_IMPORTED_ROWS,
  type ImportedSeries,
  type ImportSettings,
  type SourceFile,
  type Trial,
  type Variable,
} from "./imported.ts";
import { type ImportedPart, partOf } from "./part.ts";
import { columnLabel, optionText, type RawTable } from "./raw_table.ts";
import { readTables } from "./read_tables.ts";
import { stationarityOf } from "./stationarity.ts";

/** Columns that hold nothing are left out, unless they are asked for. */
const withoutEmptyColumns = (table: RawTable, file: string): RawTable => {
  const width = table.columns.length;
  const isEmpty = table.columns.map((_, column) => {
    if (table.rows === 0 || table.texts.some((text) => text.column === column)) return false;
    for (let row = 0; row < table.rows; row++) {
      if (!Number.isNaN(table.values[row * width + column]!)) return false;
    }
    return true;
  });
  if (!isEmpty.includes(true)) return table;
  const labels = table.columns.flatMap((column, index) =>
    isEmpty[index] ? [String(columnLabel(column, index))] : []
  );
  return {
    ...table,
    columns: table.columns.map((column, index) => isEmpty[index] ? { ...column, leftOut: "empty" } : column),
    notes: [
      ...table.notes,
      `${file}: ${labels.length === 1 ? "column" : "columns"} ${labels.slice(0, 6).join(", ")}${
        labels.length > 6 ? " …" : ""
      } held no value and ${labels.length === 1 ? "was" : "were"} left out`,
    ],
  };
};

/** A file of which the tables are known. */
export interface ReadFile {
  /** Its name. */
  readonly name: string;
  /** What is in it: a table, or one for each trial. */
  readonly tables: readonly RawTable[];
}

/** The trials of one table. */
const trialsIn = (
  table: RawTable,
  name: string,
  file: string,
  settings: ImportSettings,
): E.Either<BadInput, readonly ImportedPart[]> =>
  pipe(
    trialsOfTable(withoutEmptyColumns(table, file), settings, {
      file,
      fewestRows: settings.fewestRows ?? FEWEST_IMPORTED_ROWS,
    }),
    E.chain(E.traverseArray((trial) =>
      partOf(withDatesOfDigits(trial.table), {
        file,
        name: trial.name === null ? name : `${name}, ${trial.name}`,
        tableName: name,
        fileRows: table.rows + table.dropped,
      }, settings)
    )),
  );

const partsOf = (
  source: ReadFile,
  settings: ImportSettings,
): E.Either<BadInput, readonly ImportedPart[]> =>
  pipe(
    source.tables.some(({ rows }) => rows > 0)
      ? E.right(source.tables)
      : E.left(badInput(source.name, "it holds no rows of numbers", "check what wrote it")),
    E.chain((tables) =>
      pipe(
        tables.map((table, index) => [index, table] as const),
        E.traverseArray(([index, table]: readonly [number, RawTable]) =>
          trialsIn(
            table,
            tables.length === 1 ? source.name : `${source.name}, trial ${index + 1}`,
            source.name,
            settings,
          )
        ),
        E.map((parts) => parts.flat()),
      )
    ),
  );

/** The files of one call must be recordings of the same thing. */
const mismatch = (first: ImportedPart, other: ImportedPart): BadInput | undefined => {
  if (other.names.length !== first.names.length) {
    return badInput(
      other.file,
      `it has ${
        counted(other.names.length, "column")
      } of values where ${first.file} has ${first.names.length}`,
      "give files with the same columns, or choose them with --columns",
    );
  }
  const odd = other.names.findIndex((name, index) => name !== first.names[index]);
  if (odd >= 0) {
    return badInput(
      other.file,
      `its column is named "${other.names[odd]}" where that of ${first.file} is "${first.names[odd]}"`,
      first.names.every((name) => other.names.includes(name))
        ? `take them in one order: --columns ${optionText(first.names)}`
        : "give files with the same columns in the same order",
      { column: odd + 1 },
    );
  }
  const inOther = [first.time.unit, ...first.units].findIndex((unit, index) => {
    const its = index === 0 ? other.time.unit : other.units[index - 1]!;
    return unit !== null && its !== null && unit !== its;
  });
  if (inOther >= 0) {
    const unitOf = ({ time, units }: ImportedPart) => inOther === 0 ? time.unit : units[inOther - 1];
    const name = inOther === 0 ? "time" : `column ${first.names[inOther - 1]}`;
    return badInput(
      other.file,
      `its ${name} is in ${unitOf(other)} where that of ${first.file} is in ${unitOf(first)}`,
      "convert the files to the same units",
    );
  }
  return Math.abs(other.time.dt / first.time.dt - 1) > 1e-6
    ? badInput(
      other.file,
      `its sampling interval is ${other.time.dt} where that of ${first.file} is ${first.time.dt}`,
      "resample the files at one interval",
    )
    : undefined;
};

const isSame = (a: Float64Array, b: Float64Array): boolean =>
  a.length === b.length && a.every((value, index) => value === b[index]);

/** A recording that is given twice would be in the training and in what is held out. */
const repetition = (parts: readonly ImportedPart[]): BadInput | undefined => {
  for (const [index, part] of parts.entries()) {
    const [stretch] = part.stretches;
    const before = parts.slice(0, index).find(({ stretches: [other] }) =>
      isSame(stretch!.values, other!.values)
    );
    if (before !== undefined) {
      return badInput(
        part.name,
        before.name === part.name ? "it is given twice" : `it holds the same numbers as ${before.name}`,
        "give each trial once",
      );
    }
  }
  return undefined;
};

/** All stretches one after the other; a single one is not copied. */
const joinedValues = (stretches: readonly { readonly values: Float64Array }[]): Float64Array => {
  if (stretches.length === 1) return stretches[0]!.values;
  const values = new Float64Array(stretches.reduce((sum, each) => sum + each.values.length, 0));
  let at = 0;
  for (const each of stretches) {
    values.set(each.values, at);
    at += each.values.length;
  }
  return values;
};

const joinParts = (parts: readonly ImportedPart[]): ImportedSeries => {
  const { names, units, time } = parts[0]!;
  const columns = names.length;
  const stretches = parts.flatMap((part) =>
    part.stretches.map(({ values, startTime }, index) => ({
      values,
      startTime,
      name: part.stretches.length === 1 ? part.name : `${part.name}, part ${index + 1}`,
    }))
  );
  const values = joinedValues(stretches);
  const trials: Trial[] = [];
  let at = 0;
  for (const each of stretches) {
    trials.push({
      name: each.name,
      start: at / columns,
      end: (at + each.values.length) / columns,
      startTime: each.startTime,
    });
    at += each.values.length;
  }
  const series: Series = { values, rows: values.length / columns, columns, dt: time.dt };
  const variables = names.map((name, column): Variable => {
    let [minimum, maximum] = [Infinity, -Infinity];
    for (let i = column; i < values.length; i += columns) {
      minimum = Math.min(minimum, values[i]!);
      maximum = Math.max(maximum, values[i]!);
    }
    return { name, unit: units[column]!, minimum, maximum };
  });
  const longest = trials.reduce((most, each) => each.end - each.start > most.end - most.start ? each : most);
  return {
    series,
    trials,
    variables,
    time: { ...time, unevenness: Math.max(...parts.map((part) => part.time.unevenness)) },
    files: parts.filter(({ tableName }, i) => tableName !== parts[i - 1]?.tableName)
      .map(({ tableName, format, fileRows }) => ({ name: tableName, format, rows: fileRows })),
    stationarity: stationarityOf(slice(series, longest.start, longest.end), names),
    notes: parts.flatMap(({ notes }) => notes),
  };
};

/**
 * A series from the bytes of one file or of several, each a trial of its own.
 *
 * Files are .csv, .tsv and their like with or without a heading, .npy (rows × columns, or trials × rows × columns), or
 * JSON; any of them packed by gzip. The result says how the files were understood.
 *
 * @param files The files, in the order of the trials.
 * @param settings What the user knows better. Default: all is found from the files; gaps are refused.
 * @returns All trials one after another, with names, units, dt and where it comes from, ranges, and whether the series
 * looks stationary.
 * @errors BadInput, with file, row and column, for gaps (unless they are to be filled or cut around), text, infinite
 * values, ragged rows, constant columns, times that occur twice or are uneven, fewer than 100 rows, more than 256 MiB,
 * files that are no table, trials that are given twice, and files that do not go together.
 *
 * @example A time column and its unit
 * ```ts
 * import { importSeries } from "./import_series.ts";
 * import { assertEquals } from "@std/assert/mod.js";
 *
 * const lines = Array.from({ length: 200 }, (_, i) => `${i / 10},${(i * i) % 7}`);
 * const bytes = new TextEncoder().encode(["t [s],x (mV)", ...lines].join("\n"));
 * const imported = importSeries([{ name: "recording.csv", bytes }]);
 * if (imported._tag === "Left") throw new Error(imported.left.what);
 * assertEquals(imported.right.time.dt, 0.1);
 * assertEquals(imported.right.variables, [{ name: "x", unit: "mV", minimum: 0, maximum: 4 }]);
 * ```
 */
export const importSeries = (
  files: readonly SourceFile[],
  settings: ImportSettings = {},
): E.Either<BadInput, ImportedSeries> =>
  pipe(
    files,
    E.traverseArray((file) =>
      pipe(readTables(file, settings), E.map((tables) => ({ name: file.name, tables })))
    ),
    E.chain((read) => seriesOfTables(read, settings)),
  );

/**
 * A series from tables, as `importSeries` makes it.
 *
 * @errors As `importSeries`, for what the tables hold.
 */
export const seriesOfTables = (
  files: readonly ReadFile[],
  settings: ImportSettings = {},
): E.Either<BadInput, ImportedSeries> => {
  if (settings.dt !== undefined && !(settings.dt > 0 && Number.isFinite(settings.dt))) {
    return E.left(badInput(files[0]?.name ?? "the series", `dt is ${settings.dt}`, "give a number above 0"));
  }
  if (files.length === 0) {
    return E.left(badInput("the series", "no file was given", "give one file or more"));
  }
  return pipe(
    files,
    E.traverseArray((file) => partsOf(file, settings)),
    E.map((parts) => parts.flat()),
    E.chain((parts) => {
      const fault = parts.slice(1).map((part) =>
        mismatch(parts[0]!, part)
      ).find((each) => each !== undefined) ?? repetition(parts);
      return fault === undefined ? E.right(joinParts(parts)) : E.left(fault);
    }),
  );
};
