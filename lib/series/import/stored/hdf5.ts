/**
 * HDF5 files, and what is built on them: NetCDF-4, MATLAB 7.3, Keras, NWB and many more. The library of the HDF Group reads
 * them, compiled to WebAssembly.
 *
 * @module
 */
import { Dataset, File, Group, ready, type Reference } from "h5wasm";
import { samplingAmong, samplingOfSetting } from "./settings.ts";
import type { StatedSampling } from "../raw_table.ts";
import {
  attributesOf,
  decoded,
  firstOf,
  type Held,
  heldIn,
  isRangeUnpacked,
  type StoredAttributes,
} from "./hdf5_values.ts";
import { elementName, fromFortranOrder, type StoredArray, type StoredFile } from "./stored_file.ts";

/** Objects that are looked at, and groups in groups. */
const [MOST_OBJECTS, DEEPEST] = [10_000, 32] as const;

const samplingIn = (attributes: StoredAttributes): StatedSampling | null =>
  Object.entries(attributes).map(([name, value]) => samplingOfSetting(name, firstOf(value)!)).find((each) =>
    each !== null
  ) ?? null;

/** Whose conventions hold in a file. */
type Maker = "HDF5" | "MATLAB 7.3" | "NetCDF-4";

/** Classes of MATLAB that are numbers. */
const NUMBER_CLASS = /^(?:double|single|logical|u?int(?:8|16|32|64))$/;

/** What MATLAB says of a dataset that HDF5 takes for numbers and that are none; null for what is as it seems. */
const otherInMatlab = (attributes: StoredAttributes): Pick<Held, "type" | "unreadable"> | null => {
  const kind = firstOf(attributes["MATLAB_class"]);
  if (typeof kind !== "string" || NUMBER_CLASS.test(kind)) return null;
  const type = kind === "char" || kind === "string" ? "text" : kind;
  return { type, unreadable: type === "text" ? "it holds text" : `it is of the class ${kind}` };
};

/** Where the walk through a file is. */
interface Place {
  readonly path: string;
  readonly depth: number;
  readonly sampling: StatedSampling | null;
  readonly maker: Maker;
  /** Bytes of the file. */
  readonly bytes: number;
  /** Objects that may still be looked at. */
  readonly left: { objects: number };
  /** Objects that were seen: several links may lead to one. */
  readonly seen: Set<string>;
}

const unitsUnder = (attributes: StoredAttributes): Pick<StoredArray, "unit" | "units"> => {
  const told = attributes["units"] ?? attributes["unit"] ?? attributes["Units"] ?? attributes["Unit"];
  const all = (typeof told === "object" ? told : [told]).filter((each) => typeof each === "string");
  return all.length > 1 ? { unit: null, units: all } : { unit: all[0] || null };
};

const arraysOf = (
  dataset: Dataset,
  name: string,
  { sampling, maker, bytes }: Place,
): readonly StoredArray[] => {
  const attributes = attributesOf(dataset);
  const ofMatlab = maker === "MATLAB 7.3";
  // Of an empty array MATLAB keeps the lengths of its axes in place of numbers.
  if (ofMatlab && firstOf(attributes["MATLAB_empty"]) === 1) return [];
  const other = ofMatlab ? otherInMatlab(attributes) : null;
  return heldIn(dataset, bytes).map((found): StoredArray => {
    const held = other === null ? found : { ...found, ...other };
    // What MATLAB calls rows are the columns of the file.
    const shape = ofMatlab ? [...held.shape].reverse() : held.shape;
    return {
      name: name + held.suffix,
      shape,
      type: held.type,
      ...unitsUnder(attributes),
      sampling: samplingIn(attributes) ?? sampling,
      ...(held.unreadable === null ? {} : { unreadable: held.unreadable }),
      ...(maker === "NetCDF-4" && firstOf(attributes["CLASS"]) === "DIMENSION_SCALE"
        ? { isCoordinate: true }
        : {}),
      read: () => {
        const values = decoded(held, attributes, {
          ofNetcdf: maker === "NetCDF-4",
          isUnpacked: isRangeUnpacked(dataset),
        });
        return ofMatlab ? fromFortranOrder(values, shape) : values;
      },
    };
  });
};

