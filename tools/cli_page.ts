/**
 * The page on the command line, from the table of commands itself.
 *
 * @module
 */
import { markdownTable } from "markdown-table";
import { commands } from "../lib/cli/commands/catalogue.ts";
import { commonOptions, describeOptions, type Options } from "../lib/cli/options.ts";

const inCell = (text: string): string => text.replaceAll("|", "\\|");

const optionLines = (options: Options): readonly string[] =>
  Object.keys(options).length === 0 ? [] : ["```text", ...describeOptions(options), "```", ""];

/** docs/cli.md as text. */
export const cliPage = (): string =>
  [
    "# The command line",
    "",
    "<!-- written by `deno task cli` from the table of commands -->",
    "",
    "In a clone: `npx -y deno@2.9.5 task lyap <command>`.",
    "",
    markdownTable([
      ["command", "does"],
      ...commands.map(({ name, operands, summary }) => [
        `\`lyap ${inCell(`${name} ${operands}`.trim())}\``,
        inCell(summary),
      ]),
    ]),
    "",
    "Exit codes: 0 done; 1 a claim was refuted or has flipped, or an audit found a difference; 2 bad input; 3 a fault of the",
    "environment, such as a full disk or a missing file.",
    "",
    "Every command takes these options:",
    "",
    ...optionLines(commonOptions),
    ...commands.flatMap(({ name, operands, summary, explanation = [], options }) => [
      `## lyap ${`${name} ${operands}`.trim()}`,
      "",
      `${summary.charAt(0).toUpperCase()}${summary.slice(1)}.`,
      "",
      ...(explanation.length > 0 ? ["```text", ...explanation, "```", ""] : []),
      ...optionLines(options),
    ]),
  ].join("\n");
