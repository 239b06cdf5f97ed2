/**
 * Chaos that is withdrawn where the cycles of a series could come in any order.
 *
 * @module
 */
import type { Series } from "../../../series/series.ts";
import { prepareSeries } from "../prepare.ts";
import type { SeriesEstimate } from "../series_estimate.ts";
import { withoutVerdict } from "./judged_again.ts";
import { type OrderOfCycles, orderOfCycles } from "./order_of_cycles.ts";

/**
 * How the cycles of a flow follow each other, where no column shows that their order matters; undefined elsewhere. A map has
 * no cycles, and neither have series that show few of them.
 */
export const withoutOrder = (series: Series, { continuity }: SeriesEstimate): OrderOfCycles | undefined => {
  if (!continuity.isFlow) return undefined;
  let first: OrderOfCycles | undefined;
  for (const column of prepareSeries(series).columns) {
    const order = orderOfCycles(column);
    if (order === undefined || order.matters) return undefined;
    first ??= order;
  }
  return first;
};

/** A series whose neighbours part as chaos makes them, and whose cycles do not follow from each other. */
export const inAnyOrder = (
  estimate: SeriesEstimate,
  { cycles, asGood, shuffles }: OrderOfCycles,
): SeriesEstimate =>
  withoutVerdict(estimate, {
    reason: "cycles in any order",
    because:
      `its first ${cycles} cycles predict the next ones no better than in an order by chance, of which ${asGood} of ` +
      `${shuffles} do as well; pulses whose intervals scatter look like this`,
  });
