/**
 * `lyap estimate`: the largest Lyapunov exponent of a measured series, or all of them, and the forcing interval that
 * follows.
 *
 * @module
 */
import * as E from "fp-ts/Either.js";
import { pipe } from "fp-ts/function.js";
import * as RTE from "fp-ts/ReaderTaskEither.js";
import type { ImportedSeries } from "../../series/import/imported.ts";
import { trendOf, withoutTrend } from "../../series/filter.ts";
import { columnsNamed, knownInputs } from "../../series/inputs.ts";
import { type Series, slice } from "../../series/series.ts";
import { divergenceFigure } from "../../report/figures/divergence.ts";
import type { SeriesEstimate } from "../../lyapunov/series/series_estimate.ts";
import { seriesSpectrum } from "../../lyapunov/series/series_spectrum.ts";
import { estimateTwice } from "../../lyapunov/series/second_look/second_look.ts";
import type { EstimateSettings } from "../../lyapunov/series/settings.ts";
import { type Thinned, thinned } from "../../lyapunov/series/thinned.ts";
import { estimateTrials } from "../../lyapunov/series/trials.ts";
import { spectrumOfModel } from "../../recordings/fit/model_spectrum.ts";
import { readSavedModel } from "../../recordings/fit/saved_model.ts";
import type { Estimate } from "../../lyapunov/result.ts";
import { badUsage, type LyapError } from "../../core/program/errors.ts";
import { namesInList } from "../../core/program/name_list.ts";
import { counted, listed } from "../../core/program/text.ts";
import { failWith, type Program } from "../../core/program/program.ts";
import { note as noted, print, printProse, status } from "../../core/program/terminal.ts";
import { type Call, command, type ExitCode } from "../command.ts";
import { type AllExponents, estimateDocument, estimateLines } from "../estimate_text.ts";
import { readModelFiles } from "../model_files.ts";
import { checkPicture, drawInto } from "../output_file.ts";
import { overwriteOption } from "../options.ts";
import { importLines, readSeriesFiles, seriesOptions } from "../read_series.ts";

const LOOKED = "How the series is analysed";

const options = {
  spectrum: {
    takes: "nothing",
    group: LOOKED,
    help: "all exponents and the dimension, not only the largest",
  },
  model: {
    takes: "text",
    value: "DIR",
    group: LOOKED,
    help: "compare with the exponents of a network that lyap fit trained (with --spectrum)",
  },
  delay: {
    takes: "integer",
    least: 1,
    value: "N",
    group: LOOKED,
    help: "rows between delayed copies; default: found",
  },
  dimension: {
    takes: "integer",
    least: 1,
    value: "N",
    group: LOOKED,
    help: "delayed copies of each column; default: found",
  },
  theiler: {
    takes: "integer",
    least: 0,
    value: "N",
    group: LOOKED,
    help: "least distance of neighbours in time, in rows; default: found",
  },
  map: {
    takes: "nothing",
    group: LOOKED,
    help: "it is the series of a map; default: seen from its increments",
  },
  flow: { takes: "nothing", group: LOOKED, help: "it is the series of a flow" },
  detrend: {
    takes: "nothing",
    group: LOOKED,
    help: "subtract from each trial the straight line that fits it",
  },
  input: {
    takes: "text",
    value: "A,B",
    group: LOOKED,
    help: "columns that drive the system: they are left out, and the verdict is about the response to them",
  },
  window: { takes: "text", value: "A:B", group: LOOKED, help: "only the rows from A to B of each trial" },
  ...seriesOptions,
  svg: {
    takes: "text",
    value: "FILE",
    group: "Output",
    help: "draw the divergence of neighbours with its linear regions, as .svg or .png",
  },
  ...overwriteOption,
} as const;

type Asked = Call<typeof options>["values"];

