/**
 * Reads a spec from a file: the default export of a TypeScript module, or JSON.
 *
 * @module
 */
import * as E from "fp-ts/Either.js";
import { pipe } from "fp-ts/function.js";
import * as RTE from "fp-ts/ReaderTaskEither.js";
import * as TE from "fp-ts/TaskEither.js";
import { extname, resolve, toFileUrl } from "@std/path/mod.js";
import { badInput, badUsage, type LyapError } from "../core/program/errors.ts";
import { type Capabilities, failWith, type Program } from "../core/program/program.ts";
import { digestOfBytes } from "../core/codec/canonical.ts";
import { parseJsonc } from "../core/codec/jsonc.ts";
import { importWithin, PROGRAM_PATIENCE } from "../steps/awaited.ts";
import { mayLoop } from "../steps/modules.ts";
import { announceOnce, mayLoad } from "../steps/programs.ts";
import { placeOf, thrownWords } from "../steps/thrown.ts";

/** Where in a file an error arose, as editors take it: ":3:7"; empty if the error does not say. */
const placeIn = (file: string, error: unknown): string => {
  const said = error instanceof Error ? `${error.message}\n${error.stack ?? ""}` : "";
  const at = said.indexOf(`${file}:`);
  return /^:\d+:\d+/.exec(said.slice(at + file.length))?.[0] ?? "";
};

/** What an error says, without the place, which is printed apart. */
const saidBy = (error: unknown): string =>
  thrownWords(error).replace(/ at file:\S+$/, "").replace(/^SyntaxError: /, "").replace(
    /\.$/,
    "",
  );

/**
 * Uses what a program exports. What it throws then, in a getter or a proxy, is a fault of its file.
 *
 * @param path Where the program is.
 */
export const usingExport = <A>(path: string, use: () => A | Promise<A>): Program<A> =>
  RTE.fromTaskEither(
    TE.tryCatch(async () => await use(), (error) =>
      badInput(
        `${path}${placeOf(error)?.place ?? placeIn(toFileUrl(resolve(path)).href, error)}`,
        `it throws when it is used (${saidBy(error)})`,
        "correct it there",
      )),
  );

const sourceOf = (path: string): Program<string> => ({ files }) =>
  pipe(files.read(path), TE.map((bytes) => new TextDecoder().decode(bytes)));

const importDefault = (path: string, source: string, example: string): Program<unknown> => () => async () => {
  const file = toFileUrl(resolve(path)).href;
  try {
    const module = await importWithin(file, PROGRAM_PATIENCE, mayLoop(source, path) ? path : undefined);
    return module.default === undefined
      ? E.left(badInput(path, "it has no default export", `write: ${example}`))
      : E.right(module.default);
  } catch (error) {
    const what = saidBy(error);
    return E.left(
      badInput(`${path}${placeIn(file, error)}`, `it cannot be loaded (${what})`, "correct it there"),
    );
  }
};

const parseJson = (path: string, bytes: Uint8Array): E.Either<LyapError, unknown> =>
  pipe(
    parseJsonc(new TextDecoder().decode(bytes)),
    E.mapLeft(({ what, line, column }) =>
      badInput(
        `${path}:${line}:${column}`,
        `it is not JSON (${what})`,
        "check commas, quotes and braces there",
      )
    ),
  );

/** Fails for a file that a person named and that is not there, or is no file. */
export const mustBeThere = (path: string): Program<void> =>
  pipe(
    RTE.asksReaderTaskEither(({ files }: Capabilities) => RTE.fromTaskEither(files.exists(path))),
    RTE.filterOrElseW(
      (exists) => exists,
      () => badUsage(`There is no file ${resolve(path)}`, "check the path"),
    ),
    RTE.map(() => undefined),
  );

const whereItExists = <A>(path: string, then: Program<A>): Program<A> =>
  pipe(mustBeThere(path), RTE.chain(() => then));

/** Says what a program may do where it is loaded for the first time. */
const sayOnce = (path: string, store: string | null): Program<void> =>
  pipe(
    RTE.asksReaderTaskEither(({ files }: Capabilities) => RTE.fromTaskEither(files.read(path))),
    RTE.chain((bytes) => announceOnce(path, digestOfBytes(bytes), store)),
  );

/** Who hears of a program before it is loaded. */
export interface ProgramNotice {
  /** The store that remembers that it was said; null to say it each time. */
  readonly store: string | null;
}

/**
 * The default export of a TypeScript or JavaScript module, which is executed by that.
 *
 * @param path Where the module is.
 * @param example What a good default export looks like, for the message when there is none.
 * @param notice Where lyap remembers that it said what a program may do; null if that has been said.
 */
export const loadModule = (path: string, example: string, notice: ProgramNotice | null): Program<unknown> =>
  pipe(
    mayLoad(path, "give it as .json"),
    RTE.chain(() =>
      whereItExists(
        path,
        pipe(
          notice === null ? RTE.right(undefined) : sayOnce(path, notice.store),
          RTE.chain(() => sourceOf(path)),
          RTE.chain((source) => importDefault(path, source, example)),
        ),
      )
    ),
  );

/** Whether a file is a program rather than data. */
export const isProgram = (path: string): boolean => [".ts", ".js", ".mjs"].includes(extname(path));

/** A spec without the key by which an editor finds the schema. */
const withoutSchema = (value: unknown): unknown => {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return value;
  const { $schema: _, ...spec } = value as Readonly<Record<string, unknown>>;
  return spec;
};

const readJson = (path: string): Program<unknown> => ({ files }) =>
  pipe(
    files.read(path),
    TE.chainEitherK((bytes) => parseJson(path, bytes)),
    TE.map(withoutSchema),
  );

/** The content of a file that holds a spec. JSON may have comments. */
export const loadSpec = (path: string, notice: ProgramNotice | null): Program<unknown> =>
  isProgram(path)
    ? loadModule(path, "export default experiment({ … })", notice)
    : [".json", ".jsonc"].includes(extname(path))
    ? whereItExists(path, readJson(path))
    : failWith(
      badUsage(`Cannot tell what "${path}" is`, "give an experiment by its name, or as .ts or .json"),
    );
