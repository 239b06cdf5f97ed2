/**
 * Inputs: columns of a recording that drive the system and are not part of its state.
 *
 * @module
 */
import * as E from "fp-ts/Either.js";
import { pipe } from "fp-ts/function.js";
import { badUsage, type LyapError } from "../core/program/errors.ts";
import { listOfNames } from "../core/program/name_list.ts";
import type { Embedding } from "./embed.ts";
import type { FileSource } from "./file_settings.ts";
import type { NamedSeries } from "./generate.ts";
import { type Parts, partsOf } from "./parts.ts";
import { slice } from "./series.ts";

/**
 * Some columns of a series, in the order in which they are asked for.
 *
 * @param names Each is the name of one of its columns.
 *
 * @example The second of two
 * ```ts
 * import { columnsNamed } from "./inputs.ts";
 * import { seriesOf } from "./series.ts";
 * import { assertEquals } from "@std/assert/mod.js";
 *
 * const { series } = columnsNamed({ series: seriesOf([[1, 2], [3, 4]], 1), variables: ["x", "u"] }, ["u"]);
 * assertEquals([...series.values], [2, 4]);
 * ```
 */
export const columnsNamed = (
  { series, variables }: NamedSeries,
  names: readonly string[],
): NamedSeries => {
  const places = names.map((name) => variables.indexOf(name));
  const values = new Float64Array(series.rows * places.length);
  for (let row = 0; row < series.rows; row++) {
    places.forEach((place, c) =>
      values[row * places.length + c] = series.values[row * series.columns + place]!
    );
  }
  return { series: { ...series, values, columns: places.length }, variables: names };
};

/**
 * Refuses inputs that a recording does not have, and those that leave nothing that is observed.
 *
 * @param names The columns of the recording.
 * @param inputs The columns of `--input`.
 * @errors BadUsage.
 */
export const knownInputs = (
  names: readonly string[],
  inputs: readonly string[],
): E.Either<LyapError, undefined> => {
  const lost = inputs.find((name) => !names.includes(name));
  if (lost !== undefined) {
    return E.left(badUsage(
      `There is no column "${lost}" for --input`,
      `there are ${names.map((name) => listOfNames([name])).join(", ")}`,
    ));
  }
  return new Set(inputs).size >= names.length
    ? E.left(badUsage("All columns are named with --input", "leave at least one that is observed"))
    : E.right(undefined);
};

/**
 * The inputs at the rows of each part of a recording. They are neither detrended nor smoothed, and not embedded: an embedded
 * row has those of its newest copy.
 *
 * @param source The recording.
 * @param drive Its inputs, at all of its rows.
 * @param embedding How the observed columns are embedded. Default: not.
 */
export const inputParts = (
  source: FileSource,
  drive: NamedSeries,
  embedding?: Embedding,
): E.Either<LyapError, Parts> => {
  const skipped = embedding === undefined ? 0 : (embedding.dimension - 1) * embedding.delay;
  return pipe(
    partsOf({ ...source, detrend: undefined, smoothing: undefined }, drive),
    E.map((parts): Parts => ({
      ...parts,
      train: parts.train.map((part) => slice(part, skipped)),
      validation: parts.validation === null ? null : slice(parts.validation, skipped),
      heldOut: slice(parts.heldOut, skipped),
    })),
  );
};
