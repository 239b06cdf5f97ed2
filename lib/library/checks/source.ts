/**
 * What must hold of the text of every module.
 *
 * @module
 */
import { engineNumbersIn } from "../../steps/module_source.ts";
import type { Check } from "./check.ts";

/**
 * What must hold of the text of a module that has been loaded: that it reaches for nothing was seen before that.
 *
 * @param source Empty if it is not known: nothing is checked then.
 */
export const checksOfSource = (source: string): readonly Check[] =>
  source === "" ? [] : [{
    says: "it uses no function whose numbers differ from one machine to another",
    fault: () => {
      const names = engineNumbersIn(source);
      return names.length === 0
        ? null
        : `${names.join(" and ")} ${
          names.length === 1 ? "differs" : "differ"
        } from one engine to another, or from one call ` +
          "to the next; take those of `numerics`, and random numbers from a `stream`";
    },
  }];
