/**
 * The unit of time of a recording in words.
 *
 * @example Seconds, minutes, and what nobody said
 * ```ts
 * import { perTime, timesIn } from "./time_unit.ts";
 * import { assertEquals } from "@std/assert/mod.js";
 *
 * assertEquals(["s", "min", undefined].map(perTime), ["per second", "per minute", "per time unit"]);
 * assertEquals(["s", "ms", null].map(timesIn), ["seconds", "ms", "time units"]);
 * ```
 *
 * @module
 */
import { own } from "../core/codec/own.ts";

/** Units that have a word; all others are written as they are. */
const words: Readonly<Record<string, string>> = {
  s: "second",
  sec: "second",
  seconds: "second",
  min: "minute",
  minutes: "minute",
  h: "hour",
  hours: "hour",
  d: "day",
  days: "day",
  months: "month",
};

/** "per second", "per ms", "per time unit". */
export const perTime = (unit: string | null | undefined): string =>
  `per ${own(words, unit ?? "") ?? unit ?? "time unit"}`;

/** "seconds", "ms", "time units". */
export const timesIn = (unit: string | null | undefined): string => {
  const word = own(words, unit ?? "");
  return word === undefined ? unit ?? "time units" : `${word}s`;
};