const settingsOf = ({ delay, dimension, theiler, map, flow }: Asked): E.Either<LyapError, EstimateSettings> =>
  map && flow ? E.left(badUsage("--map and --flow are both given", "say one of them")) : E.right({
    ...(delay === undefined ? {} : { delay }),
    ...(dimension === undefined ? {} : { copies: dimension }),
    ...(theiler === undefined ? {} : { theiler }),
    ...(map || flow ? { isMap: map } : {}),
  });

/** The rows of `--window`, from 0. */
const windowOf = (
  text: string | undefined,
): E.Either<LyapError, { readonly start: number; readonly end: number } | null> => {
  if (text === undefined) return E.right(null);
  const [from, to] = text.match(/^(\d+):(\d+)$/)?.slice(1).map(Number) ?? [];
  return from === undefined || to === undefined || from < 1 || to <= from
    ? E.left(badUsage(`--window is "${text}"`, "write the first and the last row, from 1: --window 1:2000"))
    : E.right({ start: from - 1, end: to });
};

/** A series without the columns that drive it, and what its verdict then is about. */
interface Observed {
  readonly imported: ImportedSeries;
  /** Null if nothing drives it. */
  readonly note: string | null;
}

/** Takes the columns of `--input` out of a recording. */
const observedOf = (
  imported: ImportedSeries,
  { input }: Asked,
): E.Either<LyapError, Observed> => {
  if (input === undefined) return E.right({ imported, note: null });
  const inputs = [...new Set(namesInList(input))];
  const names = imported.variables.map(({ name }) => name);
  return pipe(
    knownInputs(names, inputs),
    E.map((): Observed => {
      const observed = names.filter((name) => !inputs.includes(name));
      return {
        imported: {
          ...imported,
          series: columnsNamed({ series: imported.series, variables: names }, observed).series,
          variables: imported.variables.filter(({ name }) => observed.includes(name)),
        },
        note:
          `${listed(inputs)} ${inputs.length === 1 ? "drives" : "drive"} the system and ${
            inputs.length === 1 ? "is" : "are"
          } left out: all that is said here is about the response of ${
            listed(observed)
          } to this drive. The estimate ` +
          "does not know the drive: an irregular one looks like noise, or like chaos of the system. " +
          "lyap fit --input gives it to networks, and their exponents are those given the drive.",
      };
    }),
  );
};

/** The trials as they are looked at: a window of each, without its trend. */
const trialsOf = (
  { series, trials }: ImportedSeries,
  { detrend, window }: Asked,
): E.Either<LyapError, readonly Series[]> =>
  pipe(
    windowOf(window),
    E.chain((rows): E.Either<LyapError, readonly Series[]> => {
      const parts = trials.map(({ start, end }) =>
        rows === null
          ? slice(series, start, end)
          : slice(series, Math.min(end, start + rows.start), Math.min(end, start + rows.end))
      ).filter((part) => part.rows > 0);
      return parts.length === 0
        ? E.left(badUsage(`--window ${window} leaves no rows`, `the series has ${series.rows}`))
        : E.right(detrend ? parts.map((part) => withoutTrend(part, trendOf(part))) : parts);
    }),
  );

/** Rows times columns from which on an estimate takes so long that a person wants to know why. */
const LONG = 300_000;

/** Says before a long computation what is left out of it, and what is computed. */
const sayBefore = (imported: ImportedSeries, parts: readonly Thinned[]): Program<void> => {
  const rows = parts.reduce((sum, { series }) => sum + series.rows, 0);
  const looked = `${counted(rows, "row")} of ${counted(parts[0]!.columns.length, "column")}`;
  return pipe(
    noted(
      ...(imported.series.values.length >= LONG ? [...imported.notes, `looking at ${looked}`] : []),
      ...parts.flatMap(({ note }) => note === null ? [] : [`${note} Choose others with --columns.`]),
    ),
    RTE.chain(() => status(`follows neighbours in ${looked} …`)),
  );
};

/** Exponents that are asked of a network. */
const OF_NETWORK = 5;

