/**
 * Locks: one process at a time does something, and the others say whom they wait for.
 *
 * @module
 */
import { pipe } from "fp-ts/function.js";
import * as RTE from "fp-ts/ReaderTaskEither.js";
import * as TE from "fp-ts/TaskEither.js";
import { dirname } from "@std/path/mod.js";
import type { Program } from "../../core/program/program.ts";

/** What a person reads who waits for a lock. */
const waitingLine = (what: string, holder: number | null, seconds: number): string =>
  `waiting for ${what} (${Math.round(seconds)} s): ${
    holder === null ? "another process" : `process ${holder}`
  } holds it; it goes on when that process ends`;

/**
 * Runs a program while this process alone holds a lock; its folder is made.
 *
 * @param path The lock file, or a directory.
 * @param what What the lock is for, in the words of who waits: "the artifact train PLRNN-tau30".
 * @param sayLine Takes what is said after two seconds of waiting. Default: a line of the terminal.
 */
export const holding = <A>(
  path: string,
  what: string,
  program: Program<A>,
  sayLine?: (line: string) => void,
): Program<A> =>
  RTE.bracket(
    ({ files, terminal }) =>
      pipe(
        files.makeDirectory(dirname(path)),
        TE.chain(() =>
          files.lock(path, (holder, seconds) => {
            const line = waitingLine(what, holder, seconds);
            if (sayLine === undefined) terminal.say("warning", line)();
            else sayLine(line);
          })
        ),
      ),
    (release) => (capabilities) => async () => {
      try {
        return await program(capabilities)();
      } catch (error) {
        // A fault that is thrown passes the bracket by, and must not leave the lock behind.
        release();
        throw error;
      }
    },
    (release) => RTE.fromIO(release),
  );
