/**
 * What lyap wrote into a folder of the user, noted beside it: only files that are still as they were written make room for
 * others.
 *
 * @module
 */
import { pipe } from "fp-ts/function.js";
import * as RTE from "fp-ts/ReaderTaskEither.js";
import * as TE from "fp-ts/TaskEither.js";
import { join } from "@std/path/mod.js";
import type { Digest } from "../../core/codec/canonical.ts";
import { isFilePath } from "../../core/codec/file_name.ts";
import { own } from "../../core/codec/own.ts";
import { badUsage } from "../../core/program/errors.ts";
import { type Capabilities, failWith, type Program } from "../../core/program/program.ts";
import { isAsWritten, placeBelow, writeBelow } from "./folder.ts";
import { isRecord, jsonOrUndefined } from "../../core/codec/json.ts";

/** The file that says what lyap wrote into a folder. */
export const WRITTEN_FILE = "written.json";

/** Digests by the names of files: several of one that a call which was cut short may have left old or new. */
export type Written = Readonly<Record<string, readonly Digest[]>>;

const isWritten = (value: unknown): value is Written =>
  isRecord(value) &&
  Object.entries(value).every(([name, digests]) => isFilePath(name) && Array.isArray(digests));

const parseWritten = (bytes: Uint8Array): Written => {
  const value = jsonOrUndefined(bytes);
  return isWritten(value) ? value : {};
};

/** What lyap wrote into a folder; nothing is of lyap where it does not say so. */
export const readWritten = (folder: string): Program<Written> => ({ files }) => {
  const path = join(folder, WRITTEN_FILE);
  return pipe(
    files.kind(path),
    TE.chain((kind) => kind === "file" ? pipe(files.read(path), TE.map(parseWritten)) : TE.right({})),
  );
};

/** Notes what lyap wrote into a folder. */
export const noteWritten = (folder: string, written: Written): Program<void> =>
  writeBelow(folder, WRITTEN_FILE, new TextEncoder().encode(`${JSON.stringify(written, null, 2)}\n`));

/** What lies under the name of a file: nothing, what lyap wrote, or something else. */
export const lookOfFile =
  (folder: string, written: Written) => (name: string): Program<"absent" | "written" | "of others"> =>
    pipe(
      placeBelow(folder, name),
      RTE.chain((path) => ({ files }: Capabilities) => files.kind(path)),
      RTE.chain((kind): Program<"absent" | "written" | "of others"> =>
        kind === "absent" ? RTE.right("absent") : pipe(
          own(written, name) ?? [],
          RTE.traverseSeqArray((digest) => isAsWritten(folder, name, digest)),
          RTE.map((same) => same.includes(true) ? "written" : "of others"),
        )
      ),
    );

/**
 * Fails where a file would be written over one that is not as lyap wrote it.
 *
 * @param mend What the user may do then.
 */
export const mustBeFree = (folder: string, written: Written, mend: string) => (name: string): Program<void> =>
  pipe(
    lookOfFile(folder, written)(name),
    RTE.chain((standing) =>
      standing !== "of others" ? RTE.right(undefined) : failWith(badUsage(
        own(written, name) === undefined
          ? `"${join(folder, name)}" is there already`
          : `"${join(folder, name)}" has changed since lyap wrote it`,
        mend,
      ))
    ),
  );