const exponentsOfModel = (folder: string): Program<readonly Estimate[]> =>
  pipe(
    readModelFiles(folder),
    RTE.chainEitherK(({ path, weights, document, generated }) =>
      readSavedModel(weights, document, path, generated)
    ),
    RTE.chainEitherK((saved) => spectrumOfModel(saved, OF_NETWORK)),
  );

/** All exponents of the longest trial, and of a network where one is named; null if they are not asked for. */
const allExponents = (
  parts: readonly Thinned[],
  found: SeriesEstimate,
  { spectrum, model }: Asked,
): Program<AllExponents | null> => {
  if (!spectrum) return RTE.right(null);
  const longest = parts.reduce((most, each) => each.series.rows > most.series.rows ? each : most);
  const network: Program<readonly Estimate[] | null> = model === undefined
    ? RTE.right(null)
    : exponentsOfModel(model);
  return pipe(
    network,
    RTE.map((network) => ({ series: seriesSpectrum(longest.series, found) ?? null, network })),
  );
};

/** Draws what is to be drawn and prints the result. */
const printEstimate = (
  imported: ImportedSeries,
  found: SeriesEstimate,
  all: AllExponents | null,
  values: Asked,
): Program<ExitCode> =>
  pipe(
    drawInto(values, () => divergenceFigure(imported.files[0]!.name, found)),
    RTE.chain(() =>
      values.json ? print(JSON.stringify(estimateDocument(imported, found, all))) : printProse(
        ...(values.quiet ? [] : importLines(imported)),
        ...estimateLines(found, { unit: imported.time.unit, all }),
      )
    ),
    RTE.map((): ExitCode => 0),
  );

/** Looks at a series that was read. */
const lookAt = ({ imported, note }: Observed, values: Asked): Program<ExitCode> =>
  pipe(
    RTE.Do,
    RTE.bindW("settings", () => RTE.fromEither(settingsOf(values))),
    RTE.bindW("parts", () =>
      pipe(
        RTE.fromEither(trialsOf(imported, values)),
        RTE.map((parts) => parts.map(thinned)),
      )),
    RTE.chainFirstW(({ parts }) => sayBefore(imported, parts)),
    RTE.bindW("found", ({ parts, settings }) =>
      RTE.fromEither(estimateTrials(
        parts.map(({ series }) => series),
        settings,
        estimateTwice,
      ))),
    RTE.bindW("all", ({ parts, found }) => allExponents(parts, found, values)),
    RTE.chainFirst(() => status("")),
    RTE.chain(({ parts, found, all }) => {
      const said = [note, ...parts.map((part) => part.note)].flatMap((each) => each === null ? [] : [each]);
      const looked = {
        ...imported,
        variables: parts[0]!.columns.map((index) => imported.variables[index]!),
      };
      return printEstimate(looked, { ...found, notes: [...new Set(said), ...found.notes] }, all, values);
    }),
  );

const run = ({ operands, values }: Call<typeof options>): Program<ExitCode> => {
  const [operand, ...more] = operands;
  if (operand === undefined || more.length > 0) {
    return failWith(
      badUsage("estimate takes one series", "for example: lyap estimate recording.csv --dt 0.01"),
    );
  }
  if (values.model !== undefined && !values.spectrum) {
    return failWith(badUsage("--model is given without --spectrum", "say --spectrum too"));
  }
  return pipe(
    checkPicture(values),
    RTE.chain(() => readSeriesFiles([operand], values)),
    RTE.chainEitherK((imported) => observedOf(imported, values)),
    RTE.chain((observed) => lookAt(observed, values)),
  );
};

/** Finds the largest Lyapunov exponent of a measured series. */
export const estimateCommand = command({
  options,
  computes: true,
  examples: [
    "estimate recording.csv --columns x,y --dt 0.01 --svg divergence.svg",
    "estimate recording.csv --missing -999 --gaps interpolate --spectrum",
  ],
  run,
});
