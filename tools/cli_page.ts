/**
 * The page on the command line, from the table of commands itself.
 *
 * @module
 */
import { markdownTable } from "markdown-table";
import { commands } from "../lib/cli/commands/catalogue.ts";
import type { AnyCommand, Listed } from "../lib/cli/command.ts";
import { commonOptions, describeOptions, type Options } from "../lib/cli/options.ts";

const inCell = (text: string): string => text.replaceAll("|", "\\|");

const optionLines = (options: Options): readonly string[] =>
  Object.keys(options).length === 0 ? [] : ["```text", ...describeOptions(options), "```", ""];

const section = (
  { name, operands, summary }: Listed,
  { explanation = [], options, examples }: AnyCommand,
): readonly string[] => [
  `## lyap ${`${name} ${operands}`.trim()}`,
  "",
  `${summary.charAt(0).toUpperCase()}${summary.slice(1)}.`,
  "",
  ...(explanation.length > 0 ? ["```text", ...explanation, "```", ""] : []),
  ...optionLines(options),
  "```sh",
  ...examples.map((example) => `lyap ${example}`),
  "```",
  "",
];

/** docs/cli.md as text. */
export const cliPage = async (): Promise<string> =>
  [
    "# The command line",
    "",
    "<!-- written by `deno task cli` from the table of commands -->",
    "",
    "In a clone, `lyap` is typed as `npx -y deno@2.9.5 task lyap`, in any of its folders; elsewhere as",
    "`npx -y deno@2.9.5 task --config CLONE/deno.json lyap`. Paths are relative to the working directory; the store `.lyap`, the",
    "folders `experiments`, `data` and `fixtures` are those of the clone. Messages and `--help` show what to type where you are.",
    "",
    markdownTable([
      ["command", "does"],
      ...commands.map(({ name, operands, summary }) => [
        `\`lyap ${inCell(`${name} ${operands}`.trim())}\``,
        inCell(summary),
      ]),
    ]),
    "",
    "Exit codes: 0 done; 1 a claim was refuted or its verdict changed, or an audit found a difference; 2 bad input; 3 a fault of the",
    "environment, such as a full disk or missing data; 130 Ctrl-C. With `--json` an error is a document too:",
    '`{"error": {"kind", "code", "messages"}}`.',
    "",
    "Every command takes these options; `lyap -V` prints the version:",
    "",
    ...optionLines(commonOptions),
    ...(await Promise.all(commands.map(async (each) => section(each, await each.load())))).flat(),
  ].join("\n");
