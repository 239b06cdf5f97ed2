/**
 * Whose fault an exception is: code of a user's that lyap called, or lyap's own.
 *
 * @module
 */
import { badUsage, type LyapError, type StepFailed } from "../core/program/errors.ts";

/** Names of the files of modules that this process has imported, by their addresses without a query. */
const files = new Map<string, string>();

/** How many calls a stack shows: code of a user's may be far from where TensorFlow.js throws. */
const STACK = 100;

const withoutQuery = (address: string): string => address.replace(/\?.*$/, "");

/** Notes that a file of a module is imported from an address, under a name for people. */
export const noteFile = (address: string, name: string): void => {
  Error.stackTraceLimit = Math.max(Error.stackTraceLimit, STACK);
  files.set(withoutQuery(address), name);
};

const hasMessage = (error: object): error is { readonly message: string } =>
  typeof (error as { message?: unknown }).message === "string";

const messageOf = (error: unknown): string =>
  typeof error !== "object" || error === null
    ? String(error)
    : error instanceof Error
    ? String(error.message)
    : hasMessage(error)
    ? error.message
    : Deno.inspect(error, { breakLength: Infinity, strAbbreviateSize: 200, iterableLimit: 10 });

/** What an error says in its first line. What a program throws may be anything, and may throw when it is asked what it is. */
export const thrownWords = (error: unknown): string => {
  try {
    return messageOf(error).split("\n")[0]!;
  } catch {
    return "it throws something without a message";
  }
};

/** What a module wanted that none may have: "it wants write access to …"; null if an error is of another kind. */
export const wantedBy = (error: unknown): string | null => {
  if (!(error instanceof Deno.errors.NotCapable)) return null;
  const [, right = "a right"] = /^Requires (.+?),? run again/.exec(thrownWords(error)) ?? [];
  return `it wants ${right}, and a module may not read, write, start programs, or use the network or the environment`;
};

/** What an error says, in words that follow its place. */
export const saidOfThrown = (error: unknown): string =>
  wantedBy(error) ?? `it throws "${thrownWords(error)}"`;

/** A place in a file: its name, and line and column as editors take them, ":3:7". */
export interface PlaceInFile {
  readonly name: string;
  readonly place: string;
}

/** The addresses in the calls that led to an error, the innermost first, with line and column. */
export const callsOf = (error: unknown): readonly (readonly [address: string, place: string])[] => {
  const stack = error instanceof Error ? error.stack ?? "" : "";
  return [...stack.matchAll(/((?:file|blob|https?):[^\s()]+?)(:\d+:\d+)\)?$/gm)]
    .map(([, address, place]) => [withoutQuery(address!), place!]);
};

/** The innermost place of a module in the calls that led to an error. */
export const placeOf = (error: unknown): PlaceInFile | null => {
  for (const [address, place] of callsOf(error)) {
    const name = files.get(address);
    if (name !== undefined) return { name, place };
  }
  return null;
};

const mendFor = (name: string): string => `correct it there; lyap check ${name} tries it`;

/** The error of a user whose module throws; null if no code of a module was at work. */
export const faultOfModule = (error: unknown): LyapError | null => {
  const found = placeOf(error);
  return found === null
    ? null
    : badUsage(`${found.name}${found.place}: ${saidOfThrown(error)}`, mendFor(found.name));
};

/** What broke a step in a way that it does not know: a module, or lyap itself. */
export const brokenStep = (step: string, error: unknown): StepFailed => {
  const found = placeOf(error);
  const names = [...new Set(files.values())];
  return found !== null
    ? {
      _tag: "StepFailed",
      step,
      what: `${found.name}${found.place}: ${saidOfThrown(error)}; ${mendFor(found.name)}`,
      code: 2,
    }
    : {
      _tag: "StepFailed",
      step,
      what: names.length === 0
        ? `a fault of lyap itself: ${thrownWords(error)}; please report it`
        : `${thrownWords(error)}; it works with ${names.join(", ")}: lyap check ${
          names.join(" ")
        } tells whether that is at fault, and if not, please report it`,
      code: 3,
    };
};
