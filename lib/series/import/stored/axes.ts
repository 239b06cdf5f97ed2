/**
 * Which axes of an array are trials, rows and columns.
 *
 * @module
 */
import { countOf } from "../../../numerics/shape.ts";
import { counted } from "../../../core/program/text.ts";
import { FEWEST_IMPORTED_ROWS } from "../imported.ts";
import { axesOf, folderOf, shapeText } from "./array_names.ts";
import type { StoredArray } from "./stored_file.ts";

/** Fewer rows than this are no series, and more columns than this many times the rows are rows themselves. */
const [FEWEST_ROWS, MUCH_WIDER] = [FEWEST_IMPORTED_ROWS, 10] as const;

/** A matrix with its rows over time. */
export interface Laid {
  readonly trials: number;
  readonly rows: number;
  readonly columns: number;
  /** The number of a trial, a row and a column. */
  readonly at: (trial: number, row: number, column: number) => number;
  readonly note: string | null;
}

/** What single numbers beside an array say of its axes; EEGLAB writes them. */
const STATED_AXES = { columns: "nbchan", rows: "pnts", trials: "trials" } as const;

/** What its axes are, each by its number. */
interface Axes {
  readonly trials: number | null;
  readonly rows: number;
  /** Those of the columns; none for a vector. */
  readonly columns: readonly number[];
}

/** The axes as single numbers beside the array tell them: channels × points × trials. */
const statedAxes = (array: StoredArray, all: readonly StoredArray[]): Axes | null => {
  const [columns, rows, trials] = [STATED_AXES.columns, STATED_AXES.rows, STATED_AXES.trials].map((name) => {
    const stated = all.find((each) =>
      each.unreadable === undefined && each.name === folderOf(array) + name && countOf(each.shape) === 1
    );
    return stated?.read()[0];
  });
  const fits = array.shape[0] === columns && array.shape[1] === rows && (array.shape[2] ?? 1) === trials;
  return !fits ? null : { columns: [0], rows: 1, trials: array.shape.length === 3 ? 2 : null };
};

/** Which axes of a shape are what: time runs along that which a vector of times fits, else along the first of the last two. */
const foundAxes = (shape: readonly number[], times: readonly number[]): Axes => {
  if (shape.length < 2) return { trials: null, rows: 0, columns: [] };
  if (
    shape.length === 3 && times.includes(shape[0]!) && !shape.slice(1).some((each) => times.includes(each))
  ) {
    return { trials: null, rows: 0, columns: [1, 2] };
  }
  const [first, second] = shape.slice(-2) as [number, number];
  const before = shape.length - 2;
  const isKnown = times.includes(first) !== times.includes(second);
  const turned = isKnown
    ? times.includes(second)
    : first < second && (first < FEWEST_ROWS ? second >= FEWEST_ROWS : second >= MUCH_WIDER * first);
  return {
    trials: before === 1 ? 0 : null,
    rows: before + (turned ? 1 : 0),
    columns: [before + (turned ? 0 : 1)],
  };
};

/** What a note says of an array whose axes are not rows × columns. */
const axesNote = (
  array: StoredArray,
  { trials, rows, columns }: Laid,
  { hasTrials, isTurned }: { readonly hasTrials: boolean; readonly isTurned: boolean },
): string | null =>
  hasTrials || array.shape.filter((length) => length !== 1).length === 3
    ? `${array.name} has ${shapeText(array)} numbers, taken for ${counted(trials, "trial")} of ${
      counted(rows, "row")
    } × ${counted(columns, "column")}`
    : isTurned
    ? `${array.name} has ${shapeText(array)} numbers: time runs along the axis of ${rows}`
    : null;

/** An array with its axes put right: as the file says beside it, else as a vector of times fits, else by its lengths. */
export const laid = (
  array: StoredArray,
  values: Float64Array,
  times: readonly number[],
  all: readonly StoredArray[],
): Laid => {
  const stated = statedAxes(array, all);
  const shape = stated === null ? axesOf(array) : array.shape;
  const { trials, rows, columns } = stated ?? foundAxes(shape, times);
  const stride = (axis: number | undefined): number =>
    axis === undefined || axis >= shape.length ? 0 : countOf(shape.slice(axis + 1));
  const [ofTrial, ofRow, ofColumn] = [stride(trials ?? undefined), stride(rows), stride(columns.at(-1))];
  const found: Laid = {
    trials: trials === null ? 1 : shape[trials]!,
    rows: shape[rows] ?? 1,
    columns: countOf(columns.map((axis) => shape[axis]!)),
    at: (trial, row, column) => values[trial * ofTrial + row * ofRow + column * ofColumn]!,
    note: null,
  };
  const note = axesNote(array, found, {
    hasTrials: trials !== null,
    isTurned: columns.length === 1 && columns[0]! < rows,
  });
  return { ...found, note };
};
