/**
 * Words of a shell, quoted so that any content is safe.
 *
 * @module
 */

/** A word in single quotes, which no shell looks into. */
export const quoted = (word: string): string => `'${word.replaceAll("'", `'\\''`)}'`;

/** Words side by side. */
export const quotedAll = (words: readonly string[]): string => words.map(quoted).join(" ");

/** A text as a part of the name of a job or a file. */
export const shellWord = (text: string): string =>
  text.replace(/[^A-Za-z0-9._-]+/g, "-").replace(/^[-.]+|-+$/g, "") || "experiment";

/** A word: letters, escaped letters and quoted parts without space between them. */
const WORD = /\s*((?:[^\s"'\\]|\\.|"(?:[^"\\]|\\.)*"|'[^']*')+)/gsy;

const unquoted = (word: string): string =>
  word.replace(
    /'([^']*)'|"((?:[^"\\]|\\.)*)"|\\(.)/gs,
    (_, single?: string, double?: string, escaped?: string) =>
      single ?? double?.replace(/\\(["\\$`])/g, "$1") ?? escaped ?? "",
  );

/**
 * The words of a line as a shell would part them, at spaces outside of quotes.
 *
 * @returns null if a quote is not closed.
 */
export const wordsOf = (line: string): readonly string[] | null => {
  const words = [...line.matchAll(WORD)];
  const rest = line.slice(words.reduce((end, [whole]) => end + whole.length, 0));
  return rest.trim() === "" ? words.map(([, word]) => unquoted(word!)) : null;
};
