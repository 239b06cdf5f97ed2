/**
 * Finds experiments by name or by path.
 *
 * @module
 */
import { pipe } from "fp-ts/function.js";
import * as RTE from "fp-ts/ReaderTaskEither.js";
import * as TE from "fp-ts/TaskEither.js";
import { basename, extname, join, resolve } from "@std/path/mod.js";
import type { LyapError } from "../core/program/errors.ts";
import { type Capabilities, failWith, type Program } from "../core/program/program.ts";
import { note } from "../core/program/terminal.ts";
import { shellQuoted, SPEC_FILE } from "../core/program/typed.ts";
import { LEDGER_DIRECTORY } from "../engine/ledger_file.ts";
import { isProgram, loadSpec, type ProgramNotice } from "./load.ts";
import { isPath, mistaken, natureOf, natureOfName, natureOfValue, unknownOperand } from "./natures.ts";
import { HOME } from "./place.ts";

/** The folder in which experiments are looked for by name. */
const EXPERIMENTS = "experiments";

/** A spec and its place. */
export interface FoundExperiment {
  readonly path: string;
  readonly spec: unknown;
}

const stemOf = (path: string): string => basename(path).replace(/\.[a-z]+$/, "");

/** The name of an experiment by that of its file. */
const nameOf = (path: string): string => stemOf(path).replaceAll("_", "-");

/** Experiments of a folder; none where there is no such folder. */
const experimentsIn = (folder: string): Program<readonly string[]> => ({ files }) =>
  pipe(
    files.list(join(folder, EXPERIMENTS)),
    TE.map((entries) =>
      entries.filter(({ name, isDirectory }) => !isDirectory && [".ts", ".json"].includes(extname(name)))
        .map(({ name }) => join(folder, EXPERIMENTS, name))
    ),
    TE.orElse(() => TE.right<LyapError, readonly string[]>([])),
  );

/** Paths of all experiments of the project. */
const ofProject: Program<readonly string[]> = (capabilities) =>
  experimentsIn(capabilities.place.project)(capabilities);

/** Paths of all experiments that have names: those of the project, and those that come with lyap. */
const namedExperiments: Program<readonly string[]> = (capabilities) => {
  const { project } = capabilities.place;
  const homes = HOME === null || resolve(project || ".") === HOME ? [] : [HOME];
  return pipe(
    [project, ...homes],
    TE.traverseSeqArray((folder) => experimentsIn(folder)(capabilities)),
    TE.map((found) => {
      const paths = found.flat();
      return paths.filter((path, index) =>
        paths.findIndex((other) => nameOf(other) === nameOf(path)) === index
      );
    }),
  );
};

/** What the folder of a fit holds; null for what is no such folder. */
const specIn = (folder: string): Program<string | null> => ({ files }) => {
  const path = join(folder, SPEC_FILE);
  return pipe(files.exists(path), TE.map((exists) => exists ? path : null));
};

/**
 * What an experiment may be given as. All names are listed only for somebody who typed a name: who names a file or a folder looks
 * for one.
 *
 * @param names Of all experiments.
 * @param exists Whether something lies there.
 */
const adviceOn = (given: string, names: readonly string[], exists: boolean): string =>
  exists || isPath(given)
    ? "give a file .ts or .json, the folder of a fit, or the name of an experiment, such as quickstart"
    : `the experiments are ${names.join(", ")}; give your own file with its ending, .ts or .json`;

/** What is said of what is no experiment. */
const noExperiment = (given: string, known: readonly string[]): Program<LyapError> =>
  pipe(
    RTE.Do,
    RTE.bindW("nature", () => natureOf(given)),
    RTE.bindW("exists", () => ({ files }: Capabilities) => files.exists(given)),
    RTE.chainW(({ nature, exists }): Program<LyapError> => {
      const names = known.map(nameOf);
      return nature === null || nature === "experiment"
        ? unknownOperand(given, "experiment", names, adviceOn(given, names, exists))
        : RTE.right(mistaken(given, nature, "experiment"));
    }),
  );

/** Files that may hold a spec. */
const SPECS = [".ts", ".js", ".mjs", ".json", ".jsonc"];

