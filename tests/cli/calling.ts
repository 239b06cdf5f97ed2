/**
 * Calls a command of `lyap` within a test: what it prints and how it ends.
 *
 * @module
 */
import * as E from "fp-ts/Either.js";
import type { AnyCommand, Call } from "../../lib/cli/command.ts";
import { commonOptions, parseOptions } from "../../lib/cli/options.ts";
import { describeError, exitCodeOf } from "../../lib/program/errors.ts";
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
    out: (line: string) => void out.push(line),
    note: () => {},
    warn: () => {},
    status: () => {},
    isInteractive: false,
  };
  const parsed = parseOptions(args, { ...commonOptions, ...command.options });
  const result = E.isLeft(parsed)
    ? parsed
    : await command.run(parsed.right as Call)({ ...denoCapabilities, terminal })();
  return E.isLeft(result)
    ? { code: exitCodeOf(result.left), out: out.join("\n"), error: describeError(result.left).join("\n") }
    : { code: result.right, out: out.join("\n"), error: "" };
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
