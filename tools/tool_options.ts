/**
 * The options of a tool that takes long and writes over what is published: it does nothing before it knows all of them.
 *
 * @module
 */
import { parseArgs } from "@std/cli/parse_args.js";

/** What a tool is told to do: its options, or else what it prints, and the code with which it ends. */
export type ToolOptions<Name extends string> =
  | { readonly options: Readonly<Partial<Record<Name, string>>> }
  | { readonly says: string; readonly code: 0 | 2 };

/**
 * Reads the options of a tool.
 *
 * @param args What follows the name of the tool.
 * @param usage What the tool does, with its options: what `--help` prints.
 * @param names The options, each with a value.
 */
export const readToolOptions = <Name extends string>(
  args: readonly string[],
  usage: string,
  names: readonly Name[],
): ToolOptions<Name> => {
  const { _: operands, ...given } = parseArgs([...args], { string: [...names], boolean: ["help", "h"] });
  if (given.help === true || given.h === true) return { says: usage, code: 0 };
  const entries = Object.entries(given).filter(([name]) => name !== "help" && name !== "h");
  const wrong = [
    ...operands.map((operand) => `"${operand}" belongs to no option`),
    ...entries.flatMap(([name]) =>
      names.some((known) => known === name) ? [] : [`there is no option --${name}`]
    ),
  ];
  return wrong.length > 0
    ? { says: `error: ${wrong[0]}; there are ${names.map((name) => `--${name}`).join(", ")}`, code: 2 }
    : { options: Object.fromEntries(entries) as Readonly<Partial<Record<Name, string>>> };
};

/** An option as it was given, or else as it is by default. */
export type GivenOption<Name extends string> = (name: Name, otherwise: string) => string;

/** The options that a tool was called with; it ends here where it is only asked for help, or asked for what it cannot do. */
export const toolOptions = <Name extends string>(
  usage: string,
  ...names: readonly Name[]
): GivenOption<Name> => {
  const read = readToolOptions(Deno.args, usage, names);
  if ("options" in read) return (name, otherwise) => read.options[name] ?? otherwise;
  (read.code === 0 ? console.log : console.error)(read.says);
  return Deno.exit(read.code);
};
