/**
 * Where lyap was started. `deno task` works in the folder of `deno.json`, and says in INIT_CWD in which folder the person is:
 * paths are taken from there, and what no option names lies in the clone. Anything else works in the folder of the person.
 *
 * @module
 */
import { fromFileUrl, join, resolve } from "@std/path/mod.js";
import type { Whereabouts } from "../core/program/program.ts";
import { LYAP_IN_CLONE, lyapOutside, shellQuoted } from "../core/program/typed.ts";
import { denoCapabilities } from "../steps/capabilities.ts";

const main = import.meta.resolve("./main.ts");

/** The folder in which lyap lies; null if it is not on this disk. */
export const HOME: string | null = main.startsWith("file:")
  ? fromFileUrl(import.meta.resolve("../../")).replace(/[/\\]$/, "")
  : null;

const directly = (): string =>
  HOME !== null && /[/\\]node_modules[/\\]/.test(HOME)
    ? "npx lyap"
    : `deno run -A ${shellQuoted(HOME === null ? main : join(HOME, "lib", "cli", "main.ts"))}`;

const current = (): string | null => {
  try {
    return Deno.cwd();
  } catch {
    return null;
  }
};

/** Goes to the folder of the person; whether that could be done. */
const goTo = (folder: string): boolean => {
  try {
    Deno.chdir(folder);
    return true;
  } catch {
    return false;
  }
};

/** Finds the folder of the person, and goes there. */
export const findPlace = (): Whereabouts => {
  const standing = denoCapabilities.environment("INIT_CWD");
  // Whoever starts another process hands INIT_CWD on to it: it counts only in the folder in which a task works.
  if (standing === undefined || HOME === null || current() !== HOME || !goTo(standing)) {
    return { project: "", lyap: directly() };
  }
  const folder = resolve(standing);
  return {
    project: folder === HOME ? "" : HOME,
    lyap: folder === HOME || folder.startsWith(`${HOME}/`) ? LYAP_IN_CLONE : lyapOutside(HOME),
  };
};
