/**
 * Whether a training still ends within the time budget. The budget was spent on paper before anything ran; a machine that
 * has other work to do is slower than it was then, and what no longer fits is left out as a whole.
 *
 * @module
 */
import { median } from "../../numerics/resampling.ts";
import type { MadeStep } from "../../engine/local.ts";

/** What was expected of the machine. */
export interface Expectations {
  /** Seconds of a training, before anything ran. */
  readonly training: (id: string) => number;
  /** Seconds of exponents and measures of one network. */
  readonly perRun: number;
  /** Seconds of the report, taken generously: how slow it will be is not seen before. */
  readonly report: number;
}

/** Of an odd or even number of values; the given one where there are none. */
const medianOr = (otherwise: number, values: readonly number[]): number =>
  values.length === 0 ? otherwise : median([...values]);

/**
 * Whether a training that begins now is expected to end, with its measures and the report, within the time that is left.
 *
 * How much slower the machine is than it was expected to be comes from the trainings that it has made: their median.
 *
 * @param id The training's step.
 * @param secondsLeft Seconds until the budget is spent.
 * @param expected What was expected before.
 * @param made The steps that have been made meanwhile, with the seconds that they took.
 *
 * @example A machine that turns out to be half as fast
 * ```ts
 * import { endsInTime } from "./deadline.ts";
 * import { assertEquals } from "@std/assert/mod.js";
 *
 * const expected = { training: () => 20, perRun: 3, report: 5 };
 * const made = [{ id: "train a", step: "train", seconds: 40 }] as const;
 * assertEquals(endsInTime("train b", 30, expected, []), true);
 * assertEquals(endsInTime("train b", 30, expected, made), false);
 * ```
 */
export const endsInTime = (
  id: string,
  secondsLeft: number,
  { training, perRun, report }: Expectations,
  made: readonly MadeStep[],
): boolean => {
  const trained = made.filter(({ step }) => step === "train");
  const slower = Math.max(1, medianOr(1, trained.map((each) => each.seconds / training(each.id))));
  const of = (step: MadeStep["step"]) =>
    made.filter((each) => each.step === step).map(({ seconds }) => seconds);
  const afterwards = medianOr(slower * perRun / 2, of("lyapunov")) +
    medianOr(slower * perRun / 2, of("evaluate"));
  return slower * training(id) + afterwards + report <= secondsLeft;
};
