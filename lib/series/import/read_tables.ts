/**
 * The tables in a file of any format.
 *
 * @module
 */
import * as E from "fp-ts/Either.js";
import { pipe } from "fp-ts/function.js";
import { type BadInput, badInput } from "../../core/program/errors.ts";
import { decodeNpyTail, isNpy, type NpyTail } from "../npy.ts";
import { readDelimited } from "./delimited.ts";
import { gunzip, isGzip, joinedBytes } from "./gzip.ts";
import { type ImportSettings, LARGEST_FILE, rowsKept, type SourceFile } from "./imported.ts";
import { decodeText } from "./text.ts";
import { readJsonRows } from "./json_rows.ts";
import { countedPlaces, type RawTable } from "./raw_table.ts";

const tablesOfArray = (
  { shape, values, dropped }: NpyTail,
  file: string,
  lastRows: number | undefined,
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
  const kept = Math.min(rows!, rowsKept(lastRows, trials! * width!));
  const before = dropped + rows! - kept;
  return E.right(Array.from({ length: trials! }, (_, trial): RawTable => {
    const end = (trial + 1) * rows! * width!;
    return {
      format: `.npy, ${values instanceof Float32Array ? "float32" : "numbers"}`,
      columns,
      rows: kept,
      dropped: before,
      values: Float64Array.from(values.subarray(end - kept * width!, end)),
      places: countedPlaces(kept, before),
      texts: [],
      notes: [],
    };
  }));
};

/** Largest size of a JSON file in bytes, 64 MiB: a number of it takes several times as much memory as one of a table. */
const LARGEST_JSON = 64 * 1024 * 1024;

/** A file in pieces, unpacked. */
interface Unpacked {
  readonly name: string;
  readonly chunks: readonly Uint8Array[];
}

const unpacked = ({ name, bytes }: SourceFile): E.Either<BadInput, Unpacked> =>
  isGzip(bytes)
    ? pipe(
      gunzip(bytes, name, LARGEST_FILE),
      E.map((chunks) => ({ name: name.replace(/\.gz$/i, ""), chunks })),
    )
    : E.right({ name, chunks: [bytes] });

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
 * @param settings How to read text, which columns tell trials apart, and how many rows are taken.
 * @returns One table; several for an array of trials × rows × columns.
 * @errors BadInput for what holds no table, and for more than 256 MiB.
 */
export const readTables = (
  file: SourceFile,
  settings: Pick<ImportSettings, "separator" | "decimal" | "lastRows" | "dates" | "group">,
): E.Either<BadInput, readonly RawTable[]> => {
  if (file.bytes.length > LARGEST_FILE) return E.left(tooLarge(file.name, file.bytes.length));
  return pipe(
    unpacked(file),
    E.chain(({ name, chunks }) => {
      const [first] = chunks;
      if (first !== undefined && isNpy(first)) {
        return pipe(
          decodeNpyTail(joinedBytes(chunks), file.name, (columns) => rowsKept(settings.lastRows, columns)),
          E.chain((array) => tablesOfArray(array, file.name, settings.lastRows)),
        );
      }
      const isJson = /\.json$/i.test(name);
      const length = chunks.reduce((sum, each) => sum + each.length, 0);
      if (isJson && length > LARGEST_JSON) {
        return E.left(badInput(
          file.name,
          `it has ${length} bytes of JSON; up to ${LARGEST_JSON} (64 MiB) are read`,
          "write it as .csv or .npy, which take less memory",
        ));
      }
      return pipe(
        decodeText(chunks, file.name),
        E.chain((text) =>
          isJson
            ? readJsonRows([...text].join("\n"), file.name, settings)
            : readDelimited(text, file.name, settings)
        ),
        E.map((table) => [table]),
      );
    }),
  );
};
