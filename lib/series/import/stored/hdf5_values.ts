/**
 * What the datasets of an HDF5 file hold: numbers under the conventions of NetCDF, records of several fields, or something of
 * which no series is made.
 *
 * @source NetCDF Climate and Forecast Metadata Conventions 1.11, sections 2.5 and 8.1; NetCDF Users Guide, Attribute
 * Conventions.
 *
 * @module
 */
import type { Dataset, Group, Metadata } from "h5wasm";
import { own } from "../../../core/codec/own.ts";
import { countOf } from "../../../numerics/shape.ts";
import { MOST_STORED, toNumbers } from "./stored_file.ts";

/** Types of numbers by the library's letters. */
const typeNames: Readonly<Record<string, string>> = {
  b: "int8",
  B: "uint8",
  h: "int16",
  H: "uint16",
  i: "int32",
  I: "uint32",
  q: "int64",
  Q: "uint64",
  f: "float32",
  d: "float64",
};

/** What NetCDF writes where nothing was written. Bytes have no such mark: each of them may be a value. */
const netcdfFills: Readonly<Record<string, number>> = {
  int16: -32767,
  uint16: 65535,
  int32: -2147483647,
  uint32: 4294967295,
  int64: Number(-9223372036854775806n),
  uint64: Number(18446744073709551614n),
  float32: 9.969209968386869e36,
  float64: 9.969209968386869e36,
};

/** How many numbers there are of types with a sign. */
const numbersOfType: Readonly<Record<string, number>> = { int8: 256, int16: 65_536, int32: 4_294_967_296 };

/** Ways of packing that the library undoes: deflate, shuffle, fletcher32, nbit, scaleoffset. */
const KNOWN_FILTERS: readonly number[] = [1, 2, 3, 5, 6];

/** A value of an attribute; of several there is a list. */
type AttributeValue = number | string | readonly (number | string)[];

/** StoredAttributes that are numbers or texts. */
export type StoredAttributes = Readonly<Record<string, AttributeValue>>;

const plain = (value: unknown): number | string | null =>
  typeof value === "number" || typeof value === "string"
    ? value
    : typeof value === "bigint"
    ? Number(value)
    : null;

/** The attributes of an object that are numbers, texts, or lists of them. */
export const attributesOf = (object: Dataset | Group): StoredAttributes =>
  Object.fromEntries(
    Object.keys(object.attrs).flatMap((name): readonly (readonly [string, AttributeValue])[] => {
      // References and records are of no use here, and may not be readable.
      if (/^(?:DIMENSION_LIST|REFERENCE_LIST|_Netcdf4\w+)$/.test(name)) return [];
      try {
        const value: unknown = object.attrs[name]!.value;
        const one = plain(value);
        if (one !== null) return [[name, one]];
        if (typeof value !== "object" || value === null) return [];
        const all = Array.from(value as ArrayLike<unknown>, plain);
        return all.length === 0 || all.some((each) => each === null)
          ? []
          : [[name, all.length === 1 ? all[0]! : all as readonly (number | string)[]]];
      } catch {
        return [];
      }
    }),
  );

/** The first value of an attribute. */
export const firstOf = (value: AttributeValue | undefined): number | string | undefined =>
  typeof value === "object" ? value[0] : value;

/** Whether the valid range of packed numbers is that of the unpacked ones: it is of their type then. */
export const isRangeUnpacked = (dataset: Dataset): boolean =>
  ["valid_range", "valid_min", "valid_max"].some((name) =>
    /^[<>][fd]$/.test(String(name in dataset.attrs ? dataset.attrs[name]!.dtype : ""))
  ) && /^[<>][bhiq]$/i.test(String(dataset.dtype));

const numbersUnder = (attributes: StoredAttributes, name: string): readonly number[] => {
  const value = attributes[name];
  return (typeof value === "object" ? value : [value]).filter((each) => typeof each === "number");
};

/** What a dataset holds, and how to get at it. */
export interface Held {
  /** Behind the name of the dataset; "" for the dataset itself, "/x" for a field of its records. */
  readonly suffix: string;
  readonly shape: readonly number[];
  /** "float64", "text": for people. */
  readonly type: string;
  /** Why its numbers cannot be taken; null if they can. */
  readonly unreadable: string | null;
  /** All its numbers as the file has them, in its order. */
  readonly read: () => ArrayLike<number | bigint>;
}

const NOTHING: Held["read"] = () => new Float64Array(0);

