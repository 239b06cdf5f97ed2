/**
 * Parquet files: tables by columns, as pandas, Polars, Arrow and DuckDB write them.
 *
 * @module
 */
import { compressors } from "hyparquet-compressors";
import {
  type Compressors,
  type DecodedArray,
  type FileMetaData,
  parquetMetadata,
  type ParquetParsers,
  parquetRead,
  type SchemaElement,
} from "hyparquet";
import { own } from "../../../core/codec/own.ts";
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

/** Counts in a second, by the words of Parquet and pandas. */
const perSecond: Readonly<Record<string, number>> = {
  MILLIS: 1e3,
  MICROS: 1e6,
  NANOS: 1e9,
  s: 1,
  ms: 1e3,
  us: 1e6,
  ns: 1e9,
};

/** The types that pandas gave its columns, which it writes beside the table; none where it did not write the file. */
const typesOfPandas = ({ key_value_metadata }: FileMetaData): Readonly<Record<string, string>> => {
  try {
    const text = key_value_metadata?.find(({ key }) => key === "pandas")?.value;
    const { columns } = JSON.parse(text ?? "{}") as {
      readonly columns?: readonly { readonly field_name: unknown; readonly numpy_type: unknown }[];
    };
    return Object.fromEntries(
      (columns ?? []).map(({ field_name, numpy_type }) => [String(field_name), String(numpy_type)]),
    );
  } catch {
    return {};
  }
};

/** The least integer is pandas' mark for a duration that is missing. */
const MISSING_DURATION = Number(-9223372036854775808n);

/** How many counts of a column of durations or times of day make a second; null for other columns. */
const countsPerSecond = (
  { name, type, converted_type, logical_type }: SchemaElement,
  types: Readonly<Record<string, string>>,
): number | null => {
  const [, unit] = /^timedelta64\[(s|ms|us|ns)\]$/.exec(own(types, name) ?? "") ??
    /^TIME_(MILLIS|MICROS)$/.exec(converted_type ?? "") ?? [];
  const stated = logical_type?.type === "TIME" ? logical_type.unit : unit;
  return /^INT(?:32|64)$/.test(type ?? "") && stated !== undefined ? perSecond[stated]! : null;
};

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
  /** Counts of a duration that make a second; null for what is no duration. */
  readonly counts: number | null;
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
  if (filling.counts !== null) {
    const count = Number(value as number | bigint);
    return count === MISSING_DURATION ? NaN : count / filling.counts;
  }
  if (typeof value === "number") return value;
  if (typeof value === "boolean") return value ? 1 : 0;
  if (typeof value === "bigint") {
    if (Number.isSafeInteger(Number(value))) return Number(value);
    filling.text ??= { place, column: filling.index, text: `${value} (beyond 2^53)` };
    return NaN;
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
 * Reads a Parquet file. Columns of texts that tell trials become labels, moments and durations become seconds, null is a gap; columns of
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
  if (width === 0) throw new Error("it has no columns of single values");
  const rows = Math.min(total, rowsKept(settings.lastRows, width));
  if (rows * width > MOST_STORED) {
    throw new Error(`it holds ${rows * width} numbers; up to ${MOST_STORED} are read`);
  }
  const dropped = total - rows;
  const values = new Float64Array(rows * width).fill(NaN);
  const types = typesOfPandas(metadata);
  const fillings = new Map(flat.map((element, index): [string, Filling] => {
    const { name } = headingOf(element.name);
    const isText = element.type === "BYTE_ARRAY";
    return [element.name, {
      index,
      labels: isText && isGroup(name, settings.group) ? new Map() : null,
      isMoment: isMoment(element),
      counts: countsPerSecond(element, types),
      isDate: false,
      text: null,
    }];
  }));
  // The library passes over what is thrown while it hands on a chunk.
  let fault: unknown = null;
  const fill = (columnName: string, columnData: DecodedArray, rowStart: number): void => {
    const filling = fillings.get(columnName)!;
    for (let i = 0; i < columnData.length; i++) {
      const row = rowStart + i - dropped;
      if (row < 0 || row >= rows) continue;
      values[row * width + filling.index] = numberIn(columnData[i], filling, dropped + row + 1, settings);
      taken++;
    }
  };
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
      try {
        if (fault === null) fill(columnName, columnData, rowStart);
      } catch (error) {
        fault = error;
      }
    },
  });
  if (fault !== null) throw fault;
  if (taken < rows * width) throw new Error("it holds fewer rows than it states");
  const columns = flat.map((element): RawColumn => {
    const { isMoment, isDate, labels, text, counts } = fillings.get(element.name)!;
    const isIndex = element.name === "__index_level_0__";
    const { name, unit } = headingOf(isIndex ? (counts === null ? "index" : "time") : element.name);
    return {
      name: name === "" ? null : name,
      unit: counts === null ? unit : "s",
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
