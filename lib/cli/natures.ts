/**
 * What an operand of a command names, so that a command which takes something else can say which one takes it.
 *
 * @module
 */
import { pipe } from "fp-ts/function.js";
import * as RTE from "fp-ts/ReaderTaskEither.js";
import * as TE from "fp-ts/TaskEither.js";
import { basename, dirname, extname, join, resolve } from "@std/path/mod.js";
import { nearest } from "../core/codec/closest.ts";
import { jsonOrUndefined } from "../core/codec/json.ts";
import { badUsage, type LyapError } from "../core/program/errors.ts";
import type { Capabilities, Program } from "../core/program/program.ts";
import { listed } from "../core/program/text.ts";
import { ownExperiments, shellQuoted, SPEC_FILE } from "../core/program/typed.ts";
import { systems } from "../systems/catalogue.ts";

/** What lyap knows: by which command takes it. */
const takers = {
  "system": (it: string) =>
    `lyap spectrum ${it} finds its exponents, and lyap generate ${it} writes a series of it`,
  "experiment": (it: string) => `lyap run ${it} runs it`,
  "recording": (it: string) =>
    `lyap estimate ${it} finds its largest exponent, and lyap fit ${it} trains networks on it`,
  "fit": (it: string) => `lyap simulate ${it} continues its data, and lyap report ${it} writes its report`,
  "crate": (it: string) => `lyap verify ${it} checks it`,
  "cell": (it: string) => `lyap check ${it} tries it`,
  "measure": (it: string) => `lyap check ${it} tries it`,
  "forcing scheme": (it: string) => `lyap check ${it} tries it`,
  "claim": (it: string) => `lyap check ${it} tries it`,
  "figure": (it: string) => `lyap check ${it} tries it`,
} as const;

/** What an operand may be. */
export type Nature = keyof typeof takers;

const withArticle = (what: string): string => `${/^[aeiou]/.test(what) ? "an" : "a"} ${what}`;

/** What is said of something in the place of something else. */
export const mistaken = (given: string, nature: Nature, wanted: string): LyapError =>
  badUsage(
    `"${given}" is ${withArticle(nature)}, not ${withArticle(wanted)}`,
    takers[nature](shellQuoted(nature === "fit" && OF_A_FIT.test(given) ? dirname(given) : given)),
  );

/** Files that hold numbers. */
const HOLDS_NUMBERS = /\.(csv|tsv|txt|dat|npy|parquet|h5|hdf5|nc|mat|edf|bdf)(\.gz)?$/i;

/** Files that lyap fit writes beside an experiment. */
const OF_A_FIT = /(^|[/\\])(model\.(json|safetensors))$/;

/** The file by which a crate is known. */
const CRATE_FILE = "ro-crate-metadata.json";

/** What the name alone says; null if it says nothing. */
export const natureOfName = (given: string): Nature | null =>
  Object.hasOwn(systems, given)
    ? "system"
    : ownExperiments.includes(given)
    ? "experiment"
    : HOLDS_NUMBERS.test(given)
    ? "recording"
    : OF_A_FIT.test(given)
    ? "fit"
    : null;

/** Functions by which a kind of a user's is known. */
const functions = {
  "cell": "step",
  "measure": "evaluate",
  "forcing scheme": "schedule",
  "claim": "judge",
  "figure": "build",
  "system": "equations",
} as const satisfies Partial<Record<Nature, string>>;

/** Keys of which an experiment has one at least. */
const OF_AN_EXPERIMENT = ["settings", "sweep", "profiles", "claims"];

/** What a program exports, or JSON holds; null for what could be anything. */
export const natureOfValue = (value: unknown): Nature | null => {
  if (typeof value !== "object" || value === null) return null;
  const has = (name: string): boolean => Object.hasOwn(value, name);
  if (OF_AN_EXPERIMENT.some(has)) return "experiment";
  if (has("tensors") && has("format")) return "fit";
  const found = Object.entries(functions).find(([, name]) =>
    typeof (value as Readonly<Record<string, unknown>>)[name] === "function"
  );
  return found === undefined ? null : found[0] as Nature;
};

