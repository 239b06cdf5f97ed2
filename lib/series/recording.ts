/**
 * Series from files: the bytes must be those that the spec names.
 *
 * @module
 */
import * as E from "fp-ts/Either.js";
import { pipe } from "fp-ts/function.js";
import { badInput, type LyapError } from "../core/program/errors.ts";
import { counted } from "../core/program/text.ts";
import { digestOfBytes, hexOf } from "../core/codec/canonical.ts";
import { numbered } from "../systems/system.ts";
import type { FileSource } from "./file_settings.ts";
import type { NamedSeries } from "./generate.ts";
import { decodeNpy, type NpyArray } from "./npy.ts";

const verified = (source: FileSource, bytes: Uint8Array): E.Either<LyapError, Uint8Array> => {
  const found = hexOf(digestOfBytes(bytes));
  return found === source.sha256 ? E.right(bytes) : E.left(badInput(
    source.file,
    `its SHA-256 is ${found}, and the spec asks for ${source.sha256}`,
    source.address === ""
      ? "put the file that the spec means into the data directory"
      : `fetch it again from ${source.address}`,
  ));
};

const namesOf = (source: FileSource, columns: number): E.Either<LyapError, readonly string[]> => {
  const { variables } = source;
  if (variables.length > 0 && variables.length !== columns) {
    return E.left(badInput(
      source.file,
      `it has ${counted(columns, "column")}, and the spec names ${variables.length}: ${variables.join(", ")}`,
      "name each column in dataset.source.variables, or none",
    ));
  }
  return E.right(variables.length > 0 ? variables : numbered("x", columns));
};

const select = (
  source: FileSource,
  { shape, values }: NpyArray,
  names: readonly string[],
): E.Either<LyapError, NamedSeries> => {
  const { inputs = [] } = source;
  const observe = source.observe.length > 0 ? source.observe : names.filter((name) => !inputs.includes(name));
  const unknown = [...observe, ...inputs].find((name) => !names.includes(name));
  if (unknown !== undefined) {
    return E.left(badInput(
      source.file,
      `it has no column "${unknown}"`,
      `dataset.source.observe may name ${names.join(", ")}`,
    ));
  }
  const [rows, width] = [shape[0]!, names.length];
  const columns = observe.map((name) => names.indexOf(name));
  const selected = new Float64Array(rows * columns.length);
  for (let row = 0; row < rows; row++) {
    for (let c = 0; c < columns.length; c++) {
      const value = values[row * width + columns[c]!]!;
      if (!Number.isFinite(value)) {
        return E.left(badInput(source.file, `a number is ${value}`, "fill the gap, or cut the series there", {
          row: row + 1,
          column: observe[c]!,
        }));
      }
      selected[row * columns.length + c] = value;
    }
  }
  return E.right({
    series: { values: selected, rows, columns: columns.length, dt: source.dt },
    variables: observe,
  });
};

/**
 * The inputs of a recording from the bytes of its file; null if nothing drives it.
 *
 * @errors As `recordingOf`.
 */
export const drivingOf = (source: FileSource, bytes: Uint8Array): E.Either<LyapError, NamedSeries | null> =>
  source.inputs === undefined
    ? E.right(null)
    : recordingOf({ ...source, observe: source.inputs, inputs: undefined }, bytes);

/**
 * A series from the bytes of a file.
 *
 * @param source What `fileSource` decodes: which file, with which digest, which of its columns.
 * @param bytes What lies under that name.
 * @returns The series with the names of its columns. Left: another digest, no .npy file, no matrix, a column that it
 * does not have, a number that is not finite.
 *
 * @example A file that is not the one that the spec means
 * ```ts
 * import { recordingOf } from "./recording.ts";
 * import { encodeNpy } from "./npy.ts";
 * import { fileSource } from "./file_settings.ts";
 * import { decode } from "../core/codec/codec.ts";
 * import { assertEquals } from "@std/assert/mod.js";
 * import { pipe } from "fp-ts/function.js";
 * import * as E from "fp-ts/Either.js";
 *
 * const bytes = encodeNpy({ shape: [2, 1], values: Float64Array.of(1, 2) });
 * const read = pipe(
 *   decode(fileSource, { kind: "file", file: "a.npy", sha256: "0".repeat(64) }),
 *   E.chainW((source) => recordingOf(source, bytes)),
 * );
 * assertEquals(E.isLeft(read), true);
 * ```
 */
export const recordingOf = (source: FileSource, bytes: Uint8Array): E.Either<LyapError, NamedSeries> =>
  pipe(
    verified(source, bytes),
    E.chain((verifiedBytes): E.Either<LyapError, NpyArray> => decodeNpy(verifiedBytes, source.file)),
    E.chain((array) => {
      const { shape } = array;
      if (shape.length !== 1 && shape.length !== 2) {
        return E.left(badInput(
          source.file,
          `it has ${shape.length} axes`,
          "a series has rows, or rows and columns",
        ));
      }
      return pipe(
        namesOf(source, shape[1] ?? 1),
        E.chain((names) => select(source, array, names)),
      );
    }),
  );
