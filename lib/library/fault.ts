/**
 * Whose fault an exception is where a program calls lyap: that of code which the program hands over, or lyap's own.
 *
 * @module
 */
import { fromFileUrl } from "@std/path/mod.js";
import { badUsage, type LyapError } from "../core/program/errors.ts";
import { LYAP_CODE } from "../steps/place.ts";
import { callsOf, faultOfModule, type PlaceInFile, saidOfThrown } from "../steps/thrown.ts";

const ofPackage = (address: string): boolean => /\/(?:npm|node_modules)\//.test(address);

/** The place in a program where an error arose, or where it called the package that threw; null if it arose in lyap. */
const placeInProgram = (error: unknown): PlaceInFile | null => {
  const [address, place] = callsOf(error).find(([each]) => !ofPackage(each)) ?? [];
  return address === undefined || address.startsWith(LYAP_CODE)
    ? null
    : { name: address.startsWith("file:") ? fromFileUrl(address) : address, place: place! };
};

/** The error of a user whose code throws, in a module or in the program itself; null if it was none of theirs. */
export const faultOfUser = (error: unknown): LyapError | null => {
  const ofModule = faultOfModule(error);
  if (ofModule !== null) return ofModule;
  const found = placeInProgram(error);
  return found === null
    ? null
    : badUsage(`${found.name}${found.place}: ${saidOfThrown(error)}`, "correct it there");
};
