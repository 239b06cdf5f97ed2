/**
 * How the learning rate changes from epoch to epoch.
 *
 * @module
 */
import { pow } from "../numerics/elementary.ts";
import { choice, type Codec, positiveNumber, variant } from "../codec/codec.ts";

/** The same rate throughout, or one that decays by the same factor each epoch to `final` in the last. */
export type LearningRateSchedule =
  | { readonly kind: "constant" }
  | { readonly kind: "exponential"; readonly final: number };

/** Reads a {@link LearningRateSchedule}. */
export const learningRateSchedule: Codec<LearningRateSchedule> = choice<Codec<LearningRateSchedule>>(
  "learning rate schedule",
  {
    constant: variant("constant", {}) as Codec<LearningRateSchedule>,
    exponential: variant("exponential", { final: positiveNumber }) as unknown as Codec<LearningRateSchedule>,
  },
);

/**
 * The learning rate of an epoch.
 *
 * @param initial The rate of the first epoch.
 * @param epoch From 0 to `epochs` − 1.
 *
 * @example From 1e-3 to 1e-5 in three epochs
 * ```ts
 * import { learningRateAt } from "./learning_rate.ts";
 * import { assertAlmostEquals } from "@std/assert/mod.js";
 *
 * assertAlmostEquals(learningRateAt({ kind: "exponential", final: 1e-5 }, 1e-3, 1, 3), 1e-4, 1e-15);
 * ```
 */
export const learningRateAt = (
  schedule: LearningRateSchedule,
  initial: number,
  epoch: number,
  epochs: number,
): number =>
  schedule.kind === "constant" || epochs < 2
    ? initial
    : initial * pow(schedule.final / initial, epoch / (epochs - 1));
