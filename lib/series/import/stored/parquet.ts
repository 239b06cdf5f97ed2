/**
 * Parquet files: tables by columns, as pandas, Polars, Arrow and DuckDB write them.
 *
 * @module
 */
import { compressors } from "hyparquet-compressors";
import {
  type Compressors,
  type DecodedArray,
  parquetMetadata,
  type ParquetParsers,
  parquetRead,
  type SchemaElement,
} from "hyparquet";
import { readDate } from "../dates.ts";
import { type ImportSettings, LARGEST_FILE, rowsKept } from "../imported.ts";
import {
  countedPlaces,
  headingOf,
  namesGroup,
  type RawColumn,
  type RawTable,
  type TextCell,
} from "../raw_table.ts";
import { MOST_STORED } from "./stored_file.ts";

/** Counts from 1970 as seconds. */
const secondsOf = (perSecond: number) => (count: bigint): number => Number(count) / perSecond;

/** Moments become seconds since 1970; what can be no number stays unread. */
const parsers: Partial<ParquetParsers> = {
  timestampFromMilliseconds: secondsOf(1e3),
  timestampFromMicroseconds: secondsOf(1e6),
  timestampFromNanoseconds: secondsOf(1e9),
  dateFromDays: (days) => days * 86_400,
  jsonFromBytes: () => "JSON",
  geometryFromBytes: () => "geometry",
  geographyFromBytes: () => "geometry",
  uuidFromBytes: () => "UUID",
};

/** Ways of unpacking, none of which makes more bytes than a file may have. */
const bounded: Compressors = Object.fromEntries(
  Object.entries(compressors as Compressors).map((
    [name, unpack],
  ) => [name, (input: Uint8Array, length: number) => {
    if (length > LARGEST_FILE) throw new Error(`a page of it unpacks to ${length} bytes`);
    return unpack!(input, length);
  }]),
);

const isMoment = ({ type, converted_type, logical_type }: SchemaElement): boolean =>
  type === "INT96" || /^(?:DATE|TIMESTAMP)/.test(converted_type ?? "") ||
  /^(?:DATE|TIMESTAMP)$/.test(logical_type?.type ?? "");

/** Columns of single values, and the names of those that hold lists or records. */
const columnsOf = (
  schema: readonly SchemaElement[],
): { readonly flat: readonly SchemaElement[]; readonly nested: readonly string[] } => {
  const flat: SchemaElement[] = [];
  const nested: string[] = [];
  let skip = 0;
  for (const element of schema.slice(1)) {
    const children = element.num_children ?? 0;
    if (skip > 0) skip += children - 1;
    else if (children > 0 || element.repetition_type === "REPEATED") {
      nested.push(element.name);
      skip = children;
    } else flat.push(element);
  }
  return { flat, nested };
};

/** A column while it is filled. */
interface Filling {
  readonly index: number;
  readonly labels: Map<string, number> | null;
  readonly isMoment: boolean;
  isDate: boolean;
  text: TextCell | null;
}

const numberIn = (
  value: unknown,
  filling: Filling,
  place: number,
  { dates }: Pick<ImportSettings, "dates">,
): number => {
  if (value === null || value === undefined) return NaN;
  if (filling.labels !== null) {
    const label = String(value);
    if (!filling.labels.has(label)) filling.labels.set(label, filling.labels.size);
    return filling.labels.get(label)!;
  }
  if (typeof value === "number") return value;
  if (typeof value === "boolean") return value ? 1 : 0;
  if (typeof value === "bigint") {
    if (Number.isSafeInteger(Number(value))) return Number(value);
    throw new Error(`row ${place} holds the integer ${value}, beyond 2^53, which float64 cannot hold`);
  }
  const date = typeof value === "string" ? readDate(value, dates) : null;
  if (date !== null) {
    filling.isDate = true;
    return date;
  }
  filling.text ??= {
    place,
    column: filling.index,
    text: typeof value === "string" ? value.slice(0, 40) : "a record",
  };
  return NaN;
};