/** The library's letters of a type, without the order of the bytes; undefined for what is no number. */
const lettersOf = (dtype: unknown): string | undefined => {
  const [, letter] = typeof dtype === "string" ? /^[<>](\w)$/.exec(dtype) ?? [] : [];
  return letter;
};

/** Fields of a record that together are a complex number. */
const isComplex = (members: readonly { readonly name: string }[]): boolean =>
  /^(?:r,i|real,imag|re,im)$/i.test(members.map(({ name }) => name).join());

/** Why a dataset cannot be read, though it holds numbers; null if it can. */
const unreadableFor = ({ metadata, filters }: Dataset): string | null => {
  const unknown = filters.find(({ id }) => !KNOWN_FILTERS.includes(id));
  if (unknown !== undefined) {
    return `it is packed by ${
      unknown.name || `the filter ${unknown.id}`
    }, which lyap cannot unpack; gzip it can`;
  }
  const elsewhere = metadata.virtual_sources?.find(({ file_name }) => file_name !== ".");
  return elsewhere === undefined
    ? null
    : `it is a view of another file, ${elsewhere.file_name}, from which it should be read`;
};

/** Classes of HDF5 whose bytes have an order: whole numbers, floats, bits, enumerations. */
const ORDERED: readonly number[] = [0, 1, 4, 8];

/** Of each number in a record, whether its lowest byte comes first. */
const ordersIn = ({ compound_type, array_type, type, littleEndian }: Metadata): readonly boolean[] =>
  compound_type !== undefined
    ? compound_type.members.flatMap(ordersIn)
    : array_type !== undefined
    ? ordersIn(array_type)
    : ORDERED.includes(type)
    ? [littleEndian]
    : [];

/** The library puts the bytes of records in order only where all fields have the same. */
const mixedOrders = ({ metadata }: Dataset): string | null =>
  new Set(ordersIn(metadata)).size > 1
    ? "its fields have their bytes in different orders; write them in one"
    : null;

/** No packing that is read makes a byte of a file into more bytes than this. */
const MOST_UNPACKED = 1100;

/** Records that become values of the language at once: each takes much more memory there than in the file. */
const RECORDS_AT_ONCE = 1 << 14;

/** A field of records. */
interface Field {
  readonly name: string;
  /** Undefined if it holds no numbers. */
  readonly type: string | undefined;
  /** Lengths of the axes of the array that it is; none for a single number. */
  readonly inner: readonly number[];
}

/** The numbers of all fields that hold some, record by record. */
const fieldNumbers = (dataset: Dataset, count: number, fields: readonly Field[]): readonly Float64Array[] => {
  const sizes = fields.map(({ type, inner }) => type === undefined ? 0 : countOf(inner));
  if (count * sizes.reduce((sum, size) => sum + size, 0) > MOST_STORED) {
    throw new Error(`it holds more than ${MOST_STORED} numbers`);
  }
  const all = sizes.map((size) => new Float64Array(count * size));
  for (let first = 0; first < count; first += RECORDS_AT_ONCE) {
    // Wider than h5wasm's types, which do not know of records.
    const slice: unknown = dataset.slice([[first, Math.min(count, first + RECORDS_AT_ONCE)]]);
    const rows = slice as readonly (readonly unknown[])[];
    sizes.forEach((size, field) => {
      if (size === 0) return;
      const values = rows.flatMap((row): readonly (number | bigint)[] => {
        const value = row[field];
        return typeof value === "object" && value !== null
          ? (value as readonly number[]).flat(Infinity) as number[]
          : [value as number | bigint];
      });
      if (values.length !== rows.length * size) throw new Error("it cannot be read whole");
      all[field]!.set(toNumbers(values), first * size);
    });
  }
  return all;
};

/** Each field of records as an array of its own; of records that lie in several axes none is taken. */
const fieldsOf = (
  dataset: Dataset,
  shape: readonly number[],
  { bytes, unreadable }: { readonly bytes: number; readonly unreadable: string | null },
): readonly Held[] => {
  const dtypes: unknown = dataset.dtype;
  const types = dtypes as readonly (readonly [string, unknown, (readonly number[])?])[];
  const fields = dataset.metadata.compound_type!.members.map(({ name }, index): Field => {
    const [, dtype, inner = []] = types[index] ?? [];
    return { name, type: typeNames[lettersOf(dtype) ?? ""], inner };
  });
  const isLarger = countOf(shape) * dataset.metadata.size > MOST_UNPACKED * bytes;
  let numbers: readonly Float64Array[] | null = null;
  return fields.map(({ name, type, inner }, index): Held => ({
    suffix: `/${name}`,
    shape: [...shape, ...inner],
    type: type ?? "no numbers",
    unreadable: type === undefined
      ? "it holds no plain numbers"
      : shape.length !== 1
      ? `its records lie in ${shape.length} axes`
      : isLarger
      ? "it states more records than the file can hold"
      : unreadable,
    read: () => (numbers ??= fieldNumbers(dataset, shape[0] ?? 0, fields))[index]!,
  }));
};

