/**
 * Options of the command line: declared as values, parsed strictly, explained by `--help`.
 *
 * @module
 */
import * as E from "fp-ts/Either.js";
import { parseArgs } from "@std/cli/parse_args.js";
import { badUsage, type LyapError } from "../program/errors.ts";
import { closest } from "../codec/closest.ts";

/** One option of a command. */
export interface Option {
  /** What it takes: nothing, one text, one number, one whole number, or as many texts as are given. */
  readonly takes: "nothing" | "text" | "number" | "integer" | "texts";
  /** The smallest number that it takes. Default: any. */
  readonly least?: number;
  /** What stands for the value in the help: "DIR", "N". */
  readonly value?: string;
  readonly help: string;
}

/** Options by name, without the dashes. */
export type Options = Readonly<Record<string, Option>>;

type ValueOf<O extends Option> = O["takes"] extends "nothing" ? boolean
  : O["takes"] extends "number" | "integer" ? number | undefined
  : O["takes"] extends "texts" ? readonly string[]
  : string | undefined;

/** The values of parsed options. */
export type Values<O extends Options> = { readonly [K in keyof O]: ValueOf<O[K]> };

/** The options that every command takes. */
export const commonOptions = {
  json: { takes: "nothing", help: "one JSON document on standard output, everything else on standard error" },
  store: { takes: "text", value: "DIR", help: "where artifacts are kept; default .lyap" },
  jobs: {
    takes: "integer",
    least: 1,
    value: "N",
    help: "steps that run side by side; default: the cores of this machine",
  },
  seed: { takes: "integer", value: "N", help: "first seed; a sweep over n seeds uses N … N+n−1" },
  "json-only": {
    takes: "nothing",
    help: "load no .ts or .js file: these are programs, .json files are data",
  },
  quiet: { takes: "nothing", help: "no progress, only the result" },
  debug: { takes: "nothing", help: "show where in the code an unexpected fault arose" },
  help: { takes: "nothing", help: "show this help" },
} as const satisfies Options;

const names = (options: Options, ...takes: readonly Option["takes"][]): string[] =>
  Object.keys(options).filter((name) => takes.includes(options[name]!.takes));

const numberOf = (
  name: string,
  value: unknown,
  { takes, least = -Infinity }: Option,
): E.Either<LyapError, number | undefined> => {
  if (value === undefined) return E.right(undefined);
  const number = Number(value);
  const whole = takes === "integer";
  const fits = whole ? Number.isSafeInteger(number) : Number.isFinite(number);
  if (value !== "" && fits && number >= least) return E.right(number);
  const kind = (whole ? "a whole number" : "a number") + (least > -Infinity ? ` of ${least} or more` : "");
  return E.left(badUsage(`--${name} is "${value}"`, `write ${kind}, for example --${name} 1`));
};

/** Writes `--dt -1` as `--dt=-1`, which is not taken for two options. */
const joinNegativeNumbers = (args: readonly string[]): readonly string[] =>
  args.flatMap((argument, index) => {
    const isNegative = (text: string | undefined) => text !== undefined && /^-\.?\d/.test(text);
    if (isNegative(argument) && args[index - 1]?.startsWith("--")) return [];
    return argument.startsWith("--") && isNegative(args[index + 1])
      ? [`${argument}=${args[index + 1]}`]
      : [argument];
  });

/**
 * Parses a command line.
 *
 * @returns What was given besides options, in order, and the values of the options; or what cannot be understood.
 *
 * @example A misspelt option is told what was probably meant
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
): E.Either<LyapError, { readonly operands: readonly string[]; readonly values: Values<O> }> => {
  const unknown: string[] = [];
  const parsed = parseArgs([...joinNegativeNumbers(args)], {
    string: [...names(options, "text", "number", "integer", "texts"), "_"],
    boolean: names(options, "nothing"),
    collect: names(options, "texts"),
    unknown: (argument: string) => {
      if (!argument.startsWith("-")) return true;
      unknown.push(argument);
      return false;
    },
  });
  const first = unknown[0];
  if (first !== undefined) {
    const near = closest(first.replace(/^-+/, ""), Object.keys(options));
    const mend = near === undefined ? "see --help" : `did you mean --${near}?`;
    return E.left(badUsage(`There is no option ${first}`, mend));
  }
  const values: Record<string, unknown> = {};
  for (const [name, option] of Object.entries(options)) {
    const value = parsed[name];
    if (option.takes === "number" || option.takes === "integer") {
      const number = numberOf(name, value, option);
      if (E.isLeft(number)) return number;
      values[name] = number.right;
    } else if (option.takes === "text" && value === "") {
      return E.left(badUsage(`--${name} lacks its value`, `write --${name} ${option.value ?? "VALUE"}`));
    } else values[name] = value;
  }
  return E.right({ operands: parsed._.map(String), values: values as Values<O> });
};

/** The lines that explain options. */
export const describeOptions = (options: Options): readonly string[] => {
  const left = Object.entries(options).map(([name, { value }]) =>
    `--${name}${value === undefined ? "" : ` ${value}`}`
  );
  const width = Math.max(...left.map((text) => text.length));
  return Object.values(options).map(({ help }, index) => `  ${left[index]!.padEnd(width)}  ${help}`);
};
