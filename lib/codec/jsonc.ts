/**
 * JSON that may have comments, and commas before a closing bracket.
 *
 * @module
 */
import * as E from "fp-ts/Either.js";
import { parse } from "@std/jsonc/mod.js";

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

/**
 * The value that stands in a text.
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
  E.tryCatch(
    () => parse(text.replace(/^\ufeff/, " ")),
    (error): JsonFault => {
      const [, what = "", position] =
        /^Cannot parse JSONC: (.*?)(?: in JSONC at position (\d+)| in JSONC| of JSONC input|$)/s.exec(
          (error as Error).message,
        ) ?? [];
      return { what, ...placeOf(text, position === undefined ? text.length : Number(position)) };
    },
  );
