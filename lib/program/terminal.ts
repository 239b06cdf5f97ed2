/**
 * What is said to people, as programs: nothing is printed before the program runs.
 *
 * @module
 */
import * as TE from "fp-ts/TaskEither.js";
import type { Channel, Program, Terminal } from "./program.ts";

const saying = (channel: Channel) => (...lines: readonly string[]): Program<void> => ({ terminal }) =>
  TE.fromIO(() => lines.forEach((line) => terminal.say(channel, line)()));

/** Prints lines of the result. */
export const print: (...lines: readonly string[]) => Program<void> = saying("result");

/** Tells something to the person who waits. */
export const note: (...lines: readonly string[]) => Program<void> = saying("note");

/** Tells of a fault. */
export const warn: (...lines: readonly string[]) => Program<void> = saying("warning");

/** Shows what is done at the moment; an empty line wipes it away. */
export const status: (line: string) => Program<void> = saying("status");

/** Asks a question that is answered with yes or no; null where nobody is there to answer. */
export const ask = (question: string): Program<boolean | null> => ({ terminal }) =>
  TE.fromTask(terminal.ask(question));

/** A terminal on which nobody reads. */
export const silent: Terminal = {
  say: () => () => {},
  ask: () => () => Promise.resolve(null),
  isInteractive: false,
};
