/**
 * Files that a command writes for its user. Whether one can be written is found out before a long computation and not
 * after it.
 *
 * @module
 */
import { pipe } from "fp-ts/function.js";
import * as RTE from "fp-ts/ReaderTaskEither.js";
import * as TE from "fp-ts/TaskEither.js";
import { dirname } from "@std/path/mod.js";
import { badUsage, environmentFault, type LyapError } from "../program/errors.ts";
import type { Figure } from "../figures/plot/figure.ts";
import type { Capabilities, Program } from "../program/program.ts";
import { writeFile } from "../steps/store/folder.ts";

/**
 * Succeeds where a file may be written: its folder exists and takes files. Nothing is left there, and no folder is made.
 *
 * @param option The option that names the file, for messages: "--svg".
 * @param path Where it shall lie; nothing is checked where it is undefined.
 * @errors BadUsage where there is no such folder or `path` is one; EnvironmentFault where writing is not allowed.
 */
export const checkFileWritable = (option: string, path: string | undefined): Program<void> => ({ files }) => {
  if (path === undefined) return TE.right(undefined);
  const folder = dirname(path);
  const refuse = (what: string, mend: string) => TE.left<LyapError, never>(badUsage(what, mend));
  const isFolder = (place: string) =>
    TE.fromTask<boolean, LyapError>(pipe(files.list(place), TE.match(() => false, () => true)));
  const write = pipe(
    files.tryDirectory(folder),
    TE.mapLeft(() =>
      environmentFault("Cannot write into the folder", folder, `name another place with ${option}`)
    ),
  );
  return pipe(
    isFolder(path),
    TE.chain((taken) =>
      taken ? refuse(`${option} is the folder "${path}"`, "name a file in it") : isFolder(folder)
    ),
    TE.chain((there) =>
      there ? write : refuse(`There is no folder "${folder}" for ${option}`, "make it first")
    ),
  );
};

/**
 * Draws a figure into a file and says so; nothing is drawn where `path` is undefined. What draws is loaded only here, as
 * it takes longer to load than the rest of a command.
 */
export const drawInto = (path: string | undefined, figure: () => Figure): Program<void> =>
  path === undefined ? RTE.right(undefined) : pipe(
    RTE.fromTask(() => import("../figures/plot/draw.ts")),
    RTE.chain(({ toSvg }) => writeFile(path, new TextEncoder().encode(toSvg(figure())))),
    RTE.chain(() => RTE.asks(({ terminal }: Capabilities) => terminal.note(`drawn: ${path}`))),
  );
