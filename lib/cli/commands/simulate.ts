/**
 * `lyap simulate`: goes on from data with a saved model.
 *
 * @module
 */
import * as E from "fp-ts/Either.js";
import { pipe } from "fp-ts/function.js";
import * as RTE from "fp-ts/ReaderTaskEither.js";
import { resolve } from "@std/path/mod.js";
import type { Series } from "../../series/series.ts";
import { slice } from "../../series/series.ts";
import { encodeSeries } from "../../series/npy.ts";
import {
  columnsMatch,
  type ModelDocument,
  readSavedModel,
  type SavedModel,
} from "../../recordings/fit/saved_model.ts";
import { readModelFiles } from "../model_files.ts";
import { encodeCsv, type GivenData, mostSteps, rowsNeeded, simulate } from "../../recordings/fit/simulate.ts";
import { roundedTime } from "../../numerics/format.ts";
import { badUsage, cannotCompute, type LyapError } from "../../core/program/errors.ts";
import { counted, withoutFormula } from "../../core/program/text.ts";
import { listOfNames } from "../../core/program/name_list.ts";
import { failWith, type Program } from "../../core/program/program.ts";
import { note, print, status } from "../../core/program/terminal.ts";
import { mayWrite, writeNewFile } from "../../steps/store/folder.ts";
import { type Call, command, type ExitCode } from "../command.ts";
import { checkFileWritable } from "../output_file.ts";
import { overwriteOption } from "../options.ts";
import { readSeriesFiles, seriesOptions } from "../read_series.ts";
import { type SeriesFormat, seriesFormatOf } from "../series_format.ts";

const DEFAULT_STEPS = 1000;
const DEFAULT_OUT = "simulation.csv";

/** What must be known of the numbers that a model gives which was trained on deviations from a line. */
const lineNote = ({ detrend, trend }: ModelDocument, given: GivenData | null): readonly string[] => {
  if (!detrend) return [];
  if (trend === undefined) {
    return [
      "An older lyap trained the model on deviations from a straight line (--detrend) and did not keep the line. The " +
      "values are such deviations too, and the data lose a straight line that fits them.",
    ];
  }
  if (given === null || (trend.recordings === 1 && given.time !== null)) {
    return ["The straight line that --detrend took off the recording continues in the values."];
  }
  return [
    "A straight line was fitted to the data and taken off (--detrend). It continues in the values, since " +
    (trend.recordings > 1
      ? `each of the ${trend.recordings} recordings of the fit had its own.`
      : "no time column says where the data are on the line of the recording."),
  ];
};

/** What must be known of columns that are taken by their places, because the model knows none of their names. */
const placesNote = (
  given: readonly { readonly name: string }[],
  { variables }: ModelDocument,
): readonly string[] => {
  const names = given.map(({ name }) => name);
  const isKnown = (name: string, index: number): boolean =>
    withoutFormula(name) === withoutFormula(variables[index]!);
  // Columns without a name are x1, x2 …
  return names.every((name, index) => name === `x${index + 1}` || isKnown(name, index))
    ? []
    : [`Takes ${names.join(", ")} of the data for ${variables.join(", ")} of the model.`];
};

const options = {
  steps: { takes: "integer", least: 1, value: "N", help: `how many steps; default ${DEFAULT_STEPS}` },
  from: {
    takes: "text",
    value: "FILE",
    help: "data to continue; default: the recording, or the longest of several",
  },
  "input-file": {
    takes: "text",
    value: "FILE",
    help: "the inputs from the end of the data on: by time if both files have times, else from the first row",
  },
  "input-variable": {
    takes: "text",
    value: "A,B",
    help: "arrays of --input-file, if it holds several; --variable is about --from",
  },
  out: {
    takes: "text",
    value: "FILE",
    group: "Output",
    help: "the file to write, .csv or .npy; default simulation.csv",
  },
  ...overwriteOption,
  ...seriesOptions,
} as const;

type SimulateCall = Call<typeof options>;

const readModel = (operand: string): Program<SavedModel> =>
  pipe(
    readModelFiles(operand),
    RTE.chainEitherK(({ path, weights, document, generated }) =>
      readSavedModel(weights, document, path, generated)
    ),
  );

/** Data to go on from. */
interface Data {
  /** The rows; null if the network starts where the recording ended. */
  readonly given: GivenData | null;
  /** The time of the last of them. */
  readonly time: number;
}

/** The last trial of the data to go on from. */
const readData = (
  { from, dt, "input-file": _, "input-variable": _variable, ...given }: SimulateCall["values"],
  saved: SavedModel,
): Program<Data> => {
  // Of data that hold the inputs too only what the model observes is taken.
  const values = saved.document.inputs === undefined || given.columns !== undefined
    ? given
    : { ...given, columns: listOfNames(saved.document.variables) };
  return readFrom(from, dt, values, saved);
};

const readFrom = (
  from: string | undefined,
  dt: number | undefined,
  values: Omit<SimulateCall["values"], "from" | "dt" | "input-file" | "input-variable">,
  saved: SavedModel,
): Program<Data> =>
  from === undefined ? RTE.right({ given: null, time: saved.document.startTime }) : pipe(
    readSeriesFiles([from], { ...values, dt }, rowsNeeded(saved.document)),
    RTE.chainFirstEitherK(({ variables }) => columnsMatch(variables, saved.document)),
    RTE.chainFirstW(({ variables }) => note(...placesNote(variables, saved.document))),
    RTE.chainEitherK(({ series, trials, time }): E.Either<LyapError, Data> => {
      const last = trials.at(-1)!;
      const rows = last.end - last.start;
      return rows > 1 && time.from !== "assumed" && Math.abs(time.dt / saved.document.dt - 1) > 1e-6
        ? E.left(cannotCompute(
          `The data have dt = ${time.dt}, and the model has ${saved.document.dt}`,
          "resample the data, or give --dt if their times are in another unit",
        ))
        : E.right({
          given: {
            series: slice(series, last.start, last.end),
            time: time.column === null ? null : last.startTime,
          },
          time: last.startTime + (rows - 1) * saved.document.dt,
        });
    }),
  );

