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
import { counted, listed } from "../../core/program/text.ts";
import type { Checked, CheckedPart } from "../../library/check.ts";
import { wordsOfCheck } from "../../library/checks/check.ts";
import { type Call, command, type ExitCode } from "../command.ts";
import { mistaken, natureOf, natureOfValue, unknownOperand } from "../natures.ts";
import { isProgram, mustBeThere, usingExport } from "../load.ts";
import { composesExperiment, moduleExport } from "../../steps/modules.ts";

/** Parts that say the same, tried with several sizes, in the order of the first of each. */
const groupsOf = (checks: readonly CheckedPart[]): readonly (readonly CheckedPart[])[] => {
  const groups = new Map<string, CheckedPart[]>();
  for (const part of checks) {
    const key = `${part.fault === null} ${part.says}`;
    groups.set(key, [...groups.get(key) ?? [], part]);
  }
  return [...groups.values()];
};

/** ", with 1, 5 and 8 units". */
const sizesOf = (group: readonly CheckedPart[]): string => {
  const sizes = group.flatMap(({ size }) => size === undefined ? [] : [size]);
  const last = sizes.at(-1);
  if (last === undefined) return "";
  return `, with ${
    listed([...sizes.slice(0, -1).map(({ count }) => `${count}`), counted(last.count, last.noun)])
  }`;
};

/** What a person reads: each check in one line for all sizes, and each fault once, that of the smallest size. */
const lines = ({ sort, name, checks }: Checked): readonly string[] => {
  const faults = groupsOf(checks).map(([first]) => first!.fault);
  return [
    `${sort} ${name}`,
    ...groupsOf(checks).flatMap((group, index) => {
      const fault = faults[index]!;
      const words = `${group[0]!.says}${sizesOf(group)}`;
      return fault === null
        ? [`  ✓ ${words}`]
        : [`  ✗ ${words}`, `    ${faults.indexOf(fault) < index ? "the same" : fault}`];
    }),
  ];
};

/** What programs read: each check with its size in words. */
const parts = ({ sort, name, checks }: Checked) => ({
  sort,
  name,
  checks: checks.map((part) => ({ says: wordsOfCheck(part), fault: part.fault })),
});

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
      values.json ? print(JSON.stringify({ checked: checked.map(parts) })) : print(...checked.flatMap(lines))
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
