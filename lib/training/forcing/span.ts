/**
 * A span of steps, given as a number of steps or as a multiple of the predictability time of the data.
 *
 * @module
 */
import * as E from "fp-ts/Either.js";
import * as t from "io-ts/index.js";
import type { LyapError } from "../../core/program/errors.ts";
import { type Codec, positiveInteger, positiveNumber, record } from "../../core/codec/codec.ts";
import { shaped } from "../../core/codec/schema.ts";

/** A number of steps, or a multiple of the predictability time ln 2 / λ₁. */
export type Span = number | { readonly predictabilityTimes: number };

const multiple = record({ predictabilityTimes: positiveNumber });
const expected = "a whole number of steps, 1 or more, or {predictabilityTimes: a number above 0}";

/** Reads a {@link Span}. */
export const span: Codec<Span> = shaped(
  new t.Type<Span, Span, unknown>(
    expected,
    (value): value is Span => positiveInteger.is(value) || multiple.is(value),
    (value, context) =>
      positiveInteger.is(value)
        ? t.success(value)
        : typeof value === "object" && value !== null
        ? multiple.validate(value, context)
        : t.failure(value, context, expected),
    t.identity,
  ),
  (visit) => ({ description: expected, anyOf: [visit(positiveInteger), visit(multiple)] }),
);

/**
 * A span in steps.
 *
 * @param what The name of the span, for the error: "the forcing interval".
 * @param value Steps, or a multiple of the predictability time.
 * @param predictabilitySteps ln 2 / λ₁ of the data in steps; null when not known.
 * @returns A whole number of steps, at least 1, the nearest to the multiple.
 * @errors CannotCompute when a multiple is asked for and the predictability time is not known.
 *
 * @example Half a predictability time
 * ```ts
 * import { inSteps } from "./span.ts";
 * import { assertEquals } from "@std/assert/mod.js";
 *
 * assertEquals(inSteps("τ", { predictabilityTimes: 0.5 }, 62.8), { _tag: "Right", right: 31 });
 * assertEquals(inSteps("τ", { predictabilityTimes: 0.5 }, null)._tag, "Left");
 * ```
 */
export const inSteps = (
  what: string,
  value: Span,
  predictabilitySteps: number | null,
): E.Either<LyapError, number> => {
  if (typeof value === "number") return E.right(value);
  if (predictabilitySteps === null || !(predictabilitySteps > 0) || !Number.isFinite(predictabilitySteps)) {
    return E.left({
      _tag: "CannotCompute",
      what:
        `Cannot set ${what} to ${value.predictabilityTimes} predictability times: the predictability time of the data is not known`,
      mend: "give it in steps, or let the Lyapunov exponent of the data be found first",
    });
  }
  return E.right(Math.max(1, Math.round(value.predictabilityTimes * predictabilitySteps)));
};

/** What an option `interval` is called. */
export const intervalLabel = {
  interval: { symbol: "τ", quantity: "forcing interval τ", unit: "steps" },
};
