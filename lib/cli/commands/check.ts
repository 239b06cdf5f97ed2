/**
 * `lyap check`: whether your own system, cell, measure, forcing scheme, claim or figure does what its kind must do.
 *
 * @module
 */
import { pipe } from "fp-ts/function.js";
import * as RTE from "fp-ts/ReaderTaskEither.js";
import * as TE from "fp-ts/TaskEither.js";
import { badUsage, type LyapError } from "../../core/program/errors.ts";
import { failWith, type Program } from "../../core/program/program.ts";
import { print } from "../../core/program/terminal.ts";
import type { Checked } from "../../library/check.ts";
import { type Call, command, type ExitCode } from "../command.ts";
import { mistaken, natureOf, natureOfValue, unknownOperand } from "../natures.ts";
import { isProgram, mustBeThere, usingExport } from "../load.ts";
import { composesExperiment, moduleExport } from "../../steps/modules.ts";

/** What a person reads. */
const lines = ({ sort, name, checks }: Checked): readonly string[] => [
  `${sort} ${name}`,
  ...checks.flatMap(({ says, fault }) => fault === null ? [`  ✓ ${says}`] : [`  ✗ ${says}`, `    ${fault}`]),
];

const textOf = (path: string): Program<string> => ({ files }) =>
  pipe(files.read(path), TE.map((bytes) => new TextDecoder().decode(bytes)));

/** What is said of what is no program. */
const noProgram = (path: string): Program<Checked> =>
  pipe(
    natureOf(path),
    RTE.chain((nature): Program<LyapError> =>
      nature === null
        ? unknownOperand(path, "program", [], "name a file that ends in .ts or .js")
        : RTE.right(mistaken(path, nature, "program of your own"))
    ),
    RTE.chain((error) => failWith<Checked>(error)),
  );

/** Fails for an experiment, which other commands take. */
const mustBeKind = (path: string, value: unknown): Program<void> =>
  natureOfValue(value) === "experiment"
    ? failWith(mistaken(path, "experiment", "kind of your own"))
    : RTE.right(undefined);

/** Fails for a program that composes an experiment, before it is executed. */
const mustNotCompose = (path: string, source: string): Program<void> =>
  composesExperiment(source, path)
    ? failWith(mistaken(path, "experiment", "kind of your own"))
    : RTE.right(undefined);

const checkFile = (path: string): Program<Checked> =>
  !isProgram(path) ? noProgram(path) : pipe(
    RTE.Do,
    RTE.chainFirst(() => mustBeThere(path)),
    RTE.bindW("source", () => textOf(path)),
    RTE.chainFirst(({ source }) => mustNotCompose(path, source)),
    RTE.bindW("value", () => moduleExport(path, ".lyap")),
    RTE.chainFirst(({ value }) => mustBeKind(path, value)),
    RTE.chainW(({ value, source }) =>
      usingExport(path, async () => (await import("../../library/check.ts")).checkKind(value, path, source))
    ),
  );

const run = ({ operands, values }: Call): Program<ExitCode> =>
  operands.length === 0 ? failWith(badUsage("No file is named", "lyap check my_cell.ts")) : pipe(
    operands,
    RTE.traverseSeqArray(checkFile),
    RTE.chainFirst((checked) =>
      values.json ? print(JSON.stringify({ checked })) : print(...checked.flatMap(lines))
    ),
    RTE.map((checked): ExitCode =>
      checked.some(({ checks }) => checks.some(({ fault }) => fault !== null)) ? 1 : 0
    ),
  );

/** Checks kinds of users. */
export const checkCommand = command({
  explanation: [
    "The default export of <file.ts> is what one of lyap's define functions returns: docs/extending.md.",
  ],
  options: {},
  examples: ["check my_cell.ts", "check my_system.ts my_measure.ts --json"],
  run,
});
