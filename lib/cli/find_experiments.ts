/**
 * Finds experiments by path or by name.
 *
 * @module
 */
import { pipe } from "fp-ts/function.js";
import * as RTE from "fp-ts/ReaderTaskEither.js";
import * as TE from "fp-ts/TaskEither.js";
import { basename, extname, join } from "@std/path/mod.js";
import { badUsage } from "../program/errors.ts";
import { type Capabilities, failWith, type Program } from "../program/program.ts";
import { closest } from "../codec/closest.ts";
import { LYAP_FOLDER } from "../steps/modules.ts";
import { isProgram, loadSpec, type Telling } from "./load.ts";

/** The folder in which experiments are looked for by name. */
export const EXPERIMENTS = "experiments";

/** A spec and where it stands. */
export interface FoundExperiment {
  readonly path: string;
  readonly spec: unknown;
}

const fileOf = (name: string): string => `${name.replaceAll("-", "_")}.ts`;

/** Paths of all experiments of a folder. */
const pathsIn = (folder: string): Program<readonly string[]> => ({ files }) =>
  pipe(
    files.exists(folder),
    TE.chain((exists) => exists ? files.list(folder) : TE.right([])),
    TE.map((entries) =>
      entries.filter(({ name, isDirectory }) => !isDirectory && extname(name) === ".ts")
        .map(({ name }) => join(folder, name))
    ),
  );

/** Paths of all experiments of the folder here. */
const allPaths: Program<readonly string[]> = pathsIn(EXPERIMENTS);

/** Paths that have names: those of the folder here, and from everywhere those that came with lyap. */
const namedPaths: Program<readonly string[]> = pipe(
  allPaths,
  RTE.chain((here) =>
    LYAP_FOLDER === null
      ? RTE.right(here)
      : pipe(pathsIn(join(LYAP_FOLDER, EXPERIMENTS)), RTE.map((own) => [...here, ...own]))
  ),
);

const pathOf = (given: string, known: readonly string[]): Program<string> => {
  if (extname(given) !== "") return RTE.right(given);
  const path = known.find((each) => basename(each) === fileOf(given));
  if (path !== undefined) return RTE.right(path);
  const names = [...new Set(known.map((each) => basename(each, ".ts").replaceAll("_", "-")))];
  const near = closest(given, names);
  return failWith(badUsage(
    `There is no experiment "${given}"`,
    near === undefined ? `give a path, or one of ${names.join(", ")}` : `did you mean "${near}"?`,
  ));
};

/** The experiment of a path or a name: "spec.json", or "theory". */
export const findExperiment = (given: string, telling: Telling): Program<FoundExperiment> =>
  pipe(
    namedPaths,
    RTE.chain((known) => pathOf(given, known)),
    RTE.chain((path) => pipe(loadSpec(path, telling), RTE.map((spec): FoundExperiment => ({ path, spec })))),
  );

/** What is about to be executed. */
const sayExecuted = (programs: readonly string[]): Program<void> =>
  RTE.asks(({ terminal, mayLoadPrograms }: Capabilities) => {
    if (programs.length > 0 && mayLoadPrograms) {
      terminal.note(`executing ${programs.join(", ")}: programs with the rights of lyap`);
    }
  });

/**
 * The experiments of these paths or names; without any, all of the folder.
 *
 * @param given "experiments/theory.ts", "spec.json", or "theory".
 */
export const findExperiments = (given: readonly string[]): Program<readonly FoundExperiment[]> =>
  pipe(
    given.length === 0 ? allPaths : pipe(
      namedPaths,
      RTE.chain((known) => pipe(given, RTE.traverseSeqArray((each) => pathOf(each, known)))),
    ),
    RTE.chainFirst((paths) => sayExecuted(paths.filter(isProgram))),
    RTE.chain((paths) =>
      pipe(
        paths,
        RTE.traverseSeqArray((path) =>
          pipe(loadSpec(path, null), RTE.map((spec): FoundExperiment => ({ path, spec })))
        ),
      )
    ),
  ) as (capabilities: Capabilities) => ReturnType<Program<readonly FoundExperiment[]>>;
