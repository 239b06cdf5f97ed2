/**
 * Going on from data with a saved model.
 *
 * @module
 */
import * as E from "fp-ts/Either.js";
import { pipe } from "fp-ts/function.js";
import { initialState, type Model, observedRun } from "../../networks/model.ts";
import { embed } from "../../series/embed.ts";
import { smoothedSeries, type Trend, trendOf, withoutTrend } from "../../series/filter.ts";
import { type Series, slice } from "../../series/series.ts";
import { restore, standardise } from "../../series/standardise.ts";
import { cannotCompute, type LyapError } from "../../core/program/errors.ts";
import { counted, withoutFormula } from "../../core/program/text.ts";
import type { ModelDocument, SavedModel, SavedTrend } from "./saved_model.ts";
import { roundedTime } from "../../numerics/format.ts";

/** What a model observes, in the units of the recording but without its trend: of delayed copies the newest. */
export const inOriginalUnits = (observed: Series, document: ModelDocument): Series => {
  const { embedding, standardisation, variables } = document;
  const restored = restore(observed, standardisation);
  const copies = embedding?.dimension ?? 1;
  if (copies === 1) return restored;
  const { rows } = restored;
  const columns = variables.length;
  const values = new Float64Array(rows * columns);
  for (let row = 0; row < rows; row++) {
    for (let c = 0; c < columns; c++) {
      values[row * columns + c] = restored.values[row * restored.columns + (c + 1) * copies - 1]!;
    }
  }
  return { ...restored, values, columns };
};

/** A line through fewer rows follows the dynamics: of a single row, or of two, it leaves nothing. */
const ROWS_FOR_TREND = 100;

/** Whether the line of the recording is the line of other data too, at their times: there was but one recording. */
const isShared = (trend: SavedTrend | undefined): trend is SavedTrend => trend?.recordings === 1;

const rowsOfEmbedding = ({ embedding }: ModelDocument): number =>
  1 + (embedding === null ? 0 : (embedding.dimension - 1) * embedding.delay);

/**
 * Rows of data that a model needs to go on from: what its embedding reaches back, and enough for a trend where that of the
 * recording is not known.
 */
export const rowsNeeded = (document: ModelDocument): number =>
  Math.max(
    document.detrend && !isShared(document.trend) ? ROWS_FOR_TREND : 1,
    rowsOfEmbedding(document),
  );

/**
 * A series with a line added at the times of its rows.
 *
 * @param trend The line; null for none.
 * @param time The time of the first row.
 *
 * @example A line that rises by 2 in each time unit, from time 5 on
 * ```ts
 * import { seriesOf } from "../../series/series.ts";
 * import { withTrend } from "./simulate.ts";
 * import { assertEquals } from "@std/assert/mod.js";
 *
 * const trend = { time: 4, offsets: [10], slopes: [2], recordings: 1 };
 * assertEquals([...withTrend(seriesOf([[0], [1]], 0.5), trend, 5).values], [12, 14]);
 * ```
 */
export const withTrend = (series: Series, trend: SavedTrend | null, time: number): Series =>
  trend === null ? series : withoutTrend(series, inRows(trend, { time, dt: series.dt }, -1));

/** A line in rows of a series that begins at a time, taken this many times. */
const inRows = (
  { time: begin, offsets, slopes }: SavedTrend,
  { time, dt }: { readonly time: number; readonly dt: number },
  times: 1 | -1,
): Trend => ({
  offsets: offsets.map((offset, c) => times * (offset + slopes[c]! * (time - begin))),
  slopes: slopes.map((slope) => times * slope * dt),
});

/** The line through given data themselves. */
const ownTrend = (data: Series, time: number): SavedTrend => {
  const { offsets, slopes } = trendOf(data);
  return { time, offsets, slopes: slopes.map((slope) => slope / data.dt), recordings: 1 };
};

/** Where a simulation begins: what the network sees last, when that was, and the line that goes on. */
interface Beginning {
  readonly observed: Float64Array;
  readonly time: number;
  readonly trend: SavedTrend | null;
}

