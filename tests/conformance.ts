/**
 * Tries all that must hold of a kind, a test for each: the checks of `lyap check`.
 *
 * @module
 */
import { assert, assertEquals } from "@std/assert/mod.js";
import { type Check, faultOf, wordsOfCheck } from "../lib/library/checks/check.ts";

/**
 * A test for each check.
 *
 * @param name Of what is tried.
 */
export const testAll = (name: string, checks: readonly Check[]): void => {
  assert(checks.length > 3, `${name} is not tried`);
  for (const check of checks) {
    Deno.test(`${name}: ${wordsOfCheck(check)}`, () => assertEquals(faultOf(check), null));
  }
};
