/**
 * How far a plan is, and when it will be done.
 *
 * @module
 */
import { format } from "@std/fmt/duration.js";

/** Work in units of expected seconds. */
export interface Amount {
  /** All that this call has to do. */
  readonly total: number;
  /** What of it is done, parts of running steps included. */
  readonly done: number;
}

/** A duration for people: "3m 20s". */
export const durationText = (milliseconds: number): string =>
  format(Math.max(0, Math.round(milliseconds / 1000)) * 1000, { ignoreZero: true }) || "0s";

/**
 * The line that shows how far a plan is.
 *
 * @param amount Work done and to do.
 * @param elapsed Milliseconds since this call began to work.
 * @param notes What the running steps say.
 *
 * @example Half of the work in ten seconds
 * ```ts
 * import { progressLine } from "./progress.ts";
 * import { assertEquals } from "@std/assert/mod.js";
 *
 * assertEquals(progressLine({ total: 60, done: 30 }, 10_000, ["train a: epoch 5"]), " 50 %  10s left  train a: epoch 5");
 * ```
 */
export const progressLine = ({ total, done }: Amount, elapsed: number, notes: readonly string[]): string => {
  const share = total === 0 ? 1 : Math.min(done / total, 1);
  const left = share > 0.01 ? `${durationText(elapsed * (1 - share) / share)} left` : "estimating";
  return [`${Math.floor(100 * share)} %`.padStart(5), left, ...notes].join("  ");
};
