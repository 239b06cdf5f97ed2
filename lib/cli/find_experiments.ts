/**
 * Finds experiments by path or by name.
 *
 * @module
 */
import { pipe } from "fp-ts/function.js";
import * as RTE from "fp-ts/ReaderTaskEither.js";
import * as TE from "fp-ts/TaskEither.js";
import { extname, join } from "@std/path/mod.js";
import { badUsage } from "../program/errors.ts";
import { type Capabilities, failWith, type Program } from "../program/program.ts";
import { closest } from "../codec/closest.ts";
import { isProgram, loadSpec } from "./load.ts";

/** The folder in which experiments are looked for by name. */
export const EXPERIMENTS = "experiments";

/** A spec and where it stands. */
export interface FoundExperiment {
  readonly path: string;
  readonly spec: unknown;
}

const fileOf = (name: string): string => `${name.replaceAll("-", "_")}.ts`;

/** Paths of all experiments of the folder. */
const allPaths: Program<readonly string[]> = ({ files }) =>
  pipe(
    files.exists(EXPERIMENTS),
    TE.chain((exists) => exists ? files.list(EXPERIMENTS) : TE.right([])),
    TE.map((entries) =>
      entries.filter(({ name, isDirectory }) => !isDirectory && extname(name) === ".ts")
        .map(({ name }) => join(EXPERIMENTS, name))
    ),
  );

const pathOf = (given: string, known: readonly string[]): Program<string> => {
  if (extname(given) !== "") return RTE.right(given);
  const path = join(EXPERIMENTS, fileOf(given));
  if (known.includes(path)) return RTE.right(path);
  const names = known.map((each) => each.slice(EXPERIMENTS.length + 1, -".ts".length).replaceAll("_", "-"));
  const near = closest(given, names);
  return failWith(badUsage(
    `There is no experiment "${given}"`,
    near === undefined ? `give a path, or one of ${names.join(", ")}` : `did you mean "${near}"?`,
  ));
};

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
    allPaths,
    RTE.chain((known) =>
      given.length === 0 ? RTE.right(known) : pipe(given, RTE.traverseSeqArray((each) => pathOf(each, known)))
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
