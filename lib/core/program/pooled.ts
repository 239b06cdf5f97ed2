/**
 * Programs that run side by side, some at a time.
 *
 * @module
 */
import * as E from "fp-ts/Either.js";
import type { LyapError } from "./errors.ts";
import type { Program } from "./program.ts";

/**
 * Runs a program for each item, at most `size` of them side by side, and gives the results in the order of the items.
 *
 * @errors The first error in that order; the other programs still finish.
 */
export const pooled = <A, B>(
  size: number,
  items: readonly A[],
  of: (item: A) => Program<B>,
): Program<readonly B[]> =>
(capabilities) =>
async () => {
  const results: E.Either<LyapError, B>[] = [];
  let next = 0;
  const work = async (): Promise<void> => {
    while (next < items.length) {
      const index = next++;
      results[index] = await of(items[index]!)(capabilities)();
    }
  };
  await Promise.all(Array.from({ length: Math.max(1, Math.min(size, items.length)) }, work));
  return E.sequenceArray(results);
};
