/**
 * Loaded before d3-node, see `d3.ts`.
 *
 * @module
 */
import process from "node:process";

const node = process as { noDeprecation?: boolean };
const before = node.noDeprecation === true;
node.noDeprecation = true;

/** Lets deprecation warnings through again, as they were before this module was loaded. */
export const endQuiet = (): void => {
  node.noDeprecation = before;
};
