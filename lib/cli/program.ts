/// <reference types="../../types/deno_std.d.ts" />
/// <reference types="../../types/papaparse.d.ts" />
/**
 * Makes an experiment's file a program: `deno run` on it runs the experiment that it holds, with the options of `lyap run`.
 *
 * @module
 */
import type { Complete } from "../experiment/compose.ts";

/** What a module knows of itself: `import.meta`. */
export type Module = Pick<ImportMeta, "main" | "url" | "filename">;

/**
 * Runs an experiment as `lyap run` does, with the arguments of this process, and ends with its exit code. Nothing happens
 * where the file is imported by another.
 *
 * @param spec The experiment.
 * @param module `import.meta` of the file that holds it.
 */
export const main = async (spec: Complete, module: Module): Promise<void> => {
  if (!module.main) return;
  // Loaded only here: who imports an experiment needs no command line.
  const [{ runCommandWith }, { runHeld }, { commands }] = await Promise.all([
    import("./command_line.ts"),
    import("./commands/run.ts"),
    import("./commands/catalogue.ts"),
  ]);
  const listed = commands.find(({ name }) => name === "run")!;
  Deno.exit(await runCommandWith(listed, runHeld(spec), [module.filename ?? module.url, ...Deno.args]));
};
