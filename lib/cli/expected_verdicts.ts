/**
 * The verdicts that are expected, as a file has them.
 *
 * @module
 */
import * as E from "fp-ts/Either.js";
import { pipe } from "fp-ts/function.js";
import * as TE from "fp-ts/TaskEither.js";
import { decode } from "../core/codec/codec.ts";
import { badInput, type LyapError } from "../core/program/errors.ts";
import type { Program } from "../core/program/program.ts";
import { type Expected, expectedCodec } from "../results/verification/verification.ts";
import { parsedJson } from "../core/codec/json.ts";

/** Where they are in a project unless the user says otherwise. */
export const VERDICTS = "fixtures/verdicts.json";

const parseExpected = (path: string) => (bytes: Uint8Array): E.Either<LyapError, Expected> =>
  pipe(
    parsedJson(bytes),
    E.mapLeft((): LyapError => badInput(path, "it is not JSON", "take it from the repository again")),
    E.chain((json) =>
      pipe(
        decode(expectedCodec, json),
        E.mapLeft((faults): LyapError => ({ _tag: "InvalidSpec", source: path, faults })),
      )
    ),
  );

/**
 * Reads them; none are expected where there is no file.
 *
 * @param told Whether the user named the file, which must be there then.
 */
export const readExpected = (path: string, told: boolean): Program<Expected> => ({ files }) =>
  pipe(
    files.exists(path),
    TE.chain((exists): TE.TaskEither<LyapError, Expected> =>
      exists ? pipe(files.read(path), TE.chainEitherK(parseExpected(path))) : told
        ? TE.left(
          badInput(path, "it is not there", "name a file of expected verdicts, or leave --verdicts out"),
        )
        : TE.right({})
    ),
  );
