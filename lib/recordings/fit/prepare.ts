/**
 * All of a fit that comes before its first training: the files are read, the design is made, the folder is looked at.
 *
 * @module
 */
import { pipe } from "fp-ts/function.js";
import * as RTE from "fp-ts/ReaderTaskEither.js";
import * as TE from "fp-ts/TaskEither.js";
import type { ImportedSeries } from "../../series/import/imported.ts";
import { knownInputs } from "../../series/inputs.ts";
import type { Series } from "../../series/series.ts";
import { MOST_COORDINATES } from "../../lyapunov/series/settings.ts";
import { MOST_ROWS } from "../../lyapunov/series/thinned.ts";
import { badUsage } from "../../core/program/errors.ts";
import { counted } from "../../core/program/text.ts";
import { failWith, type Program } from "../../core/program/program.ts";
import { noteProse, status } from "../../core/program/terminal.ts";
import { bytesText, durationInWords, outlookOfTraining } from "../../steps/outlook.ts";
import { importLines } from "../../report/import_lines.ts";
import { digestOf } from "../../core/codec/canonical.ts";
import { importFiles } from "../../steps/source_files.ts";
import { enoughMinutes, SMALLEST } from "./budget.ts";
import { type Design, designOf, findingOf } from "./design.ts";
import { checkWritable, type Destination, destinationOf } from "./folder.ts";
import { DEFAULT_MINUTES, type FitOptions } from "./options.ts";
import { withTest } from "./test_series.ts";

/** Milliseconds of the clock. */
export const now: Program<number> = ({ clock }) => TE.fromIO(clock);

/** A program with the seconds that it takes. */
export const timed = <A>(program: Program<A>): Program<{ readonly value: A; readonly seconds: number }> =>
  pipe(
    RTE.Do,
    RTE.bindW("begin", () => now),
    RTE.bindW("value", () => program),
    RTE.bindW("end", () => now),
    RTE.map(({ begin, value, end }) => ({ value, seconds: (end - begin) / 1000 })),
  );

/** What distinguishes a fit from others: the recording, and all that the user may ask for. */
const identityOf = (imported: ImportedSeries, { source, cells }: Design, options: FitOptions): string =>
  digestOf(JSON.parse(JSON.stringify({
    source,
    cells,
    units: imported.variables.map(({ unit }) => unit),
    timeUnit: imported.time.unit,
    seed: options.seed ?? 1,
    minutes: options.minutes ?? DEFAULT_MINUTES,
    evaluation: options.evaluation,
  })));

/** A fit of which the files are understood. */
export interface Understood {
  /** What was understood of the files. */
  readonly imported: ImportedSeries;
  /** What is going to be done. */
  readonly design: Design;
  /** What distinguishes this fit from others. */
  readonly identity: string;
  /** Seconds that the design took. */
  readonly designSeconds: number;
}

/** A fit of which all is known but what comes of it. */
export interface PreparedFit extends Understood {
  /** What lies where the result goes. */
  readonly destination: Destination;
}

/** Seconds in which the exponent of a series is found, for each row and each pair of columns; it is found twice. */
const SECONDS_OF_EXPONENT = 2e-6;

/**
 * Refuses a series of which the exponent alone, which the dataset of the fit states, would take longer than
 * the user wants to wait. With a dozen columns or fewer it never does.
 */
const refuseWide = ({ rows, columns }: Series, minutes: number): Program<void> => {
  const seconds = rows * columns * columns * SECONDS_OF_EXPONENT;
  return columns <= MOST_COORDINATES || seconds <= 60 * minutes ? RTE.right(undefined) : failWith(badUsage(
    `To find the exponent of ${columns} columns and ${rows} rows would alone take ${
      durationInWords(seconds)
    }`,
    `choose the columns that matter with --columns, or give at least --minutes ${enoughMinutes(2 * seconds)}`,
  ));
};

/** By how much an outlook may be too long. */
const ROUGHLY = 3;

/** What takes no longer than this many minutes is soon measured, and refused with the time that it needs on this machine. */
const SOON_MEASURED = 1;

