/**
 * Options of the command line: declared as values, parsed strictly, explained by `--help`.
 *
 * @module
 */
import * as E from "fp-ts/Either.js";
import { join } from "@std/path/mod.js";
import { parseArgs } from "@std/cli/parse_args.js";
import { badUsage, type LyapError } from "../core/program/errors.ts";
import { listed } from "../core/program/text.ts";
import { closest } from "../core/codec/closest.ts";

/** One option of a command. */
export interface Option {
  /** What it takes: nothing, one text, one number, one whole number, or as many texts as are given. */
  readonly takes: "nothing" | "text" | "number" | "integer" | "texts";
  /** The smallest number that it takes. Default: any. */
  readonly least?: number;
  /** What its number must exceed. Default: nothing. */
  readonly above?: number;
  /** The texts that it takes. Default: any. */
  readonly among?: readonly string[];
  /** Whether its value may begin with a dash, as one does that is handed on to another program. Default: not. */
  readonly dashes?: boolean;
  /** The placeholder of the value in the help: "DIR", "N". */
  readonly value?: string;
  /** Whether its value is a folder, which may be made: a file in its place is refused before anything is done. */
  readonly isFolder?: true;
  /**
   * Whether that folder must be there where it is named: always, or unless the flag of this name is given, with which the
   * call writes into it. Default: it need not.
   */
  readonly mustExist?: true | { readonly unless: string };
  /** Its short form, a letter: "h". */
  readonly short?: string;
  /** Where it points below the folder of the project when it is left out: ".lyap". Default: nowhere. */
  readonly inProject?: string;
  /** The heading under which the help has it. Default: "Options". */
  readonly group?: string;
  readonly help: string;
}

/** Options by name, without the dashes. */
export type Options = Readonly<Record<string, Option>>;

type ValueOf<O extends Option> = O["takes"] extends "nothing" ? boolean
  : O["takes"] extends "number" | "integer" ? number | undefined
  : O["takes"] extends "texts" ? readonly string[]
  : O extends { readonly inProject: string } ? string
  : string | undefined;

/** The values of parsed options. */
export type Values<O extends Options> = { readonly [K in keyof O]: ValueOf<O[K]> };

/** The options that every command takes. */
export const commonOptions = {
  json: {
    takes: "nothing",
    group: "Output",
    help: "one JSON document on standard output, errors too; everything else on standard error",
  },
  quiet: { takes: "nothing", short: "q", group: "Output", help: "no progress, only the result" },
  debug: {
    takes: "nothing",
    group: "Output",
    help: "show where in the code an unexpected fault happened",
  },
  help: { takes: "nothing", short: "h", group: "Output", help: "show this help" },
} as const satisfies Options;

/** Whether programs may be loaded. */
export const jsonOnlyOption = {
  "json-only": {
    takes: "nothing",
    group: "How it works",
    help: "load no .ts or .js file: these are programs, .json files are data",
  },
} as const satisfies Options;

/** Whether a file that is there may be written over. */
export const overwriteOption = {
  overwrite: { takes: "nothing", group: "Output", help: "overwrite an existing file" },
} as const satisfies Options;

const names = (options: Options, ...takes: readonly Option["takes"][]): string[] =>
  Object.keys(options).filter((name) => takes.includes(options[name]!.takes));

const numberOf = (
  name: string,
  value: unknown,
  { takes, least = -Infinity, above = -Infinity }: Option,
): E.Either<LyapError, number | undefined> => {
  if (value === undefined) return E.right(undefined);
  const number = Number(value);
  const whole = takes === "integer";
  const fits = whole ? Number.isSafeInteger(number) : Number.isFinite(number);
  if (value !== "" && fits && number >= least && number > above) return E.right(number);
  const bound = above > -Infinity ? ` above ${above}` : least > -Infinity ? ` of ${least} or more` : "";
  const kind = `${whole ? "a whole number" : "a number"}${bound}`;
  return E.left(
    badUsage(`--${name} is "${value}"`, `write ${kind}, for example --${name} ${Math.max(1, least)}`),
  );
};

