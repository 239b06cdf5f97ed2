/**
 * `lyap estimate`: the largest Lyapunov exponent of a measured series, and the forcing interval that follows.
 *
 * @module
 */
import { pipe } from "fp-ts/function.js";
import * as RTE from "fp-ts/ReaderTaskEither.js";
import type { ImportedSeries } from "../../series/import/imported.ts";
import { type Series, slice } from "../../series/series.ts";
import { divergenceFigure } from "../../figures/divergence.ts";
import { estimateExponent, type SeriesEstimate } from "../../lyapunov/series/estimate.ts";
import { type Thinned, thinned } from "../../lyapunov/series/thinned.ts";
import { badUsage } from "../../program/errors.ts";
import { counted } from "../../program/text.ts";
import { failWith, type Program } from "../../program/program.ts";
import { note as noted, print, status } from "../../program/terminal.ts";
import { type Call, command, type ExitCode } from "../command.ts";
import { estimateDocument, estimateLines } from "../estimate_text.ts";
import { checkPicture, drawInto } from "../output_file.ts";
import { overwriteOption } from "../options.ts";
import { importLines, readSeriesFiles, seriesOptions } from "../read_series.ts";

const options = {
  ...seriesOptions,
  svg: {
    takes: "text",
    value: "FILE",
    group: "Output",
    help: "draw the divergence of neighbours with its linear regions, as .svg or .png",
  },
  ...overwriteOption,
} as const;

/** The longest recording without interruption; neighbours are followed in time, so no other can be joined to it. */
const longestTrial = (
  { series, trials }: ImportedSeries,
): { readonly series: Series; readonly note: string | null } => {
  const longest = trials.reduce((most, each) => each.end - each.start > most.end - most.start ? each : most);
  return trials.length === 1 ? { series, note: null } : {
    series: slice(series, longest.start, longest.end),
    note: `Of ${trials.length} trials the longest was used: ${longest.name}, ${
      longest.end - longest.start
    } rows.`,
  };
};

/** Rows times columns from which on an estimate takes so long that a person wants to know why. */
const LONG = 300_000;

/** Says before a long computation what is left out of it, and what is computed. */
const sayBefore = ({ series, notes }: ImportedSeries, { note, series: part }: Thinned): Program<void> => {
  const looked = `${counted(part.rows, "row")} of ${counted(part.columns, "column")}`;
  return pipe(
    noted(
      ...(series.values.length >= LONG ? [...notes, `looking at ${looked}`] : []),
      ...(note === null ? [] : [`${note} Choose others with --columns.`]),
    ),
    RTE.chain(() => status(`follows neighbours in ${looked} …`)),
  );
};

/** Draws what is to be drawn and prints the result. */
const tell = (
  imported: ImportedSeries,
  found: SeriesEstimate,
  values: Call<typeof options>["values"],
): Program<ExitCode> =>
  pipe(
    drawInto(values, () => divergenceFigure(imported.files[0]!.name, found)),
    RTE.chain(() =>
      values.json
        ? print(JSON.stringify(estimateDocument(imported, found)))
        : print(...(values.quiet ? [] : importLines(imported)), ...estimateLines(found))
    ),
    RTE.map((): ExitCode => 0),
  );

const run = ({ operands, values }: Call<typeof options>): Program<ExitCode> => {
  const [operand, ...more] = operands;
  if (operand === undefined || more.length > 0) {
    return failWith(
      badUsage("estimate takes one series", "for example: lyap estimate recording.csv --dt 0.01"),
    );
  }
  return pipe(
    checkPicture(values),
    RTE.chain(() => readSeriesFiles([operand], values)),
    RTE.chain((imported) => {
      const { series, note } = longestTrial(imported);
      const part = thinned(series);
      const said = [note, part.note].filter((each) => each !== null);
      const looked = { ...imported, variables: part.columns.map((index) => imported.variables[index]!) };
      return pipe(
        sayBefore(imported, part),
        RTE.chainEitherK(() => estimateExponent(part.series)),
        RTE.chainFirst(() => status("")),
        RTE.map((found) => ({ ...found, notes: [...said, ...found.notes] })),
        RTE.chain((found) => tell(looked, found, values)),
      );
    }),
  );
};

/** Finds the largest Lyapunov exponent of a measured series. */
export const estimateCommand = command({
  options,
  computes: true,
  examples: ["estimate recording.csv", "estimate recording.csv --columns x,y --dt 0.01 --svg divergence.svg"],
  run,
});
