/**
 * What the heading of a column says: its name, its unit, and whether it is the time.
 *
 * @module
 */

/** A heading, taken apart. */
export interface Heading {
  /** The name without the unit. */
  readonly name: string;
  /** What stands in brackets or after a slash; null where nothing does. */
  readonly unit: string | null;
}

const bracketed = /^(.*?)\s*[[({<]\s*([^\])}>]*?)\s*[\])}>]$/;
const slashed = /^(.+?)\s+\/\s+(\S+)$/;
const timeName =
  /^(?:t|times?|time[ _-]?stamps?|dates?|date[ _-]?times?|seconds?|secs?|milliseconds?|minutes?|hours?|days?)$/i;
const suffixed = /^(t|times?|time[ _-]?stamps?)[ _-](s|sec|ms|us|ns|min|h|d)$/i;
const spelled: Readonly<Record<string, string>> = {
  second: "s",
  seconds: "s",
  sec: "s",
  secs: "s",
  millisecond: "ms",
  milliseconds: "ms",
  minute: "min",
  minutes: "min",
  hour: "h",
  hours: "h",
  day: "d",
  days: "d",
};
const indexName = /^(?:|unnamed: ?\d+|index|idx|row|rows|sample|samples|id|nr|no|#)$/i;

/**
 * Name and unit from a heading.
 *
 * @example The ways in which units are written
 * ```ts
 * import { headingOf } from "./header.ts";
 * import { assertEquals } from "@std/assert/mod.js";
 *
 * assertEquals(headingOf("t [s]"), { name: "t", unit: "s" });
 * assertEquals(headingOf("x (mV)"), { name: "x", unit: "mV" });
 * assertEquals(headingOf("pressure / hPa"), { name: "pressure", unit: "hPa" });
 * assertEquals(headingOf("time_ms"), { name: "time", unit: "ms" });
 * assertEquals(headingOf("seconds"), { name: "seconds", unit: "s" });
 * assertEquals(headingOf("y"), { name: "y", unit: null });
 * ```
 */
export const headingOf = (text: string): Heading => {
  const heading = text.trim();
  const parts = bracketed.exec(heading) ?? slashed.exec(heading) ?? suffixed.exec(heading);
  if (parts !== null && parts[1] !== "" && parts[2] !== "") {
    return { name: parts[1]!, unit: spelled[parts[2]!.toLowerCase()] ?? parts[2]! };
  }
  return { name: heading, unit: spelled[heading.toLowerCase()] ?? null };
};

/** Whether a column of this name is the time. */
export const namesTime = (name: string): boolean => timeName.test(name);

/** Whether a column of this name may merely count the rows. */
export const namesIndex = (name: string): boolean => indexName.test(name);
