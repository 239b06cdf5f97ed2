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

/** Orders by chance, of a hundred, that may be as good as the own one if it matters. */
const MOST_AS_GOOD = 5;

/**
 * How the cycles of a flow follow each other, where no column shows that their order matters, however many of its errors λ₁ is
 * above zero; undefined elsewhere. A map has no cycles, and neither have series that show few of them.
 */
export const withoutOrder = (
  series: Series,
  { continuity }: Pick<SeriesEstimate, "continuity">,
): OrderOfCycles | undefined => {
  if (!continuity.isFlow) return undefined;
  const orders = prepareSeries(series).columns.map(orderOfCycles);
  return orders.every((order) => order !== undefined && order.asGood >= MOST_AS_GOOD) ? orders[0] : undefined;
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
