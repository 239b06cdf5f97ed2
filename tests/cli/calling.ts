/**
 * Calls `lyap` within a test: a command in this process, or the program as a process of its own.
 *
 * @module
 */
import * as E from "fp-ts/Either.js";
import { pipe } from "fp-ts/function.js";
import * as RTE from "fp-ts/ReaderTaskEither.js";
import { fromFileUrl } from "@std/path/mod.js";
import type { AnyCommand, Call } from "../../lib/cli/command.ts";
import { commonOptions, parseOptions } from "../../lib/cli/options.ts";
import { checkFolders } from "../../lib/cli/output_file.ts";
import { describeError, exitCodeOf } from "../../lib/core/program/errors.ts";
import { silent } from "../../lib/core/program/terminal.ts";
import { denoCapabilities } from "../../lib/steps/capabilities.ts";

/** How a command ended. */
export interface Ended {
  readonly code: number;
  /** Standard output. */
  readonly out: string;
  /** What a person reads of an error; empty where there is none. */
  readonly error: string;
}

/** Runs a command in this process. */
export const callCommand = async (command: AnyCommand, ...args: readonly string[]): Promise<Ended> => {
  const out: string[] = [];
  const terminal = {
    ...silent,
    say: (channel: string, line: string) => () => {
      if (channel === "result") out.push(line);
    },
  };
  const parsed = parseOptions(args, { ...command.options, ...commonOptions });
  const result = E.isLeft(parsed) ? parsed : await pipe(
    checkFolders(command.options, parsed.right.values as Readonly<Record<string, unknown>>),
    RTE.chain(() => command.run(parsed.right as Call)),
  )({ ...denoCapabilities, terminal })();
  return E.isLeft(result)
    ? { code: exitCodeOf(result.left), out: out.join("\n"), error: describeError(result.left).join("\n") }
    : { code: result.right, out: out.join("\n"), error: "" };
};

const main = fromFileUrl(new URL("../../lib/cli/main.ts", import.meta.url));

/** The rights of the task `lyap`. */
export const rights: readonly string[] = [
  ...["--allow-read", "--allow-write", "--allow-run"],
  "--allow-env=LYAP_CHECKED,INIT_CWD",
];

/** How a process ended. */
export interface Called {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

/** Runs `lyap` as a process of its own in a folder. */
export const lyapIn = async (
  cwd: string,
  args: readonly string[],
  environment: Readonly<Record<string, string>> = {},
): Promise<Called> => {
  const { code, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
    args: ["run", "--quiet", ...rights, main, ...args],
    cwd,
    env: { NO_COLOR: "1", ...environment },
  }).output();
  const text = (bytes: Uint8Array) => new TextDecoder().decode(bytes);
  return { code, out: text(stdout), err: text(stderr) };
};

/** Uses an empty folder, and removes it. */
export const withFolder = async (use: (folder: string) => Promise<void>): Promise<void> => {
  const folder = await Deno.makeTempDir();
  try {
    await use(folder);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
};

/** A file that is there while something uses it. */
export const inFile = async (
  suffix: string,
  content: string | Uint8Array,
  use: (path: string) => Promise<void>,
): Promise<void> => {
  const path = await Deno.makeTempFile({ suffix });
  try {
    await Deno.writeFile(path, typeof content === "string" ? new TextEncoder().encode(content) : content);
    await use(path);
  } finally {
    await Deno.remove(path);
  }
};
