/**
 * HDF5 files, and what is built on them: NetCDF-4, MATLAB 7.3, Keras, NWB and many more. The library of the HDF Group reads
 * them, compiled to WebAssembly.
 *
 * @module
 */
import { countOf } from "../../../numerics/shape.ts";
import { Dataset, File, Group, ready } from "h5wasm";
import { samplingAmong, samplingOfSetting } from "./settings.ts";
import type { StatedSampling } from "../raw_table.ts";
import { fromFortranOrder, type StoredArray, type StoredFile, toNumbers } from "./stored_file.ts";

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

/** Objects that are looked at, and groups in groups. */
const [MOST_OBJECTS, DEEPEST] = [10_000, 32] as const;

type Attributes = Readonly<Record<string, number | string>>;

/** The first value of each attribute that is a number or a text. */
const attributesOf = (object: Dataset | Group): Attributes =>
  Object.fromEntries(
    Object.keys(object.attrs).flatMap((name): readonly (readonly [string, number | string])[] => {
      // References and records are of no use here, and may not be readable.
      if (/^(?:DIMENSION_LIST|REFERENCE_LIST|_Netcdf4\w+)$/.test(name)) return [];
      try {
        const value: unknown = object.attrs[name]!.value;
        const first: unknown = typeof value === "object" && value !== null
          ? (value as ArrayLike<unknown>)[0]
          : value;
        return typeof first === "number" || typeof first === "string"
          ? [[name, first]]
          : typeof first === "bigint"
          ? [[name, Number(first)]]
          : [];
      } catch {
        return [];
      }
    }),
  );

const samplingIn = (attributes: Attributes): StatedSampling | null =>
  Object.entries(attributes).map(([name, value]) => samplingOfSetting(name, value)).find((each) =>
    each !== null
  ) ?? null;

const numberUnder = (attributes: Attributes, name: string): number | undefined => {
  const value = attributes[name];
  return typeof value === "number" && Number.isFinite(value) ? value : undefined;
};

/** Numbers as their attributes want them read: marks of missing values, packed as whole numbers, or neither. */
const decoded = (values: Float64Array, attributes: Attributes): Float64Array => {
  const marks = [numberUnder(attributes, "_FillValue"), numberUnder(attributes, "missing_value")];
  const scale = numberUnder(attributes, "scale_factor") ?? 1;
  const offset = numberUnder(attributes, "add_offset") ?? 0;
  if (scale === 1 && offset === 0 && marks.every((mark) => mark === undefined)) return values;
  return values.map((value) => marks.includes(value) ? NaN : value * scale + offset);
};

const arrayOf = (
  dataset: Dataset,
  name: string,
  inherited: StatedSampling | null,
  ofMatlab: boolean,
): StoredArray => {
  const attributes = attributesOf(dataset);
  const { shape: lengths } = dataset;
  // What MATLAB calls rows are the columns of the file.
  const shape = ofMatlab ? [...(lengths ?? [])].reverse() : lengths ?? [];
  const letters = typeof dataset.dtype === "string" ? dataset.dtype : "";
  const type = typeNames[letters.slice(1)];
  const unit = attributes["units"] ?? attributes["unit"] ?? attributes["Units"] ?? attributes["Unit"];
  return {
    name,
    shape,
    type: type ?? "no numbers",
    unit: typeof unit === "string" && unit !== "" ? unit : null,
    sampling: samplingIn(attributes) ?? inherited,
    ...(type === undefined || lengths === null ? { unreadable: "it holds no plain numbers" } : {}),
    read: () => {
      const value: unknown = dataset.value;
      const values = typeof value === "object" && value !== null
        ? toNumbers(value as ArrayLike<number | bigint>)
        : Float64Array.of(Number(value));
      if (values.length !== countOf(shape)) throw new Error("it cannot be read whole");
      return decoded(ofMatlab ? fromFortranOrder(values, shape) : values, attributes);
    },
  };
};

/** An axis of a NetCDF file that is no variable has a name that says so. */
const isBareDimension = ({ attrs }: Dataset): boolean => {
  try {
    return String(attrs["NAME"]?.value ?? "").startsWith("This is a netCDF dimension but not");
  } catch {
    return false;
  }
};

/** All arrays below a group, in its order. */
const arraysBelow = (
  group: Group,
  { path, depth, sampling, ofMatlab, left }: {
    readonly path: string;
    readonly depth: number;
    readonly sampling: StatedSampling | null;
    readonly ofMatlab: boolean;
    readonly left: { objects: number };
  },
): readonly StoredArray[] =>
  group.keys().flatMap((key): readonly StoredArray[] => {
    if (left.objects-- <= 0 || (ofMatlab && key.startsWith("#"))) return [];
    const object = group.get(key);
    if (object === null) return [];
    if (object instanceof Group && depth < DEEPEST) {
      return arraysBelow(object, {
        path: `${path}${key}${ofMatlab ? "." : "/"}`,
        depth: depth + 1,
        sampling: samplingIn(attributesOf(object)) ?? sampling,
        ofMatlab,
        left,
      });
    }
    if (!(object instanceof Dataset) || isBareDimension(object)) return [];
    return [arrayOf(object, path + key, sampling, ofMatlab)];
  });

/** The name under which the library finds the bytes. */
const PLACE = "/recording.h5";

/**
 * What an HDF5 file holds, as long as `use` takes: all arrays of numbers under their paths, with units, marks of missing
 * values, scales and sampling rates from attributes and from numbers that stand alone.
 *
 * @errors It throws for a file that is damaged or that the library does not read.
 */
export const withHdf5 = async <A>(bytes: Uint8Array, use: (stored: StoredFile) => A): Promise<A> => {
  const library = await ready;
  library.activate_throwing_error_handler();
  const ofMatlab = new TextDecoder("latin1").decode(bytes.subarray(0, 10)) === "MATLAB 7.3";
  library.FS.writeFile(PLACE, bytes);
  try {
    const file = new File(PLACE, "r");
    try {
      const attributes = attributesOf(file);
      const arrays = arraysBelow(file, {
        path: "",
        depth: 0,
        sampling: samplingIn(attributes),
        ofMatlab,
        left: { objects: MOST_OBJECTS },
      });
      const format = ofMatlab ? "MATLAB 7.3" : "_NCProperties" in file.attrs ? "NetCDF-4" : "HDF5";
      return use({ format, arrays: samplingAmong(arrays), notes: [] });
    } finally {
      file.close();
    }
  } finally {
    library.FS.unlink(PLACE);
  }
};
