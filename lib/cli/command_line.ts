/**
 * The command line `lyap`: finds the command, hands it the capabilities of this machine, and turns what comes out into
 * an exit code.
 *
 * @module
 */
import * as E from "fp-ts/Either.js";
import { badUsage, describeError, exitCodeOf, type LyapError } from "../program/errors.ts";
import { withoutCommands } from "../program/text.ts";
import { closest } from "../codec/closest.ts";
import { LYAP_VERSION } from "../codec/version.ts";
import { denoCapabilities, denoTerminal } from "../steps/capabilities.ts";
import type { AnyCommand, Call } from "./command.ts";
import { commands } from "./commands/catalogue.ts";
import { commonOptions, describeOptions, parseOptions } from "./options.ts";

const overview = (): readonly string[] => {
  const width = Math.max(...commands.map(({ name, operands }) => `${name} ${operands}`.length));
  return [
    `lyap ${LYAP_VERSION}: recurrent neural networks on chaotic time series, with claims that are checked`,
    "",
    "usage: lyap <command> [options]",
    "",
    ...commands.map(({ name, operands, summary }) => `  ${`${name} ${operands}`.padEnd(width)}  ${summary}`),
    "",
    "Options of every command:",
    ...describeOptions(commonOptions),
    "",
    "lyap <command> --help tells the options of a command.",
  ];
};

const helpOf = ({ name, operands, summary, explanation = [], options }: AnyCommand): readonly string[] => [
  `lyap ${name} ${operands}`,
  "",
  `  ${summary}`,
  "",
  ...(explanation.length > 0 ? [...explanation, ""] : []),
  ...(Object.keys(options).length > 0 ? ["Options:", ...describeOptions(options), ""] : []),
  "Options of every command:",
  ...describeOptions(commonOptions),
];

const fail = (error: LyapError): number => {
  describeError(error).forEach((line) => denoTerminal({ quiet: false }).warn(`error: ${line}`));
  return exitCodeOf(error);
};

/**
 * Runs a command line.
 *
 * @param args What stands after `lyap`.
 * @returns The exit code.
 */
export const runCommandLine = async (args: readonly string[]): Promise<number> => {
  const [name, ...rest] = args;
  const { out } = denoTerminal({ quiet: false });
  if (name === undefined || name === "--help" || name === "help") {
    overview().forEach(out);
    return name === undefined ? 2 : 0;
  }
  if (name === "--version") {
    out(LYAP_VERSION);
    return 0;
  }
  const command = commands.find((each) => each.name === name);
  if (command === undefined) {
    const near = closest(name, commands.map((each) => each.name));
    return fail(badUsage(
      `There is no command "${name}"`,
      near === undefined ? "lyap --help lists the commands" : `did you mean "${near}"?`,
    ));
  }
  return await runCommandWith(command, rest);
};

/**
 * Runs one command.
 *
 * @param args What stands after its name.
 * @returns The exit code.
 */
export const runCommandWith = async (command: AnyCommand, args: readonly string[]): Promise<number> => {
  const { out } = denoTerminal({ quiet: false });
  const parsed = parseOptions(args, { ...commonOptions, ...command.options });
  if (E.isLeft(parsed)) return fail(parsed.left);
  const call = parsed.right as Call<typeof commonOptions>;
  const { values } = call;
  if (values.help) {
    helpOf(command).forEach(out);
    return 0;
  }
  const capabilities = {
    ...denoCapabilities,
    terminal: denoTerminal({ quiet: values.quiet }),
    mayLoadPrograms: !values["json-only"],
  };
  try {
    const result = await command.run(call)(capabilities)();
    return E.isLeft(result) ? fail(result.left) : result.right;
  } catch (error) {
    if (values.debug) throw error;
    const what = error instanceof Error ? error.message : String(error);
    console.error(
      withoutCommands(`error: A fault of lyap itself: ${what}; --debug shows where, please report it`),
    );
    return 3;
  }
};
