/**
 * What must hold of the text of every module.
 *
 * @module
 */
import { engineNumbersIn } from "../../steps/module_source.ts";
import { moduleRefusal } from "../../steps/modules.ts";
import type { Check } from "./check.ts";

/**
 * What must hold of the text of a module.
 *
 * @param source Empty where it is not known: nothing is checked then.
 * @param path Where it is.
 */
export const checksOfSource = (source: string, path: string): readonly Check[] =>
  source === "" ? [] : [
    {
      says: "it imports what a module may, and needs no rights",
      fault: () => moduleRefusal(source, path)?.join("; ") ?? null,
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
