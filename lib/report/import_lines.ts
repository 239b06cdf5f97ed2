/**
 * What was understood of a user's files, in lines for a person.
 *
 * @module
 */
import type { ImportedSeries } from "../series/import/imported.ts";
import { plainNumber, shortNumber } from "../numerics/format.ts";
import { counted } from "../core/program/text.ts";

const longUnits = [["day", 86_400], ["hour", 3600], ["minute", 60]] as const;

/** A time in seconds as people say it, with "; " behind it; nothing if it is no whole number of minutes. */
const spokenTime = (seconds: number): string => {
  const [word, length] = longUnits.find(([, length]) => seconds % length === 0) ?? ["second", 0];
  return length === 0 ? "" : `${counted(seconds / length, word)}; `;
};

const dtText = ({ dt, unit, from, column }: ImportedSeries["time"]): string =>
  `dt = ${dt}${unit === null ? "" : ` ${unit === "months" && dt === 1 ? "month" : unit}`} (${
    unit === "s" ? spokenTime(dt) : ""
  }` + {
    "time column": `from the column ${column})`,
    given: "as given)",
    preamble: "from the lines before the table)",
    header: "from the header of the file)",
    assumed: "assumed: there is no time column; --dt says otherwise)",
  }[from];

/** The ends of a range, with enough digits to tell them apart: a small variation on a large offset is one. */
const rangeText = (minimum: number, maximum: number): string => {
  const digits = [3, 5, 7, 9, 12, 15].find((each) =>
    // Halves, for the difference of the largest numbers there are is infinite.
    Math.abs(Number(maximum.toPrecision(each)) / 2 - Number(minimum.toPrecision(each)) / 2) >
      0.9 * Math.abs(maximum / 2 - minimum / 2)
  ) ?? 17;
  const shown = (value: number) => digits === 3 ? shortNumber(value) : plainNumber(value, digits);
  return `${shown(minimum)} to ${shown(maximum)}`;
};

/** Columns that are listed one by one. */
const LISTED = 40;

/** The lines that say how the files were understood. */
export const importLines = (imported: ImportedSeries): readonly string[] => {
  const { series, trials, variables, files, time, stationarity, notes } = imported;
  return [
    ...files.map(({ name, format, rows }) => `${name}: ${counted(rows, "row")}, ${format}`),
    `${counted(series.rows, "row")} × ${counted(series.columns, "column")}${
      trials.length > 1 ? ` in ${trials.length} trials` : ""
    }, ` +
    dtText(time),
    ...variables.slice(0, LISTED).map(({ name, unit, minimum, maximum }) =>
      `  ${name}${unit === null ? "" : ` [${unit}]`}: ${rangeText(minimum, maximum)}`
    ),
    ...(variables.length > LISTED ? [`  and ${counted(variables.length - LISTED, "more column")}`] : []),
    stationarity.looksStationary
      ? `looks stationary: ${stationarity.because}`
      : `does not look stationary: ${stationarity.because}`,
    ...(time.unevenness > 0.001
      ? [`the times are up to ${shortNumber(100 * time.unevenness)} % of dt off even spacing`]
      : []),
    ...notes,
  ];
};
