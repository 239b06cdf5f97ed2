/**
 * How the learning rate changes from epoch to epoch.
 *
 * @module
 */
import { pow } from "../numerics/elementary.ts";
import { type Catalogue, catalogue, type ChoiceOf, type Kind, kind, type None } from "../core/catalogue.ts";
import { type Codec, positiveNumber } from "../core/codec/codec.ts";

const all: Catalogue<
  | Kind<{ readonly kind: "constant"; readonly options: None }>
  | Kind<{ readonly kind: "exponential"; readonly options: { readonly final: Codec<number> } }>
> = catalogue("learning rate schedule", [
  kind({ kind: "constant", options: {} }),
  kind({ kind: "exponential", options: { final: positiveNumber } }),
]);

/**
 * The catalogue as a type.
 *
 * @internal
 */
type All = typeof all;

/** The same rate throughout, or one that decays by the same factor each epoch to `final` in the last. */
export type LearningRateSchedule = ChoiceOf<All>;

/** Reads a {@link LearningRateSchedule}. */
export const learningRateSchedule: All["codec"] = all.codec;

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