/** An axis of a NetCDF file that is no variable has a name that says so. */
const isBareDimension = ({ attrs }: Dataset): boolean => {
  try {
    return String(attrs["NAME"]?.value ?? "").startsWith("This is a netCDF dimension but not");
  } catch {
    return false;
  }
};

/** A matrix of which only some entries are written, by the names of the vectors that hold it. */
const isSparse = (group: Group): boolean => {
  const names = [...group.keys()].sort().join();
  return names === "data,indices,indptr" || names === "data,ir,jc" || "MATLAB_sparse" in group.attrs;
};

const without = (name: string, type: string, unreadable: string): StoredArray => ({
  name,
  shape: [],
  type,
  unit: null,
  sampling: null,
  unreadable,
  read: () => new Float64Array(0),
});

/** What a dataset of references of MATLAB leads to: the elements of a cell array, or one field of an array of structures. */
const referred = (
  dataset: Dataset,
  place: Place,
  { field, isCell }: { readonly field: string; readonly isCell: boolean },
): readonly StoredArray[] => {
  // Wider than h5wasm's type, which does not know of references.
  const value: unknown = dataset.value ?? [];
  const references = value as readonly Reference[];
  const folder = place.path.replace(/\.$/, "");
  return references.flatMap((reference, index): readonly StoredArray[] => {
    const name = isCell
      ? elementName(place.path + field, index, "{")
      : `${elementName(folder, index, "(")}.${field}`;
    const object: unknown = dataset.dereference(reference);
    return object instanceof Group || object instanceof Dataset ? arraysAt(object, name, place) : [];
  });
};

const arraysAt = (object: Group | Dataset, name: string, place: Place): readonly StoredArray[] => {
  if (place.left.objects-- <= 0) return [];
  const seen = String(object.create_reference().ref_data);
  if (place.seen.has(seen)) return [];
  place.seen.add(seen);
  const ofMatlab = place.maker === "MATLAB 7.3";
  if (object instanceof Group) {
    if (isSparse(object)) return [without(name, "sparse", "it is a sparse matrix; write it in full")];
    return place.depth >= DEEPEST ? [] : arraysBelow(object, {
      ...place,
      path: `${name}${ofMatlab ? "." : "/"}`,
      depth: place.depth + 1,
      sampling: samplingIn(attributesOf(object)) ?? place.sampling,
    });
  }
  if (isBareDimension(object)) return [];
  if (ofMatlab && object.dtype === "Reference" && place.depth < DEEPEST) {
    const isCell = firstOf(attributesOf(object)["MATLAB_class"]) === "cell";
    const deeper = { ...place, depth: place.depth + 1 };
    return referred(object, deeper, { field: name.slice(place.path.length), isCell });
  }
  return arraysOf(object, name, place);
};

/** All arrays below a group, in its order; of several links to one only that which is no mere name for another. */
const arraysBelow = (group: Group, place: Place): readonly StoredArray[] =>
  group.keys().flatMap((key): readonly StoredArray[] => {
    if (place.maker === "MATLAB 7.3" && key.startsWith("#")) return [];
    if (group.get_link(`${group.path}/${key}`.replace(/^\/+/, "/"))) return [];
    const object = group.get(key);
    return object instanceof Group || object instanceof Dataset
      ? arraysAt(object, place.path + key, place)
      : [];
  });

/** The name under which the library finds the bytes. */
const PLACE = "/recording.h5";

/**
 * What an HDF5 file holds, as long as `use` takes: all arrays of numbers under their paths, with units, marks
 * of missing values, scales and sampling rates from attributes and from single numbers.
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
      const maker = ofMatlab ? "MATLAB 7.3" : "_NCProperties" in file.attrs ? "NetCDF-4" : "HDF5";
      const arrays = arraysBelow(file, {
        path: "",
        depth: 0,
        sampling: samplingIn(attributesOf(file)),
        maker,
        bytes: bytes.length,
        left: { objects: MOST_OBJECTS },
        seen: new Set(),
      });
      return use({ format: maker, arrays: samplingAmong(arrays), notes: [] });
    } finally {
      file.close();
    }
  } finally {
    library.FS.unlink(PLACE);
  }
};
