/**
 * In which format a command writes a series: that which the name of its file says.
 *
 * @module
 */
import * as E from "fp-ts/Either.js";
import { extname } from "@std/path/mod.js";
import { badUsage, type LyapError } from "../core/program/errors.ts";

/** What a series can be written as. */
export type SeriesFormat = "csv" | "npy";

/**
 * The format of a file by its name.
 *
 * @param out The file of `--out`.
 * @errors BadUsage for any other ending.
 *
 * @example Two that are written, and one that is only read
 * ```ts
 * import { seriesFormatOf } from "./series_format.ts";
 * import { assertEquals } from "@std/assert/mod.js";
 *
 * assertEquals(["a.CSV", "b.npy", "c.h5"].map((name) => seriesFormatOf(name)._tag), ["Right", "Right", "Left"]);
 * ```
 */
export const seriesFormatOf = (out: string): E.Either<LyapError, SeriesFormat> => {
  const ending = extname(out).toLowerCase();
  return ending === ".csv" || ending === ".npy"
    ? E.right(ending === ".csv" ? "csv" : "npy")
    : E.left(badUsage(
      `Cannot tell what to write to "${out}": lyap writes series as .csv or .npy, although it reads other formats`,
      "give a name that ends in .csv or .npy; pandas, xarray or MATLAB convert these",
    ));
};
