/**
 * Lists of names as a user writes them in one word of the command line: with commas between them, and quotation marks around a
 * name that holds a comma itself.
 *
 * @module
 */

/** A name, in quotation marks or without, and the comma behind it. */
const NAME = /\s*"((?:[^"]|"")*)"\s*,|([^,]*),/gy;

/**
 * The names in a list.
 *
 * @param text What the user wrote. Quotation marks that open or close no name belong to it.
 *
 * @example A name with a comma
 * ```ts
 * import { namesInList } from "./name_list.ts";
 * import { assertEquals } from "@std/assert/mod.js";
 *
 * assertEquals(namesInList("x, y"), ["x", "y"]);
 * assertEquals(namesInList('"Temp, outside",x'), ["Temp, outside", "x"]);
 * assertEquals(namesInList('say "x"'), ['say "x"']);
 * ```
 */
export const namesInList = (text: string): readonly string[] =>
  [...`${text},`.matchAll(NAME)].map(([, quoted, plain]) =>
    (quoted?.replaceAll('""', '"') ?? plain!).trim().normalize("NFC")
  );

/**
 * Names as a list from which `namesInList` takes them.
 *
 * @example A name with a comma
 * ```ts
 * import { listOfNames, namesInList } from "./name_list.ts";
 * import { assertEquals } from "@std/assert/mod.js";
 *
 * assertEquals(listOfNames(["Temp, outside", "x"]), '"Temp, outside",x');
 * assertEquals(namesInList(listOfNames(['a "b", c', "d"])), ['a "b", c', "d"]);
 * ```
 */
export const listOfNames = (names: readonly (string | number)[]): string =>
  names.map((name) => /^\s*"|,/.test(String(name)) ? `"${String(name).replaceAll('"', '""')}"` : name).join(
    ",",
  );