const textOf = (
  name: string,
  value: unknown,
  { among, value: placeholder = "VALUE", inProject }: Option,
  project: string,
): E.Either<LyapError, unknown> => {
  if (value === "") return E.left(badUsage(`--${name} lacks its value`, `write --${name} ${placeholder}`));
  if (value === undefined) {
    return E.right(inProject === undefined ? undefined : join(project, inProject));
  }
  if (among === undefined || among.includes(String(value))) return E.right(value);
  const near = closest(String(value), among);
  return E.left(badUsage(
    `--${name} is "${value}"`,
    near === undefined
      ? `say ${listed(among, "or")}`
      : `did you mean "${near}"? It takes ${listed(among, "or")}`,
  ));
};

/** Writes `--dt -1` as `--dt=-1`, which is not taken for two options; so too what options with dashes take. */
const joinDashes = (args: readonly string[], options: Options): readonly string[] =>
  args.reduce<readonly string[]>((joined, argument) => {
    const last = joined.at(-1);
    const belongs = last?.startsWith("--") === true && !last.includes("=") &&
      (/^-\.?\d/.test(argument) || (options[last.slice(2)]?.dashes === true && argument.startsWith("-")));
    return belongs ? [...joined.slice(0, -1), `${last}=${argument}`] : [...joined, argument];
  }, []);

/**
 * Parses a command line.
 *
 * @param project The folder below which options point that are left out. Default: the current one.
 * @returns What was given apart from options, in order, and the values of the options; or what cannot be understood.
 *
 * @example The fault of a misspelt option suggests what was probably meant
 * ```ts
 * import { parseOptions } from "./options.ts";
 * import { assertEquals } from "@std/assert/mod.js";
 *
 * const options = { jobs: { takes: "number", help: "" } } as const;
 * const parsed = parseOptions(["a.json", "--jobs", "2"], options);
 * assertEquals(parsed, { _tag: "Right", right: { operands: ["a.json"], values: { jobs: 2 } } });
 * assertEquals(parseOptions(["--job", "2"], options)._tag, "Left");
 * ```
 */
export const parseOptions = <O extends Options>(
  args: readonly string[],
  options: O,
  project = "",
): E.Either<LyapError, { readonly operands: readonly string[]; readonly values: Values<O> }> => {
  const unknown: string[] = [];
  const parsed = parseArgs([...joinDashes(args, options)], {
    string: [...names(options, "text", "number", "integer", "texts"), "_"],
    boolean: names(options, "nothing"),
    collect: names(options, "texts"),
    alias: Object.fromEntries(
      Object.entries(options).flatMap(([name, { short }]) => short === undefined ? [] : [[short, name]]),
    ),
    unknown: (argument: string) => {
      if (!argument.startsWith("-")) return true;
      unknown.push(argument);
      return false;
    },
  });
  const first = unknown[0];
  if (first !== undefined) {
    const near = closest(first.replace(/^-+/, ""), Object.keys(options));
    const mend = near === undefined ? "--help lists the options" : `did you mean --${near}?`;
    return E.left(badUsage(`There is no option ${first} here`, mend));
  }
  const values: Record<string, unknown> = {};
  for (const [name, option] of Object.entries(options)) {
    const value = parsed[name];
    const isNumber = option.takes === "number" || option.takes === "integer";
    const read: E.Either<LyapError, unknown> = isNumber
      ? numberOf(name, value, option)
      : option.takes === "text"
      ? textOf(name, value, option, project)
      : E.right(value);
    if (E.isLeft(read)) return read;
    values[name] = read.right;
  }
  return E.right({ operands: parsed._.map(String), values: values as Values<O> });
};

/** "--quiet", with its letter before it and its value behind. */
const written = ([name, { short, value }]: readonly [string, Option]): string =>
  `${short === undefined ? "" : `-${short}, `}--${name}${value === undefined ? "" : ` ${value}`}`;

const optionLines = (options: readonly (readonly [string, Option])[], width: number): readonly string[] =>
  options.map((each) => `  ${written(each).padEnd(width)}  ${each[1].help}`);

/** The lines that explain options, under the headings of their groups. */
export const describeOptions = (options: Options): readonly string[] => {
  const all = Object.entries(options);
  const width = Math.max(...all.map((each) => written(each).length));
  const groups = [...new Set(all.map(([, { group = "Options" }]) => group))];
  return groups.flatMap((title, index) => [
    ...(index > 0 ? [""] : []),
    `${title}:`,
    ...optionLines(all.filter(([, { group = "Options" }]) => group === title), width),
  ]);
};
