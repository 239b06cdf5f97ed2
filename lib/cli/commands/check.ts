/**
 * `lyap check`: whether a system, cell, measure, forcing scheme, claim or figure of your own does what its kind must do.
 *
 * @module
 */
import * as E from "fp-ts/Either.js";
import { pipe } from "fp-ts/function.js";
import * as RTE from "fp-ts/ReaderTaskEither.js";
import { badUsage, type LyapError } from "../../program/errors.ts";
import { type Capabilities, failWith, type Program } from "../../program/program.ts";
import type { Checked } from "../../library/check.ts";
import { type Call, command, type ExitCode } from "../command.ts";
import { loadModule } from "../load.ts";

/** What a person reads. */
const lines = ({ sort, name, checks }: Checked): readonly string[] => [
  `${sort} ${name}`,
  ...checks.flatMap(({ says, fault }) => fault === null ? [`  ✓ ${says}`] : [`  ✗ ${says}`, `    ${fault}`]),
];

const checkFile = (store: string) => (path: string): Program<Checked> =>
  pipe(
    loadModule(path, "export default defineCell({ … }), or another of the define functions", { store }),
    RTE.chainTaskK((value) => async () => (await import("../../library/check.ts")).checkKind(value, path)),
  );

const run = ({ operands, values }: Call): Program<ExitCode> =>
  operands.length === 0 ? failWith(badUsage("No file is named", "lyap check my_cell.ts")) : pipe(
    operands,
    RTE.traverseSeqArray(checkFile(values.store ?? ".lyap")),
    RTE.chain((checked) => ({ terminal }: Capabilities) => () => {
      if (values.json) terminal.out(JSON.stringify({ checked }));
      else checked.flatMap(lines).forEach(terminal.out);
      const fails = checked.some(({ checks }) => checks.some(({ fault }) => fault !== null));
      return Promise.resolve(E.right<LyapError, ExitCode>(fails ? 1 : 0));
    }),
  );

/** Checks kinds of users. */
export const checkCommand = command({
  name: "check",
  operands: "<file.ts…>",
  summary: "tries a system, cell, measure, forcing scheme, claim or figure of your own, and tells what fails",
  options: {},
  run,
});
