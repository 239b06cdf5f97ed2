/**
 * Arrays in NumPy's file format `.npy`, from and to bytes.
 *
 * Source: NumPy Enhancement Proposal 1, "A simple file format for NumPy arrays" (versions 1.0, 2.0 and 3.0).
 *
 * @module
 */
import * as E from "fp-ts/Either.js";
import { type BadInput, badInput } from "../core/program/errors.ts";
import { countOf } from "../numerics/shape.ts";
import type { Series } from "./series.ts";

/** An array of any rank, row by row (C order). */
export interface NpyArray {
  /** Lengths of the axes; empty for a single number. */
  readonly shape: readonly number[];
  /** As many numbers as the product of the shape. */
  readonly values: Float64Array | Float32Array;
}

/** Whether numbers lie in this machine's memory as .npy files have them, so that they can be copied in one piece. */
const hostIsLittleEndian = new Uint8Array(Uint16Array.of(1).buffer)[0] === 1;

const magic = [0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59];

/** Whether bytes begin as a .npy file does. */
export const isNpy = (bytes: Uint8Array): boolean => magic.every((byte, index) => bytes[index] === byte);

/** Reads the number at a byte offset. */
type Reader = (view: DataView, offset: number, littleEndian: boolean) => number;

/** The kinds of numbers that can be read, by NumPy's code without its byte order. */
const readers: Readonly<Record<string, readonly [bytes: number, read: Reader]>> = {
  f8: [8, (view, offset, little) => view.getFloat64(offset, little)],
  f4: [4, (view, offset, little) => view.getFloat32(offset, little)],
  i8: [8, (view, offset, little) => Number(view.getBigInt64(offset, little))],
  u8: [8, (view, offset, little) => Number(view.getBigUint64(offset, little))],
  i4: [4, (view, offset, little) => view.getInt32(offset, little)],
  u4: [4, (view, offset, little) => view.getUint32(offset, little)],
  i2: [2, (view, offset, little) => view.getInt16(offset, little)],
  u2: [2, (view, offset, little) => view.getUint16(offset, little)],
  i1: [1, (view, offset) => view.getInt8(offset)],
  u1: [1, (view, offset) => view.getUint8(offset)],
  b1: [1, (view, offset) => view.getUint8(offset)],
};

interface Header {
  readonly littleEndian: boolean;
  /** NumPy's code without its byte order, for example "f8". */
  readonly type: string;
  readonly fortranOrder: boolean;
  readonly shape: readonly number[];
  /** Where the numbers begin, in bytes. */
  readonly start: number;
}

