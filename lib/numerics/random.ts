/**
 * Named, splittable random streams.
 *
 * A stream is an immutable key; what is drawn from it depends on the key alone. So drawing twice gives the same
 * numbers, a new consumer with a name of its own never shifts another's numbers, and a training that is resumed at
 * epoch e draws `substream(batches, e)` without having drawn the epochs before it.
 *
 * The generator is Philox 4×32 with 10 rounds, in counter mode.
 * Source: Salmon, Moraes, Dror & Shaw (2011), Parallel random numbers: as easy as 1, 2, 3, SC'11.
 *
 * @module
 */
import { sha256 } from "@noble/hashes/sha2.js";
import { cos, log, sin } from "./elementary.ts";

/** An immutable source of random numbers: the 64-bit key of a counter-based generator. */
export interface Stream {
  /** Upper and lower half of the key, as unsigned 32-bit integers. */
  readonly key: readonly [number, number];
}

const streamOf = (label: Uint8Array): Stream => {
  const digest = sha256(label);
  const wordAt = (at: number): number =>
    (digest[at]! << 24 | digest[at + 1]! << 16 | digest[at + 2]! << 8 | digest[at + 3]!) >>> 0;
  return { key: [wordAt(0), wordAt(4)] };
};

const streamNamed = (label: string): Stream => streamOf(new TextEncoder().encode(label));

/** As `streamNamed` for a label in ASCII, which is drawn for every batch of a training. */
const streamNumbered = (label: string): Stream => {
  const bytes = new Uint8Array(label.length);
  for (let i = 0; i < label.length; i++) bytes[i] = label.charCodeAt(i);
  return streamOf(bytes);
};

/**
 * The stream of a seed and a name, for example `stream(1, "batches")`.
 *
 * @param seed Any safe integer; 0 is a seed like every other.
 * @param names What the numbers are for, from the general to the particular.
 * @returns A stream that differs from the streams of all other seeds and names.
 *
 * @example Streams are values
 * ```ts
 * import { stream, uniforms } from "./random.ts";
 * import { assertEquals } from "@std/assert/mod.js";
 *
 * assertEquals(uniforms(stream(1, "init"), 3), uniforms(stream(1, "init"), 3));
 * ```
 */
export const stream = (seed: number, ...names: readonly string[]): Stream =>
  streamNamed(JSON.stringify([seed, ...names]));

/**
 * An independent stream that belongs to `parent`.
 *
 * @param parent The stream to split.
 * @param name A name or an index that is unique among the substreams of `parent`.
 */
export const substream = ({ key }: Stream, name: string | number): Stream =>
  typeof name === "number" && Number.isFinite(name)
    ? streamNumbered(`[${key[0]},${key[1]},${name}]`)
    : streamNamed(JSON.stringify([...key, name]));

/** Upper 32 bits of the product of two unsigned 32-bit integers. */
const multiplyHigh = (a: number, b: number): number => {
  const aLow = a & 0xffff;
  const aHigh = a >>> 16;
  const bLow = b & 0xffff;
  const bHigh = b >>> 16;
  const middle = aHigh * bLow + ((aLow * bLow) >>> 16);
  const carry = (middle & 0xffff) + aLow * bHigh;
  return (aHigh * bHigh + Math.floor(middle / 65536) + Math.floor(carry / 65536)) >>> 0;
};

/**
 * One block of the generator: 128 random bits.
 *
 * @param key Two unsigned 32-bit integers.
 * @param counter Four unsigned 32-bit integers.
 * @param out Receives four unsigned 32-bit integers from `offset` on.
 */
export const philox = (
  key: readonly [number, number],
  counter: readonly [number, number, number, number],
  out: Uint32Array,
  offset: number,
): void => {
  let [c0, c1, c2, c3] = counter;
  let [k0, k1] = key;
  for (let round = 0; round < 10; round++) {
    const high0 = multiplyHigh(0xd2511f53, c0);
    const low0 = Math.imul(0xd2511f53, c0) >>> 0;
    const high1 = multiplyHigh(0xcd9e8d57, c2);
    const low1 = Math.imul(0xcd9e8d57, c2) >>> 0;
    c0 = (high1 ^ c1 ^ k0) >>> 0;
    c1 = low1;
    c2 = (high0 ^ c3 ^ k1) >>> 0;
    c3 = low0;
    k0 = (k0 + 0x9e3779b9) >>> 0;
    k1 = (k1 + 0xbb67ae85) >>> 0;
  }
  out[offset] = c0;
  out[offset + 1] = c1;
  out[offset + 2] = c2;
  out[offset + 3] = c3;
};

