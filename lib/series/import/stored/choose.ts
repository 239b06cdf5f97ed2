/**
 * Which arrays of a file are the series, and which way they lie.
 *
 * @module
 */
import { countOf } from "../../../numerics/shape.ts";
import * as E from "fp-ts/Either.js";
import { pipe } from "fp-ts/function.js";
import { type BadInput, badInput } from "../../../core/program/errors.ts";
import { FEWEST_IMPORTED_ROWS, rowsKept } from "../imported.ts";
import {
  countedPlaces,
  headingOf,
  namesTime,
  optionText,
  type RawColumn,
  type RawTable,
} from "../raw_table.ts";
import { axesOf, elementOf, familyOf, folderOf, isVector, lastName, shapeText } from "./array_names.ts";
import { type Laid, laid } from "./axes.ts";
import { MOST_STORED, readerReason, type StoredArray, type StoredFile } from "./stored_file.ts";

/** What the user says of a file of arrays. */
export interface ArrayChoice {
  /** Names of arrays; several are vectors that become columns. Default: found. */
  readonly variable?: readonly string[];
  /** Of longer ones only this many rows are taken, the last ones. Default: all are. */
  readonly lastRows?: number;
}

/** A vector is one of times by its name, or because it counts since a moment. */
const isTime = (array: StoredArray): boolean =>
  isVector(array) &&
  (namesTime(lastName(array).replace(/\{\d+\}$/, "")) || /\ssince\s/i.test(array.unit ?? ""));

/** Arrays that a message lists. */
const LISTED = 12;

const listText = (arrays: readonly StoredArray[]): string => {
  const shown = arrays.slice(0, LISTED).map((array) =>
    `${array.name} (${
      [...(array.shape.length === 0 && array.unreadable !== undefined ? [] : [shapeText(array)]), array.type]
        .join(", ")
    })`
  );
  return shown.join(", ") + (arrays.length > LISTED ? `, and ${arrays.length - LISTED} more` : "");
};

const vectorsTogether = (arrays: readonly StoredArray[]): boolean =>
  arrays.every((array) =>
    isVector(array) && countOf(array.shape) === countOf(arrays[0]!.shape) &&
    folderOf(array) === folderOf(arrays[0]!) &&
    array.sampling?.dt === arrays[0]!.sampling?.dt
  );

/** What is advised where there is a choice: the largest of the long arrays, or all vectors that go with it. */
const advised = (arrays: readonly StoredArray[]): string => {
  const long = arrays.filter(({ shape }) => Math.max(...shape) >= FEWEST_IMPORTED_ROWS);
  const largest = (long.length > 0 ? long : arrays).reduce((most, each) =>
    countOf(each.shape) > countOf(most.shape) ? each : most
  );
  const together = isVector(largest) ? arrays.filter((each) => vectorsTogether([largest, each])) : [largest];
  const family = familyOf(largest);
  const elements = arrays.filter((each) => familyOf(each) === family && each.name !== family);
  return elements.length > 1
    ? `${optionText([family])} for all of them as trials`
    : optionText(together.slice(0, LISTED).map(({ name }) => name));
};

