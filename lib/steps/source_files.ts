/**
 * Files of a user, read whole but never when they are too large.
 *
 * @module
 */
import { pipe } from "fp-ts/function.js";
import * as RTE from "fp-ts/ReaderTaskEither.js";
import * as TE from "fp-ts/TaskEither.js";
import { basename, join } from "@std/path/mod.js";
import { type ReadFile, seriesOfTables } from "../series/import/import_series.ts";
import {
  type ImportedSeries,
  type ImportSettings,
  LARGEST_FILE,
  type SourceFile,
} from "../series/import/imported.ts";
import { readTables, tooLarge } from "../series/import/read_tables.ts";
import { storedKindOf } from "../series/import/stored/stored_kind.ts";
import { badInput } from "../core/program/errors.ts";
import { readApart } from "./read_apart.ts";
import { badUsage, type LyapError } from "../core/program/errors.ts";
import { type Capabilities, failWith, type Program } from "../core/program/program.ts";
import { note } from "../core/program/terminal.ts";

/** What is said of a folder where a file is expected: the operating system's own words help nobody. */
const refuseFolder = (path: string): Program<void> => ({ files }) =>
  pipe(
    files.list(path),
    TE.map((entries) =>
      entries.filter(({ isDirectory }) => !isDirectory).map(({ name }) => join(path, name))
    ),
    TE.matchE(
      () => TE.right<LyapError, void>(undefined),
      ([first]) =>
        TE.left(badUsage(
          `"${path}" is a folder`,
          `name the files in it${first === undefined ? "" : `, for example ${first}`}; each is a trial`,
        )),
    ),
  );

/** From this many bytes on a file is read so long that a person wants to know. */
const LARGE = 2e7;

const readFile = (path: string): Program<SourceFile> => ({ files, ...others }: Capabilities) =>
  pipe(
    refuseFolder(path)({ files, ...others }),
    TE.chain(() => files.size(path)),
    TE.chain((bytes): TE.TaskEither<LyapError, Uint8Array> => {
      if (bytes > LARGEST_FILE) return TE.left(tooLarge(path, bytes));
      if (bytes < LARGE) return files.read(path);
      return pipe(
        note(`reading ${basename(path)}: ${Math.round(bytes / 1e6)} MB`)({ files, ...others }),
        TE.chain(() => files.read(path)),
      );
    }),
    TE.map((bytes) => ({ name: basename(path), bytes })),
  );

/** The tables of a file; those of HDF5, MATLAB, Parquet and EDF are read apart from this program. */
const tablesIn = (file: SourceFile, settings: ImportSettings): Program<ReadFile> => {
  const kind = storedKindOf(file.bytes);
  if (kind === null && /\.mat$/i.test(file.name)) {
    return failWith(badInput(
      file.name,
      "it is not a MATLAB file of version 5 or 7.3",
      "write it with save -v7, or with scipy.io.savemat",
    ));
  }
  const tables: Program<ReadFile["tables"]> = kind !== null
    ? readApart(file, kind, settings)
    : settings.variable === undefined
    ? RTE.fromEither(readTables(file, settings))
    : failWith(badInput(
      file.name,
      "it is one table, so --variable has nothing to choose",
      "choose columns with --columns",
    ));
  return pipe(tables, RTE.map((tables) => ({ name: file.name, tables })));
};

/**
 * A series from files, each a trial. A file above 256 MiB is refused before it is read.
 *
 * @errors As `seriesOfTables`, as the readers of each kind of file, and EnvironmentFault for a file that is not there.
 */
export const importFiles = (
  paths: readonly string[],
  settings: ImportSettings,
): Program<ImportedSeries> =>
  pipe(
    RTE.traverseSeqArray(readFile)(paths),
    RTE.chain((files) => RTE.traverseSeqArray((file: SourceFile) => tablesIn(file, settings))(files)),
    RTE.chainEitherKW((files) => seriesOfTables(files, settings)),
  );
