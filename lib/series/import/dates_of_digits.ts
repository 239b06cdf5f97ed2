/**
 * Dates that are written without marks, 19840605 or 198406, and so look like numbers.
 *
 * @module
 */
import { dateOfDigits } from "./dates.ts";
import { namesTime, rawColumn, type RawTable } from "./raw_table.ts";
import { increases } from "./time_axis.ts";

/** Fewer rows may be twelve numbers in a row that happen to be months. */
const FEWEST_ROWS = 14;

/** Seconds since 1970 of a column in which each number stands for a day, or each for a month, later than the one before. */
const secondsOfDigits = (numbers: Float64Array): Float64Array | null => {
  const [first] = numbers;
  if (numbers.length < FEWEST_ROWS || first === undefined || !increases(numbers)) return null;
  const seconds = new Float64Array(numbers.length);
  for (const [row, number] of numbers.entries()) {
    const date = String(number).length === String(first).length ? dateOfDigits(number) : null;
    if (date === null) return null;
    seconds[row] = date;
  }
  return seconds;
};

/**
 * A table whose first column, or one that is named as the time, holds such dates, with seconds in place of the digits. Hardly
 * any numbers else pass over all days that a calendar does not have.
 */
export const withDatesOfDigits = (table: RawTable): RawTable => {
  const index = table.columns.findIndex(({ name, isDate, labels, leftOut }, at) =>
    !isDate && labels === undefined && leftOut === undefined &&
    (at === 0 || (name !== null && namesTime(name)))
  );
  if (index < 0 || table.columns.length < 2 || table.columns.some(({ isDate }) => isDate)) return table;
  const seconds = secondsOfDigits(rawColumn(table, index));
  if (seconds === null) return table;
  const values = table.values.slice();
  seconds.forEach((each, row) => values[row * table.columns.length + index] = each);
  return {
    ...table,
    values,
    columns: table.columns.map((column, at) =>
      at === index ? { ...column, unit: null, isDate: true } : column
    ),
  };
};