/** The last row of given data as the network sees it. */
const lastState = (
  { series: data, time }: GivenData,
  document: ModelDocument,
): E.Either<LyapError, Beginning> => {
  const { variables, embedding, detrend, smoothing, standardisation } = document;
  if (data.columns !== variables.length) {
    return E.left(cannotCompute(
      `The data have ${counted(data.columns, "column")}, and the model knows ${variables.length}: ${
        variables.join(", ")
      }`,
      "choose the columns with --columns",
    ));
  }
  const begin = time ?? 0;
  const isKnown = time !== null && isShared(document.trend);
  const fewest = detrend && !isKnown
    ? Math.max(ROWS_FOR_TREND, rowsOfEmbedding(document))
    : rowsOfEmbedding(document);
  if (data.rows < fewest) {
    return E.left(cannotCompute(
      `The data have ${counted(data.rows, "row")}, and the model needs ${fewest} to go on`,
      detrend && !isKnown
        ? document.trend !== undefined && isShared(document.trend)
          ? "give more rows, because a straight line is taken off first, or give their times, at which the line of the " +
            "recording is known"
          : "give more rows, because a straight line is taken off first"
        : "give as many as its embedding reaches back",
    ));
  }
  const own = detrend && !isKnown ? ownTrend(data, begin) : null;
  const trend = isKnown ? document.trend! : own;
  const level = trend === null
    ? data
    : own === null
    ? withoutTrend(data, inRows(trend, { time: begin, dt: data.dt }, 1))
    : withoutTrend(data, trendOf(data));
  const smooth = smoothing === null ? level : smoothedSeries(level, smoothing);
  return pipe(
    embed({ series: smooth, variables }, embedding ?? { dimension: 1, delay: 1 }),
    E.map(({ series }): Beginning => ({
      observed: standardise(slice(series, series.rows - 1), standardisation).values,
      time: begin + (data.rows - 1) * document.dt,
      // A document without a line is of a network whose numbers are deviations from one.
      trend: document.trend === undefined ? null : trend,
    })),
  );
};

/** Data to go on from. */
export interface GivenData {
  /** Rows in the units of the recording, as many as the model needs. */
  readonly series: Series;
  /** The time of the first of them on the axis of the recording; null if it is not known. */
  readonly time: number | null;
}

/** A simulation may hold this many numbers, states and observed variables together: 400 MB. */
const MOST_NUMBERS = 5e7;

/** The most steps that a network can be simulated at once. */
export const mostSteps = ({ cell, observations }: Model): number =>
  Math.floor(MOST_NUMBERS / (cell.units + observations));

const diverged = (step: number): LyapError =>
  cannotCompute(
    `The simulation diverges at step ${step}`,
    "start from data on the attractor that the model was trained on",
  );

/** Refuses inputs that a model lacks, does not take, or that end too soon. */
const drivenWrongly = (
  { inputs: known }: ModelDocument,
  steps: number,
  inputs: Series | null,
): E.Either<LyapError, never> | null => {
  const refuse = (what: string, mend: string) => E.left(cannotCompute(what, mend));
  if (known === undefined) {
    return inputs === null ? null : refuse("The model has no inputs", "leave --input-file out");
  }
  const names = known.names.join(", ");
  if (inputs === null) {
    return refuse(`The model needs its inputs: ${names}`, "give their future with --input-file");
  }
  if (inputs.columns !== known.names.length) {
    return refuse(`The inputs have ${counted(inputs.columns, "column")}`, `the model needs ${names}`);
  }
  return inputs.rows >= steps ? null : refuse(
    `The inputs end after ${counted(inputs.rows, "step")} of ${steps}`,
    inputs.rows === 0
      ? "give inputs that begin where the data end"
      : `give more of them, or --steps ${inputs.rows}`,
  );
};