/**
 * What a dataset holds: one array, or one for each field of its records.
 *
 * @param bytes Those of the whole file.
 */
export const heldIn = (dataset: Dataset, bytes: number): readonly Held[] => {
  const { shape, metadata } = dataset;
  const one = (type: string, unreadable: string | null, read: Held["read"] = NOTHING): readonly Held[] => [
    { suffix: "", shape: shape ?? [], type, unreadable, read },
  ];
  if (shape === null) return one("nothing", "it holds nothing");
  const read: Held["read"] = () => {
    const value: unknown = dataset.value;
    return typeof value === "object" && value !== null
      ? value as ArrayLike<number | bigint>
      : [value as number | bigint];
  };
  const unreadable = unreadableFor(dataset);
  if (metadata.enum_type !== undefined && metadata.enum_type.type === 0) {
    const isLogical = Object.keys(metadata.enum_type.members).sort().join() === "FALSE,TRUE";
    return one(isLogical ? "logical" : "enumeration", unreadable, read);
  }
  if (metadata.compound_type !== undefined) {
    const { members } = metadata.compound_type;
    return isComplex(members)
      ? one("complex", "its numbers are complex")
      : fieldsOf(dataset, shape, { bytes, unreadable: unreadable ?? mixedOrders(dataset) });
  }
  const { dtype } = dataset;
  const letters = lettersOf(dtype);
  if (letters === "e") return one("float16", "its numbers are float16; write them as float32");
  const type = typeNames[letters ?? ""];
  return type !== undefined
    ? one(type, unreadable, read)
    : typeof dtype === "string" && /^[AS]\d*$/.test(dtype)
    ? one("text", "it holds text")
    : one("no numbers", "it holds no plain numbers");
};

/** Numbers of a type that are missing, by what the attributes and NetCDF say. */
const marksOf = (attributes: StoredAttributes, type: string, ofNetcdf: boolean): readonly number[] => {
  const stated = ["_FillValue", "missing_value"].flatMap((name) => numbersUnder(attributes, name))
    .filter(Number.isFinite);
  const fill = ofNetcdf && attributes["_FillValue"] === undefined ? netcdfFills[type] : undefined;
  const all = fill === undefined ? stated : [...stated, fill];
  // A mark is compared as the array has it: 1e20 is another number in float32.
  return type === "float32" ? all.map(Math.fround) : all;
};

/**
 * Numbers as their attributes want them read: marks of missing values and values outside the valid range as NaN, bytes without
 * a sign, packed numbers unpacked.
 *
 * @param held What the dataset holds.
 * @param attributes Those of the dataset.
 * @param how Whether the conventions of NetCDF hold that need no attribute, or whose attribute others use for other things; and
 * whether the valid range is that of unpacked numbers.
 * @errors It throws for an integer that float64 cannot hold, and where the library reads less than there should be.
 */
export const decoded = (
  { read, shape, type }: Held,
  attributes: StoredAttributes,
  { ofNetcdf, isUnpacked }: { readonly ofNetcdf: boolean; readonly isUnpacked: boolean },
): Float64Array => {
  const values = toNumbers(read(), marksOf(attributes, type, ofNetcdf));
  if (values.length !== countOf(shape)) throw new Error("it cannot be read whole");
  const [scale = 1] = numbersUnder(attributes, "scale_factor");
  const [offset = 0] = numbersUnder(attributes, "add_offset");
  const range = numbersUnder(attributes, "valid_range");
  const [least = range[0] ?? -Infinity] = numbersUnder(attributes, "valid_min");
  const [most = range[1] ?? Infinity] = numbersUnder(attributes, "valid_max");
  const isBounded = ofNetcdf && (least > -Infinity || most < Infinity);
  const turn = firstOf(attributes["_Unsigned"]) === "true" ? own(numbersOfType, type) ?? 0 : 0;
  if (scale === 1 && offset === 0 && !isBounded && turn === 0) return values;
  return values.map((value) => {
    const whole = value < 0 ? value + turn : value;
    const unpacked = whole * scale + offset;
    const held = isUnpacked ? unpacked : whole;
    return isBounded && !(held >= least && held <= most) ? NaN : unpacked;
  });
};
