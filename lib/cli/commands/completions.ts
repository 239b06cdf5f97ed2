/**
 * `lyap completions`: the completion of the command line for a shell.
 *
 * @module
 */
import { pipe } from "fp-ts/function.js";
import * as RTE from "fp-ts/ReaderTaskEither.js";
import { badUsage } from "../../core/program/errors.ts";
import { failWith, type Program } from "../../core/program/program.ts";
import { print } from "../../core/program/terminal.ts";
import { ownExperiments } from "../../core/program/typed.ts";
import { systems } from "../../systems/catalogue.ts";
import { type Call, command, type ExitCode } from "../command.ts";
import { bashCompletion, type Completed, completed, fishCompletion, zshCompletion } from "../completion.ts";

const shells: Readonly<Record<string, (commands: readonly Completed[]) => readonly string[]>> = {
  bash: bashCompletion,
  zsh: zshCompletion,
  fish: fishCompletion,
};

/** Words that may be operands, by what the operands of a command say. */
const words = (): Readonly<Record<string, readonly string[]>> => ({
  experiment: ownExperiments,
  system: Object.keys(systems),
  "name or my_system": Object.keys(systems),
  topic: ["cells", "forcing", "measures", "claims", "figures", "settings"],
  bash: Object.keys(shells),
});

const allCommands: Program<readonly Completed[]> = RTE.fromTask(async () => {
  const { commands } = await import("./catalogue.ts");
  return await Promise.all(commands.map(async (each) => completed(each, await each.load(), words())));
});

const run = ({ operands, values }: Call): Program<ExitCode> => {
  const [shell = "", ...more] = operands;
  if (!Object.hasOwn(shells, shell) || more.length > 0) {
    return failWith(
      badUsage("completions takes bash, zsh or fish", "for example: lyap completions bash"),
    );
  }
  return pipe(
    allCommands,
    RTE.map((commands) => shells[shell]!(commands)),
    RTE.chain((lines) => values.json ? print(JSON.stringify({ shell, lines })) : print(...lines)),
    RTE.map((): ExitCode => 0),
  );
};

/** Prints the completion for a shell. */
export const completionsCommand = command({
  options: {},
  examples: [
    "completions bash > ~/.local/share/bash-completion/completions/lyap",
    "completions fish | source",
  ],
  run,
});