/**
 * Runs a saved model freely from the end of given data.
 *
 * @param saved The model.
 * @param steps How many steps; the first is the one after the data.
 * @param from Data in the units of the recording, as long as the embedding needs; null to start where the recording ended.
 * @returns The steps in the units of the recording, with its trend. Where a trend was taken off it, the line goes on at
 * their times; data whose place on the line is not known go on with a line of their own.
 * @param inputs What drives the model, in the units of the recording: a row for each step, the first at the time of the last
 * row of the data. Default: nothing does.
 * @errors CannotCompute for data that do not fit the model, for more steps than memory holds, and for a run that diverges.
 *
 * @example A network that halves, on data in degrees around a mean of 20
 * ```ts
 * import { documentOf } from "./saved_model.ts";
 * import { simulate } from "./simulate.ts";
 * import { seriesOf } from "../../series/series.ts";
 * import { assertEquals } from "@std/assert/mod.js";
 *
 * const parameter = (shape: number[], value: number) => ({ shape, values: Float32Array.of(value) });
 * const model = {
 *   cell: { kind: "PLRNN", units: 1 },
 *   observation: { kind: "linear" },
 *   observations: 1,
 *   weights: { A: parameter([1], 0.5), W: parameter([1, 1], 0), h: parameter([1], 0), B: parameter([1, 1], 1) },
 * } as const;
 * const document = documentOf(model, {
 *   origin: { experiment: "cooling", run: "by hand", digest: "" },
 *   variables: ["T"],
 *   units: ["°C"],
 *   dt: 1,
 *   timeUnit: "min",
 *   embedding: null,
 *   detrend: false,
 *   smoothing: null,
 *   standardisation: { means: [20], deviations: [1] },
 *   start: [0],
 *   startTime: 0,
 *   generated: null,
 *   digests: { weights: "sha256:0", generated: null },
 * });
 * const from = { series: seriesOf([[40], [36]], 1), time: 0 };
 * const simulated = simulate({ model, document }, 3, from);
 * assertEquals(simulated._tag === "Right" && [...simulated.right.values], [28, 24, 22]);
 * ```
 */
export const simulate = (
  { model, document }: SavedModel,
  steps: number,
  from: GivenData | null,
  inputs: Series | null = null,
): E.Either<LyapError, Series> =>
  drivenWrongly(document, steps, inputs) ?? (steps > mostSteps(model)
    ? E.left(cannotCompute(
      `A simulation of ${steps} steps of ${counted(model.cell.units, "unit")} would fill the memory`,
      `ask for at most ${mostSteps(model)} steps, and continue from the end of the result`,
    ))
    : pipe(
      from === null
        ? E.right<LyapError, Beginning>({
          observed: Float64Array.from(document.start),
          time: document.startTime,
          trend: document.trend ?? null,
        })
        : lastState(from, document),
      E.chain(({ observed, time, trend }): E.Either<LyapError, Series> => {
        const drive = inputs === null || document.inputs === undefined
          ? null
          : standardise(inputs, document.inputs.standardisation);
        const run = observedRun(model, initialState(model, observed), steps, { inputs: drive });
        if (run.kind === "diverged") return E.left(diverged(run.step));
        const seen = { values: run.values, rows: steps, columns: model.observations, dt: document.dt };
        return E.right(withTrend(inOriginalUnits(seen, document), trend, time + document.dt));
      }),
      E.filterOrElse(
        ({ values }) => values.every(Number.isFinite),
        ({ values, columns }) =>
          diverged(Math.floor(values.findIndex((value) => !Number.isFinite(value)) / columns) + 1),
      ),
    ));

const heading = (name: string, unit: string | null): string => {
  const text = withoutFormula(unit === null ? name : `${name} [${unit}]`);
  return /[",]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
};

/** Rows that become text at once: a single text of a long series would be longer than an engine allows. */
const ROWS_OF_BLOCK = 10_000;

const joined = (parts: readonly Uint8Array[]): Uint8Array => {
  const out = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    out.set(part, at);
    at += part.length;
  }
  return out;
};

/**
 * A series as a .csv file with a time column; numbers as ECMAScript prints them, so that they are read back exactly.
 *
 * @param series T rows × N columns.
 * @param names Names and units of the columns, and the unit of time.
 * @param startTime The time of the first row. Default: 0.
 */
export const encodeCsv = (
  { values, rows, columns, dt }: Series,
  { variables, units, timeUnit }: Pick<ModelDocument, "variables" | "units" | "timeUnit">,
  startTime = 0,
): Uint8Array => {
  const text = new TextEncoder();
  const title = [heading("t", timeUnit), ...variables.map((name, c) => heading(name, units[c] ?? null))];
  const parts = [text.encode(title.join(",") + "\n")];
  for (let first = 0; first < rows; first += ROWS_OF_BLOCK) {
    const lines: string[] = [];
    for (let row = first; row < Math.min(rows, first + ROWS_OF_BLOCK); row++) {
      const time = roundedTime(startTime + row * dt, dt);
      lines.push([time, ...values.subarray(row * columns, (row + 1) * columns)].join(","));
    }
    parts.push(text.encode(lines.join("\n") + "\n"));
  }
  return joined(parts);
};
