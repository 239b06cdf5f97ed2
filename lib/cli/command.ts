/**
 * What a command is: its options, and a program that ends in an exit code.
 *
 * A command is one file in `commands/` and one entry of `commands/catalogue.ts`, which is all that the help of lyap loads.
 *
 * @module
 */
import type { Program } from "../core/program/program.ts";
import type { commonOptions, Options, Values } from "./options.ts";

/** 0 done; 1 a claim was refuted or an audit failed; 2 bad input or usage; 3 a fault of the environment. */
export type ExitCode = 0 | 1 | 2 | 3;

/** What a command is called with. */
export interface Call<O extends Options = Options> {
  /** The arguments that are not options. */
  readonly operands: readonly string[];
  readonly values: Values<O> & Values<typeof commonOptions>;
}

/** One command of `lyap`. */
export interface Command<O extends Options = Options> {
  /** Further lines of the help: what its operands may be. Default: none. */
  readonly explanation?: readonly string[];
  /** Two calls, without "lyap" before them. */
  readonly examples: readonly [string, string];
  /** Options in addition to those of every command. */
  readonly options: O;
  /** Whether it may compute for seconds in this process, where nothing is heard meanwhile. Default: no. */
  readonly computes?: boolean;
  readonly run: (call: Call<O>) => Program<ExitCode>;
}

/** A command with the types of its options kept to its own file. */
// deno-lint-ignore no-explicit-any
export type AnyCommand = Command<any>;

/** Types a command by its options. */
export const command = <const O extends Options>(definition: Command<O>): AnyCommand => definition;

/** What the help of lyap says of a command, and where the command is. */
export interface Listed {
  readonly name: string;
  /** The operands after the name: "<experiment>". */
  readonly operands: string;
  readonly summary: string;
  /** Loads it. */
  readonly load: () => Promise<AnyCommand>;
}
