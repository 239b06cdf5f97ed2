/**
 * Values that show themselves in a Deno notebook.
 *
 * @module
 */

/** By media type what a notebook shows. */
export type Shown = Readonly<Record<string, string>>;

/** Under this symbol a notebook finds how a value is shown. */
export const display: unique symbol = Symbol.for("Jupyter.display") as never;

/** What a notebook can show. */
export interface Showing {
  /** How it is shown. */
  readonly [display]: () => Shown;
}

/**
 * The same value, which a notebook shows as a picture or a table. Nothing that counts or copies its entries sees a difference.
 *
 * @example A number with a picture
 * ```ts
 * import { display, showing } from "./notebook.ts";
 * import { assertEquals } from "@std/assert/mod.js";
 *
 * const value = showing({ n: 3 }, ({ n }) => ({ "text/plain": `n is ${n}` }));
 * assertEquals(value[display](), { "text/plain": "n is 3" });
 * assertEquals(Object.keys(value), ["n"]);
 * ```
 */
export const showing = <A extends object>(
  value: A,
  show: (value: A) => Shown,
): A & Showing =>
  Object.defineProperty({ ...value }, display, { value: () => show(value) }) as
    & A
    & Showing;
