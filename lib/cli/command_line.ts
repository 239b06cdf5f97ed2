/**
 * The command line `lyap`: finds the command, hands it the capabilities of this machine, and turns what comes out into
 * an exit code.
 *
 * @module
 */
import * as E from "fp-ts/Either.js";
import { pipe } from "fp-ts/function.js";
import * as RTE from "fp-ts/ReaderTaskEither.js";
import { resolve } from "@std/path/mod.js";
import {
  badUsage,
  describeError,
  environmentFault,
  exitCodeOf,
  type LyapError,
} from "../core/program/errors.ts";
import type { Capabilities, Channel, Terminal, Whereabouts } from "../core/program/program.ts";
import { asTyped, shellQuoted } from "../core/program/typed.ts";
import { closest } from "../core/codec/closest.ts";
import { LYAP_VERSION } from "../core/codec/version.ts";
import { denoCapabilities, denoProcesses, denoTerminal, stopProcesses } from "../steps/capabilities.ts";
import { faultOfModule } from "../steps/thrown.ts";
import type { AnyCommand, Call, Listed } from "./command.ts";
import { commands } from "./commands/catalogue.ts";
import { commonOptions, describeOptions, parseOptions } from "./options.ts";
import { checkFolders } from "./output_file.ts";
import { listenForNothing, listenWhileBusy } from "./last_word.ts";
import { findPlace } from "./place.ts";

const names: readonly string[] = commands.map(({ name }) => name);

/** Where and how this process speaks. */
interface Speaker {
  readonly place: Whereabouts;
  readonly terminal: Terminal;
  /** Whether errors are printed as JSON too. */
  readonly json: boolean;
}

/** Says lines in which commands are written as they are typed here. */
const say = ({ place, terminal }: Speaker, channel: Channel, lines: readonly string[]): void =>
  lines.forEach((line) => terminal.say(channel, asTyped(line, place.lyap, names))());

const overview = ({ lyap }: Whereabouts): readonly string[] => {
  const width = Math.max(...commands.map(({ name, operands }) => `${name} ${operands}`.length));
  return [
    `lyap ${LYAP_VERSION}: recurrent neural networks on chaotic time series, with claims that are checked`,
    "",
    `usage: ${lyap} <command> [options]`,
    "",
    ...commands.map(({ name, operands, summary }) => `  ${`${name} ${operands}`.padEnd(width)}  ${summary}`),
    "",
    "options: -h, --help; -V, --version",
    "",
    `${lyap} <command> --help shows the options of a command and two examples.`,
  ];
};

const helpOf = (
  { name, operands, summary }: Listed,
  { explanation = [], examples, options }: AnyCommand,
  { lyap }: Whereabouts,
): readonly string[] => [
  `${name}: ${summary}`,
  "",
  `usage: ${[lyap, name, operands, "[options]"].filter((word) => word !== "").join(" ")}`,
  "",
  ...(explanation.length > 0 ? [...explanation, ""] : []),
  ...describeOptions({ ...options, ...commonOptions }),
  "",
  "Examples:",
  ...examples.map((example) => `  ${lyap} ${example}`),
];

/** Prints an error, with --json as JSON too, and returns its exit code. */
const fail = (speaker: Speaker, error: LyapError): number => {
  const [code, messages] = [exitCodeOf(error), describeError(error)];
  say(speaker, "status", [""]);
  say(speaker, "warning", messages.map((line) => `error: ${line}`));
  if (speaker.json) {
    const typed = messages.map((line) => asTyped(line, speaker.place.lyap, names));
    speaker.terminal.say("result", JSON.stringify({ error: { kind: error._tag, code, messages: typed } }))();
  }
  return code;
};

/** The speaker of a call, before its options are understood. */
const speakerOf = (args: readonly string[], place: Whereabouts): Speaker => ({
  place,
  terminal: denoTerminal({ quiet: false }),
  json: args.includes("--json"),
});

const isHelp = (word: string | undefined): boolean => word === "--help" || word === "-h" || word === "help";

/**
 * Runs a command line.
 *
 * @param args What follows `lyap`.
 * @returns The exit code.
 */
export const runCommandLine = (args: readonly string[]): Promise<number> => runAt(findPlace(), args);

