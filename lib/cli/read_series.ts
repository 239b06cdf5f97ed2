/**
 * A series from files on the command line.
 *
 * @module
 */
import { pipe } from "fp-ts/function.js";
import * as RTE from "fp-ts/ReaderTaskEither.js";
import * as TE from "fp-ts/TaskEither.js";
import { basename } from "@std/path/mod.js";
import { importSeries } from "../datasets/import/import_series.ts";
import {
  type ImportedSeries,
  type ImportSettings,
  LARGEST_FILE,
  type SourceFile,
} from "../datasets/import/imported.ts";
import { tooLarge } from "../datasets/import/read_tables.ts";
import { badUsage, type LyapError } from "../program/errors.ts";
import { type Capabilities, failWith, type Program } from "../program/program.ts";
import { shortNumber } from "../figures/numbers.ts";
import type { Options, Values } from "./options.ts";

/** Options of every command that reads a series. */
export const seriesOptions = {
  dt: {
    takes: "number",
    value: "N",
    help: "time units between two rows; default: from a time column, else 1",
  },
  columns: { takes: "text", value: "A,B", help: "names of the columns to take, or their numbers from 1" },
  time: { takes: "text", value: "NAME", help: "the time column by name or number, or none; default: found" },
  gaps: { takes: "text", value: "HOW", help: "missing values: refuse (default), interpolate or split" },
  separator: { takes: "text", value: "S", help: "what stands between two cells; default: found" },
  decimal: { takes: "text", value: "S", help: "decimal sign, . or ,; default: found" },
} as const satisfies Options;

const readFile = (path: string): Program<SourceFile> => ({ files }: Capabilities) =>
  pipe(
    files.size(path),
    TE.chain((bytes): TE.TaskEither<LyapError, Uint8Array> =>
      bytes > LARGEST_FILE ? TE.left(tooLarge(path, bytes)) : files.read(path)
    ),
    TE.map((bytes) => ({ name: basename(path), bytes })),
  );

/** What `--gaps` and its like say, checked. */
const settingsOf = (values: Values<typeof seriesOptions>): Program<ImportSettings> => {
  const { dt, columns, time, gaps, separator, decimal } = values;
  if (gaps !== undefined && gaps !== "refuse" && gaps !== "interpolate" && gaps !== "split") {
    return failWith(badUsage(`--gaps is "${gaps}"`, "say refuse, interpolate or split"));
  }
  if (decimal !== undefined && decimal !== "." && decimal !== ",") {
    return failWith(badUsage(`--decimal is "${decimal}"`, "say . or ,"));
  }
  return RTE.right({
    ...(dt === undefined ? {} : { dt }),
    ...(columns === undefined ? {} : { columns: columns.split(",").map((name) => name.trim()) }),
    ...(time === undefined ? {} : { time }),
    ...(gaps === undefined ? {} : { gaps }),
    ...(separator === undefined ? {} : { separator: separator === "\\t" ? "\t" : separator }),
    ...(decimal === undefined ? {} : { decimal }),
  });
};

/**
 * Reads a series from files, each a trial, as the options say. A file above 256 MiB is refused before it is read.
 *
 * @param paths The files.
 * @param values The values of `seriesOptions`.
 */
export const readSeriesFiles = (
  paths: readonly string[],
  values: Values<typeof seriesOptions>,
): Program<ImportedSeries> =>
  pipe(
    settingsOf(values),
    RTE.chain((settings) =>
      pipe(
        RTE.traverseSeqArray(readFile)(paths),
        RTE.chainEitherKW((files) => importSeries(files, settings)),
      )
    ),
  );

const dtText = ({ dt, unit, from, column }: ImportedSeries["time"]): string =>
  `dt = ${dt}${unit === null ? "" : ` ${unit}`} ` + {
    "time column": `(from the column ${column})`,
    given: "(as given)",
    assumed: "(assumed: there is no time column; --dt says otherwise)",
  }[from];

/** The lines that tell what was understood of the files. */
export const importLines = (imported: ImportedSeries): readonly string[] => {
  const { series, trials, variables, files, time, stationarity, notes } = imported;
  return [
    ...files.map(({ name, format, rows }) => `${name}: ${rows} rows, ${format}`),
    `${series.rows} rows × ${series.columns} columns${
      trials.length > 1 ? ` in ${trials.length} trials` : ""
    }, ` +
    dtText(time),
    ...variables.map(({ name, unit, minimum, maximum }) =>
      `  ${name}${unit === null ? "" : ` [${unit}]`}: ${shortNumber(minimum)} to ${shortNumber(maximum)}`
    ),
    stationarity.looksStationary
      ? `looks stationary: ${stationarity.because}`
      : `does not look stationary: ${stationarity.because}`,
    ...(time.unevenness > 0.001
      ? [`the times lie up to ${shortNumber(100 * time.unevenness)} % of dt off even spacing`]
      : []),
    ...notes,
  ];
};
