/**
 * The one module through which everything is written and removed. What is written stays below the folder it is meant for,
 * and no link is followed on the way; what is removed is what lyap made.
 *
 * @module
 */
import { pipe } from "fp-ts/function.js";
import * as RTE from "fp-ts/ReaderTaskEither.js";
import * as TE from "fp-ts/TaskEither.js";
import { basename, dirname, join } from "@std/path/mod.js";
import { badInput, badUsage, environmentFault, type LyapError } from "../../core/program/errors.ts";
import type { Capabilities, Files, Program } from "../../core/program/program.ts";
import { type Digest, digestOfBytes } from "../../core/codec/canonical.ts";
import { isFilePath } from "../../core/codec/file_name.ts";

const withFiles = <A>(program: (files: Files) => TE.TaskEither<LyapError, A>): Program<A> =>
(
  { files }: Capabilities,
) => program(files);

const leadsElsewhere = (path: string): LyapError =>
  environmentFault(
    "There is a link where lyap would write or remove, and lyap does not follow it",
    path,
    "remove the link, or name the folder that it leads to",
  );

/** The folders from below `root` down to a file, and the file. */
const placesBelow = (root: string, name: string): readonly string[] =>
  name.split("/").map((_, index, segments) => join(root, ...segments.slice(0, index + 1)));

/**
 * Where a file of a name lies below a folder.
 *
 * @param root The folder; itself it may be a link, since whoever runs lyap named it.
 * @param name The name, `/` between its segments.
 * @errors BadInput for a name that leads out of the folder; EnvironmentFault where a folder on the way is a link.
 */
export const placeBelow = (root: string, name: string): Program<string> =>
  withFiles((files) =>
    !isFilePath(name)
      ? TE.left(badInput(
        root,
        `it gives a file the name ${JSON.stringify(name)}, which leads out of its folder`,
        "fetch it again from where it was made",
      ))
      : pipe(
        placesBelow(root, name).slice(0, -1),
        TE.traverseSeqArray((place) =>
          pipe(
            files.kind(place),
            TE.chain((kind) => kind === "link" ? TE.left(leadsElsewhere(place)) : TE.right(undefined)),
          )
        ),
        TE.map(() => join(root, name)),
      )
  );

/** Writes a file below a folder; folders on the way are made. A link of its name is replaced, not followed. */
export const writeBelow = (root: string, name: string, bytes: Uint8Array): Program<void> =>
  pipe(placeBelow(root, name), RTE.chain((path) => withFiles((files) => files.write(path, bytes))));

/** Writes a file that a user named. */
export const writeFile = (path: string, bytes: Uint8Array): Program<void> =>
  writeBelow(dirname(path), basename(path), bytes);

/**
 * Writes a file that a user named, where nothing lies or may be written over.
 *
 * @errors BadUsage where something lies there and no leave was given.
 */
export const writeNewFile = (path: string, bytes: Uint8Array, overwrite: boolean): Program<void> =>
  pipe(mayWrite(path, overwrite), RTE.chain(() => writeFile(path, bytes)));

/** Fails where something lies under a name and no leave was given to write over it. */
export const mayWrite = (path: string, overwrite: boolean): Program<void> =>
  withFiles((files) =>
    overwrite ? TE.right(undefined) : pipe(
      files.kind(path),
      TE.chain((kind) =>
        kind === "absent" ? TE.right(undefined) : TE.left<LyapError, void>(
          badUsage(`"${path}" is there already`, "name another file, or say --overwrite"),
        )
      ),
    )
  );

/** Removes a file that lyap itself keeps below a folder of its own; nothing happens where there is none. */
export const removeBelow = (root: string, name: string): Program<void> =>
  pipe(placeBelow(root, name), RTE.chain((path) => withFiles((files) => files.remove(path))));

/** Whether a file is there, is no link, and has the digest that was noted when it was written. */
export const isAsWritten = (root: string, name: string, digest: Digest): Program<boolean> =>
  pipe(
    RTE.Do,
    RTE.bindW("path", () => placeBelow(root, name)),
    RTE.bindW("kind", ({ path }) => withFiles((files) => files.kind(path))),
    RTE.bindW(
      "bytes",
      ({ path, kind }) => kind === "file" ? withFiles((files) => files.read(path)) : RTE.right(null),
    ),
    RTE.map(({ bytes }) => bytes !== null && digestOfBytes(bytes) === digest),
  );

/** Removes a file that is still as lyap wrote it; anything else stays. */
export const removeAsWritten = (root: string, name: string, digest: Digest): Program<void> =>
  pipe(
    isAsWritten(root, name, digest),
    RTE.chain((ours) => ours ? removeBelow(root, name) : RTE.right(undefined)),
  );

/**
 * Makes a folder that was not there before, under the first free of the names `name`, `name.2`, `name.3` …
 *
 * @returns Its path.
 */
export const makeNewFolder = (parent: string, name: string): Program<string> =>
  withFiles((files) => {
    const attempt = (count: number): TE.TaskEither<LyapError, string> => {
      const path = join(parent, count === 1 ? name : `${name}.${count}`);
      return pipe(
        files.makeNewDirectory(path),
        TE.chain((made) => made ? TE.right(path) : attempt(count + 1)),
      );
    };
    return pipe(files.makeDirectory(parent), TE.chain(() => attempt(1)));
  });

/** Removes a folder that this process has made. */
export const removeFolder = (path: string): Program<void> => withFiles((files) => files.remove(path));

/** Gives a folder that this process has made its final name, on the disk when this ends. */
export const moveFolder = (from: string, to: string): Program<void> =>
  withFiles((files) => files.rename(from, to));
