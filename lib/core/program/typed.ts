/**
 * What a reader types to start lyap, and from where. Pages and messages take their commands from here, so that each can be
 * typed as it is.
 *
 * @module
 */

/** The version of Deno that `npx` fetches. */
const DENO = "2.9.5";

/** lyap as it is typed in any folder of a clone. */
export const LYAP_IN_CLONE = `npx -y deno@${DENO} task lyap`;

/** A word as a shell takes it: in quotation marks where it needs them. */
export const shellQuoted = (word: string): string =>
  /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`;

/** lyap as it is typed outside its clone. */
export const lyapOutside = (clone: string): string =>
  `npx -y deno@${DENO} task --config ${shellQuoted(`${clone.replace(/\/$/, "")}/deno.json`)} lyap`;

/** The experiments that come with lyap, which are known by their names; a test compares them with their folder. */
export const ownExperiments: readonly string[] = [
  "audit",
  "best-checkpoint",
  "beyond",
  "certified-spectra",
  "duffing",
  "eeg",
  "eeg-units",
  "exploding-gradients",
  "fixed-points",
  "gtf-table-1",
  "left-branch",
  "lorenz-partial",
  "lorenz-sweep",
  "mackey-glass",
  "quickstart",
  "reconstructions",
  "referee",
  "remedies",
  "roessler",
  "theory",
  "training-evidence",
  "weather",
  "zero-shot",
];

/** The file that lies beside a page and holds the spec. */
export const SPEC_FILE = "experiment.json";

/** An experiment that has run. */
export interface Ran {
  /** Its name. */
  readonly name: string;
  /** The profile in which it ran. */
  readonly profile: string;
  /** Files of the user that it needs and that do not lie beside its page. Default: none. */
  readonly files?: readonly string[];
  /** Whether it is a fit, whose name is that of a recording. Default: it is not. */
  readonly isFit?: boolean;
}

/** A command, and where it is typed. */
export interface Typed {
  /** "In a clone of lyap", without a full stop. */
  readonly from: string;
  /** The command, as a shell takes it. */
  readonly command: string;
}

/** lyap as it is typed beside a page of which nobody knows where it lies. */
export const lyapBeside = `npx -y deno@${DENO} task --config "$LYAP/deno.json" lyap`;

/** Where a command of an experiment of lyap's own is typed. */
export const IN_A_CLONE = "In a clone of lyap";

/** Where a command is typed beside a page of which nobody knows where it lies. */
export const BESIDE = "In the folder of this page, where LYAP is the folder of a clone of lyap";

/** What is said of data that do not lie beside a page. */
export const dataRemark = (files: readonly string[]): string =>
  files.length === 0 ? "" : `, with ${files.join(", ")} in the folder data of the clone`;

/** A command that is typed beside a page, which may lie outside the clone of lyap. */
export const besideThePage = (command: string): Typed => ({
  from: BESIDE,
  command: `${lyapBeside} ${command}`,
});

/**
 * The command that runs an experiment again. It names no folder of the machine on which the page was written.
 *
 * @example One of lyap's own, and another
 * ```ts
 * import { runAgain } from "./typed.ts";
 * import { assertEquals } from "@std/assert/mod.js";
 *
 * assertEquals(runAgain({ name: "theory", profile: "paper" }), {
 *   from: "In a clone of lyap",
 *   command: "npx -y deno@2.9.5 task lyap run theory --profile paper",
 * });
 * assertEquals(
 *   runAgain({ name: "mine", profile: "quick" }).command,
 *   'npx -y deno@2.9.5 task --config "$LYAP/deno.json" lyap run experiment.json',
 * );
 * ```
 */
export const runAgain = ({ name, profile, files = [], isFit = false }: Ran): Typed => {
  const data = dataRemark(files);
  if (!isFit && ownExperiments.includes(name)) {
    return {
      from: `${IN_A_CLONE}${data}`,
      command: `${LYAP_IN_CLONE} run ${name} --profile ${profile}`,
    };
  }
  const { from, command } = besideThePage(
    `run ${SPEC_FILE}${profile === "quick" ? "" : ` --profile ${profile}`}`,
  );
  return { from: `${from}${data}`, command };
};

/**
 * A text in which "lyap run" and its like are what a person types to that end. "lyap fit wrote" is no command.
 *
 * @param lyap What starts lyap.
 * @param commands Their names.
 */
export const asTyped = (text: string, lyap: string, commands: readonly string[]): string =>
  lyap === "lyap" ? text : text.replaceAll(
    new RegExp(
      `(?<![\\w/.@-])lyap (?=(?:${commands.join("|")}|--help|<command>)(?![\\w-]| wrote| writes| saved))`,
      "g",
    ),
    () => `${lyap} `,
  );
