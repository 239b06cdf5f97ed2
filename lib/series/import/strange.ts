/**
 * What no series may hold: text, infinite values, too few rows.
 *
 * @module
 */
import { type BadInput, badInput } from "../../core/program/errors.ts";
import { counted } from "../../core/program/text.ts";
import { columnLabel, optionText, rawColumn, type RawTable } from "./raw_table.ts";
import { increases } from "./time_axis.ts";

/** Letters of a text that a message shows. */
const SHOWN = 40;

/** Numbers whose digits are grouped: 1,234.5 and 1.234,5, 1 234 and 1'234. */
const GROUPED = /^[+-]?\d{1,3}(?:([,. '\u00a0\u202f])\d{3})(?:\1\d{3})*(?:[.,]\d+)?$/;

const mendFor = (
  text: string,
  { isDate, others, group, isTime }: {
    readonly isDate: boolean;
    readonly others: readonly (string | number)[];
    readonly group: string | number | null;
    readonly isTime: boolean;
  },
): string =>
  isDate
    ? "write all dates of the column in one way"
    : GROUPED.test(text)
    ? "write numbers without signs between groups of digits"
    : group !== null
    ? `say --group ${optionText([group])} if it separates trials, or correct it`
    : others.length > 0
    ? `correct it, or leave the column out: --columns ${optionText(others)}`
    : isTime
    ? "correct it, or say --time none --dt N if the times do not matter"
    : "give a file of numbers, rows over time";

/**
 * The first thing in the chosen columns that makes a table no series.
 *
 * @param table The table.
 * @param variables Indices of the columns of values.
 * @param time Index of the time column; null if there is none.
 * @param limits The file for the message, and how many rows are enough.
 */
export const strangeCell = (
  table: RawTable,
  variables: readonly number[],
  time: number | null,
  { file, fewestRows }: { readonly file: string; readonly fewestRows: number },
): BadInput | undefined => {
  const columns = time === null ? variables : [...variables, time];
  if (variables.length === 0) {
    return badInput(file, "it has no column apart from the time", "give at least one column of values");
  }
  const text = table.texts.find(({ column }) => columns.includes(column));
  if (text !== undefined) {
    const { isDate } = table.columns[text.column]!;
    // A column of which no text is known is named; where all hold some, no choice of columns helps.
    const others = variables.filter((index) => !table.texts.some(({ column }) => column === index))
      .map((index) => columnLabel(table.columns[index]!, index));
    return badInput(
      file,
      `"${text.text.slice(0, SHOWN)}" is not a ${isDate ? "date like those before it" : "number"}`,
      mendFor(text.text, {
        isDate,
        others: text.column === time ? [] : others,
        isTime: text.column === time,
        group: time !== null && text.column !== time && !increases(rawColumn(table, time))
          ? columnLabel(table.columns[text.column]!, text.column)
          : null,
      }),
      { row: text.place, column: columnLabel(table.columns[text.column]!, text.column) },
    );
  }
  if (table.rows >= fewestRows) return undefined;
  return table.columns.length > Math.max(table.rows, fewestRows)
    ? badInput(
      file,
      `it has ${counted(table.rows, "row")} and ${table.columns.length} columns: it seems to be transposed`,
      "give rows over time, a column for each variable (in numpy: array.T)",
    )
    : badInput(
      file,
      `it has ${counted(table.rows, "row")} of values`,
      `give at least ${fewestRows}` + (fewestRows >= 100 ? "; several thousand are usual" : ""),
    );
};

/** Places of infinite values that a message lists. */
const LISTED = 6;

/** All infinite values of the chosen columns, counted, and the first ones listed. */
export const infiniteValue = (
  { values, rows, columns: all, places }: RawTable,
  variables: readonly number[],
  time: number | null,
  file: string,
): BadInput | undefined => {
  const columns = time === null ? variables : [...variables, time];
  const found: { readonly row: number; readonly column: string | number; readonly sign: string }[] = [];
  let count = 0;
  for (let row = 0; row < rows; row++) {
    for (const column of columns) {
      const value = values[row * all.length + column]!;
      if (value !== Infinity && value !== -Infinity) continue;
      count++;
      if (found.length >= LISTED) continue;
      found.push({
        row: places[row]!,
        column: columnLabel(all[column]!, column),
        sign: value > 0 ? "" : "−",
      });
    }
  }
  const [first] = found;
  if (first === undefined) return undefined;
  const listed = found.map(({ row, column, sign }) => `${sign}∞ in row ${row} column ${column}`).join(", ");
  return badInput(
    file,
    `${counted(count, "value is", "values are")} infinite (${listed}${count > LISTED ? " …" : ""})`,
    "find out what wrote them; where they mark missing values, make them empty and say --gaps interpolate or " +
      "--gaps split",
    { row: first.row, column: first.column },
  );
};
