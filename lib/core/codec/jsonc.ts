/**
 * JSON that may have comments, and commas before a closing bracket.
 *
 * @module
 */
import * as E from "fp-ts/Either.js";
import { pipe } from "fp-ts/function.js";
import { parse } from "@std/jsonc/mod.js";

/** Levels of lists and objects in each other that a document may have; none that lyap knows has twenty. */
const MOST_LEVELS = 200;

/**
 * Whether lists and objects of a value are nested too deeply to be walked through.
 *
 * @example A list in a list, and ten thousand
 * ```ts
 * import { isTooDeep } from "./jsonc.ts";
 * import { assertEquals } from "@std/assert/mod.js";
 *
 * const deep = JSON.parse("[".repeat(10_000) + "]".repeat(10_000));
 * assertEquals([[[1]], deep].map(isTooDeep), [false, true]);
 * ```
 */
export const isTooDeep = (value: unknown): boolean => {
  let level: readonly object[] = typeof value === "object" && value !== null ? [value] : [];
  for (let depth = 0; level.length > 0; depth++) {
    if (depth === MOST_LEVELS) return true;
    const next: object[] = [];
    for (const each of level) {
      if (ArrayBuffer.isView(each)) continue;
      for (const inner of Array.isArray(each) ? each : Object.values(each)) {
        if (typeof inner === "object" && inner !== null) next.push(inner);
      }
    }
    level = next;
  }
  return false;
};

const TOO_DEEP: JsonFault = {
  what: `its lists and objects are nested more than ${MOST_LEVELS} levels deep`,
  line: 1,
  column: 1,
};

/** What is wrong with a text, and where, counted from 1. */
export interface JsonFault {
  readonly what: string;
  readonly line: number;
  readonly column: number;
}

const placeOf = (text: string, position: number): Pick<JsonFault, "line" | "column"> => {
  const before = text.slice(0, position).split("\n");
  return { line: before.length, column: before.at(-1)!.length + 1 };
};

const faultOf = (text: string, error: unknown): JsonFault => {
  // The parser calls itself for each level.
  if (error instanceof RangeError) return TOO_DEEP;
  const [, what = "", position] =
    /^Cannot parse JSONC: (.*?)(?: in JSONC at position (\d+)| in JSONC| of JSONC input|$)/s.exec(
      (error as Error).message,
    ) ?? [];
  return { what, ...placeOf(text, position === undefined ? text.length : Number(position)) };
};

/**
 * The value that a text holds.
 *
 * @example A comment, and a fault with its place
 * ```ts
 * import { parseJsonc } from "./jsonc.ts";
 * import { assertEquals } from "@std/assert/mod.js";
 *
 * assertEquals(parseJsonc('{ "a": 1, // one\n }'), { _tag: "Right", right: { a: 1 } });
 * const fault = parseJsonc('{\n  "a": x\n}');
 * assertEquals(fault._tag === "Left" && [fault.left.line, fault.left.column], [2, 8]);
 * ```
 */
export const parseJsonc = (text: string): E.Either<JsonFault, unknown> =>
  pipe(
    E.tryCatch((): unknown => parse(text.replace(/^\ufeff/, " ")), (error) => faultOf(text, error)),
    E.filterOrElse((value) => !isTooDeep(value), () => TOO_DEEP),
  );
