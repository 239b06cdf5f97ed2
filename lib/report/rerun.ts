/**
 * What a reader types to make a report again, and from where.
 *
 * @module
 */

/** A command with the folder in which it is typed. */
export interface Typed {
  /** "In the folder of this page". */
  readonly where: string;
  /** The line. */
  readonly command: string;
}

/** How lyap is called, whatever the folder, as long as it lies in a clone. */
export const LYAP = "npx -y deno@2.9.5 task lyap";

/** Where the commands of a fit's page are typed: its own files lie there. */
export const BESIDE_THE_PAGE = "In the folder of this page";

/**
 * The command that makes a report again.
 *
 * @param spec Name and profile of the experiment.
 * @param fitted Whether it is that of a fit, whose experiment lies beside the page.
 *
 * @example An experiment of the catalogue, and a fit
 * ```ts
 * import { rerunOf } from "./rerun.ts";
 * import { assertEquals } from "@std/assert/mod.js";
 *
 * assertEquals(
 *   rerunOf({ name: "lorenz-sweep", profile: "paper" }, false).command,
 *   "npx -y deno@2.9.5 task lyap run experiments/lorenz_sweep.ts --profile paper",
 * );
 * assertEquals(rerunOf({ name: "mine", profile: "quick" }, true), {
 *   where: "In the folder of this page",
 *   command: "npx -y deno@2.9.5 task lyap run experiment.json",
 * });
 * ```
 */
export const rerunOf = (
  { name, profile }: { readonly name: string; readonly profile: string },
  fitted: boolean,
): Typed =>
  fitted ? { where: BESIDE_THE_PAGE, command: `${LYAP} run experiment.json` } : {
    where: "In the root folder of the clone of lyap in which the experiment lies",
    command: `${LYAP} run experiments/${name.replaceAll("-", "_")}.ts --profile ${profile}`,
  };
