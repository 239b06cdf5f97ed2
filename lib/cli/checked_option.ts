/**
 * The option of the commands that train.
 *
 * @module
 */
import type { Options } from "./options.ts";

/** Whether trainings run with all checks. */
export const checkedOption = {
  checked: {
    takes: "nothing",
    help: "train with all checks of V8, which takes longer and gives the same bits; also LYAP_CHECKED=1",
  },
} as const satisfies Options;
