/**
 * Loaded before d3-node, see `d3.ts`.
 *
 * @module
 */
import process from "node:process";

const node = process as { noDeprecation?: boolean };
const before = node.noDeprecation === true;
node.noDeprecation = true;

/** What d3-node and jsdom find of the environment while they are loaded: nothing, so that a page cannot depend on it. */
const environment = Object.getOwnPropertyDescriptor(process, "env");
Object.defineProperty(process, "env", { value: {}, configurable: true, writable: true, enumerable: true });

/** Lets deprecation warnings through again, and the environment be seen, as they were before this module was loaded. */
export const endQuiet = (): void => {
  node.noDeprecation = before;
  if (environment === undefined) Reflect.deleteProperty(process, "env");
  else Object.defineProperty(process, "env", environment);
};
