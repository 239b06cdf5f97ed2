/**
 * What must hold of the text of every module.
 *
 * @module
 */
import { engineNumbersIn, forbiddenIn } from "../../steps/module_source.ts";
import type { Check } from "./check.ts";

/**
 * What must hold of the text of a module.
 *
 * @param source Empty where it is not known: nothing is checked then.
 */
export const checksOfSource = (source: string): readonly Check[] =>
  source === "" ? [] : [
    {
      says: "it imports what a module may, and needs no rights",
      fault: () => forbiddenIn(source),
    },
    {
      says: "its numbers are the same on every machine",
      fault: () => {
        const names = engineNumbersIn(source);
        return names.length === 0
          ? null
          : `${names.join(" and ")} ${
            names.length === 1 ? "differs" : "differ"
          } from one engine to another, or from one call ` +
            "to the next; take those of `numerics`, and random numbers from a `stream`";
      },
    },
  ];
