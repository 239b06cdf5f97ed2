/**
 * `lyap generate`: a trajectory of a system as a file.
 *
 * @module
 */
import * as E from "fp-ts/Either.js";
import { pipe } from "fp-ts/function.js";
import * as RTE from "fp-ts/ReaderTaskEither.js";
import * as TE from "fp-ts/TaskEither.js";
import { resolve } from "@std/path/mod.js";
import { decode } from "../../core/codec/codec.ts";
import { goOnDespite, warningOf } from "../../engine/hopeless.ts";
import { roundedTime, wholeNumber } from "../../numerics/format.ts";
import { badUsage, type LyapError } from "../../core/program/errors.ts";
import { failWith, type Program } from "../../core/program/program.ts";
import { print, status } from "../../core/program/terminal.ts";
import { counted, withoutFormula } from "../../core/program/text.ts";
import { type NamedSeries, trajectoryOf } from "../../series/generate.ts";
import { sourceOfSystem, type SystemSource } from "../../series/generate_settings.ts";
import { encodeSeries } from "../../series/npy.ts";
import { outlookOfSeries } from "../../steps/outlook.ts";
import { mayWrite, writeNewFile } from "../../steps/store/folder.ts";
import type { System } from "../../systems/system.ts";
import { type Call, command, type ExitCode } from "../command.ts";
import { systemNamed } from "../named_system.ts";
import { type SeriesFormat, seriesFormatOf } from "../series_format.ts";
import { checkFileWritable } from "../output_file.ts";
import { givenParameters, parameterOptions } from "../parameters.ts";
import { jsonOnlyOption, overwriteOption } from "../options.ts";

const DEFAULT_STEPS = 10_000;

const options = {
  steps: {
    takes: "integer",
    least: 1,
    value: "N",
    help: `how many samples; default ${wholeNumber(DEFAULT_STEPS)}`,
  },
  dt: {
    takes: "number",
    above: 0,
    value: "DT",
    help: "time units between two samples; default: the system's own",
  },
  ...parameterOptions,
  transient: {
    takes: "integer",
    least: 0,
    value: "N",
    help: "samples that are computed and dropped first; default 1000",
  },
  observe: { takes: "text", value: "X,Y", help: "names of the variables to write; default: all" },
  noise: {
    takes: "number",
    least: 0,
    value: "SD",
    help: "observation noise, in standard deviations of each variable; default 0",
  },
  seed: { takes: "integer", value: "N", help: "seed of the noise; default 0" },
  yes: { takes: "nothing", help: "start even what takes more than a day, or more memory than there is" },
  out: {
    takes: "text",
    value: "FILE",
    group: "Output",
    help: "the file to write, .csv or .npy; default: the system's name with .csv",
  },
  ...overwriteOption,
  ...jsonOnlyOption,
} as const;

type Given = Call<typeof options>["values"];

/** A heading, then the time and the values of each sample, with all their digits. */
const csvOf = ({ series: { values, rows, columns, dt }, variables }: NamedSeries): string => {
  const lines = Array.from({ length: rows }, (_, row) =>
    [
      roundedTime(row * dt),
      ...values.subarray(row * columns, (row + 1) * columns),
    ].join(","));
  return [["t", ...variables.map(withoutFormula)].join(","), ...lines, ""].join("\n");
};

const encoded = (made: NamedSeries, format: SeriesFormat): Uint8Array =>
  format === "npy" ? encodeSeries(made.series) : new TextEncoder().encode(csvOf(made));

/** The settings of the series, or what is wrong with them. */
const settingsOf = (system: System, given: Given): E.Either<LyapError, SystemSource> => {
  const { steps = DEFAULT_STEPS, dt, transient, noise, seed, observe } = given;
  const source = (parameters: Readonly<Record<string, number>>) => ({
    kind: "system",
    system: system.name,
    steps,
    parameters,
    ...(dt === undefined ? {} : { dt }),
    ...(transient === undefined ? {} : { transient }),
    ...(noise === undefined ? {} : { noise }),
    ...(seed === undefined ? {} : { seed }),
    ...(observe === undefined ? {} : { observe: observe.split(",").map((name) => name.trim()) }),
  });
  return pipe(
    givenParameters(system, given),
    E.chain((parameters) =>
      pipe(
        decode(sourceOfSystem(system), source(parameters)),
        E.mapLeft((faults): LyapError => ({ _tag: "InvalidSpec", source: "", faults })),
      )
    ),
  );
};

const refuseLarge =
  (settings: SystemSource, system: System, yes: boolean): Program<void> => (capabilities) => {
    const variables = system.variables(settings.parameters).length;
    const warning = yes ? null : warningOf(
      outlookOfSeries(settings, variables),
      `${counted(settings.steps, "sample")} of ${system.title}`,
      { cores: 1, memory: capabilities.memory() },
    );
    return warning === null ? TE.right(undefined) : goOnDespite(warning)(capabilities);
  };

const run = ({ operands, values }: Call<typeof options>): Program<ExitCode> => {
  const [operand, ...more] = operands;
  if (operand === undefined || more.length > 0) {
    return failWith(
      badUsage("generate takes one system", "for example: lyap generate lorenz --steps 5000"),
    );
  }
  const outOf = ({ name }: System): string => values.out ?? `${name}.csv`;
  return pipe(
    RTE.Do,
    RTE.bindW("system", () => systemNamed(operand)),
    RTE.bindW("settings", ({ system }) => RTE.fromEither(settingsOf(system, values))),
    RTE.bindW("format", ({ system }) => RTE.fromEither(seriesFormatOf(outOf(system)))),
    RTE.chainFirstW(({ system }) => checkFileWritable("--out", outOf(system))),
    RTE.chainFirstW(({ system }) => mayWrite(outOf(system), values.overwrite)),
    RTE.chainFirstW(({ system, settings }) => refuseLarge(settings, system, values.yes)),
    RTE.chainFirstW(({ system, settings }) =>
      status(`integrates ${system.title}: ${settings.steps} samples …`)
    ),
    RTE.bindW("made", ({ system, settings }) => RTE.fromEither(trajectoryOf(system, settings))),
    RTE.chainFirstW(() => status("")),
    RTE.chainFirstW(({ system, made, format }) =>
      writeNewFile(outOf(system), encoded(made, format), values.overwrite)
    ),
    RTE.chainFirstW(({ system, settings, made: { series: { rows, columns, dt }, variables } }) =>
      print(
        values.json
          ? JSON.stringify({ file: outOf(system), rows, columns, dt, variables, settings })
          : `${counted(rows, "sample")} of ${variables.join(", ")}, every ${dt}: ${resolve(outOf(system))}`,
      )
    ),
    RTE.map((): ExitCode => 0),
  );
};

/** Writes a trajectory of a system. */
export const generateCommand = command({
  explanation: [
    "<system> is a name that lyap systems lists, <file.ts> your own system (lyap spectrum --help).",
  ],
  options,
  computes: true,
  examples: [
    "generate lorenz --param rho=38 --steps 20000 --out lorenz.csv",
    "generate my_system.ts --observe x,y --noise 0.05 --out noisy.npy",
  ],
  run,
});
