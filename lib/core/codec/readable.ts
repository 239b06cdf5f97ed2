/**
 * What can be read of a value that does not decode, so that one fault does not hide another.
 *
 * @module
 */
import * as E from "fp-ts/Either.js";
import type { Codec } from "./codec.ts";

/**
 * A value of which parts may be missing.
 *
 * @internal
 */
export type Readable<A> = A extends object ? { readonly [K in keyof A]?: Readable<A[K]> } : A;

type Path = readonly string[];

/** A value with nothing at a path. The key or the item stays, undefined, so that other paths hold. */
const without = (value: unknown, [key, ...rest]: Path): unknown => {
  if (key === undefined || typeof value !== "object" || value === null) return undefined;
  if (Array.isArray(value)) {
    return value.map((item, index) => String(index) === key ? without(item, rest) : item);
  }
  return Object.fromEntries(
    Object.entries(value).map(([name, entry]) => [name, name === key ? without(entry, rest) : entry]),
  );
};

/** Nothing can be said of a value whose kind is unknown. */
const unreadable = (path: Path): Path => path.at(-1) === "kind" ? path.slice(0, -1) : path;

/**
 * The decoded value, or where it does not decode what was written, with the parts that are at fault undefined.
 *
 * @example A misspelt system does not hide the number of steps
 * ```ts
 * import { oneOf, positiveInteger, record } from "./codec.ts";
 * import { readable } from "./readable.ts";
 * import { assertEquals } from "@std/assert/mod.js";
 *
 * const source = record({ system: oneOf("lorenz", "henon"), steps: positiveInteger });
 * assertEquals(readable(source, { system: "lorentz", steps: 100 })?.steps, 100);
 * ```
 */
export const readable = <A>(codec: Codec<A, unknown>, value: unknown): Readable<A> | undefined => {
  const decoded = codec.decode(value);
  if (E.isRight(decoded)) return decoded.right as Readable<A>;
  return decoded.left
    .map(({ context }) => unreadable(context.slice(1).map(({ key }) => key).filter((key) => key !== "")))
    .reduce(without, value) as Readable<A> | undefined;
};
