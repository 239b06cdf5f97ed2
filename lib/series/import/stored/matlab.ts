/**
 * MATLAB's files of version 5 (`save -v6`, `save -v7`, `scipy.io.savemat`): matrices, and those in structures.
 *
 * @source MathWorks, MAT-File Format.
 *
 * @module
 */
import { countOf } from "../../../numerics/shape.ts";
import { gunzip, joinedBytes } from "../gzip.ts";
import { LARGEST_FILE } from "../imported.ts";
import { samplingAmong } from "./settings.ts";
import {
  elementName,
  fromFortranOrder,
  type StoredArray,
  type StoredFile,
  toNumbers,
} from "./stored_file.ts";

const HEADER = 128;

/** Codes of the types of data. */
const [COMPRESSED, MATRIX] = [15, 14] as const;

const numberTypes: Readonly<Record<number, readonly [size: number, name: string]>> = {
  1: [1, "int8"],
  2: [1, "uint8"],
  3: [2, "int16"],
  4: [2, "uint16"],
  5: [4, "int32"],
  6: [4, "uint32"],
  7: [4, "float32"],
  9: [8, "float64"],
  12: [8, "int64"],
  13: [8, "uint64"],
};

/** Names of the classes of matrices that hold numbers. */
const numberClasses: Readonly<Record<number, string>> = {
  6: "float64",
  7: "float32",
  8: "int8",
  9: "uint8",
  10: "int16",
  11: "uint16",
  12: "int32",
  13: "uint32",
  14: "int64",
  15: "uint64",
};
/** Classes that hold other matrices. */
const [CELL, STRUCTURE] = [1, 2] as const;
/** Classes of which no series is made, and what they are. */
const otherClasses: Readonly<Record<number, readonly [type: string, reason: string]>> = {
  3: ["object", "it is an object"],
  4: ["text", "it holds text"],
  5: ["sparse", "it is a sparse matrix; save full(…) of it"],
  16: ["function", "it is a function"],
  17: ["object", "it is an object, such as a table or a string; save its numbers as a matrix"],
};

interface Element {
  readonly type: number;
  /** Its data. */
  readonly data: Uint8Array;
  /** Where the next one begins. */
  readonly next: number;
}

const viewOf = (bytes: Uint8Array): DataView =>
  new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);

const elementAt = (bytes: Uint8Array, at: number, little: boolean): Element => {
  if (at + 8 > bytes.length) throw new Error("it is cut short");
  const view = viewOf(bytes);
  const word = view.getUint32(at, little);
  // A small element has its length in the upper half of the first word, and its data in the second.
  const small = word >>> 16;
  const [type, length, start] = small === 0
    ? [word, view.getUint32(at + 4, little), at + 8]
    : [word & 0xffff, small, at + 4];
  const end = start + length;
  if ((small !== 0 && small > 4) || end > bytes.length) throw new Error("it is cut short");
  const next = small !== 0 ? at + 8 : type === COMPRESSED ? end : start + 8 * Math.ceil(length / 8);
  return { type, data: bytes.subarray(start, end), next };
};

const numbersOf = ({ type, data }: Element, little: boolean): ArrayLike<number | bigint> => {
  const [size] = numberTypes[type] ?? [];
  if (size === undefined) throw new Error(`it holds data of the unknown type ${type}`);
  const view = viewOf(data);
  const read: Readonly<Record<number, (at: number) => number | bigint>> = {
    1: (at) => view.getInt8(at),
    2: (at) => view.getUint8(at),
    3: (at) => view.getInt16(at, little),
    4: (at) => view.getUint16(at, little),
    5: (at) => view.getInt32(at, little),
    6: (at) => view.getUint32(at, little),
    7: (at) => view.getFloat32(at, little),
    9: (at) => view.getFloat64(at, little),
    12: (at) => view.getBigInt64(at, little),
    13: (at) => view.getBigUint64(at, little),
  };
  const count = Math.floor(data.length / size);
  const at = read[type]!;
  if (type === 12 || type === 13) return Array.from({ length: count }, (_, i) => at(i * size));
  return Float64Array.from({ length: count }, (_, i) => at(i * size) as number);
};

const textOf = ({ data }: Element): string => new TextDecoder("latin1").decode(data).replaceAll(/\0+$/g, "");

/** Depth of structures in structures, and the fields and elements of all of them. */
const [DEEPEST, MOST_FIELDS] = [8, 10_000] as const;

/** Elements one after another. */
function* elementsOf(bytes: Uint8Array, little: boolean, from = 0): Generator<Element> {
  for (let at = from; at + 8 <= bytes.length;) {
    const element = elementAt(bytes, at, little);
    yield element;
    at = element.next;
  }
}

/**
 * The place of a matrix: its name if it has none of its own, how deep it is, and how many may still follow.
 */