const pathOf = (given: string, known: readonly string[]): Program<string> => {
  const named = known.find((path) => nameOf(path) === given || stemOf(path) === given);
  if (named !== undefined) return RTE.right(named);
  const otherwise = pipe(noExperiment(given, known), RTE.chain((error) => failWith<string>(error)));
  return pipe(
    RTE.asksReaderTaskEither(({ files }: Capabilities) => RTE.fromTaskEither(files.exists(given))),
    RTE.chain((exists): Program<string> =>
      exists && SPECS.includes(extname(given)) && natureOfName(given) === null ? RTE.right(given) : pipe(
        specIn(given),
        RTE.chain((path) => path === null ? otherwise : RTE.right(path)),
      )
    ),
  );
};

/** Fails for what a file holds in place of an experiment. */
const mustBeExperiment = (path: string, spec: unknown): Program<FoundExperiment> => {
  const nature = natureOfValue(spec);
  return nature === null || nature === "experiment"
    ? RTE.right({ path, spec })
    : failWith(mistaken(path, nature, "experiment"));
};

/** Whether an experiment comes with lyap. */
const isOwn = (path: string): boolean => HOME !== null && resolve(path).startsWith(join(HOME, EXPERIMENTS));

/** What is about to be executed. */
const sayExecuted = (programs: readonly string[]): Program<void> => (capabilities) =>
  programs.length > 0 && capabilities.mayLoadPrograms
    ? note(`executing ${programs.join(", ")}: programs with the rights of lyap`)(capabilities)
    : TE.right(undefined);

/**
 * The experiment of a path or a name.
 *
 * @param given "theory", "my_spec.ts", "spec.json", or the folder of a fit or of a report.
 * @param notice Where lyap remembers that it said what a program may do.
 * @errors BadUsage for a name that nothing has, with those that are near.
 */
export const findExperiment = (given: string, notice: ProgramNotice | null): Program<FoundExperiment> =>
  pipe(
    namedExperiments,
    RTE.chain((known) => pathOf(given, known)),
    RTE.chain((path) =>
      pipe(
        loadSpec(path, isOwn(path) ? null : notice),
        RTE.chain((spec) => mustBeExperiment(path, spec)),
      )
    ),
  );

/**
 * The experiments of these paths or names; without any, all of the project.
 *
 * @param given As of `findExperiment`.
 */
export const findExperiments = (given: readonly string[]): Program<readonly FoundExperiment[]> =>
  pipe(
    given.length === 0 ? ofProject : pipe(
      namedExperiments,
      RTE.chain((known) => RTE.traverseSeqArray((each: string) => pathOf(each, known))(given)),
    ),
    RTE.chainFirst((paths) => sayExecuted(paths.filter((path) => isProgram(path) && !isOwn(path)))),
    RTE.chain(RTE.traverseSeqArray((path) =>
      pipe(loadSpec(path, null), RTE.chain((spec) => mustBeExperiment(path, spec)))
    )),
  );

/** The folder of an experiment's ledger: for one that comes with lyap, the one that comes with it. */
export const ledgerFor = ({ path }: FoundExperiment, ledger: string): Program<string> => ({ files, place }) =>
  !isOwn(path) || ledger !== join(place.project, LEDGER_DIRECTORY) ? TE.right(ledger) : pipe(
    files.exists(ledger),
    TE.map((exists) => exists ? ledger : join(HOME!, LEDGER_DIRECTORY)),
  );

/**
 * What a person types to run an experiment that they named, in the words in which they named it.
 *
 * @param operand The name or the path, as it was typed.
 * @param profile The profile.
 * @param places Where its artifacts are looked for, and its files of data, as far as that was said.
 */
export const runCommandFor = (
  operand: string,
  profile: string,
  { store, data }: { readonly store: string; readonly data?: string | undefined },
): Program<string> =>
  RTE.asks(({ place }: Capabilities) =>
    [
      `lyap run ${shellQuoted(operand)} --profile ${shellQuoted(profile)}`,
      ...(store === join(place.project, ".lyap") ? [] : [`--store ${shellQuoted(store)}`]),
      ...(data === undefined ? [] : [`--data ${shellQuoted(data)}`]),
    ].join(" ")
  );
