/**
 * Missing values and missing rows: found, and filled or cut around where the user says so.
 *
 * @module
 */
import * as E from "fp-ts/Either.js";
import { type BadInput, badInput } from "../../core/program/errors.ts";
import { counted } from "../../core/program/text.ts";
import type { GapPolicy } from "./imported.ts";

/** Rows at even times, with NaN where a value is missing. */
export interface Gridded {
  /** Row by row. */
  readonly values: Float64Array;
  /** Number of rows, those that the file lacks included. */
  readonly rows: number;
  /** Number of columns. */
  readonly columns: number;
  /** Where each row is in the file; for a row that the file lacks, minus the place of the row after it. */
  readonly places: Float64Array;
  /** Names of the columns for messages. */
  readonly names: readonly (string | number)[];
}

/** A part without gaps: rows from `start` to before `end`. */
export interface Stretch {
  readonly start: number;
  readonly end: number;
}

/** A table without gaps and the parts of it that belong together. */
export interface Gapless {
  readonly values: Float64Array;
  readonly stretches: readonly Stretch[];
  readonly notes: readonly string[];
}

/** Places of gaps that a message lists. */
const LISTED = 6;

interface Found {
  /** The first places, in words. */
  readonly listed: string;
  readonly values: number;
  readonly missingRows: number;
  readonly first: { readonly row: number; readonly column?: string | number };
}

const findGaps = ({ values, rows, columns, places, names }: Gridded): Found | undefined => {
  const listed: string[] = [];
  let missing = 0;
  let missingRows = 0;
  let first: Found["first"] | undefined;
  for (let row = 0; row < rows; row++) {
    const place = Math.abs(places[row]!);
    if (places[row]! < 0) {
      missingRows++;
      first ??= { row: place };
      const before = `rows before row ${place}`;
      if (listed.length <= LISTED && !listed.includes(before)) listed.push(before);
      continue;
    }
    for (let column = 0; column < columns; column++) {
      if (!Number.isNaN(values[row * columns + column]!)) continue;
      missing++;
      first ??= { row: place, column: names[column]! };
      if (listed.length <= LISTED) listed.push(`row ${place} column ${names[column]}`);
    }
  }
  const more = listed.length > LISTED ? " …" : "";
  return first === undefined
    ? undefined
    : { listed: listed.slice(0, LISTED).join(", ") + more, values: missing, missingRows, first };
};

const countOf = ({ values, missingRows }: Found): string =>
  [
    ...(values > 0 ? [counted(values, "value is missing", "values are missing")] : []),
    ...(missingRows > 0 ? [counted(missingRows, "row is missing", "rows are missing")] : []),
  ].join(" and ");

/** Whether all values of a row are there. */
const isWhole = ({ values, columns }: Gridded, row: number): boolean => {
  for (let i = row * columns; i < (row + 1) * columns; i++) if (Number.isNaN(values[i]!)) return false;
  return true;
};

const stretchesOf = (table: Gridded): readonly Stretch[] => {
  const out: Stretch[] = [];
  let start = -1;
  for (let row = 0; row <= table.rows; row++) {
    const whole = row < table.rows && isWhole(table, row);
    if (whole && start < 0) start = row;
    if (!whole && start >= 0) {
      out.push({ start, end: row });
      start = -1;
    }
  }
  return out;
};

/** Straight lines between the neighbours; what lies before the first or after the last value of a column stays NaN. */
const interpolated = ({ values, rows, columns }: Gridded): Float64Array => {
  const out = values.slice();
  for (let column = 0; column < columns; column++) {
    let before = -1;
    for (let row = 0; row < rows; row++) {
      const value = values[row * columns + column]!;
      if (Number.isNaN(value)) continue;
      if (before >= 0) {
        const from = values[before * columns + column]!;
        for (let between = before + 1; between < row; between++) {
          out[between * columns + column] = from + (value - from) * (between - before) / (row - before);
        }
      }
      before = row;
    }
  }
  return out;
};

/**
 * Deals with gaps as the user says.
 *
 * @param table Rows at even times, with NaN where a value is missing.
 * @param policy What to do.
 * @param file Its name, for the error message.
 * @param fewest Parts with fewer rows are left out when the table is split.
 * @errors BadInput for "refuse" when there is any gap, with the first places; and when nothing long enough is left.
 *
 * @example A straight line
 * ```ts
 * import { closeGaps } from "./gaps.ts";
 * import { assertEquals } from "@std/assert/mod.js";
 *
 * const table = { values: Float64Array.of(1, NaN, 3), rows: 3, columns: 1, places: Float64Array.of(2, 3, 4), names: ["x"] };
 * const closed = closeGaps(table, "interpolate", "a.csv", 1);
 * assertEquals(closed._tag === "Right" && [...closed.right.values], [1, 2, 3]);
 * assertEquals(closeGaps(table, "refuse", "a.csv", 1)._tag, "Left");
 * ```
 */
export const closeGaps = (
  table: Gridded,
  policy: GapPolicy,
  file: string,
  fewest: number,
): E.Either<BadInput, Gapless> => {
  const found = findGaps(table);
  if (found === undefined) {
    return E.right({ values: table.values, stretches: [{ start: 0, end: table.rows }], notes: [] });
  }
  if (policy === "refuse") {
    return E.left(badInput(
      file,
      `${countOf(found)} (${found.listed})`,
      "fill them in, or say --gaps interpolate or --gaps split",
      found.first,
    ));
  }
  if (policy === "interpolate") {
    const values = interpolated(table);
    const whole = stretchesOf({ ...table, values });
    if (whole.length === 0) {
      return E.left(
        badInput(file, "a column holds no value at all", "leave it out with --columns", found.first),
      );
    }
    const { start, end } = whole[0]!;
    const cut = table.rows - (end - start);
    return E.right({
      values,
      stretches: [{ start, end }],
      notes: [
        `${file}: ${countOf(found)}, filled in by straight lines (${found.listed})`,
        ...(cut > 0 ? [`${file}: ${counted(cut, "row")} at the ends left out, with nothing beyond`] : []),
      ],
    });
  }
  const parts = stretchesOf(table);
  const stretches = parts.filter(({ start, end }) => end - start >= fewest);
  const short = parts.length - stretches.length;
  if (stretches.length === 0) {
    return E.left(badInput(
      file,
      `${countOf(found)}; no part between them has ${fewest} rows`,
      "say --gaps interpolate, or give a recording with fewer gaps",
      found.first,
    ));
  }
  return E.right({
    values: table.values,
    stretches,
    notes: [
      `${file}: ${countOf(found)}; split into ${counted(stretches.length, "part")}` +
      (short > 0 ? `, and ${counted(short, "part")} of fewer than ${fewest} rows left out` : ""),
    ],
  });
};
