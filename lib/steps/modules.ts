/**
 * Modules of users in specs: their sources are copied into the store under their digest, which the spec then holds in the
 * place of a path. Steps read that copy and nothing else.
 *
 * A module may import `@lyap/lyap/define` (`@lyap/lyap` and `@lyap/lyap/cells` mean the same here, and so do these names
 * behind `jsr:` or `npm:` and the name `lyap` that the package has on npm) and files beside it, by relative paths. What
 * else it imports is refused by name, and so is an import of what it computes.
 *
 * @module
 */
import * as E from "fp-ts/Either.js";
import { pipe } from "fp-ts/function.js";
import * as RTE from "fp-ts/ReaderTaskEither.js";
import * as TE from "fp-ts/TaskEither.js";
import { basename, dirname, fromFileUrl, join, relative, resolve, toFileUrl } from "@std/path/mod.js";
import { bring, exportOf, isBrought } from "../core/catalogue.ts";
import {
  canonicalJson,
  type Digest,
  digestOf,
  digestOfBytes,
  hexOf,
  isDigest,
} from "../core/codec/canonical.ts";
import { isRecord, parsedJson } from "../core/codec/json.ts";
import { badInput, badUsage, environmentFault, type LyapError } from "../core/program/errors.ts";
import { failWith, type Files, type Program } from "../core/program/program.ts";
import { isFilePath } from "../core/codec/file_name.ts";
import { importWithin, MODULE_PATIENCE } from "./awaited.ts";
import { forbiddenIn, hasLoop, importsOf, withImports } from "./module_source.ts";
import { LYAP_FOLDER, moduleAddress } from "./place.ts";
import { announceOnce, mayLoad } from "./programs.ts";
import { isAsWritten, writeBelow } from "./store/folder.ts";
import { exclusively, moveAsideSaying } from "./store/store.ts";
import { bringHeld, heldKindIn, nameOfHeld } from "./held_kinds.ts";
import { noteFile, placeOf, thrownWords, wantedBy } from "./thrown.ts";

/** Files of a module: the first one is the module itself, the others are what it imports. */
interface Sources {
  /** Name of the module among the files. */
  readonly entry: string;
  /** Texts by name; names are relative to the folder that holds all of them. */
  readonly files: Readonly<Record<string, string>>;
}

/** What names a module's sources: its digest is the module's. */
interface Manifest {
  readonly entry: string;
  readonly files: Readonly<Record<string, Digest>>;
}

const MANIFEST = "module.json";
/** What modules import of lyap. */
const LYAP = "@lyap/lyap/define";
/** All names under which a package manager may know it. */
const LYAP_NAMES = /^(?:jsr:|npm:)?(?:@lyap\/lyap|lyap)(?:@[^/]+)?(?:\/define|\/cells)?$/;
const lyapModules: readonly string[] = ["mod", "define", "cells"];

/** All of lyap that a program may import. */
const lyapEntries: readonly string[] = [...lyapModules, "experiment", "recordings"];

/** What experiments import of lyap, and modules may not. */
const EXPERIMENT_NAME = /^(?:jsr:|npm:)?(?:@lyap\/lyap|lyap)(?:@[^/]+)?\/experiment$/;

/** The address that an import leads to, relative ones from a file. */
const targetOf = (specifier: string, from: string): string =>
  specifier.startsWith(".") ? new URL(specifier, toFileUrl(from)).href : specifier;

/** Whether an address is one of these of lyap's modules. The page has no addresses, so none is asked for before it is needed. */
const isOneOf = (names: readonly string[], address: string): boolean =>
  names.some((name) => moduleAddress(name) === address);

const isLyap = (specifier: string, from: string): boolean =>
  LYAP_NAMES.test(specifier) || isOneOf(lyapModules, targetOf(specifier, from));

/** Whether a program may compute for ever while it loads: it has a loop, or imports other files, which may have one. */
export const mayLoop = (source: string, path: string): boolean =>
  hasLoop(source) ||
  importsOf(source).some((each) => {
    const target = targetOf(each, resolve(path));
    return target.startsWith("file:") && !isOneOf(lyapEntries, target);
  });

