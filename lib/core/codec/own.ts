/**
 * Looking a name up that comes from elsewhere.
 *
 * @module
 */

/**
 * What a record has under a name; undefined if it has none of its own, even if it inherits one.
 *
 * @example A name that every object inherits
 * ```ts
 * import { own } from "./own.ts";
 * import { assertEquals } from "@std/assert/mod.js";
 *
 * assertEquals([own({ ms: 1 }, "ms"), own<number>({ ms: 1 }, "constructor")], [1, undefined]);
 * ```
 */
export const own = <A>(record: Readonly<Record<string, A>>, name: string): A | undefined =>
  Object.hasOwn(record, name) ? record[name] : undefined;
