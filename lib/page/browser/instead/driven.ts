/**
 * In place of `lib/networks/driven.ts`: the page has no inputs (`inputs.ts` beside this refuses them), so that nothing comes here.
 *
 * @module
 */
import type { StateMap } from "../../../networks/cell.ts";

const none = (): never => {
  throw new RangeError("The page has no inputs");
};

/** Nothing in the page calls it. */
export const drivenMap: () => StateMap = none;

/** Nothing in the page calls it. */
export const drivenState: () => Float64Array = none;