/** Whether a source imports the builders of experiments. */
export const composesExperiment = (source: string, path: string): boolean =>
  importsOf(source).some((each) =>
    EXPERIMENT_NAME.test(each) || targetOf(each, resolve(path)) === moduleAddress("experiment")
  );

/** The source with lyap under the one name that every machine has for it. */
const canonical = (source: string, from: string): string =>
  withImports(source, (each) => isLyap(each, from) ? LYAP : undefined);

const read = (files: Files, path: string): TE.TaskEither<LyapError, string> =>
  pipe(
    files.exists(path),
    TE.chain((exists) =>
      exists ? files.read(path) : TE.left(
        environmentFault(
          "Cannot find the module",
          path,
          "check the path; it is relative to the experiment",
        ),
      )
    ),
    TE.map((bytes) => new TextDecoder().decode(bytes)),
  );

const isData = (path: string): boolean => path.endsWith(".json");

/** What a source imports apart from lyap; data import nothing. */
const othersIn = (source: string, path: string): readonly string[] =>
  isData(path) ? [] : importsOf(source).filter((each) => !isLyap(each, path));

/**
 * Why a source may not be a module of an experiment, and what to do; null if it may.
 *
 * @param path The whole path of its file.
 */
const moduleRefusal = (source: string, path: string): readonly [why: string, mend: string] | null => {
  const foreign = othersIn(source, path).find((each) => !/^\.\.?\//.test(each));
  const reaching = isData(path) ? null : forbiddenIn(source);
  const isComputed = reaching?.startsWith("it imports") === true;
  if (foreign !== undefined || isComputed) {
    return [
      isComputed ? reaching : `it imports "${foreign}"`,
      `a module of an experiment may import ${LYAP} and files beside it, so that its digest covers all of it`,
    ];
  }
  return reaching === null ? null : [
    reaching,
    "a module may not read, write, start programs, or use the network or the environment: take that out",
  ];
};

/** All sources that a module needs, by path. */
const gathered = (
  files: Files,
  path: string,
  before: ReadonlyMap<string, string>,
): TE.TaskEither<LyapError, ReadonlyMap<string, string>> =>
  before.has(path) ? TE.right(before) : pipe(
    read(files, path),
    TE.chain((source) => {
      const refused = moduleRefusal(source, path);
      if (refused !== null) {
        return TE.left<LyapError, ReadonlyMap<string, string>>(badInput(path, ...refused));
      }
      const others = othersIn(source, path);
      return others.map((each) => resolve(dirname(path), each)).reduce(
        (found, other) => pipe(found, TE.chain((known) => gathered(files, other, known))),
        TE.right<LyapError, ReadonlyMap<string, string>>(
          new Map([...before, [path, canonical(source, path)]]),
        ),
      );
    }),
  );

/** The folder that holds all of some files. */
const commonFolder = (paths: readonly string[]): string =>
  paths.map(dirname).reduce((common, folder) => {
    let found = common;
    while (relative(found, folder).startsWith("..")) found = dirname(found);
    return found;
  });

const sourcesOf = (path: string): Program<Sources> => ({ files }) =>
  pipe(
    gathered(files, path, new Map()),
    TE.map((texts) => {
      const folder = commonFolder([...texts.keys()]);
      const nameOf = (file: string) => relative(folder, file).replaceAll("\\", "/");
      return {
        entry: nameOf(path),
        files: Object.fromEntries([...texts].map(([file, text]) => [nameOf(file), text])),
      };
    }),
  );

const encoded = (text: string): Uint8Array => new TextEncoder().encode(text);

const manifestOf = ({ entry, files }: Sources): Manifest => ({
  entry,
  files: Object.fromEntries(
    Object.entries(files).map(([name, text]) => [name, digestOfBytes(encoded(text))]),
  ),
});

/** Where a store keeps the sources of a module. */
export const modulePath = (root: string, digest: Digest): string => join(root, "modules", hexOf(digest));

/**
 * Lays the sources of a module into a store, or finds them there as they are. A copy that somebody changed is set aside:
 * nothing of it is executed.
 */
const stored = (sources: Sources, digest: Digest, root: string): Program<void> => {
  const folder = join("modules", hexOf(digest));
  const contents = Object.entries({ ...sources.files, [MANIFEST]: canonicalJson(manifestOf(sources)) })
    .map(([name, text]) => [join(folder, name), encoded(text)] as const);
  const name = { step: "module", key: digest };
  const write = pipe(
    moveAsideSaying(root, modulePath(root, digest), name, "a module is not as it was copied"),
    RTE.map(() => contents),
    RTE.chain(RTE.traverseSeqArray(([file, bytes]) => writeBelow(root, file, bytes))),
    RTE.map((): void => undefined),
  );
  const lay = pipe(
    contents,
    RTE.traverseSeqArray(([file, bytes]) => isAsWritten(root, file, digestOfBytes(bytes))),
    RTE.chain((same) => same.every((each) => each) ? RTE.right(undefined) : write),
  );
  return exclusively(root, name, lay);
};

const nameOfFile = (entry: string): string => basename(entry).replace(/\.[a-z]+$/, "");

/**
 * An address from which a module can be imported if nothing tells Deno what `@lyap/lyap/define` is: the
 * module and what it imports in memory, with the address of lyap's code in place of its name.
 */
const inMemory = ({ entry, files }: Sources, importing: readonly string[] = []): string => {
  if (importing.includes(entry)) throw new Error(`${[...importing, entry].join(" imports ")}: a circle`);
  const addressOf = (specifier: string): string =>
    specifier === LYAP
      ? moduleAddress("define")
      : inMemory({ entry: join(dirname(entry), specifier).replaceAll("\\", "/"), files }, [
        ...importing,
        entry,
      ]);
  const text = isData(entry) ? files[entry]! : withImports(files[entry]!, addressOf);
  const type = isData(entry)
    ? "application/json"
    : entry.endsWith("ts")
    ? "text/typescript"
    : "text/javascript";
  const address = URL.createObjectURL(new Blob([text], { type }));
  noteFile(address, entry);
  return address;
};

/** The address of a module that lies in a file. All its files are noted, so that what they throw is known for theirs. */
const inFile = (file: string, { entry, files }: Sources): string => {
  const folder = entry.split("/").reduce(dirname, resolve(file));
  for (const name of Object.keys(files)) noteFile(toFileUrl(join(folder, name)).href, name);
  return toFileUrl(resolve(file)).href;
};

/** What a module imports of lyap that modules do not get; null if an error is of another kind. */
const lackingIn = (error: unknown): string | null => {
  const [, from, name] =
    /module '([^']+)' does not provide an export named '([^']+)'/.exec(thrownWords(error)) ??
      [];
  return from === moduleAddress("define") ? name! : null;
};

/** Why a module does not load. */
const notLoaded = (entry: string, error: unknown): LyapError => {
  const [wanted, lacking] = [wantedBy(error), lackingIn(error)];
  const { name, place } = placeOf(error) ?? { name: entry, place: "" };
  return badInput(
    `${name}${place}`,
    wanted ??
      (lacking === null
        ? `it cannot be loaded (${thrownWords(error)})`
        : `it imports "${lacking}" of lyap, and a module gets ${LYAP}, which has none`),
    wanted !== null || lacking !== null
      ? "take that out"
      : "correct it there; deno check names faults of its types",
  );
};

/**
 * Imports a module and makes its default export known under its digest.
 *
 * @param called What the user calls it.
 * @param file Where the store's copy of it is; null if there is none, so that it is imported from memory.
 */
const imported =
  (sources: Sources, digest: Digest, called: string, file: string | null): Program<void> => () =>
  async () => {
    const { entry } = sources;
    if (isBrought(digest)) {
      bring(digest, { name: nameOfFile(entry), called, exported: exportOf(digest) });
      return E.right(undefined);
    }
    try {
      const address = file === null || LYAP_FOLDER === null ? inMemory(sources) : inFile(file, sources);
      const loops = Object.entries(sources.files).some(([name, text]) => !isData(name) && hasLoop(text));
      const module = await importWithin(address, MODULE_PATIENCE, loops ? called : undefined);
      bring(digest, { name: nameOfFile(entry), called, exported: module.default });
      return E.right(undefined);
    } catch (error) {
      return E.left(notLoaded(entry, error));
    }
  };

/** What a module is, once it is known. */
interface Known {
  readonly digest: Digest;
  readonly name: string;
}

/**
 * Reads a module, keeps a copy of it, says what it may do, and makes it known.
 *
 * @param named What the user calls it.
 * @param root The store that gets the copy; null for none.
 * @param announcedIn The store that remembers of which modules that was said; undefined if it need not be said.
 */
const bringModule = (
  path: string,
  named: string,
  root: string | null,
  announcedIn: string | null | undefined,
): Program<Known> =>
  pipe(
    sourcesOf(path),
    RTE.chain((sources) => {
      const digest = digestOf(manifestOf(sources));
      return pipe(
        root === null ? RTE.right(undefined) : stored(sources, digest, root),
        RTE.chain(() =>
          announcedIn === undefined ? RTE.right(undefined) : announceOnce(named, digest, announcedIn)
        ),
        RTE.chain(() =>
          imported(
            sources,
            digest,
            named,
            root === null ? null : join(modulePath(root, digest), sources.entry),
          )
        ),
        RTE.map(() => ({ digest, name: nameOfFile(sources.entry) })),
      );
    }),
  );

/**
 * The default export of a module, as an experiment that names it would have it.
 *
 * @param store The store that remembers that the user was told what a program may do.
 * @errors As of `withModules`; BadInput where there is no default export.
 */
export const moduleExport = (path: string, store: string): Program<unknown> =>
  pipe(
    mayLoad(path, "check it where programs may be loaded"),
    RTE.chain(() => bringModule(resolve(path), path, null, store)),
    RTE.map(({ digest }) => exportOf(digest)),
    RTE.filterOrElseW(
      (exported) => exported !== undefined,
      () =>
        badInput(
          path,
          "it has no default export",
          "write: export default defineCell({ … }), or another define…",
        ),
    ),
  );

type Named = { readonly kind: "module"; readonly module: string };

/** Whether a value of a spec has parts with names; numbers in a typed array have none. */
const hasParts = (value: unknown): value is Readonly<Record<string, unknown>> =>
  isRecord(value) && !ArrayBuffer.isView(value);

const isNamed = (value: unknown): value is Named =>
  isRecord(value) && value.kind === "module" && typeof value.module === "string";

/** All parts of a value that a test accepts, in order and each once. */
const found = <A>(
  value: unknown,
  pick: (part: Readonly<Record<string, unknown>>) => A | undefined,
): readonly A[] => {
  if (Array.isArray(value)) return [...new Set(value.flatMap((each) => found(each, pick)))];
  if (!hasParts(value)) return [];
  const here = pick(value);
  const below = heldKindIn(value) !== null ? [] : Object.values(value).flatMap((each) => found(each, pick));
  return [...new Set([...(here === undefined ? [] : [here]), ...below])];
};

const pathOf = (module: string, base: string): string =>
  module.startsWith("file:") ? fromFileUrl(module) : resolve(base, module);

/** The name under which a module's default export goes in a catalogue; "module" where it has none. */
const kindOf = (digest: Digest): string => {
  const exported = exportOf(digest);
  return isRecord(exported) && typeof exported.kind === "string" ? exported.kind : "module";
};

/**
 * What identifies kinds of a sort that are looked up or shown by their names: functions that no other sort
 * has. Claims and figures are found by their digests alone.
 */
const sortsByName: Readonly<Record<string, string>> = {
  evaluate: "measure",
  schedule: "forcing scheme",
  step: "cell",
};

/** The sort and the name of a kind that has to be the only one of its name; null if it need not be. */
const nameToKeep = (exported: unknown): readonly [sort: string, name: string] | null => {
  if (!isRecord(exported) || typeof exported.kind !== "string") return null;
  const sort = Object.keys(sortsByName).find((each) => typeof exported[each] === "function");
  return sort === undefined ? null : [sortsByName[sort]!, exported.kind];
};

/** What a spec uses: a module or a cell, and what it is called for a person. */
interface Used {
  readonly digest: Digest;
  readonly exported: unknown;
  /** Its file, or what the program calls it. */
  readonly called: string;
  /** Its name where it is a system: that of its file. */
  readonly system?: string;
}

/** Two kinds of one sort and name: tables, labels of runs and claims could not tell them apart. */
const namesakes = (used: readonly Used[]): LyapError | null => {
  const before = new Map<string, Used>();
  for (const each of used) {
    const [sort, name] = (each.system === undefined ? nameToKeep(each.exported) : ["system", each.system]) ??
      [];
    if (sort === undefined) continue;
    const key = `${sort} ${name}`;
    const other = before.get(key);
    if (other !== undefined && other.digest !== each.digest) {
      return badUsage(
        `${other.called} and ${each.called} are two ${sort}s of the name "${name}"`,
        sort === "system"
          ? "give one of the files another name, or one of those of this program another `title`"
          : "give one of them another `kind`",
      );
    }
    before.set(key, each);
  }
  return null;
};

/** A spec with names and digests in place of paths. Equations are where a series comes from, in `source`. */
const replaced = (value: unknown, known: ReadonlyMap<string, Known>, key = ""): unknown => {
  if (Array.isArray(value)) return value.map((each) => replaced(each, known, key));
  if (!hasParts(value)) return value;
  const mine = heldKindIn(value);
  if (mine !== null) {
    const module = bringHeld(mine);
    return key === "source"
      ? { ...mine.options, kind: "system", system: nameOfHeld(mine.definition), module }
      : { ...mine.options, kind: kindOf(module), module };
  }
  const parts = Object.fromEntries(
    Object.entries(value).map(([name, each]) => [name, replaced(each, known, name)]),
  );
  if (!isNamed(value)) return parts;
  const { digest, name } = known.get(value.module)!;
  return key === "source"
    ? { ...parts, kind: "system", system: name, module: digest }
    : { ...parts, kind: kindOf(digest), module: digest };
};

/** A spec in which no module has a file, with names and digests in the place of the kinds that it holds itself. */
export const withHeld = (spec: unknown): unknown => replaced(spec, new Map());

/**
 * A spec in which every `{kind: "module", module: "./mine.ts", …}` has become what the module exports, with its digest; and
 * so has every kind that the spec holds itself, which only a spec that stays in this process can do.
 *
 * @param spec As its author wrote it. One without modules is returned as it is.
 * @param base The folder to which paths are relative.
 * @param root The store in which copies are kept; null keeps none.
 * @param announced Whether it needs no saying that modules are programs. Default: it is said of each the first time.
 * @errors EnvironmentFault where a module is not there, BadInput where it reaches for what it may not, or does not load;
 * BadUsage where no programs may be loaded, where two measures, cells, forcing schemes or systems have one name, or where
 * steps in other processes would need a kind that the spec holds itself.
 */
export const withModules = (
  spec: unknown,
  base: string,
  root: string | null,
  announced = false,
): Program<unknown> => {
  const named = found(spec, (part) => isNamed(part) ? part.module : undefined);
  const systems = found(
    spec,
    ({ source }) => isRecord(source) && isNamed(source) ? source.module : undefined,
  );
  const kinds = found(spec, (part) => heldKindIn(part) ?? undefined);
  const [first] = kinds;
  if (first !== undefined && root !== null) {
    return failWith(badUsage(
      `Steps in processes of their own cannot have "${
        nameOfHeld(first.definition)
      }", which is in this program only`,
      'make it the default export of a file and write lyap.module("./its_file.ts", { … }) for it, or run the ' +
        "experiment with lyap.runInMemory",
    ));
  }
  return named.length === 0 && first === undefined ? RTE.right(spec) : pipe(
    named,
    RTE.traverseSeqArray((module) =>
      pipe(
        mayLoad(module, "take an experiment without modules"),
        RTE.chain(() => bringModule(pathOf(module, base), module, root, announced ? undefined : root)),
        RTE.map((known) => [module, known] as const),
      )
    ),
    RTE.chainEitherK((known) => {
      const twice = namesakes([
        ...known.map(([called, { digest, name }]): Used => ({
          digest,
          exported: exportOf(digest),
          called,
          ...(systems.includes(called) ? { system: name } : {}),
        })),
        ...kinds.map((each): Used => ({
          digest: bringHeld(each),
          exported: each.definition,
          called: `one of this program, ${String(each.definition.title ?? nameOfHeld(each.definition))},`,
          ...("equations" in each.definition ? { system: nameOfHeld(each.definition) } : {}),
        })),
      ]);
      return twice === null ? E.right(replaced(spec, new Map(known))) : E.left(twice);
    }),
  );
};

/** The digests of all modules that a spec names. */
export const modulesIn = (spec: unknown): readonly Digest[] =>
  found(
    spec,
    ({ module }) => isDigest(module) ? module : undefined,
  );

const damaged = (digest: Digest, what: string): LyapError =>
  badInput(digest, `the store's copy of this module ${what}`, "run the experiment: lyap run copies it again");

/** Names of files are decoded here, for everyone who joins them to a path. */
const isManifest = (value: unknown): value is Manifest =>
  isRecord(value) && isRecord(value.files) && Object.keys(value.files).every(isFilePath) &&
  typeof value.entry === "string" && Object.hasOwn(value.files, value.entry);

const parsed = (bytes: Uint8Array, digest: Digest): E.Either<LyapError, Manifest> =>
  pipe(
    parsedJson(bytes),
    E.mapLeft(() => damaged(digest, "is not JSON")),
    E.filterOrElse(isManifest, () => damaged(digest, "names no files")),
    E.filterOrElse((manifest) => digestOf(manifest) === digest, () => damaged(digest, "has another digest")),
  );

/** Verifies the store's copy of a module and makes the module known. */
const loadModule = (root: string) => (digest: Digest): Program<void> => (capabilities) => {
  const folder = modulePath(root, digest);
  const { files } = capabilities;
  const verified = ([name, expected]: readonly [string, Digest]) =>
    pipe(
      files.read(join(folder, name)),
      TE.filterOrElse(
        (bytes) => digestOfBytes(bytes) === expected,
        () => damaged(digest, `differs in ${name}`),
      ),
      TE.map((bytes) => [name, new TextDecoder().decode(bytes)] as const),
    );
  return isBrought(digest) ? TE.right(undefined) : pipe(
    TE.Do,
    TE.bindW("bytes", () => files.read(join(folder, MANIFEST))),
    TE.bindW("manifest", ({ bytes }) => TE.fromEither(parsed(bytes, digest))),
    TE.bindW("texts", ({ manifest }) => TE.traverseSeqArray(verified)(Object.entries(manifest.files))),
    TE.map(({ manifest, texts }): Sources => ({ entry: manifest.entry, files: Object.fromEntries(texts) })),
    TE.chain((sources) =>
      imported(sources, digest, sources.entry, join(folder, sources.entry))(capabilities)
    ),
  );
};

/** Makes all modules known that some specs name. */
export const loadModules = (specs: readonly unknown[], root: string): Program<void> =>
  pipe(
    [...new Set(specs.flatMap(modulesIn))],
    RTE.traverseSeqArray(loadModule(root)),
    RTE.map(() => undefined),
  );

/** Copies the modules that some specs name from one store into another. */
export const copyModules = (specs: readonly unknown[], from: string, to: string): Program<void> => {
  const read = (digest: Digest, name: string): Program<Uint8Array> => ({ files }) =>
    files.read(join(modulePath(from, digest), name));
  const copyFile = (digest: Digest) => (name: string): Program<void> =>
    pipe(
      read(digest, name),
      RTE.chain((bytes) => writeBelow(to, join("modules", hexOf(digest), name), bytes)),
    );
  const copy = (digest: Digest): Program<readonly void[]> =>
    pipe(
      read(digest, MANIFEST),
      RTE.chainEitherK((bytes) => parsed(bytes, digest)),
      RTE.map(({ files }) => [...Object.keys(files), MANIFEST]),
      RTE.chain(RTE.traverseSeqArray(copyFile(digest))),
    );
  return pipe(
    [...new Set(specs.flatMap(modulesIn))],
    RTE.traverseSeqArray(copy),
    RTE.map(() => undefined),
  );
};
