/**
 * Weak evidence of chaos, withdrawn where the cycles of a series could come in any order.
 *
 * @module
 */
import type { Series } from "../../../series/series.ts";
import { prepareSeries } from "../prepare.ts";
import type { SeriesEstimate } from "../series_estimate.ts";
import { withoutVerdict } from "./judged_again.ts";
import { type OrderOfCycles, orderOfCycles } from "./order_of_cycles.ts";

/**
 * Standard errors above zero from which on λ₁ needs no further witness: the order of few cycles of a flow with two lobes, such
 * as that of Lorenz, is not seen to matter.
 */
const CONVINCING = 4;

/** Orders by chance, of a hundred, that may be as good as the own one if it matters. */
const MOST_AS_GOOD = 10;

/**
 * How the cycles of a flow follow each other, where λ₁ is not far above zero and no column shows that their order matters;
 * undefined elsewhere. A map has no cycles, and neither have series that show few of them.
 */
export const withoutOrder = (
  series: Series,
  { lambda1, standardError, continuity }: SeriesEstimate,
): OrderOfCycles | undefined => {
  if (!continuity.isFlow || lambda1! >= CONVINCING * standardError!) return undefined;
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
