/**
 * Seeded chance: every trial can be made again by its kind and its number.
 *
 * @module
 */
import { integers, type Stream, stream, substream } from "../../lib/numerics/random.ts";

/** Draws for one trial. */
export interface Chance {
  /** A whole number from 0 to `bound` − 1. */
  readonly below: (bound: number) => number;
  /** One of some values. */
  readonly one: <A>(values: readonly A[]) => A;
}

/** The chance of a trial. */
export const chanceOf = (kind: string, number: number): Chance => {
  const source: Stream = stream(number, "faults", kind);
  let drawn = 0;
  const below = (bound: number): number => integers(substream(source, drawn++), 1, bound)[0]!;
  return { below, one: (values) => values[below(values.length)]! };
};

/** What programs stumble over. */
const NASTY: readonly string[] = [
  ...["null", "true", "[]", "{}", '""', "-0", "1e999", "NaN", "Infinity", "__proto__", "constructor"],
  ...["../../victim", "/etc/passwd", "..", "\u0000", "\u001b[2J", "\ud800", "\ufeff", "🦉", "'", '"', "\\"],
  ...["\n", "\r\n", "\t", ",", ";", "[", "{", "(", "9".repeat(400), "[".repeat(2000), " ".repeat(2000)],
];

/** Bytes that were changed in one of the ways in which files are: flipped, cut, repeated, spliced. */
export const damaged = (bytes: Uint8Array, { below, one }: Chance): Uint8Array => {
  const at = below(bytes.length + 1);
  const joined = (...parts: readonly Uint8Array[]): Uint8Array =>
    Uint8Array.from(parts.flatMap((part) => [...part]));
  const ways: readonly (() => Uint8Array)[] = [
    () => bytes.map((byte, index) => index === at ? byte ^ (1 << below(8)) : byte),
    () => bytes.slice(0, at),
    () => bytes.slice(at),
    () => joined(bytes.slice(0, at), new TextEncoder().encode(one(NASTY)), bytes.slice(at)),
    () => joined(bytes.slice(0, at), new TextEncoder().encode(one(NASTY)), bytes.slice(at + 1 + below(40))),
    () => joined(bytes.slice(0, at), bytes.slice(Math.max(0, at - below(200)))),
    () => joined(bytes, bytes.slice(0, below(100))),
    () => bytes.map((byte, index) => index >= at && index < at + 16 ? 255 : byte),
    () => new Uint8Array(bytes.length),
    () => new Uint8Array(0),
  ];
  return ways[below(ways.length)]!();
};

/** A JSON value in which one place was changed, or several. */
export const mutated = (value: unknown, chance: Chance): unknown => {
  const { below, one } = chance;
  if (below(6) === 0) {
    return one<unknown>([
      ...[null, true, "", "x", [], {}, -1, 0, 0.5, 1e9, 1e308, -1e308, 2 ** 53, "../x", "constructor", [
        null,
      ]],
      ...[{ kind: "constructor" }, { "__proto__": 1 }, "\u001b[2J", "a/b"],
    ]);
  }
  if (Array.isArray(value) && value.length > 0) {
    const at = below(value.length);
    return below(8) === 0 ? value.toSpliced(at, 1) : value.with(at, mutated(value[at], chance));
  }
  if (typeof value === "object" && value !== null && Object.keys(value).length > 0) {
    const entries = Object.entries(value);
    const at = below(entries.length);
    const [name, inner] = entries[at]!;
    if (below(8) === 0) return Object.fromEntries(entries.toSpliced(at, 1));
    if (below(8) === 0) {
      return Object.fromEntries(entries.with(at, [one(["constructor", "..", `${name}x`, ""]), inner]));
    }
    return Object.fromEntries(entries.with(at, [name, mutated(inner, chance)]));
  }
  return value;
};
