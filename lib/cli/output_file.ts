/**
 * Files that a command writes for its user. Whether one can be written is found out before a long computation and not
 * after it; nothing that is there is written over unless the user says so.
 *
 * @module
 */
import { pipe } from "fp-ts/function.js";
import * as RTE from "fp-ts/ReaderTaskEither.js";
import * as TE from "fp-ts/TaskEither.js";
import { dirname, extname, join, resolve } from "@std/path/mod.js";
import { isAddress } from "../engine/fallback.ts";
import { badUsage, environmentFault, type LyapError } from "../core/program/errors.ts";
import type { Figure } from "../report/figures/plot/figure.ts";
import { failWith, type Program } from "../core/program/program.ts";
import { note } from "../core/program/terminal.ts";
import { mayWrite, writeNewFile } from "../steps/store/folder.ts";
import type { Option, Options } from "./options.ts";
import { inPixels } from "./pixels.ts";

/** The file that lies where a folder is named, or in its place above; null if there is none. */
const fileInTheWay = (path: string): Program<string | null> => (capabilities) => {
  const { files } = capabilities;
  return pipe(
    files.kind(path),
    TE.chain((kind) =>
      kind === "absent"
        ? (dirname(path) === path ? TE.right(null) : fileInTheWay(dirname(path))(capabilities))
        : kind === "directory"
        ? TE.right(null)
        : TE.fromTask<string | null, LyapError>(
          pipe(files.list(path), TE.match(() => path, () => null)),
        )
    ),
  );
};

/** The folder that an option names and that a file makes impossible. */
const notAFolder = (name: string, given: string, file: string): LyapError =>
  file === resolve(given)
    ? badUsage(`--${name} must be a folder, and ${file} is a file`, "name a folder, which need not exist")
    : badUsage(
      `--${name} is "${given}", but ${file} is a file, and a file cannot hold a folder`,
      "name a folder elsewhere",
    );

/** A folder as an option names it. */
interface Named {
  readonly name: string;
  readonly given: string;
}

/** Fails where a folder that a call reads from is named and is not there. */
const mustBeThere = (
  { name, given }: Named,
  { mustExist, inProject }: Option,
  values: Readonly<Record<string, unknown>>,
): Program<void> =>
(capabilities) => {
  const { files, place: { project } } = capabilities;
  const isDefault = inProject !== undefined && given === join(project, inProject);
  const isWritten = typeof mustExist === "object" && Boolean(values[mustExist.unless]);
  if (mustExist === undefined || isDefault || isWritten) return TE.right(undefined);
  return pipe(
    files.exists(given),
    TE.chain((exists) =>
      exists
        ? TE.right(undefined)
        : TE.left(badUsage(`There is no folder ${resolve(given)}`, `--${name} names it: check the path`))
    ),
  );
};

/**
 * Succeeds where every folder that a call names is one or can be made, and is there where the call reads from it.
 *
 * @param options The options of the command.
 * @param values What was given for them.
 * @errors BadUsage where a file lies in the place of a folder, or of one above it, and where a folder is not there.
 */
export const checkFolders = (
  options: Options,
  values: Readonly<Record<string, unknown>>,
): Program<void> =>
  pipe(
    Object.entries(options).flatMap(([name, option]) => {
      const given = [values[name] ?? []].flat().filter((each) =>
        typeof each === "string" && !isAddress(each)
      );
      return option.isFolder === true || option.mustExist !== undefined
        ? given.map((each) => ({ name, given: String(each), option }))
        : [];
    }),
    RTE.traverseSeqArray(({ name, given, option }) =>
      pipe(
        fileInTheWay(resolve(given)),
        RTE.chain((file): Program<void> =>
          file === null
            ? mustBeThere({ name, given }, option, values)
            : failWith(notAFolder(name, given, file))
        ),
      )
    ),
    RTE.map(() => undefined),
  );

/**
 * Succeeds where a file may be written: its folder exists and takes files. Nothing is left there, and no folder is made.
 *
 * @param option The option that names the file, for messages: "--svg".
 * @param path Where it shall lie; nothing is checked where it is undefined.
 * @errors BadUsage where there is no such folder or `path` is one; EnvironmentFault where writing is not allowed.
 */
export const checkFileWritable =
  (option: string, path: string | undefined): Program<void> => (capabilities) => {
    if (path === undefined) return TE.right(undefined);
    const { files } = capabilities;
    const folder = dirname(path);
    const refuse = (what: string, mend: string) => TE.left<LyapError, never>(badUsage(what, mend));
    const isFolder = (place: string) =>
      TE.fromTask<boolean, LyapError>(pipe(files.list(place), TE.match(() => false, () => true)));
    const write = pipe(
      files.tryDirectory(folder),
      TE.mapLeft(() =>
        environmentFault("Cannot write into the folder", resolve(folder), `name another place with ${option}`)
      ),
    );
    return pipe(
      isFolder(path),
      TE.chain((taken) =>
        taken ? refuse(`${option} is the folder "${path}"`, "name a file in it") : isFolder(folder)
      ),
      TE.chain((there) =>
        there ? write : pipe(
          fileInTheWay(resolve(folder))(capabilities),
          TE.chain((file) =>
            file === null
              ? refuse(`There is no folder "${folder}" for ${option}: ${resolve(folder)}`, "make it first")
              : refuse(
                `${option} is "${path}", but ${file} is a file, which cannot hold anything`,
                "name a place in a folder",
              )
          ),
        )
      ),
    );
  };

/** The picture that a call asks for, and whether it may be written over another. */
export interface PictureOptions {
  readonly svg: string | undefined;
  readonly overwrite: boolean;
}

const FORMATS = [".svg", ".png"];

/** Succeeds where a picture may be written under its name, which says in which format. */
export const checkPicture = ({ svg, overwrite }: PictureOptions): Program<void> =>
  svg === undefined ? RTE.right(undefined) : pipe(
    checkFileWritable("--svg", svg),
    RTE.chain(() =>
      FORMATS.includes(extname(svg).toLowerCase())
        ? mayWrite(svg, overwrite)
        : failWith(badUsage(`--svg is "${svg}"`, "give a name that ends in .svg or .png"))
    ),
  );

/**
 * Draws a figure into a file and says so; nothing is drawn where no picture was asked for. What draws is loaded only here,
 * as it takes longer to load than the rest of a command.
 */
export const drawInto = ({ svg, overwrite }: PictureOptions, figure: () => Figure): Program<void> =>
  svg === undefined ? RTE.right(undefined) : pipe(
    RTE.fromTask(() => import("../report/figures/plot/draw.ts")),
    RTE.map(({ toSvg }) => toSvg(figure())),
    RTE.chain((drawn): Program<Uint8Array> =>
      extname(svg).toLowerCase() === ".png"
        ? pipe(inPixels, RTE.map((render) => render(drawn)))
        : RTE.right(new TextEncoder().encode(drawn))
    ),
    RTE.chain((bytes) => writeNewFile(svg, bytes, overwrite)),
    RTE.chain(() => note(`drawn: ${resolve(svg)}`)),
  );