const namedArray = (
  arrays: readonly StoredArray[],
  wanted: string,
  file: string,
): E.Either<BadInput, StoredArray> => {
  const byPath = arrays.find(({ name }) => name === wanted || name === wanted.replace(/^\//, ""));
  const byName = arrays.filter((array) => lastName(array) === wanted);
  const found = byPath ?? (byName.length === 1 ? byName[0] : undefined);
  if (found === undefined) {
    return E.left(badInput(
      file,
      byName.length > 1 ? `it has ${byName.length} arrays named "${wanted}"` : `it has no array "${wanted}"`,
      `it holds ${listText(byName.length > 1 ? byName : arrays)}`,
    ));
  }
  return found.unreadable === undefined
    ? E.right(found)
    : E.left(badInput(file, `the array ${found.name} cannot be taken: ${found.unreadable}`, "name another"));
};

/** The arrays that are the series. */
const chosenArrays = (
  { arrays }: StoredFile,
  wanted: readonly string[] | undefined,
  file: string,
): E.Either<BadInput, readonly StoredArray[]> => {
  if (wanted !== undefined) {
    const whole = wanted.join(",");
    const names = arrays.some(({ name }) => name === whole) ? [whole] : wanted;
    return pipe(
      names,
      E.traverseArray((name) => namedArray(arrays, name, file)),
      E.filterOrElse(
        (chosen) =>
          chosen.length === 1 || (chosen.every(isVector) &&
            chosen.every(({ shape }) => countOf(shape) === countOf(chosen[0]!.shape))),
        (chosen) =>
          badInput(
            file,
            `the arrays ${listText(chosen)} do not make one table`,
            "name one array, or several that are vectors of one length",
          ),
      ),
    );
  }
  const readable = arrays.filter((array) =>
    array.unreadable === undefined && axesOf(array).length >= 1 && axesOf(array).length <= 3 &&
    countOf(array.shape) > 1
  );
  const candidates = readable.filter((array) => !isTime(array));
  const proper = candidates.filter(({ isCoordinate }) => isCoordinate !== true);
  const states = proper.length > 0 ? proper : candidates;
  if (states.length === 0) {
    const [why] = arrays.flatMap(({ name, unreadable }) =>
      unreadable === undefined || unreadable === "it holds text" ? [] : [`${name}: ${unreadable}`]
    );
    return E.left(badInput(
      file,
      arrays.length === 0
        ? "it holds no array of numbers"
        : `it holds no array of numbers that may be a series, but ${listText(arrays)}`,
      why ?? "check what wrote it",
    ));
  }
  return states.length === 1 || vectorsTogether(states) ? E.right(states) : E.left(badInput(
    file,
    `it holds several arrays: ${listText(readable)}`,
    `say which with --variable ${advised(states)}`,
  ));
};

/** "hours since 1990-01-01" is counted in hours. */
const timeUnit = (unit: string | null): string | null =>
  unit === null ? null : headingOf(`t [${unit.replace(/\s+since\s.*$/i, "")}]`).unit;

/** The vector of times that goes with arrays: it lies beside them, or at the top, and is as long as they are. */
const timesFor = (
  { arrays }: StoredFile,
  chosen: readonly StoredArray[],
): readonly StoredArray[] =>
  arrays.filter((array) =>
    array.unreadable === undefined && isTime(array) && !chosen.includes(array) &&
    [folderOf(chosen[0]!), ""].includes(folderOf(array)) &&
    ["", elementOf(chosen[0]!)].includes(elementOf(array))
  );

const readArray = (array: StoredArray, file: string): E.Either<BadInput, Float64Array> => {
  const count = countOf(array.shape);
  return count > MOST_STORED
    ? E.left(badInput(
      file,
      `the array ${array.name} holds ${count} numbers; up to ${MOST_STORED} are read`,
      "give a part of it, or every n-th row",
    ))
    : E.tryCatch(
      array.read,
      (error) =>
        badInput(
          file,
          `the array ${array.name} cannot be read (${readerReason(error)})`,
          "copy or download it again",
        ),
    );
};

/** A column of an array; one of times is called so, that it is known for one. */
const rawColumnOf = (array: StoredArray, name: string | null, column = 0): RawColumn => ({
  name: name !== null && isTime(array) && !namesTime(name) ? "time" : name,
  unit: isTime(array) ? timeUnit(array.unit) : array.units?.[column] ?? array.unit,
  isDate: false,
});

/** A series with the axis that is its time; several vectors are columns of one. */
const joinedArrays = (
  chosen: readonly StoredArray[],
  file: string,
  times: readonly number[],
  all: readonly StoredArray[],
): E.Either<BadInput, Laid> =>
  pipe(
    chosen,
    E.traverseArray((array) => readArray(array, file)),
    E.map((read): Laid => {
      if (read.length === 1) return laid(chosen[0]!, read[0]!, times, all);
      return {
        trials: 1,
        rows: read[0]!.length,
        columns: read.length,
        at: (_, row, column) => read[column]![row]!,
        note: null,
      };
    }),
  );

/**
 * The tables of a file of arrays: one, or a table for each trial of an array of trials × rows × columns.
 *
 * Without `variable` it takes the only array there is, or all vectors where they lie together and have one length. A vector
 * of times beside them becomes the time column. Time runs along the axis that it fits, else along the first axis; an array
 * that is clearly wider than long is turned, and a note says so. The name of a cell array means all its cells, each a
 * trial.
 *
 * @param stored What the file holds.
 * @param choice What the user says.
 * @param file Its name, for messages.
 * @errors BadInput for several arrays of which none is chosen, with the list of them; for more than 2^26 numbers; for an
 * array that is damaged.
 */
export const tablesOfStored = (
  stored: StoredFile,
  choice: ArrayChoice,
  file: string,
): E.Either<BadInput, readonly RawTable[]> => {
  const elements = elementsNamed(stored, choice.variable);
  return elements.length === 0 ? tablesOfArrays(stored, choice, file) : pipe(
    elements,
    E.traverseArray((name) => tablesOfArrays(stored, { ...choice, variable: [name] }, file)),
    E.map((tables) => tables.flat().map((table, index) => index === 0 ? table : { ...table, notes: [] })),
  );
};

/** The elements that a single name means: all cells of `trial`, `x` of all structures of `run` as `run.x`. */
const elementsNamed = ({ arrays }: StoredFile, variable: ArrayChoice["variable"]): readonly string[] => {
  const [wanted, ...more] = variable ?? [];
  return wanted === undefined || more.length > 0 || arrays.some(({ name }) => name === wanted)
    ? []
    : arrays.filter((array) => familyOf(array) === wanted).map(({ name }) => name);
};

/** The times of the rows, or why they are not known. */
type Times =
  | { readonly array: StoredArray; readonly values: Float64Array; readonly note: null }
  | { readonly array: null; readonly note: string | null };

/** Reads a vector of times; one that cannot be read is left out, and a note says so. */
const timesIn = (array: StoredArray, file: string): Times => {
  const read = readArray(array, file);
  return read._tag === "Right" ? { array, values: read.right, note: null } : {
    array: null,
    note: `${read.left.what}, so the times are not known; --dt gives the sampling interval`,
  };
};

const tablesOfArrays = (
  stored: StoredFile,
  { variable, lastRows }: ArrayChoice,
  file: string,
): E.Either<BadInput, readonly RawTable[]> =>
  pipe(
    E.Do,
    E.bindW("chosen", () => chosenArrays(stored, variable, file)),
    E.bindW("times", ({ chosen }) => E.right(timesFor(stored, chosen))),
    E.bindW("series", ({ chosen, times }) =>
      joinedArrays(
        chosen,
        file,
        times.map(({ shape }) => countOf(shape)),
        stored.arrays,
      )),
    E.bindW("time", ({ times, series }): E.Either<BadInput, Times> => {
      const fitting = times.filter(({ shape }) => countOf(shape) === series.rows);
      const [array] = fitting;
      return E.right(
        array === undefined || fitting.length > 1 ? { array: null, note: null } : timesIn(array, file),
      );
    }),
    E.map(({ chosen, series, time }): readonly RawTable[] => {
      const [first] = chosen;
      const named = chosen.length > 1 || isVector(first!);
      const columns = [
        ...(time.array === null ? [] : [rawColumnOf(time.array, lastName(time.array))]),
        ...(named
          ? chosen.map((array) => rawColumnOf(array, lastName(array)))
          : Array.from({ length: series.columns }, (_, column) => rawColumnOf(first!, null, column))),
      ];
      const width = columns.length;
      const before = width - series.columns;
      const kept = Math.min(series.rows, rowsKept(lastRows, series.trials * width));
      const dropped = series.rows - kept;
      const sampling = chosen.map((each) => each.sampling).find((each) => each !== null) ?? null;
      const format = named ? stored.format : `${stored.format}, ${first!.name} (${first!.type})`;
      return Array.from({ length: series.trials }, (_, trial): RawTable => {
        const values = new Float64Array(kept * width);
        for (let row = 0; row < kept; row++) {
          if (time.array !== null) values[row * width] = time.values[dropped + row]!;
          for (let c = 0; c < series.columns; c++) {
            values[row * width + before + c] = series.at(trial, dropped + row, c);
          }
        }
        return {
          format,
          columns,
          rows: kept,
          dropped,
          values,
          places: countedPlaces(kept, dropped),
          texts: [],
          notes: trial > 0
            ? []
            : [...stored.notes, series.note, time.note].flatMap((note) =>
              note === null ? [] : [`${file}: ${note}`]
            ),
          ...(sampling === null ? {} : { sampling }),
        };
      });
    }),
  );
