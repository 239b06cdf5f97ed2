/**
 * What is said to people, as programs: nothing is printed before the program runs.
 *
 * @module
 */
import { pipe } from "fp-ts/function.js";
import * as RTE from "fp-ts/ReaderTaskEither.js";
import * as TE from "fp-ts/TaskEither.js";
import type { Channel, Program, Terminal } from "./program.ts";
import { fittedLines } from "./text.ts";

const saying = (channel: Channel) => (...lines: readonly string[]): Program<void> => ({ terminal }) =>
  TE.fromIO(() => lines.forEach((line) => terminal.say(channel, line)()));

/** Prints lines of the result. */
export const print: (...lines: readonly string[]) => Program<void> = saying("result");

/** Says something to the person who waits. */
export const note: (...lines: readonly string[]) => Program<void> = saying("note");

/** Reports a fault. */
export const warn: (...lines: readonly string[]) => Program<void> = saying("warning");

/** As wide as prose is where nobody knows how wide the terminal is, and as wide as a reader follows. */
const WIDTHS = { unknown: 80, least: 20, most: 120 };

/** Characters that a line of prose has at most. */
export const lineWidth: Program<number> = ({ terminal: { width = WIDTHS.unknown } }) =>
  TE.right(Math.min(WIDTHS.most, Math.max(WIDTHS.least, width)));

const wrapping = (say: (...lines: readonly string[]) => Program<void>) => (...lines: readonly string[]) =>
  pipe(lineWidth, RTE.chain((width) => say(...fittedLines(lines, width))));

/** Prints sentences as lines that the terminal has room for. */
export const printProse: (...lines: readonly string[]) => Program<void> = wrapping(print);

/** Says sentences to the person who waits, as lines that fit the terminal. */
export const noteProse: (...lines: readonly string[]) => Program<void> = wrapping(note);

/** Shows what is done at the moment; an empty line wipes it away. */
export const status: (line: string) => Program<void> = saying("status");

/** Asks a question that is answered with yes or no; null if nobody is there to answer. */
export const ask = (question: string): Program<boolean | null> => ({ terminal }) =>
  TE.fromTask(terminal.ask(question));

/** A terminal on which nobody reads. */
export const silent: Terminal = {
  say: () => () => {},
  ask: () => () => Promise.resolve(null),
  isInteractive: false,
};
