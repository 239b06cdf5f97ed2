/**
 * Why a measure has no value, as a person reads it. Records name parts of a measure's context as the code does, and stay
 * as they were written.
 *
 * @module
 */
import { own } from "../core/codec/own.ts";
import { listed } from "../core/program/text.ts";
import { measureCalled } from "./identity.ts";
import type { ContextPart } from "./measure.ts";

const parts: Readonly<Record<ContextPart, string>> = {
  generated: "a free run",
  forecast: "forecasts",
  systemSpectrum: "the Lyapunov exponents of the data",
  networkSpectrum: "the Lyapunov exponents of the network",
};

/**
 * A reason without names of the code.
 *
 * @param why As a record has it.
 *
 * @example A measure that lacks what it is made from
 * ```ts
 * import { reasonInWords } from "./reason.ts";
 * import { assertEquals } from "@std/assert/mod.js";
 *
 * assertEquals(
 *   reasonInWords("lambda1_error needs systemSpectrum"),
 *   "relative error of λ₁ needs the Lyapunov exponents of the data",
 * );
 * assertEquals(reasonInWords("the free run diverged at step 3"), "the free run diverged at step 3");
 * ```
 */
export const reasonInWords = (why: string): string => {
  const [, measure, missing = ""] = /^(\w+) needs (\w+(?: and \w+)*)$/.exec(why) ?? [];
  const names = missing.split(" and ");
  const words = names.flatMap((name) => own(parts, name) ?? []);
  return measure === undefined || words.length < names.length
    ? why
    : `${measureCalled(measure)} needs ${listed(words)}`;
};
