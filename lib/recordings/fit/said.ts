/**
 * What a fit says of how much it trains.
 *
 * @module
 */
import { durationText } from "../../engine/progress.ts";
import { describeError } from "../../program/errors.ts";
import { counted } from "../../program/text.ts";
import type { Trained } from "./train_in_time.ts";
import type { Decided } from "./workplace.ts";

/** Calls differ by so much in how fast the machine seems. */
const MARGIN = 1.2;

/** Minutes that are enough for so many seconds, to a tenth. */
export const enoughMinutes = (seconds: number): number => Math.ceil(MARGIN * seconds / 6) / 10;

/** How much is going to be trained, in a line. */
export const planLine = (
  { decision: { purchase: { sizes, seconds, withinBudget } }, earlier }: Decided,
): string => {
  const { intervals, strengths, seeds, epochs } = sizes;
  const networks = (intervals + strengths) * seeds;
  return `trains ${counted(networks, "network")} (${intervals} τ, ${strengths} α, ${
    counted(seeds, "seed")
  }) for ${epochs} epochs; ` +
    (earlier
      ? "goes on with what was begun before"
      : `about ${durationText(1000 * seconds)}${
        withinBudget ? "" : ", more than --minutes, which is enough for nothing"
      }`);
};

/** What a reader of the report should know of networks that it does not show. */
export const remarksOn = (
  { trainings, leftOut, failed }: Trained,
  minutes: number,
): readonly string[] => [
  ...(leftOut === 0 ? [] : [
    `Of ${counted(trainings.length + leftOut, "network")} that were planned ${leftOut} ${
      leftOut === 1 ? "was" : "were"
    } left out, since the machine was slower than expected and the time budget of ${minutes} min was spent.`,
  ]),
  ...(failed.length === 0
    ? []
    : [`${counted(failed.length, "step")} failed: ${describeError(failed[0]!.error).join("; ")}.`]),
];