/** Whether a folder holds one of some files; which. */
const held = (folder: string, names: readonly string[]): Program<readonly string[]> => ({ files }) =>
  pipe(
    names,
    TE.traverseArray((name) =>
      pipe(files.exists(join(folder, name)), TE.map((there) => there ? [name] : []))
    ),
    TE.map((found) => found.flat()),
  );

/** What a JSON file holds; null for what is none. */
const natureOfJson = (path: string): Program<Nature | null> => ({ files }) =>
  extname(path) !== ".json" ? TE.right(null) : TE.fromTask(
    pipe(files.read(path), TE.match(() => null, (bytes) => natureOfValue(jsonOrUndefined(bytes)))),
  );

/** What a folder holds; null for what is none, or holds nothing that lyap knows. */
const natureOfFolder = (path: string): Program<Nature | null> =>
  pipe(
    held(path, [SPEC_FILE, CRATE_FILE, "model.safetensors"]),
    RTE.map((found) =>
      found.includes(CRATE_FILE)
        ? "crate"
        : found.includes("model.safetensors")
        ? "fit"
        : found.includes(SPEC_FILE)
        ? "experiment"
        : null
    ),
  );

/** What an operand is, by its name and by what lies there; null for what is unknown, or is not there. */
export const natureOf = (given: string): Program<Nature | null> => {
  const named = natureOfName(given);
  if (named === "system" || named === "experiment") return RTE.right(named);
  return pipe(
    RTE.asksReaderTaskEither(({ files }: Capabilities) => RTE.fromTaskEither(files.exists(given))),
    RTE.chain((exists): Program<Nature | null> =>
      !exists ? RTE.right(null) : named !== null ? RTE.right(named) : pipe(
        natureOfJson(given),
        RTE.chain((nature) => nature === null ? natureOfFolder(given) : RTE.right(nature)),
      )
    ),
  );
};

/** Names in the folder of a path that are near to its own; none where there is no such folder. */
const nearFiles = (given: string): Program<readonly string[]> => ({ files }) =>
  pipe(
    files.list(dirname(given)),
    TE.match(
      () => [],
      (entries) => nearest(basename(given), entries.map(({ name }) => name)),
    ),
    TE.fromTask,
    TE.map((near) => near.map((name) => dirname(given) === "." ? name : join(dirname(given), name))),
  );

const isFolder = (path: string): Program<boolean> => ({ files }) =>
  TE.fromTask(pipe(files.list(path), TE.match(() => false, () => true)));

/** Whether an operand is written as a path: with a separator, or with the ending of a file. */
export const isPath = (given: string): boolean => /[/\\]/.test(given) || extname(given) !== "";

const meant = (near: readonly string[]): string =>
  `did you mean ${listed(near.map((name) => `"${name}"`), "or")}?`;

/**
 * What is said of an operand that is not there, or is nothing that lyap knows.
 *
 * @param given As it was typed.
 * @param wanted What the command takes: "experiment".
 * @param names Names that it takes.
 * @param advice What to do where nothing is near.
 */
export const unknownOperand = (
  given: string,
  wanted: string,
  names: readonly string[],
  advice: string,
): Program<LyapError> =>
  pipe(
    RTE.Do,
    RTE.bindW("exists", () => ({ files }: Capabilities) => files.exists(given)),
    RTE.bindW("isFolder", () => isFolder(given)),
    RTE.bindW("near", () => nearFiles(given)),
    RTE.map(({ exists, isFolder, near: nearby }) => {
      if (isFolder) return badUsage(`The folder ${resolve(given)} holds no ${wanted}`, advice);
      if (exists) return badUsage(`The file ${resolve(given)} holds no ${wanted}`, advice);
      const near = [...new Set([...nearest(given, names), ...nearby])].slice(0, 3);
      return badUsage(
        isPath(given) ? `There is no file ${resolve(given)}` : `There is no ${wanted} "${given}"`,
        near.length > 0 ? meant(near) : isPath(given) ? `check the path: ${advice}` : advice,
      );
    }),
  );