/** Whether texts of a column tell trials apart. */
const isGroup = (name: string, group: readonly string[] | undefined): boolean =>
  group === undefined ? namesGroup(name) : group.includes(name);

/**
 * Reads a Parquet file. Columns of texts that tell trials become labels, moments become seconds, null is a gap; columns of
 * lists or records are left out.
 *
 * @param bytes The whole file.
 * @param file Its name, for notes.
 * @param settings The order of dates, which columns tell trials, and how many rows are taken.
 * @errors It throws for a file that is damaged, has more than 2^26 numbers, or a column that it cannot read.
 */
export const readParquet = async (
  bytes: Uint8Array,
  file: string,
  settings: Pick<ImportSettings, "dates" | "group" | "lastRows">,
): Promise<RawTable> => {
  const metadata = parquetMetadata(bytes, { geoparquet: false });
  const { flat, nested } = columnsOf(metadata.schema);
  const total = Number(metadata.num_rows);
  const width = flat.length;
  if (width === 0 || !(total > 0)) throw new Error("it has no columns of numbers");
  const rows = Math.min(total, rowsKept(settings.lastRows, width));
  if (rows * width > MOST_STORED) {
    throw new Error(`it holds ${rows * width} numbers; up to ${MOST_STORED} are read`);
  }
  const dropped = total - rows;
  const values = new Float64Array(rows * width).fill(NaN);
  const fillings = new Map(flat.map((element, index): [string, Filling] => {
    const { name } = headingOf(element.name);
    const isText = element.type === "BYTE_ARRAY";
    return [element.name, {
      index,
      labels: isText && isGroup(name, settings.group) ? new Map() : null,
      isMoment: isMoment(element),
      isDate: false,
      text: null,
    }];
  }));
  const buffer = bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength) as ArrayBuffer;
  let taken = 0;
  await parquetRead({
    file: buffer,
    metadata,
    columns: flat.map(({ name }) => name),
    rowStart: dropped,
    compressors: bounded,
    parsers,
    geoparquet: false,
    onChunk: (
      { columnName, columnData, rowStart }: {
        columnName: string;
        columnData: DecodedArray;
        rowStart: number;
      },
    ) => {
      const filling = fillings.get(columnName)!;
      for (let i = 0; i < columnData.length; i++) {
        const row = rowStart + i - dropped;
        if (row < 0 || row >= rows) continue;
        values[row * width + filling.index] = numberIn(columnData[i], filling, dropped + row + 1, settings);
        taken++;
      }
    },
  });
  if (taken < rows * width) throw new Error("it holds fewer rows than it states");
  const columns = flat.map((element): RawColumn => {
    const { isMoment, isDate, labels, text } = fillings.get(element.name)!;
    const { name, unit } = headingOf(element.name === "__index_level_0__" ? "index" : element.name);
    return {
      name: name === "" ? null : name,
      unit,
      isDate: isMoment || (isDate && text === null),
      ...(labels === null ? {} : { labels: [...labels.keys()] }),
    };
  });
  return {
    format: "Parquet",
    columns,
    rows,
    dropped,
    values,
    places: countedPlaces(rows, dropped),
    // A column of labels is text until it is known to tell trials.
    texts: [...fillings.values()].flatMap(({ text, labels, index }): readonly TextCell[] =>
      labels !== null && labels.size > 0
        ? [{ place: dropped + 1, column: index, text: [...labels.keys()][0]!.slice(0, 40) }]
        : text === null
        ? []
        : [text]
    ),
    notes: nested.length === 0 ? [] : [
      `${file}: ${nested.length === 1 ? "column" : "columns"} ${
        nested.slice(0, 6).join(", ")
      } held lists or records ` +
      `and ${nested.length === 1 ? "was" : "were"} left out`,
    ],
  };
};