/** Block `index` of a stream. */
const blockAt = ({ key }: Stream, index: number, out: Uint32Array, offset: number): void =>
  philox(key, [index >>> 0, Math.floor(index / 4294967296), 0, 0], out, offset);

/** The first `count` unsigned 32-bit integers of a stream. */
export const bits = (source: Stream, count: number): Uint32Array => {
  const out = new Uint32Array(4 * Math.ceil(count / 4));
  for (let block = 0; block < out.length / 4; block++) blockAt(source, block, out, 4 * block);
  return out.subarray(0, count);
};

/** One block, for draws that need no more at once. */
const words = new Uint32Array(4);

/**
 * Independent numbers, uniform on [low, high), each from 53 random bits.
 *
 * @param source The stream to draw from, always from its beginning.
 * @param count How many numbers.
 * @param low Lower end of the interval. Default: 0.
 * @param high Upper end of the interval. Default: 1.
 */
export const uniforms = (source: Stream, count: number, low = 0, high = 1): Float64Array => {
  const out = new Float64Array(count);
  for (let i = 0; i < count; i++) {
    const word = 2 * (i & 1);
    if (word === 0) blockAt(source, i / 2, words, 0);
    const unit = ((words[word]! >>> 5) * 67108864 + (words[word + 1]! >>> 6)) / 9007199254740992;
    out[i] = low + (high - low) * unit;
  }
  return out;
};

/**
 * Independent standard normal numbers, by the method of Box and Muller.
 *
 * @param source The stream to draw from, always from its beginning.
 * @param count How many numbers.
 */
export const normals = (source: Stream, count: number): Float64Array => {
  const unit = uniforms(source, 2 * Math.ceil(count / 2));
  const out = new Float64Array(count);
  for (let i = 0; i < count; i += 2) {
    const radius = Math.sqrt(-2 * log(1 - unit[i]!));
    const angle = 2 * Math.PI * unit[i + 1]!;
    out[i] = radius * cos(angle);
    if (i + 1 < count) out[i + 1] = radius * sin(angle);
  }
  return out;
};

/**
 * Independent integers, uniform on 0 … bound − 1.
 *
 * @param source The stream to draw from, always from its beginning.
 * @param count How many integers.
 * @param bound Exclusive upper bound, a positive safe integer.
 */
export const integers = (source: Stream, count: number, bound: number): Int32Array => {
  const unit = uniforms(source, count);
  return Int32Array.from(unit, (value) => Math.floor(value * bound));
};

/**
 * A map of at most `size` integers from 0 on, by which each is mapped to itself until it is set: a table of
 * pairs, at most half full, in which a key is at its hash or in the next free place.
 */
const identityMap = (size: number) => {
  const bits = 32 - Math.clz32(2 * size - 1);
  const table = new Int32Array(2 << bits).fill(-1);
  const placeOf = (key: number): number => {
    let place = Math.imul(key, 0x9e3779b1) >>> (32 - bits) << 1;
    while (table[place] !== -1 && table[place] !== key) place = (place + 2) & (table.length - 1);
    return place;
  };
  return {
    get: (key: number): number => {
      const place = placeOf(key);
      return table[place] === key ? table[place + 1]! : key;
    },
    set: (key: number, value: number): void => {
      const place = placeOf(key);
      table[place] = key;
      table[place + 1] = value;
    },
  };
};

/**
 * Distinct integers from 0 … bound − 1, every subset and every order equally likely.
 *
 * @param source The stream to draw from, always from its beginning.
 * @param count How many integers, at most `bound`.
 * @param bound Exclusive upper bound.
 */
export const distinctIntegers = (source: Stream, count: number, bound: number): Int32Array => {
  const unit = uniforms(source, count);
  const displaced = identityMap(count);
  const out = new Int32Array(count);
  for (let i = 0; i < count; i++) {
    const pick = i + Math.floor(unit[i]! * (bound - i));
    out[i] = displaced.get(pick);
    displaced.set(pick, displaced.get(i));
  }
  return out;
};
