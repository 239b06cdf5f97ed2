/**
 * What programs without types hand over: checked by a codec, so that an error in words takes the place of one that the
 * engine throws somewhere inside.
 *
 * @module
 */
import * as E from "fp-ts/Either.js";
import { pipe } from "fp-ts/function.js";
import { decode, where } from "../codec/codec.ts";
import { isRecord } from "../codec/json.ts";
import type { LyapError } from "./errors.ts";

/** What is handed over as something: what that has to be, and the value. */
export type Handed = Readonly<Record<string, readonly [expected: string, value: unknown]>>;

/**
 * Fails for the first of several values that is no object: null, undefined, a number.
 *
 * @param handed By what each is called in a sentence.
 * @example A series that is none
 * ```ts
 * import { assertEquals } from "@std/assert/mod.js";
 * import { describeError } from "./errors.ts";
 * import { mustBeObjects } from "./handed.ts";
 *
 * const fault = mustBeObjects({ "the series": ["a series, as seriesOf makes it", null] });
 * assertEquals(fault._tag === "Left" && describeError(fault.left), [
 *   "Cannot read the series: $ is null; expected a series, as seriesOf makes it",
 * ]);
 * ```
 */
export const mustBeObjects = (handed: Handed): E.Either<LyapError, void> =>
  pipe(
    Object.entries(handed),
    E.traverseArray(([source, [expected, value]]) =>
      pipe(
        decode(where(expected, isRecord, {}), value),
        E.mapLeft((faults): LyapError => ({ _tag: "InvalidSpec", source, faults })),
      )
    ),
    E.map(() => undefined),
  );