/** Refuses cells of which the shortest training would take longer than the user waits, or more memory than there is. */
const refuseLarge = (
  { timed }: Design,
  { minutes = DEFAULT_MINUTES, evenLonger = false }: FitOptions,
): Program<void> =>
({ memory }) => {
  if (evenLonger) return TE.right(undefined);
  const least = Object.entries(timed).map(([option, each]) => ({
    option,
    cell: each.cell,
    outlook: outlookOfTraining({ ...each, epochs: SMALLEST.epochs }),
  }));
  const large = least.find(({ outlook: { seconds, bytes } }) =>
    seconds > ROUGHLY * 60 * Math.max(minutes, SOON_MEASURED) || bytes > memory()
  );
  if (large === undefined) return TE.right(undefined);
  const { option, cell, outlook: { seconds, bytes } } = large;
  const total = least.reduce((sum, { outlook }) => sum + outlook.seconds, 0);
  return TE.left(badUsage(
    `The shortest training of ${cell.kind} would take ${durationInWords(seconds)} and ${
      bytesText(bytes)
    } of memory`,
    bytes > memory()
      ? `choose fewer units with --${option}, or say --yes`
      : `choose fewer units with --${option}, give --minutes ${enoughMinutes(total)}, or say --yes`,
  ));
};

/** Refuses inputs that the recording does not have, or that leave nothing to be made. */
const refuseInputs = ({ variables }: ImportedSeries, { preparation = {} }: FitOptions): Program<undefined> =>
  RTE.fromEither(knownInputs(variables.map(({ name }) => name), preparation.inputs ?? []));

/** Refuses to take a line off a recording whose test series is another one, on which that line does not go on. */
const refuseTrend = ({ test, preparation = {} }: FitOptions): Program<void> =>
  test === undefined || preparation.detrend !== true ? RTE.right(undefined) : failWith(badUsage(
    "--detrend takes a straight line off a recording, and the line does not continue in the test series",
    "leave --detrend or --test out",
  ));

/** Reads the files, says what they hold, and makes the design. Writes nothing. */
export const understand = (options: FitOptions): Program<Understood> =>
  pipe(
    RTE.Do,
    RTE.chainFirstW(() => refuseTrend(options)),
    RTE.bindW("imported", () => importFiles(options.files, { lastRows: MOST_ROWS, ...options.import })),
    RTE.chainFirstW(({ imported }) => noteProse(...importLines(imported))),
    RTE.chainFirstW(({ imported }) => refuseInputs(imported, options)),
    RTE.chainFirstW(({ imported }) => refuseWide(imported.series, options.minutes ?? DEFAULT_MINUTES)),
    RTE.chainFirstW(({ imported: { series } }) =>
      status(`follows neighbours in ${counted(series.rows, "row")} of ${counted(series.columns, "column")} …`)
    ),
    RTE.bindW("test", () =>
      options.test === undefined
        ? RTE.right(undefined)
        : importFiles([options.test], { lastRows: MOST_ROWS, ...options.import })),
    RTE.bindW("joined", ({ imported, test }) =>
      RTE.fromEither(withTest(imported, test))),
    RTE.bindW("designed", ({ joined, test }): Program<{ readonly value: Design; readonly seconds: number }> =>
      timed(() =>
        TE.fromIOEither(() =>
          designOf(joined, options, test?.series.rows)
        )
      )),
    RTE.chainFirstW(({ designed }) => refuseLarge(designed.value, options)),
    RTE.chainFirstW(({ designed: { value: { estimate, proposals }, value } }) =>
      noteProse(findingOf(value), ...estimate.notes, proposals.because, ...value.remarks)
    ),
    RTE.map(({ joined, designed: { value: design, seconds } }) => ({
      imported: joined,
      design,
      designSeconds: seconds,
      identity: identityOf(joined, design, options),
    })),
  );

/** Looks at the folder of the result before anything is read: what lies there, and whether it can be written. */
export const checkOut = ({ out, overwrite = false }: FitOptions): Program<void> =>
  pipe(
    destinationOf(out, null, overwrite),
    RTE.chain(() => checkWritable(out)),
  );

/** Looks whether the result may be written. */
export const placed = (
  understood: Understood,
  { out, overwrite = false }: FitOptions,
): Program<PreparedFit> =>
  pipe(
    destinationOf(out, understood.identity, overwrite),
    RTE.chainFirst(() => checkWritable(out)),
    RTE.map((destination): PreparedFit => ({ ...understood, destination })),
  );
