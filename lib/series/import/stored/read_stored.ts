/**
 * Reads files that are no text and no .npy: which they are, and the tables in them. The readers are loaded when such a file
 * comes, each for itself.
 *
 * @module
 */
import * as E from "fp-ts/Either.js";
import { type BadInput, badInput } from "../../../core/program/errors.ts";
import type { ImportSettings, SourceFile } from "../imported.ts";
import type { RawTable } from "../raw_table.ts";
import { tablesOfStored } from "./choose.ts";
import { readerReason } from "./stored_file.ts";
import type { StoredKind } from "./stored_kind.ts";

/** What the readers need to know of what the user says. */
export type StoredSettings = Pick<ImportSettings, "variable" | "dates" | "group" | "lastRows">;

type Tables = E.Either<BadInput, readonly RawTable[]>;

type Reader = (source: SourceFile, settings: StoredSettings) => Promise<Tables>;

const readers: Readonly<Record<StoredKind, Reader>> = {
  "EDF": async ({ name, bytes }, settings) => {
    const { readEdf } = await import("./edf.ts");
    return tablesOfStored(readEdf(bytes), settings, name);
  },
  "MATLAB": async ({ name, bytes }, settings) => {
    const { readMatlab } = await import("./matlab.ts");
    return tablesOfStored(readMatlab(bytes), settings, name);
  },
  "HDF5": async ({ name, bytes }, settings) => {
    const { withHdf5 } = await import("./hdf5.ts");
    return await withHdf5(bytes, (stored) => tablesOfStored(stored, settings, name));
  },
  "NetCDF 3": ({ name }) =>
    Promise.resolve(E.left(badInput(
      name,
      "it is a NetCDF file of version 3, of which lyap reads version 4",
      "convert it: nccopy -k nc4 OLD.nc NEW.nc",
    ))),
  "Parquet": async ({ name, bytes }, settings) => {
    if (settings.variable !== undefined) {
      return E.left(
        badInput(
          name,
          "it is one table, so --variable has nothing to choose",
          "choose columns with --columns",
        ),
      );
    }
    const { readParquet } = await import("./parquet.ts");
    return E.right([await readParquet(bytes, name, settings)]);
  },
};

/**
 * Reads a file of a known kind.
 *
 * @errors BadInput for what is damaged, for several arrays of which none is chosen, and as `tablesOfStored`.
 */
export const readStored = async (
  source: SourceFile,
  kind: StoredKind,
  settings: StoredSettings,
): Promise<Tables> => {
  try {
    return await readers[kind](source, settings);
  } catch (error) {
    return E.left(badInput(
      source.name,
      `it looks like a file of ${kind}, and cannot be read as one (${readerReason(error)})`,
      "copy or download it again, or export the numbers as .csv or .npy",
    ));
  }
};