/** Rows of inputs may lie off those of the data by this share of a step. */
const OFF_ROW = 0.1;

/** The inputs from the last row of the data on; null if none are given. */
const readInputs = (
  { "input-file": file, "input-variable": own, from, dt, variable: shared, ...given }: SimulateCall["values"],
  { document }: SavedModel,
  { time, given: data }: Data,
): Program<Series | null> => {
  if (file === undefined) return RTE.right(null);
  if (document.inputs === undefined) {
    return failWith(badUsage("The model has no inputs", "leave --input-file out"));
  }
  const { names, units } = document.inputs;
  const variable = own ?? (from === undefined ? shared : undefined);
  return pipe(
    readSeriesFiles([file], { ...given, dt, variable, columns: listOfNames(names) }, 1),
    RTE.chainFirstEitherK(({ variables }) => columnsMatch(variables, { variables: names, units })),
    RTE.chainEitherK(({ series, trials, time: axis }): E.Either<LyapError, Series> => {
      const last = trials.at(-1)!;
      const rows = slice(series, last.start, last.end);
      if (rows.rows > 1 && axis.from !== "assumed" && Math.abs(axis.dt / document.dt - 1) > 1e-6) {
        return E.left(cannotCompute(
          `The inputs have dt = ${axis.dt}, and the model has ${document.dt}`,
          "resample them, or give --dt if their times are in another unit",
        ));
      }
      const isPlaced = axis.column !== null && (data === null || data.time !== null);
      const exact = isPlaced ? (time - last.startTime) / document.dt : 0;
      const first = Math.round(exact);
      if (Math.abs(exact - first) > OFF_ROW) {
        return E.left(cannotCompute(
          `The rows of the inputs are between those of the data: none is at ${time}, where the data end`,
          "resample them at the times of the data",
        ));
      }
      return first < 0
        ? E.left(cannotCompute(
          `The inputs begin at ${last.startTime}, after the last row of the data at ${time}`,
          "give them from there on",
        ))
        : E.right(slice(rows, Math.min(first, rows.rows)));
    }),
  );
};

/** Writes a simulated series and says where it lies. */
const deliver = (
  saved: SavedModel,
  { series, data, format }: {
    readonly series: Series;
    readonly data: Data;
    readonly format: SeriesFormat;
  },
  { out = DEFAULT_OUT, overwrite, json }: SimulateCall["values"],
): Program<ExitCode> => {
  const startTime = data.time + saved.document.dt;
  const bytes = format === "csv" ? encodeCsv(series, saved.document, startTime) : encodeSeries(series);
  const { rows, columns, dt } = series;
  const document = { file: out, rows, columns, dt, startTime: roundedTime(startTime, dt) };
  return pipe(
    note(...lineNote(saved.document, data.given)),
    RTE.chain(() => writeNewFile(out, bytes, overwrite)),
    RTE.chain(() =>
      print(
        json
          ? JSON.stringify(document)
          : `${counted(rows, "step")} of ${saved.document.variables.join(", ")}: ${resolve(out)}`,
      )
    ),
    RTE.map((): ExitCode => 0),
  );
};

/** A series that would not fit into memory is refused. */
const refuseLong = ({ model }: SavedModel, steps: number): E.Either<LyapError, void> =>
  steps <= mostSteps(model) ? E.right(undefined) : E.left(badUsage(
    `--steps is ${steps}, which would fill the memory`,
    `give at most ${mostSteps(model)} for this network, and continue the result with --from`,
  ));

const run = ({ operands, values }: SimulateCall): Program<ExitCode> => {
  const [operand, ...more] = operands;
  if (operand === undefined || more.length > 0) {
    return failWith(
      badUsage("simulate takes one model", "for example: lyap simulate recording-fit --steps 500"),
    );
  }
  const { steps = DEFAULT_STEPS, out = DEFAULT_OUT } = values;
  return pipe(
    RTE.Do,
    RTE.bindW("format", () => RTE.fromEither(seriesFormatOf(out))),
    RTE.chainFirst(() => checkFileWritable("--out", out)),
    RTE.chainFirst(() => mayWrite(out, values.overwrite)),
    RTE.bindW("saved", () => readModel(operand)),
    RTE.chainFirstW(({ saved }) => RTE.fromEither(refuseLong(saved, steps))),
    RTE.bindW("data", ({ saved }) => readData(values, saved)),
    RTE.bindW("inputs", ({ saved, data }) => readInputs(values, saved, data)),
    RTE.chain(({ saved, data, inputs, format }) =>
      pipe(
        status(`goes on for ${counted(steps, "step")} …`),
        RTE.chain(() => RTE.fromEither(simulate(saved, steps, data.given, inputs))),
        RTE.chainFirst(() => status("")),
        RTE.chain((series) => deliver(saved, { series, data, format }, values)),
      )
    ),
  );
};

/** Goes on from data with a saved model. */
export const simulateCommand = command({
  options,
  computes: true,
  examples: ["simulate recording-fit --steps 500", "simulate recording-fit --from newer.csv --out next.npy"],
  run,
});
