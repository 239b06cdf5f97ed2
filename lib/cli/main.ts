/**
 * The program `lyap`. What it runs lives in `command_line.ts`, which experiments import too: a module that waits for its
 * own end could not be imported by what it runs.
 *
 * @module
 */
import { runCommandLine } from "./command_line.ts";

Deno.exit(await runCommandLine(Deno.args));
