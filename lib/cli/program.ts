/**
 * Makes an experiment's file a program: `deno run` on it runs it, with the options of `lyap run`.
 *
 * @module
 */
import { fromFileUrl } from "@std/path/mod.js";
import { runCommandLine } from "./command_line.ts";

/**
 * Runs the experiment in a file as `lyap run` does, with the arguments of this process, and ends with its exit code.
 *
 * @param url The address of the file: `import.meta.url`.
 */
export const runAsProgram = async (url: string): Promise<never> =>
  Deno.exit(await runCommandLine(["run", fromFileUrl(url), ...Deno.args]));
