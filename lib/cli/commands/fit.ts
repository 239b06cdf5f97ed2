/**
 * `lyap fit`: from a recording to trained networks and a report.
 *
 * @module
 */
import * as E from "fp-ts/Either.js";
import { pipe } from "fp-ts/function.js";
import * as RTE from "fp-ts/ReaderTaskEither.js";
import { basename } from "@std/path/mod.js";
import { measureCalled } from "../../measures/identity.ts";
import { cellCodec, type CellInput } from "../../networks/catalogue.ts";
import { fit, type FitResult } from "../../recordings/fit/fit.ts";
import { DEFAULT_MINUTES, type FitOptions } from "../../recordings/fit/options.ts";
import { shortNumber } from "../../numerics/format.ts";
import { badUsage, type LyapError } from "../../core/program/errors.ts";
import { namesInList } from "../../core/program/name_list.ts";
import { failWith, type Program } from "../../core/program/program.ts";
import { print, printProse } from "../../core/program/terminal.ts";
import { decode } from "../../core/codec/codec.ts";
import { type Call, command, type ExitCode } from "../command.ts";
import { importSettingsOf, isFile, seriesOptions } from "../read_series.ts";
import { checkedOption, jobsOption, storeOption } from "../shared_options.ts";
import { pageLine } from "../summary.ts";
import { tableLines } from "../table.ts";

const options = {
  minutes: { takes: "number", above: 0, value: "N", help: `how long to wait; default ${DEFAULT_MINUTES}` },
  yes: { takes: "nothing", help: "make the smallest fit even where it takes longer than --minutes" },
  test: {
    takes: "text",
    value: "FILE",
    help: "judge the networks on this file, and use all of the recording; default: its end is held out",
  },
  seed: { takes: "integer", value: "N", help: "the first seed; default 1" },
  sparse: {
    takes: "text",
    value: "CELL",
    help: "cell under sparse forcing, NAME or NAME:UNITS; default PLRNN",
  },
  generalized: {
    takes: "text",
    value: "CELL",
    help: "cell under generalized forcing, NAME or NAME:UNITS; default shPLRNN",
  },
  detrend: {
    takes: "nothing",
    group: "What is done to the series",
    help: "take the straight line that fits the training part off the series",
  },
  smooth: {
    takes: "number",
    above: 0,
    value: "N",
    group: "What is done to the series",
    help: "smooth with a Gaussian kernel, N steps wide",
  },
  input: {
    takes: "text",
    value: "A,B",
    group: "What is done to the series",
    help: "columns that drive the system: networks are given them at every step, and do not make them",
  },
  ...seriesOptions,
  out: {
    takes: "text",
    value: "DIR",
    isFolder: true,
    group: "Output",
    help: "where the result goes; default: the file's name with -fit",
  },
  overwrite: {
    takes: "nothing",
    group: "Output",
    help: "write over what lies there, other than an earlier fit of the same",
  },
  ...storeOption,
  ...jobsOption,
  ...checkedOption,
} as const;

type FitCall = Call<typeof options>;

const cellOf = (name: string, text: string | undefined): E.Either<LyapError, CellInput | undefined> => {
  if (text === undefined) return E.right(undefined);
  const [kind, units = "30"] = text.split(":");
  return pipe(
    decode(cellCodec, { kind, units: Number(units) }),
    E.mapLeft((faults) =>
      badUsage(
        `--${name} is "${text}"`,
        faults.map(({ path, expected }) => `${path.replace("$.", "")} must be ${expected}`).join("; "),
      )
    ),
  );
};

