/**
 * Values that are likely no measurements: marks for missing ones, lone outliers, the ends of a range that was too short.
 *
 * @module
 */
import { counted } from "../../core/program/text.ts";

/** A column as a file has it. */
export interface MarkedColumn {
  /** Its name for messages. */
  readonly name: string | number;
  /** Its values; NaN where one is missing. */
  readonly values: Float64Array;
  /** Where each row is in the file; below 0 for one that the file lacks. */
  readonly places: Float64Array;
}

/** Numbers that programs write where a value is missing. */
const USUAL: ReadonlySet<number> = new Set([
  ...[99, 999, 9999, 99999, 999999, 32767, 1e20, 1e30, 1e35, 1e36, 1e37].flatMap((size) => [size, -size]),
  -32768,
  65535,
  -99.9,
  -999.9,
  999.9,
]);

/** A mark lies this many spreads of the middle half away from it, if it is a usual one, and if it occurs again and again. */
const FAR = { usual: 4, repeated: 12 } as const;
/** At most this share of the rows are marks or outliers. */
const MOST = 0.2;
const MOST_OUTLIERS = 0.005;
/** An outlier leaves the line between its neighbours by this many times what others do at most. */
const LONE = 5;
/** The end of a range is reached by this share of the rows and more, in stretches of this many. */
const SATURATED = { share: 0.005, run: 3, rows: 8 } as const;
/** Rows that a message lists. */
const LISTED = 5;

const rowsText = (places: readonly number[]): string =>
  `row${places.length === 1 ? "" : "s"} ${places.slice(0, LISTED).join(", ")}` +
  (places.length > LISTED ? ` and ${places.length - LISTED} more` : "");

interface Middle {
  readonly median: number;
  readonly spread: number;
  readonly sorted: Float64Array;
}

const middleOf = (values: Float64Array): Middle => {
  const sorted = values.filter((value) => !Number.isNaN(value)).sort();
  const at = (share: number) => sorted[Math.floor(share * (sorted.length - 1))]!;
  return { median: at(0.5), spread: at(0.75) - at(0.25), sorted };
};

/** Values at an end of the range that are marks, with how often they occur. */
const marksOf = ({ median, spread, sorted }: Middle): readonly number[] => {
  const found: number[] = [];
  for (const ascending of [true, false]) {
    let [low, high] = [0, sorted.length - 1];
    while (low < high && (low + sorted.length - 1 - high) < MOST * sorted.length) {
      const value = ascending ? sorted[low]! : sorted[high]!;
      let count = 0;
      while (low < high && (ascending ? sorted[low] : sorted[high]) === value) {
        if (ascending) low++;
        else high--;
        count++;
      }
      const away = Math.abs(value - median);
      const isMark = (USUAL.has(value) && away > FAR.usual * spread) ||
        (count > 2 && away > FAR.repeated * spread);
      if (!isMark) break;
      found.push(value);
    }
  }
  return found;
};

/** Rows of single values that leave the line between their neighbours far more than any other. */
const outliersOf = (values: Float64Array, { median, spread, sorted }: Middle): readonly number[] => {
  const off = (i: number) => Math.abs(values[i]! - (values[i - 1]! + values[i + 1]!) / 2);
  const all: number[] = [];
  for (let i = 1; i + 1 < values.length; i++) if (!Number.isNaN(off(i))) all.push(off(i));
  const usual = Float64Array.from(all).sort()[Math.floor((1 - 4 * MOST_OUTLIERS) * (all.length - 1))] ?? 0;
  const rows: number[] = [];
  for (let i = 1; i + 1 < values.length; i++) {
    const isFar = Math.abs(values[i]! - median) > FAR.usual * spread;
    const isLone = off(i) > LONE * usual && off(i) >= Math.max(off(i - 1) || 0, off(i + 1) || 0);
    if (isFar && isLone) rows.push(i);
  }
  return usual > 0 && rows.length <= MOST_OUTLIERS * sorted.length ? rows : [];
};

/** How often an end of the range is reached, in stretches. */
const saturationOf = (values: Float64Array, end: number): readonly number[] => {
  const rows: number[] = [];
  let run = 0;
  for (let i = 0; i <= values.length; i++) {
    if (values[i] === end) run++;
    else {
      if (run >= SATURATED.run) { for (let k = i - run; k < i; k++) rows.push(k); }
      run = 0;
    }
  }
  return rows;
};

/**
 * What looks like no measurement in a column, each in a sentence with its rows and the option that mends it.
 *
 * @param column The column.
 * @example Three times −999
 * ```ts
 * import { markNotes } from "./marks.ts";
 * import { assertMatch } from "@std/assert/mod.js";
 *
 * const values = Float64Array.from({ length: 300 }, (_, i) => i % 100 === 50 ? -999 : (7 * i % 31) + i / 1e4);
 * const [note] = markNotes({ name: "x", values, places: values.map((_, i) => i + 2) });
 * assertMatch(note!, /−999 in rows 52, 152, 252 .*--missing -999 --gaps interpolate/);
 * ```
 */
export const markNotes = ({ name, values, places }: MarkedColumn): readonly string[] => {
  const middle = middleOf(values);
  if (middle.sorted.length === 0 || !(middle.spread > 0)) return [];
  const marks = marksOf(middle);
  const placesOf = (rows: readonly number[]) => rows.map((row) => Math.abs(places[row]!));
  const rowsWith = (value: number) => {
    const rows: number[] = [];
    for (let i = 0; i < values.length; i++) if (values[i] === value) rows.push(i);
    return rows;
  };
  const notes = marks.map((mark) =>
    `column ${name}: ${String(mark).replace("-", "−")} in ${
      rowsText(placesOf(rowsWith(mark)))
    } is likely a mark for ` +
    `missing values; --missing ${mark} --gaps interpolate (or split) reads it so`
  );
  const rest = values.map((value) => marks.includes(value) ? NaN : value);
  const known = middleOf(rest);
  const lone = outliersOf(rest, known);
  if (lone.length > 0) {
    const several = [...new Set(lone.map((row) => values[row]!))].slice(0, LISTED);
    notes.push(
      `column ${name}: ${counted(lone.length, "lone outlier")} in ${rowsText(placesOf(lone))}; ` +
        `--missing ${several.join(",")} --gaps interpolate leaves ${lone.length === 1 ? "it" : "these"} out`,
    );
  }
  const distinct = known.sorted.reduce(
    (count, value, i) => count + (i === 0 || value !== known.sorted[i - 1] ? 1 : 0),
    0,
  );
  const isRounded = distinct < 0.5 * known.sorted.length;
  for (const end of isRounded ? [] : [known.sorted[0]!, known.sorted[known.sorted.length - 1]!]) {
    const rows = saturationOf(rest, end);
    if (rows.length < Math.max(SATURATED.rows, SATURATED.share * values.length)) continue;
    notes.push(
      `column ${name}: it stays at ${end}, the end of its range, in ${
        rowsText(placesOf(rows))
      }: it may be saturated ` +
        `there; --missing ${end} --gaps split leaves those rows out`,
    );
  }
  return notes;
};