const readHeader = (bytes: Uint8Array, file: string): E.Either<BadInput, Header> => {
  const fault = (what: string, mend: string) => E.left(badInput(file, what, mend));
  if (bytes.length < 10 || !isNpy(bytes)) {
    return fault("it does not begin as a .npy file does", "write it with numpy.save, or import it as .csv");
  }
  const version = bytes[6]!;
  if (version < 1 || version > 3) {
    return fault(`version ${version} of the .npy format is not known`, "write it with numpy.save");
  }
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const lengthBytes = version === 1 ? 2 : 4;
  const cutShort = () => fault("the file is cut short within its header", "copy or download it again");
  if (bytes.length < 8 + lengthBytes) return cutShort();
  const headerLength = version === 1 ? view.getUint16(8, true) : view.getUint32(8, true);
  const start = 8 + lengthBytes + headerLength;
  if (bytes.length < start) return cutShort();
  const header = new TextDecoder().decode(bytes.subarray(8 + lengthBytes, start));
  const descr = /['"]descr['"]\s*:\s*(?:['"]([^'"]*)['"]|(\[))/.exec(header);
  const order = /['"]fortran_order['"]\s*:\s*(True|False)/.exec(header);
  const shape = /['"]shape['"]\s*:\s*\(([\d\s,L]*)\)/.exec(header);
  if (descr === null || order === null || shape === null) {
    return fault("its header lacks descr, fortran_order or shape", "write it with numpy.save");
  }
  const code = descr[1] ?? "a record of several fields";
  const type = /^[<>|=]?([fiub]\d)$/.exec(code)?.[1];
  if (type === undefined || !Object.hasOwn(readers, type)) {
    return fault(
      `its numbers are of type ${code}`,
      /^[<>]?c/.test(code)
        ? "they are complex: give array.real and array.imag as columns"
        : "convert them with array.astype('float64') or to float32 or integers",
    );
  }
  return E.right({
    littleEndian: !code.startsWith(">"),
    type,
    fortranOrder: order[1] === "True",
    shape: [...shape[1]!.matchAll(/\d+/g)].map(([length]) => Number(length)),
    start,
  });
};

/** Goes through an array in C order from one of its rows on, and hands over the place of each number in Fortran order. */
const eachFortranPlace = (
  shape: readonly number[],
  firstRow: number,
  count: number,
  take: (i: number, place: number) => void,
): void => {
  const strides = shape.map((_, axis) => countOf(shape.slice(0, axis)));
  const index = shape.map((_, axis) => axis === 0 ? firstRow : 0);
  let place = firstRow;
  for (let i = 0; i < count; i++) {
    take(i, place);
    for (let axis = shape.length - 1; axis >= 0; axis--) {
      index[axis]!++;
      place += strides[axis]!;
      if (index[axis]! < shape[axis]!) break;
      place -= strides[axis]! * shape[axis]!;
      index[axis] = 0;
    }
  }
};

/** An array of which the first rows were left out. */
export interface NpyTail extends NpyArray {
  /** How many rows. */
  readonly dropped: number;
}

/** Numbers that are read at most of an array: as many as a file of 256 MiB holds in float32. */
const MOST_NUMBERS = 1 << 26;

/**
 * Reads an array of floats, integers or booleans of either byte order, in C or Fortran order.
 *
 * @param bytes The whole file.
 * @param file Its name, for the error message.
 * @returns The numbers in C order: a `Float32Array` for a float32 file, otherwise a `Float64Array`.
 * @errors BadInput when the bytes are no `.npy` file, are cut short, hold another type of numbers, or an integer that
 *   float64 cannot hold.
 *
 * @example What is written is read
 * ```ts
 * import { decodeNpy, encodeNpy } from "./npy.ts";
 * import { assertEquals } from "@std/assert/mod.js";
 *
 * const array = { shape: [2, 3], values: Float64Array.of(1, 2, 3, 4, 5, 6) };
 * assertEquals(decodeNpy(encodeNpy(array), "a.npy"), { _tag: "Right", right: array });
 * ```
 */
export const decodeNpy = (bytes: Uint8Array, file: string): E.Either<BadInput, NpyArray> => {
  const whole = decodeNpyTail(bytes, file, () => Infinity);
  return E.isLeft(whole) ? whole : E.right({ shape: whole.right.shape, values: whole.right.values });
};

/**
 * Reads an array as `decodeNpy` does, but of rows × columns no more than the last rows; the others are passed over.
 *
 * @param rowsOf How many rows are read of this many columns.
 */
export const decodeNpyTail = (
  bytes: Uint8Array,
  file: string,
  rowsOf: (columns: number) => number,
): E.Either<BadInput, NpyTail> => {
  const header = readHeader(bytes, file);
  if (E.isLeft(header)) return header;
  const { littleEndian, type, fortranOrder, shape: written, start } = header.right;
  const [size, read] = readers[type]!;
  const all = countOf(written);
  if (!Number.isSafeInteger(all) || bytes.length - start !== all * size) {
    return E.left(badInput(
      file,
      `its shape (${written.join(", ")}) takes ${all * size} bytes of numbers, but it holds ${
        bytes.length - start
      }`,
      "copy or download it again",
    ));
  }
  const isTable = written.length === 1 || written.length === 2;
  const dropped = isTable ? Math.max(0, written[0]! - rowsOf(written[1] ?? 1)) : 0;
  const shape = isTable ? [written[0]! - dropped, ...written.slice(1)] : written;
  const count = countOf(shape);
  if (count > MOST_NUMBERS) {
    return E.left(badInput(
      file,
      `it holds ${count} numbers; up to ${MOST_NUMBERS} are read`,
      "give a part of it, or every n-th row",
    ));
  }
  const first = all - count;
  if (hostIsLittleEndian && littleEndian && !fortranOrder && (type === "f8" || type === "f4")) {
    const copy = new Uint8Array(bytes.subarray(start + first * size)).buffer;
    return E.right({
      shape,
      dropped,
      values: type === "f8" ? new Float64Array(copy) : new Float32Array(copy),
    });
  }
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const values = type === "f4" ? new Float32Array(count) : new Float64Array(count);
  const take = (i: number, place: number): void => {
    values[i] = read(view, start + place * size, littleEndian);
  };
  if (fortranOrder && shape.length > 1) eachFortranPlace(written, dropped, count, take);
  else for (let i = 0; i < count; i++) take(i, first + i);
  if (type === "i8" || type === "u8") {
    const tooLarge = values.findIndex((value) => !Number.isSafeInteger(value));
    if (tooLarge >= 0) {
      return E.left(badInput(
        file,
        `entry ${first + tooLarge + 1} is an integer beyond 2^53, which float64 cannot hold`,
        "scale the numbers down, or convert them with array.astype('float64')",
      ));
    }
  }
  return E.right({ shape, dropped, values });
};

/**
 * Writes an array in C order, little-endian, as float64 or float32 after the type of its values. The same array gives
 * the same bytes everywhere; they equal those of `numpy.save`.
 *
 * @param array Its shape must take exactly as many numbers as there are values.
 */
export const encodeNpy = ({ shape, values }: NpyArray): Uint8Array<ArrayBuffer> => {
  const size = values.BYTES_PER_ELEMENT;
  const axes = shape.length === 1 ? `${shape[0]},` : shape.join(", ");
  const text = `{'descr': '<f${size}', 'fortran_order': False, 'shape': (${axes}), }`;
  // The numbers begin at a multiple of 64 bytes, and the header ends with a new line.
  const start = 64 * Math.ceil((10 + text.length + 1) / 64);
  const header = `${text.padEnd(start - 11)}\n`;
  const bytes = new Uint8Array(start + values.length * size);
  const view = new DataView(bytes.buffer);
  bytes.set(magic);
  bytes.set([1, 0], 6);
  view.setUint16(8, header.length, true);
  bytes.set(new TextEncoder().encode(header), 10);
  if (hostIsLittleEndian) {
    bytes.set(new Uint8Array(values.buffer, values.byteOffset, values.byteLength), start);
  } else if (values instanceof Float64Array) {
    for (let i = 0; i < values.length; i++) view.setFloat64(start + i * 8, values[i]!, true);
  } else {
    for (let i = 0; i < values.length; i++) view.setFloat32(start + i * 4, values[i]!, true);
  }
  return bytes;
};

/** A series as the bytes of an .npy file, T × N in float64. */
export const encodeSeries = ({ values, rows, columns }: Series): Uint8Array =>
  encodeNpy({ shape: [rows, columns], values });
