/**
 * What a file holds that may have several arrays: their names, shapes and types, and how to get at their numbers.
 *
 * @module
 */
import { countOf } from "../../../numerics/shape.ts";
import type { StatedSampling } from "../raw_table.ts";

/** One array of a file, as the program that wrote it has it. */
export interface StoredArray {
  /** Its path in the file: "run1/data", "EEG.data". */
  readonly name: string;
  /** Lengths of its axes. */
  readonly shape: readonly number[];
  /** "float64", "int16 at 256 Hz": for people. */
  readonly type: string;
  /** Null if the file states none. */
  readonly unit: string | null;
  /** The unit of each column, where they differ. */
  readonly units?: readonly string[];
  /** Time between two of its rows; null if the file states none. */
  readonly sampling: StatedSampling | null;
  /** Why its numbers cannot be taken; absent if they can. */
  readonly unreadable?: string;
  /** Whether it only says where the numbers of others are: a coordinate of NetCDF. */
  readonly isCoordinate?: boolean;
  /** All its numbers in C order, NaN for gaps. It may throw. */
  readonly read: () => Float64Array;
}

/** A file of arrays. */
export interface StoredFile {
  /** "HDF5", "MATLAB 5": what it turned out to be. */
  readonly format: string;
  /** In the order of the file. */
  readonly arrays: readonly StoredArray[];
  /** What else a reader should know. */
  readonly notes: readonly string[];
}

/**
 * The name of one element of a cell array or of an array of structures, as MATLAB's users write it.
 *
 * @param index From 0.
 * @param bracket Which bracket begins the index.
 *
 * @example The second cell
 * ```ts
 * import { elementName } from "./stored_file.ts";
 * import { assertEquals } from "@std/assert/mod.js";
 *
 * assertEquals([elementName("trial", 1, "{"), elementName("EEG", 0, "(")], ["trial{2}", "EEG(1)"]);
 * ```
 */
export const elementName = (name: string, index: number, bracket: "(" | "{"): string =>
  `${name}${bracket}${index + 1}${bracket === "{" ? "}" : ")"}`;

/** Numbers that are taken at most of an array: as many as a file of 256 MiB holds in float32. */
export const MOST_STORED = 1 << 26;

/**
 * Numbers of any type as float64; an integer that float64 cannot hold is an error that says so.
 *
 * @param marks What marks a missing value, and becomes NaN. Default: nothing does.
 */
export const toNumbers = (
  values: ArrayLike<number | bigint>,
  marks: readonly number[] = [],
): Float64Array => {
  const out = new Float64Array(values.length);
  for (let i = 0; i < values.length; i++) {
    const value = values[i]!;
    out[i] = Number(value);
    if (marks.includes(out[i]!)) out[i] = NaN;
    else if (typeof value === "bigint" && !Number.isSafeInteger(out[i])) {
      throw new Error(`entry ${i + 1} is an integer beyond 2^53, which float64 cannot hold`);
    }
  }
  return out;
};

/**
 * Numbers whose first axis runs fastest, as MATLAB and Fortran have them, in C order.
 *
 * @example Two rows of three
 * ```ts
 * import { fromFortranOrder } from "./stored_file.ts";
 * import { assertEquals } from "@std/assert/mod.js";
 *
 * assertEquals([...fromFortranOrder(Float64Array.of(1, 4, 2, 5, 3, 6), [2, 3])], [1, 2, 3, 4, 5, 6]);
 * ```
 */
export const fromFortranOrder = (values: Float64Array, shape: readonly number[]): Float64Array => {
  if (shape.filter((length) => length !== 1).length < 2) return values;
  const out = new Float64Array(values.length);
  const index = shape.map(() => 0);
  const strides = shape.map((_, axis) => countOf(shape.slice(axis + 1)));
  let place = 0;
  for (let i = 0; i < values.length; i++) {
    out[place] = values[i]!;
    for (let axis = 0; axis < shape.length; axis++) {
      index[axis]!++;
      place += strides[axis]!;
      if (index[axis]! < shape[axis]!) break;
      place -= strides[axis]! * shape[axis]!;
      index[axis] = 0;
    }
  }
  return out;
};

/** What a reader says, in a few words of one line; of the stack of HDF5's errors the first. */
export const readerReason = (error: unknown): string => {
  if (error instanceof TypeError || error instanceof RangeError) return "its content makes no sense";
  const said = (error instanceof Error ? error.message : String(error)).replaceAll(/\s+/g, " ").trim();
  return (/^HDF5-DIAG.*? in \w+\(\): (.*?) major: /.exec(said)?.[1] ?? said).slice(0, 200) ||
    "without a reason";
};