interface Place {
  readonly path: string;
  readonly depth: number;
  readonly left: { fields: number };
}

/** The names of the fields of structures: all of one width. */
const fieldsOf = (names: Uint8Array, width: number): readonly string[] => {
  const count = width > 0 ? Math.floor(names.length / width) : 0;
  if (count > MOST_FIELDS) throw new Error(`a structure of it has ${count} fields`);
  return Array.from(
    { length: count },
    (_, field) =>
      new TextDecoder("latin1").decode(names.subarray(field * width, (field + 1) * width)).replace(
        /\0.*$/,
        "",
      ),
  );
};

/** The arrays in a matrix: itself, those of its fields, or those of its cells. */
const arraysIn = (
  data: Uint8Array,
  little: boolean,
  { path, depth, left }: Place,
): readonly StoredArray[] => {
  // An empty matrix may have nothing at all.
  if (data.length === 0) return [];
  if (left.fields-- <= 0) throw new Error(`it has more than ${MOST_FIELDS} fields and cells`);
  const parts = elementsOf(data, little);
  const take = (): Element => {
    const { value, done } = parts.next();
    if (done === true) throw new Error("a matrix of it is cut short");
    return value;
  };
  const [flags = 0] = Array.from(numbersOf(take(), little), Number);
  const kind = flags & 0xff;
  // An object has no shape of its own here.
  const shape = kind === 17 ? [] : Array.from(numbersOf(take(), little), Number);
  if (
    kind !== 17 && (shape.length < 2 || shape.some((length) => !Number.isInteger(length) || length < 0))
  ) {
    throw new Error(`a matrix of it has the shape ${shape.join(" × ")}`);
  }
  const own = textOf(take());
  const name = path === "" ? own : path;
  const size = countOf(shape);
  const below = (path: string) => arraysIn(take().data, little, { path, depth: depth + 1, left });
  if (kind === STRUCTURE || kind === CELL) {
    if (depth >= DEEPEST) return [];
    const indices = Array.from({ length: Math.min(size, left.fields + 1) }, (_, index) => index);
    if (kind === CELL) return indices.flatMap((index) => below(elementName(name, index, "{")));
    const [width = 0] = Array.from(numbersOf(take(), little), Number);
    const fields = fieldsOf(take().data, width);
    return indices.flatMap((index) =>
      fields.flatMap((field) => below(`${size === 1 ? name : elementName(name, index, "(")}.${field}`))
    );
  }
  // What MATLAB keeps for its objects is at the end and has no name.
  if (name === "") return [];
  const described = { name, shape, unit: null, sampling: null };
  const [otherType, reason] = otherClasses[kind] ?? [];
  const type = numberClasses[kind] ?? otherType;
  if (type === undefined) return [];
  if (reason !== undefined) {
    return [{ ...described, type, unreadable: reason, read: () => new Float64Array(0) }];
  }
  const isComplex = (flags & 0x800) !== 0;
  const real = take();
  return [{
    ...described,
    type: (flags & 0x200) !== 0 ? "logical" : isComplex ? `complex ${type}` : type,
    ...(isComplex ? { unreadable: "its numbers are complex" } : {}),
    read: () => {
      const values = toNumbers(numbersOf(real, little));
      if (values.length !== size) {
        throw new Error(`it has ${values.length} numbers where its shape takes ${size}`);
      }
      return fromFortranOrder(values, shape);
    },
  }];
};

/**
 * What a MATLAB file of version 5 holds: all its matrices of numbers, those in structures under names such as `EEG.data`, and
 * those in cells and arrays of structures under names such as `trial{2}` and `run(3).x`.
 *
 * @errors It throws for a file that is damaged, cut short, or unpacks to more than 256 MiB.
 */
export const readMatlab = (bytes: Uint8Array): StoredFile => {
  if (bytes.length < HEADER) throw new Error("it is cut short");
  const little = bytes[126] === 0x49;
  let left = LARGEST_FILE;
  const top: Place = { path: "", depth: 0, left: { fields: MOST_FIELDS } };
  const arrays = [...elementsOf(bytes, little, HEADER)].flatMap(({ type, data }): readonly StoredArray[] => {
    if (type === MATRIX) return arraysIn(data, little, top);
    if (type !== COMPRESSED) return [];
    const unpacked = gunzip(data, "it", left);
    if (unpacked._tag === "Left") throw new Error(unpacked.left.what.replace(/^it /, "a part of it "));
    const whole = joinedBytes(unpacked.right);
    left -= whole.length;
    const inner = elementAt(whole, 0, little);
    return inner.type === MATRIX ? arraysIn(inner.data, little, top) : [];
  });
  return { format: "MATLAB 5", arrays: samplingAmong(arrays), notes: [] };
};
