/**
 * Which known name a misspelt one probably meant.
 *
 * @module
 */
import { levenshteinDistance } from "@std/text/levenshtein_distance.js";

/** How many letters two words share, wherever they stand: tells a transposition from another word. */
const sharedLetters = (a: string, b: string): number => {
  const rest = [...b];
  return [...a].filter((letter) => {
    const at = rest.indexOf(letter);
    if (at >= 0) rest.splice(at, 1);
    return at >= 0;
  }).length;
};

/**
 * The known name nearest to `name` in edits, or nothing when none is near: at most two edits, or a third of its length.
 * Of two that are equally near, the one that shares more letters.
 *
 * @example Slips of the finger
 * ```ts
 * import { closest } from "./closest.ts";
 * import { assertEquals } from "@std/assert/mod.js";
 *
 * assertEquals(closest("intervall", ["interval", "kind"]), "interval");
 * assertEquals(closest("jbos", ["json", "jobs"]), "jobs");
 * assertEquals(closest("colour", ["interval", "kind"]), undefined);
 * ```
 */
export const closest = (name: string, names: readonly string[]): string | undefined => {
  const written = name.toLowerCase();
  const [nearest] = names
    .map((known) => ({
      known,
      edits: levenshteinDistance(written, known.toLowerCase()),
      shared: sharedLetters(written, known.toLowerCase()),
    }))
    .toSorted((a, b) => a.edits - b.edits || b.shared - a.shared);
  if (nearest === undefined) return undefined;
  return nearest.edits < name.length && nearest.edits <= Math.max(2, Math.floor(name.length / 3))
    ? nearest.known
    : undefined;
};
