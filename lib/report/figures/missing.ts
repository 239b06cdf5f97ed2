/**
 * The replacement for a figure that the evidence cannot give: what is missing, and how to mend it.
 *
 * @module
 */
import { describeError, type LyapError } from "../../core/program/errors.ts";
import type { Figure } from "./plot/figure.ts";

/**
 * A figure without panels, of which the finding is the reason.
 *
 * @param kind The kind of figure that was asked for.
 * @param error Why it cannot be drawn.
 */
export const missingFigure = (kind: string, error: LyapError): Figure => ({
  kind,
  title: `No picture of kind "${kind}"`,
  finding: [`${describeError(error).join(" ")}.`],
  caption: [],
  panels: [],
  columns: 1,
  aspect: 1,
  keepAspect: false,
  sharedY: false,
  legend: [],
  table: { columns: [], rows: [] },
});
