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
import { failWith, type Program } from "../program/program.ts";

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

/**
 * The default export of a TypeScript or JavaScript module.
 *
 * @param path Where the module is.
 * @param example What a good default export looks like, for the message when there is none.
 */
export const loadModule = (path: string, example: string): Program<unknown> =>
  whereItExists(path, importDefault(path, example));

/** What stands in a file that holds a spec. */
export const loadSpec = (path: string): Program<unknown> => {
  const kind = extname(path);
  const isModule = [".ts", ".js", ".mjs"].includes(kind);
  if (!isModule && kind !== ".json") {
    return failWith(badUsage(`Cannot tell what "${path}" is`, "give an experiment as .ts or .json"));
  }
  return isModule ? loadModule(path, "export default experiment({ … })") : whereItExists(
    path,
    (capabilities) =>
      pipe(
        RTE.fromTaskEither(capabilities.files.read(path)),
        RTE.chainEitherK((bytes) => parseJson(path, bytes)),
      )(capabilities),
  );
};
