/**
 * Programs of users: refused where only data may be loaded, and announced when one is loaded for the first time.
 *
 * @module
 */
import { pipe } from "fp-ts/function.js";
import * as RTE from "fp-ts/ReaderTaskEither.js";
import * as TE from "fp-ts/TaskEither.js";
import { join } from "@std/path/mod.js";
import { badUsage, type LyapError } from "../core/program/errors.ts";
import type { Program } from "../core/program/program.ts";
import { warn } from "../core/program/terminal.ts";
import type { Digest } from "../core/codec/canonical.ts";
import { writeBelow } from "./store/folder.ts";
import { jsonOrUndefined } from "../core/codec/json.ts";

/** The file in the store that remembers, by their digests, which programs were announced to the user. */
const PROGRAMS = "programs.json";

/** Programs that are remembered. */
const REMEMBERED = 1000;

const parsedList = (bytes: Uint8Array): readonly string[] => {
  const value = jsonOrUndefined(bytes);
  return Array.isArray(value) ? value.filter((each) => typeof each === "string") : [];
};

const knownPrograms = (store: string): Program<readonly string[]> => ({ files }) =>
  pipe(
    files.read(join(store, PROGRAMS)),
    TE.map(parsedList),
    TE.orElseW(() => TE.right<LyapError, readonly string[]>([])),
  );

/** Remembers programs, where there is a store. One that takes no file remembers nothing, and holds nobody up. */
const remember = (programs: readonly string[], store: string): Program<void> => (capabilities) =>
  pipe(
    capabilities.files.kind(store),
    TE.chain((kind) =>
      kind !== "directory" ? TE.right(undefined) : writeBelow(
        store,
        PROGRAMS,
        new TextEncoder().encode(JSON.stringify(programs.slice(-REMEMBERED)) + "\n"),
      )(capabilities)
    ),
    TE.orElse(() => TE.right<LyapError, void>(undefined)),
  );

/**
 * Fails for a program where only data may be loaded.
 *
 * @param what The program, as the user named it.
 * @param mend What the user can do instead.
 */
export const mayLoad = (what: string, mend: string): Program<void> => ({ mayLoadPrograms }) =>
  mayLoadPrograms
    ? TE.right(undefined)
    : TE.left(badUsage(`"${what}" is a program, and --json-only takes data alone`, mend));

/**
 * Says what a program may do where it is loaded for the first time; a store that exists remembers it.
 *
 * @param what The program, for the message.
 * @param digest Of its source.
 * @param store The store that remembers; null if it is said each time.
 */
export const announceOnce = (what: string, digest: Digest, store: string | null): Program<void> =>
  pipe(
    store === null ? RTE.right([]) : knownPrograms(store),
    RTE.chain((known): Program<void> =>
      known.includes(digest) ? RTE.right(undefined) : pipe(
        warn(
          `${what} is a program: it may do all that lyap may, read and write files and start processes ` +
            "(--json-only refuses such files)",
        ),
        RTE.chain(() => store === null ? RTE.right(undefined) : remember([...known, digest], store)),
      )
    ),
  );
