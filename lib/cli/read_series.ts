/**
 * A series from files on the command line.
 *
 * @module
 */
import { mistaken, natureOfName } from "./natures.ts";
import { pipe } from "fp-ts/function.js";
import * as RTE from "fp-ts/ReaderTaskEither.js";
import * as TE from "fp-ts/TaskEither.js";
import { resolve } from "@std/path/mod.js";
import type { ImportedSeries, ImportSettings } from "../series/import/imported.ts";
import { badInput, badUsage, type LyapError } from "../core/program/errors.ts";
import { namesInList } from "../core/program/name_list.ts";
import { failWith, type Program } from "../core/program/program.ts";
import { MOST_ROWS } from "../lyapunov/series/thinned.ts";
import { importFiles } from "../steps/source_files.ts";
import type { Options, Values } from "./options.ts";

export { importLines } from "../report/import_lines.ts";

const READ = "How the file is read";

/** Options of every command that reads a series. */
export const seriesOptions = {
  dt: {
    group: READ,
    takes: "number",
    value: "N",
    help: "time units between two rows; default: from a time column, else 1",
  },
  columns: {
    group: READ,
    takes: "text",
    value: "A,B",
    help: "names of the columns to take, or their numbers from 1",
  },
  time: {
    group: READ,
    takes: "text",
    value: "NAME",
    help: "the time column by name or number, or none; default: found",
  },
  gaps: {
    group: READ,
    takes: "text",
    value: "HOW",
    help: "missing values: refuse (default), interpolate or split",
  },
  variable: {
    group: READ,
    takes: "text",
    value: "A,B",
    help: "which arrays of an HDF5, MATLAB or EDF file to take, if it holds several",
  },
  group: {
    group: READ,
    takes: "text",
    value: "A,B",
    help: "columns that separate the trials of one long table, or none; default: trial, subject …",
  },
  dates: {
    group: READ,
    takes: "text",
    value: "ORDER",
    help: "what 5/6/84 means: dmy, mdy or ymd; default: found from the column",
  },
  missing: {
    group: READ,
    takes: "text",
    dashes: true,
    value: "N,M",
    help: "numbers that mark missing values: -999",
  },
  separator: {
    group: READ,
    takes: "text",
    value: "S",
    help: "what separates two cells; default: found",
  },
  decimal: { group: READ, takes: "text", value: "S", help: "decimal sign, . or ,; default: found" },
} as const satisfies Options;

/** What `--gaps` and its like say, checked. */
export const importSettingsOf = (values: Values<typeof seriesOptions>): Program<ImportSettings> => {
  const { dt, columns, variable, time, gaps, missing, group, dates, separator, decimal } = values;
  if (gaps !== undefined && gaps !== "refuse" && gaps !== "interpolate" && gaps !== "split") {
    return failWith(badUsage(`--gaps is "${gaps}"`, "say refuse, interpolate or split"));
  }
  const marks = missing?.split(",").map((mark) => Number(mark.trim() === "" ? NaN : mark.replace("−", "-")));
  if (marks?.some(Number.isNaN) === true) {
    return failWith(
      badUsage(`--missing is "${missing}"`, "give numbers with commas between them: -999,1e30"),
    );
  }
  const one = separator === "\\t" ? "\t" : separator;
  if (one !== undefined && one.length !== 1) {
    return failWith(
      badUsage(
        `--separator is "${separator}"`,
        "give one character, \\t for a tab, or a blank for any run of blanks",
      ),
    );
  }
  if (one !== undefined && /[\d.+"\n-]/.test(one)) {
    return failWith(
      badUsage(`--separator is "${separator}", which occurs in numbers`, "give another, or leave it out"),
    );
  }
  if (decimal !== undefined && decimal !== "." && decimal !== ",") {
    return failWith(badUsage(`--decimal is "${decimal}"`, "say . or ,"));
  }
  if (dates !== undefined && dates !== "dmy" && dates !== "mdy" && dates !== "ymd") {
    return failWith(badUsage(`--dates is "${dates}"`, "say dmy, mdy or ymd"));
  }
  const taken = columns === undefined ? undefined : namesInList(columns);
  const twice = taken?.find((name, index) => taken.indexOf(name) !== index);
  if (twice !== undefined) {
    return failWith(badUsage(`--columns names "${twice}" twice`, "name each column once"));
  }
  return RTE.right({
    ...(dt === undefined ? {} : { dt }),
    ...(taken === undefined ? {} : { columns: taken }),
    ...(variable === undefined ? {} : { variable: namesInList(variable) }),
    ...(time === undefined ? {} : { time }),
    ...(gaps === undefined ? {} : { gaps }),
    ...(group === undefined ? {} : { group: namesInList(group) }),
    ...(dates === undefined ? {} : { dates }),
    ...(marks === undefined ? {} : { missing: marks }),
    ...(one === undefined ? {} : { separator: one }),
    ...(decimal === undefined ? {} : { decimal }),
  });
};

const looksLikeName = (path: string): boolean => /^[a-z][\w-]*$/i.test(path);

const noSuchFile = (path: string): LyapError =>
  badUsage(
    `There is no file ${resolve(path)}`,
    looksLikeName(path) ? "name a file of numbers: recording.csv" : "check the path",
  );

/** Succeeds for what can be read as a file of numbers: something is there, and it is no folder and no program. */
export const isFile = (path: string): Program<void> => ({ files }) => {
  const refuse = (error: LyapError) => TE.left<LyapError, void>(error);
  if (/\.(ts|js|mjs)$/.test(path)) {
    return refuse(
      badUsage(
        `"${path}" is not a recording`,
        "name a file of numbers; lyap run takes experiments, and lyap spectrum systems",
      ),
    );
  }
  return pipe(
    TE.fromTask<boolean, LyapError>(pipe(files.list(path), TE.match(() => false, () => true))),
    TE.chain((isFolder) =>
      isFolder
        ? TE.left(badInput(path, "it is a folder", "name its files, several of them as several trials"))
        : files.exists(path)
    ),
    TE.chain((exists) => {
      const nature = natureOfName(path);
      return exists ? TE.right(undefined) : refuse(
        nature === null || nature === "recording" ? noSuchFile(path) : mistaken(path, nature, "recording"),
      );
    }),
  );
};

/**
 * Reads a series from files, each a trial, as the options say. A file above 256 MiB is refused before it is read, and
 * of more than a million rows the last million is taken.
 *
 * @param paths The files.
 * @param values The values of `seriesOptions`.
 * @param fewestRows Rows that are enough. Default: as many as an estimate needs.
 */
export const readSeriesFiles = (
  paths: readonly string[],
  values: Values<typeof seriesOptions>,
  fewestRows?: number,
): Program<ImportedSeries> =>
  pipe(
    importSettingsOf(values),
    RTE.chainFirst(() => RTE.traverseSeqArray(isFile)(paths)),
    RTE.chain((settings) =>
      importFiles(paths, {
        ...settings,
        lastRows: MOST_ROWS,
        ...(fewestRows === undefined ? {} : { fewestRows }),
      })
    ),
  );