/** Runs a command line in the folder of the person, which is found once: it changes the folder of this process. */
const runAt = async (place: Whereabouts, args: readonly string[]): Promise<number> => {
  const [name, ...rest] = args;
  const speaker = speakerOf(args, place);
  const [asked] = rest;
  if (name === "help" && asked !== undefined && names.includes(asked)) {
    return await runAt(place, [asked, "-h"]);
  }
  if (name === undefined || isHelp(name)) {
    overview(place).forEach((line) => speaker.terminal.say("result", line)());
    return name === undefined ? 2 : 0;
  }
  if (name === "--version" || name === "-V") {
    speaker.terminal.say("result", LYAP_VERSION)();
    return 0;
  }
  const listed = commands.find((each) => each.name === name);
  if (listed !== undefined) return await runCommandWith(listed, await listed.load(), rest, place);
  const near = closest(name, names);
  return fail(
    speaker,
    name.startsWith("-")
      ? badUsage(`${name} comes before the command`, "the command comes first: lyap run quickstart -q")
      : badUsage(
        `There is no command "${name}"`,
        near === undefined ? "lyap --help lists the commands" : `did you mean "${near}"?`,
      ),
  );
};

/** What is said when Ctrl-C ends a call: what is lost and what is not, and where that lies. */
const wordAtInterrupt = (store: unknown): string =>
  typeof store === "string"
    ? `stopped; the same command goes on from here, and what is finished is in ${resolve(store)}`
    : "stopped; nothing was written, and the same command starts from the beginning";

/** Hears of what is thrown where nobody waits for it, as in a timer of a user's module. Returns what ends that. */
const listenForLateErrors = (hear: (error: unknown) => void): () => void => {
  const onError = (event: ErrorEvent) => {
    event.preventDefault();
    hear(event.error);
  };
  const onRejection = (event: PromiseRejectionEvent) => {
    event.preventDefault();
    hear(event.reason);
  };
  globalThis.addEventListener("error", onError);
  globalThis.addEventListener("unhandledrejection", onRejection);
  return () => {
    globalThis.removeEventListener("error", onError);
    globalThis.removeEventListener("unhandledrejection", onRejection);
  };
};

/**
 * Runs one command.
 *
 * @param listed Its entry in the list of commands.
 * @param command The command.
 * @param args What follows its name.
 * @param place Where lyap was started. Default: as this process finds it.
 * @returns The exit code.
 */
export const runCommandWith = async (
  listed: Listed,
  command: AnyCommand,
  args: readonly string[],
  place: Whereabouts = findPlace(),
): Promise<number> => {
  const early = speakerOf(args, place);
  const parsed = parseOptions(args, { ...command.options, ...commonOptions }, place.project);
  if (E.isLeft(parsed)) return fail(early, parsed.left);
  const call = parsed.right as Call;
  const { help, quiet, debug, json } = call.values;
  const speaker: Speaker = { place, terminal: denoTerminal({ quiet }), json };
  if (help) {
    helpOf(listed, command, place).forEach((line) => speaker.terminal.say("result", line)());
    return 0;
  }
  const { values } = parsed.right as { readonly values: Readonly<Record<string, unknown>> };
  const word = wordAtInterrupt(values.store);
  const listening = command.computes === true ? listenWhileBusy(word) : listenForNothing();
  const capabilities: Capabilities = {
    ...denoCapabilities,
    place,
    terminal: speaker.terminal,
    processes: denoProcesses(() => {
      if (listening.take()) {
        say(speaker, "status", [""]);
        say(speaker, "warning", [word]);
      }
      stopProcesses();
      Deno.exit(INTERRUPTED);
    }),
    mayLoadPrograms: values["json-only"] !== true,
  };
  /** Says what was thrown; its exit code. */
  const thrown = (error: unknown): number => {
    const ofModule = faultOfModule(error);
    if (ofModule !== null) return fail(speaker, ofModule);
    const what = error instanceof Error ? error.message : String(error);
    const again = ["lyap", listed.name, ...args, "--debug"].map((word, index) =>
      index === 0 ? word : shellQuoted(word)
    );
    return fail(
      speaker,
      environmentFault(
        "A fault of lyap itself",
        what,
        `please report it with what this prints: ${again.join(" ")}`,
      ),
    );
  };
  const late = debug ? () => {} : listenForLateErrors((error) => {
    stopProcesses();
    Deno.exit(thrown(error));
  });
  try {
    const checked = pipe(checkFolders(command.options, values), RTE.chain(() => command.run(call)));
    const result = await checked(capabilities)();
    return E.isLeft(result) ? fail(speaker, result.left) : result.right;
  } catch (error) {
    if (debug) throw error;
    return thrown(error);
  } finally {
    late();
    listening.end();
  }
};

/** The exit code after Ctrl-C, as shells have it: 128 and the number of SIGINT. */
const INTERRUPTED = 130;
