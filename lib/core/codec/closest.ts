/**
 * Which known name a misspelt one probably meant.
 *
 * @module
 */
import { levenshteinDistance } from "@std/text/levenshtein_distance.js";

/** How many letters two words share, at any place: separates a transposition from another word. */
const sharedLetters = (a: string, b: string): number => {
  const rest = [...b];
  return [...a].filter((letter) => {
    const at = rest.indexOf(letter);
    if (at >= 0) rest.splice(at, 1);
    return at >= 0;
  }).length;
};

/**
 * The known names near to `name` in edits: one, or up to two or a third of its length where most letters are the same; or it
 * begins with `name`. Those that need fewer edits come first, and of two that are equally near the one that shares more
 * letters.
 *
 * @param most How many at most. Default: 3.
 *
 * @example Two that are near
 * ```ts
 * import { nearest } from "./closest.ts";
 * import { assertEquals } from "@std/assert/mod.js";
 *
 * assertEquals(nearest("lorenz", ["lorenz-sweep", "lorenz-partial", "eeg"]), ["lorenz-sweep", "lorenz-partial"]);
 * ```
 */
export const nearest = (name: string, names: readonly string[], most = 3): readonly string[] => {
  const written = name.toLowerCase();
  const isNear = (edits: number, shared: number): boolean =>
    edits < name.length &&
    (edits <= 1 || (edits <= Math.max(2, Math.floor(name.length / 3)) && 2 * shared > name.length));
  return names
    .map((known) => ({
      known,
      edits: levenshteinDistance(written, known.toLowerCase()),
      shared: sharedLetters(written, known.toLowerCase()),
      begins: written.length > 2 && known.toLowerCase().startsWith(written),
    }))
    .filter(({ edits, shared, begins }) => isNear(edits, shared) || begins)
    .toSorted((a, b) => a.edits - b.edits || b.shared - a.shared)
    .slice(0, most)
    .map(({ known }) => known);
};

/**
 * The known name nearest to `name`, or nothing when none is near.
 *
 * @example Slips of the finger
 * ```ts
 * import { closest } from "./closest.ts";
 * import { assertEquals } from "@std/assert/mod.js";
 *
 * assertEquals(closest("intervall", ["interval", "kind"]), "interval");
 * assertEquals(closest("jbos", ["json", "jobs"]), "jobs");
 * assertEquals(closest("colour", ["interval", "kind"]), undefined);
 * assertEquals(closest("cell", ["help", "seed"]), undefined);
 * ```
 */
export const closest = (name: string, names: readonly string[]): string | undefined =>
  nearest(name, names, 1)[0];
