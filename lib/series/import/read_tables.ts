/**
 * The tables in a file, whatever its format.
 *
 * @module
 */
import * as E from "fp-ts/Either.js";
import { pipe } from "fp-ts/function.js";
import { type BadInput, badInput } from "../../program/errors.ts";
import { decodeNpy, isNpy, type NpyArray } from "../npy.ts";
import { readDelimited } from "./delimited.ts";
import { gunzip, isGzip } from "./gzip.ts";
import { decodeText } from "./text.ts";
import { type ImportSettings, LARGEST_FILE, type SourceFile } from "./imported.ts";
import { readJsonRows } from "./json_rows.ts";
import { countedPlaces, type RawTable } from "./raw_table.ts";

const tablesOfArray = (
  { shape, values }: NpyArray,
  file: string,
): E.Either<BadInput, readonly RawTable[]> => {
  if (shape.length < 1 || shape.length > 3) {
    return E.left(badInput(
      file,
      `its array has ${shape.length} axes`,
      "give rows × columns, or trials × rows × columns",
    ));
  }
  const [trials, rows, width] = shape.length === 3 ? shape : [1, shape[0]!, shape[1] ?? 1];
  const columns = Array.from({ length: width! }, () => ({ name: null, unit: null, isDate: false }));
  return E.right(Array.from({ length: trials! }, (_, trial): RawTable => ({
    format: `.npy, ${values instanceof Float32Array ? "float32" : "numbers"}`,
    columns,
    rows: rows!,
    values: Float64Array.from(values.subarray(trial * rows! * width!, (trial + 1) * rows! * width!)),
    places: countedPlaces(rows!),
    texts: [],
    notes: [],
  })));
};

const unpacked = (file: SourceFile): E.Either<BadInput, SourceFile> =>
  isGzip(file.bytes)
    ? pipe(
      gunzip(file.bytes, file.name, LARGEST_FILE),
      E.map((bytes) => ({ name: file.name.replace(/\.gz$/i, ""), bytes })),
    )
    : E.right(file);

/** What a file that is too large is refused with. */
export const tooLarge = (file: string, bytes: number): BadInput =>
  badInput(
    file,
    `it has ${bytes} bytes; files up to ${LARGEST_FILE} (256 MiB) are read`,
    "give a part of it, or every n-th row",
  );

/**
 * Reads a file: .npy by its first bytes, JSON by its name, anything else as text in rows. One that is packed by gzip is
 * unpacked first.
 *
 * @param file The file.
 * @param settings How to read text.
 * @returns One table; several for an array of trials × rows × columns.
 * @errors BadInput for what holds no table, and for more than 256 MiB.
 */
export const readTables = (
  file: SourceFile,
  settings: Pick<ImportSettings, "separator" | "decimal">,
): E.Either<BadInput, readonly RawTable[]> => {
  if (file.bytes.length > LARGEST_FILE) return E.left(tooLarge(file.name, file.bytes.length));
  return pipe(
    unpacked(file),
    E.chain(({ name, bytes }) => {
      if (isNpy(bytes)) {
        return pipe(
          decodeNpy(bytes, file.name),
          E.chain((array) => tablesOfArray(array, file.name)),
        );
      }
      return pipe(
        decodeText(bytes, file.name),
        E.chain((text) =>
          /\.json$/i.test(name) ? readJsonRows(text, file.name) : readDelimited(text, file.name, settings)
        ),
        E.map((table) => [table]),
      );
    }),
  );
};
