/**
 * Whether λ₁ of all ways together is above zero by enough of its errors.
 *
 * @module
 */
import { withError } from "../../../numerics/format.ts";
import type { SeriesEstimate } from "../series_estimate.ts";
import { withoutVerdict } from "./judged_again.ts";
import type { Way } from "./ways.ts";

/** Standard errors that λ₁ of all ways together is above zero. */
const CONFIRMED = 2.5;

/** Whether λ₁ is above zero by so many of its errors. */
export const isConfirmed = ({ lambda1, standardError }: Way): boolean => lambda1 >= CONFIRMED * standardError;

/** A series whose exponent is not above zero by enough of its errors when all ways are put together. */
export const notConfirmed = (estimate: SeriesEstimate, { lambda1, standardError }: Way): SeriesEstimate =>
  withoutVerdict(estimate, {
    reason: "ways differ",
    because: `all ways together give ${withError(lambda1, standardError)}, which is not above zero by ${
      CONFIRMED.toFixed(1)
    } standard errors: its neighbours are not near enough to tell`,
  });
