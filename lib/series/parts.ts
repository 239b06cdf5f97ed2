/**
 * The parts of a recording as networks will see them, but for their scale.
 *
 * @module
 */
import * as E from "fp-ts/Either.js";
import { pipe } from "fp-ts/function.js";
import { badInput, cannotCompute, type LyapError } from "../core/program/errors.ts";
import { counted } from "../core/program/text.ts";
import { embed, type Embedding } from "./embed.ts";
import type { FileSource } from "./file_settings.ts";
import { smoothedSeries, type Trend, trendOf, withoutTrend } from "./filter.ts";
import type { NamedSeries } from "./generate.ts";
import type { Series } from "./series.ts";
import { type Partition, partition } from "./stretches.ts";

/** The parts of a series with the names of their columns. */
export interface Parts extends Partition {
  /** A name for each column. */
  readonly variables: readonly string[];
}

/**
 * The parts, each of them changed by what knows which trial for training it belongs to, if any, and which row of its trial
 * it begins with.
 */
const eachPart = (
  { train, divided, validation, heldOut }: Partition,
  change: (series: Series, trial: number | null, firstRow: number) => Series,
): Partition => {
  const before = divided === null ? 0 : train[divided]!.rows;
  return {
    train: train.map((series, trial) => change(series, trial, 0)),
    divided,
    validation: validation === null ? null : change(validation, divided, before),
    heldOut: change(heldOut, divided, divided === null ? 0 : before + (validation?.rows ?? 0)),
  };
};

/** A part is at least this many standard deviations of the kernel long that smooths it, or nothing of it would be left. */
const KERNEL_WIDTHS = 4;

const partitionOf = (source: FileSource, series: Series): Partition => {
  const { trials = [], validationShare = 0, heldOutShare, wholeTrials } = source;
  const heldOut = source.test === undefined ? heldOutShare : 0;
  return partition(series, trials, { validation: validationShare, heldOut }, wholeTrials);
};

/**
 * Splits a recording into its parts, without trend and noise where the spec asks for it. The trend of a trial is that of
 * its training rows, or its own where it is set aside whole, and each part is smoothed for itself, so that no part knows of the others.
 *
 * @param test What the source's test file holds; without it, where there is such a file, the held-out part is empty.
 * @errors BadInput for trials that do not lie in the file, CannotCompute for a kernel wider than a part.
 */
export const partsOf = (
  source: FileSource,
  { series, variables }: NamedSeries,
  test?: NamedSeries,
): E.Either<LyapError, Parts> => {
  const { file, trials = [], detrend = false, smoothing } = source;
  const last = trials.at(-1)?.end ?? 0;
  if (last > series.rows) {
    return E.left(badInput(
      file,
      `it has ${counted(series.rows, "row")}, and the spec has a trial that ends at row ${last}`,
      "give dataset.source.trials that lie in the file",
    ));
  }
  const elsewhere = source.test !== undefined;
  if (test !== undefined && test.series.columns !== series.columns) {
    return E.left(badInput(
      source.test?.file ?? file,
      `it has ${counted(test.series.columns, "column")}, and ${file} has ${series.columns}`,
      "name a test file with the columns of the file for training",
    ));
  }
  const divided = partitionOf(source, series);
  const parts = { ...divided, heldOut: test?.series ?? divided.heldOut };
  const trends = detrend ? parts.train.map(trendOf) : [];
  const level = detrend
    ? eachPart(
      parts,
      (part, trial, firstRow) =>
        withoutTrend(part, trial === null ? trendOf(part) : trends[trial]!, firstRow),
    )
    : parts;
  const heldOut = elsewhere && test === undefined ? [] : [parts.heldOut];
  const fewest = Math.min(
    ...[...parts.train, ...(parts.validation === null ? [] : [parts.validation]), ...heldOut].map((
      { rows },
    ) => rows),
  );
  if (smoothing !== undefined && smoothing > fewest / KERNEL_WIDTHS) {
    return E.left(cannotCompute(
      `Cannot smooth with a kernel ${smoothing} steps wide: the shortest part has ${counted(fewest, "row")}`,
      `give at most ${Math.floor(fewest / KERNEL_WIDTHS)} steps`,
    ));
  }
  const smooth = smoothing === undefined ? level : eachPart(level, (part) => smoothedSeries(part, smoothing));
  return E.right({ ...smooth, variables });
};

/** The line that was taken off the longest trial; null if none was. */
export const trendOfLongest = (source: FileSource, series: Series): Trend | null => {
  if (source.detrend !== true) return null;
  const { train, divided, heldOut } = partitionOf(source, series);
  return trendOf(divided === null ? heldOut : train[divided]!);
};

/**
 * All that may be known of a recording before a network is judged: its trials without the held-out part. What is
 * estimated from the series is estimated from these.
 *
 * @errors As `partsOf`.
 */
export const openParts = (
  source: FileSource,
  recording: NamedSeries,
): E.Either<LyapError, readonly Series[]> =>
  pipe(
    partsOf({
      ...source,
      validationShare: undefined,
      wholeTrials: source.wholeTrials === undefined ? undefined : { ...source.wholeTrials, validation: null },
    }, recording),
    E.map(({ train }) => train),
  );

/**
 * Embeds every part for itself.
 *
 * @errors CannotCompute when a part has no row left.
 */
export const embedParts = (parts: Parts, embedding: Embedding): E.Either<LyapError, Parts> => {
  const part = (series: Series): E.Either<LyapError, NamedSeries> =>
    embed({ series, variables: parts.variables }, embedding);
  return pipe(
    E.Do,
    E.bindW("train", () => E.traverseArray(part)(parts.train)),
    E.bindW("validation", () => parts.validation === null ? E.right(null) : part(parts.validation)),
    E.bindW("heldOut", () => part(parts.heldOut)),
    E.map(({ train, validation, heldOut }): Parts => ({
      train: train.map(({ series }) => series),
      divided: parts.divided,
      validation: validation?.series ?? null,
      heldOut: heldOut.series,
      variables: heldOut.variables,
    })),
  );
};
