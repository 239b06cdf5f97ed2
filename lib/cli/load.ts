/**
 * Reads a spec from a file: the default export of a TypeScript module, or JSON.
 *
 * @module
 */
import * as E from "fp-ts/Either.js";
import { pipe } from "fp-ts/function.js";
import * as RTE from "fp-ts/ReaderTaskEither.js";
import { extname, resolve, toFileUrl } from "@std/path/mod.js";
import { badInput, badUsage, environmentFault, type LyapError } from "../program/errors.ts";
import { type Capabilities, failWith, type Program } from "../program/program.ts";
import { digestOfBytes } from "../codec/canonical.ts";
import { mayLoad, tellOnce } from "../steps/programs.ts";

const importDefault = (path: string, example: string): Program<unknown> => () => async () => {
  try {
    const module = await import(toFileUrl(resolve(path)).href) as { default?: unknown };
    return module.default === undefined
      ? E.left(badInput(path, "it has no default export", `write: ${example}`))
      : E.right(module.default);
  } catch (error) {
    const what = error instanceof Error ? error.message.split("\n")[0]! : String(error);
    return E.left(
      badInput(path, `it cannot be loaded (${what})`, "deno check names what is wrong with a module"),
    );
  }
};

const parseJson = (path: string, bytes: Uint8Array): E.Either<LyapError, unknown> =>
  E.tryCatch(
    () => JSON.parse(new TextDecoder().decode(bytes)) as unknown,
    (error) =>
      badInput(path, `it is not JSON (${(error as Error).message})`, "check commas, quotes and braces"),
  );

const whereItExists = <A>(path: string, then: Program<A>): Program<A> => (capabilities) =>
  pipe(
    RTE.fromTaskEither(capabilities.files.exists(path)),
    RTE.chain((exists): Program<A> =>
      exists ? then : failWith(environmentFault("Cannot find the file", path, "check the path"))
    ),
  )(capabilities);

/** Says what a program may do where it is loaded for the first time. */
const sayOnce = (path: string, store: string | null): Program<void> =>
  pipe(
    RTE.asksReaderTaskEither(({ files }: Capabilities) => RTE.fromTaskEither(files.read(path))),
    RTE.chain((bytes) => tellOnce(path, digestOfBytes(bytes), store)),
  );

/** Who is told of a program before it is loaded. */
export interface Telling {
  /** The store that remembers that it was told; null where it is told each time. */
  readonly store: string | null;
}

/**
 * The default export of a TypeScript or JavaScript module, which is executed by that.
 *
 * @param path Where the module is.
 * @param example What a good default export looks like, for the message when there is none.
 * @param telling Where it is remembered that the user was told what a program may do; null where that has been said.
 */
export const loadModule = (path: string, example: string, telling: Telling | null): Program<unknown> =>
  pipe(
    mayLoad(path, "give it as .json"),
    RTE.chain(() =>
      whereItExists(
        path,
        pipe(
          telling === null ? RTE.right(undefined) : sayOnce(path, telling.store),
          RTE.chain(() => importDefault(path, example)),
        ),
      )
    ),
  );

/** Whether a file is a program rather than data. */
export const isProgram = (path: string): boolean => [".ts", ".js", ".mjs"].includes(extname(path));

/** What stands in a file that holds a spec. */
export const loadSpec = (path: string, telling: Telling | null): Program<unknown> => {
  if (!isProgram(path) && extname(path) !== ".json") {
    return failWith(badUsage(`Cannot tell what "${path}" is`, "give an experiment as .ts or .json"));
  }
  return isProgram(path) ? loadModule(path, "export default experiment({ … })", telling) : whereItExists(
    path,
    (capabilities) =>
      pipe(
        RTE.fromTaskEither(capabilities.files.read(path)),
        RTE.chainEitherK((bytes) => parseJson(path, bytes)),
      )(capabilities),
  );
};