const optionsOf = ({ operands, values }: FitCall): Program<FitOptions> => {
  const [first] = operands;
  if (first === undefined) {
    return failWith(badUsage("fit takes one file or several", "for example: lyap fit recording.csv"));
  }
  const { out, overwrite, minutes, detrend, smooth, seed, store, jobs } = values;
  const inputs = values.input === undefined ? undefined : [...new Set(namesInList(values.input))];
  return pipe(
    RTE.Do,
    RTE.chainFirst(() =>
      RTE.traverseSeqArray(isFile)([...operands, ...(values.test === undefined ? [] : [values.test])])
    ),
    RTE.bindW("settings", () => importSettingsOf(values)),
    RTE.bindW("sparse", () => RTE.fromEither(cellOf("sparse", values.sparse))),
    RTE.bindW("generalized", () => RTE.fromEither(cellOf("generalized", values.generalized))),
    RTE.map(({ settings, sparse, generalized }): FitOptions => ({
      files: operands,
      out: out ?? `${basename(first).replace(/(\.([A-Za-z0-9]{1,4}|parquet)){1,2}$/, "")}-fit`,
      overwrite,
      checked: values.checked,
      import: settings.columns === undefined || inputs === undefined
        ? settings
        : { ...settings, columns: [...new Set([...settings.columns, ...inputs])] },
      preparation: {
        ...(inputs === undefined ? {} : { inputs }),
        ...(detrend ? { detrend } : {}),
        ...(smooth === undefined ? {} : { smoothing: smooth }),
      },
      cells: {
        ...(sparse === undefined ? {} : { sparse }),
        ...(generalized === undefined ? {} : { generalized }),
      },
      ...(values.test === undefined ? {} : { test: values.test }),
      ...(minutes === undefined ? {} : { minutes }),
      ...(seed === undefined ? {} : { seed }),
      evenLonger: values.yes,
      store,
      ...(jobs === undefined ? {} : { jobs }),
    })),
  );
};

const number = (value: number | null | undefined, digits = 3): string =>
  value === null || value === undefined ? "–" : shortNumber(value, digits);

/** All networks in a table, the chosen one marked. */
const tableOf = ({ result, chosen }: FitResult): readonly string[] => {
  const names = [...new Set(result.runs.flatMap(({ labels }) => Object.keys(labels)))]
    .filter((name) => name !== "observation")
    .filter((name) => name === "cell" || new Set(result.runs.map(({ labels }) => labels[name])).size > 1);
  const measures = [...new Set(result.runs.flatMap((run) => Object.keys(run.measures)))];
  return tableLines([
    ["", ...names, ...measures.map(measureCalled), "λ₁ per step"],
    ...result.runs.map(({ id, labels, measures: values, lyapunov, outcome }) => [
      id === chosen ? "→" : "",
      ...names.map((name) => String(labels[name] ?? "")),
      ...measures.map((name) => outcome === "diverged" ? "diverged" : number(values[name])),
      number(lyapunov?.exponents[0]),
    ]),
  ], Array.from({ length: names.length + measures.length + 1 }, (_, index) => index + 2));
};

const tell = (found: FitResult, json: boolean): Program<ExitCode> => {
  const { level, dynamics, because, sentences, chosen, place, reservation } = found;
  const { understood, plan, leftOut, result, page } = found;
  const document = {
    ...{ level, reservation, dynamics, because, chosen, place, understood },
    sizes: plan.sizes,
    leftOut,
    ...result,
  };
  return pipe(
    json ? print(JSON.stringify({ ...document, report: page })) : pipe(
      print(...tableOf(found), ""),
      RTE.chain(() => printProse(...sentences)),
      RTE.chain(() => print("", pageLine(page))),
    ),
    RTE.map((): ExitCode => 0),
  );
};

/** Fits networks to a recording. */
export const fitCommand = command({
  explanation: [
    "<file…> are .csv, other delimited text, .npy, .json, Parquet, HDF5, NetCDF-4, MATLAB or EDF: a row for each moment, " +
    "a column for each variable.",
  ],
  options,
  computes: true,
  examples: ["fit recording.csv", "fit trial1.csv trial2.csv --columns x,y --minutes 10 --out both"],
  run: (call) => pipe(optionsOf(call), RTE.chain(fit), RTE.chain((found) => tell(found, call.values.json))),
});
