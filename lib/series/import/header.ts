/**
 * What the heading of a column says: its name, its unit, and whether it is the time.
 *
 * @module
 */

import { own } from "../../codec/own.ts";

/** A heading, taken apart. */
export interface Heading {
  /** The name without the unit. */
  readonly name: string;
  /** What stands in brackets or after a slash; null where nothing does. */
  readonly unit: string | null;
}

const timeName =
  /^(?:t|times?|time[ _-]?stamps?|dates?|date[ _-]?times?|seconds?|secs?|milliseconds?|minutes?|hours?|days?)$/i;
const suffix = /^(t|times?|time[ _-]?stamps?)[ _-](s|sec|ms|us|ns|min|h|d)$/i;
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

/** Name and unit, where a heading has both. */
type Parts = readonly [name: string, unit: string];

/** "x [mV]": the unit begins at the first bracket behind which none closes but the last. In one pass from the end. */
const bracketed = (heading: string): Parts | null => {
  if (!/[\])}>]$/.test(heading)) return null;
  const body = heading.slice(0, -1);
  const closed = Math.max(...["]", ")", "}", ">"].map((bracket) => body.lastIndexOf(bracket)));
  const opens = ["[", "(", "{", "<"].map((bracket) => body.indexOf(bracket, closed + 1)).filter((at) =>
    at >= 0
  );
  if (opens.length === 0) return null;
  const open = Math.min(...opens);
  return [body.slice(0, open).trimEnd(), body.slice(open + 1).trim()];
};

/** "pressure / hPa": the last word is the unit, and a slash stands alone before it. */
const slashed = (heading: string): Parts | null => {
  const before = heading.slice(0, Math.max(0, heading.length - lastWordLength(heading)));
  const slash = before.trimEnd();
  if (before === slash || !slash.endsWith("/")) return null;
  const name = slash.slice(0, -1);
  return name.trimEnd() === name ? null : [name.trimEnd(), heading.slice(before.length)];
};

/** Characters of the last word. */
const lastWordLength = (text: string): number => {
  let length = 0;
  while (length < text.length && text[text.length - 1 - length]!.trim() !== "") length++;
  return length;
};

const suffixed = (heading: string): Parts | null => {
  const found = suffix.exec(heading);
  return found === null ? null : [found[1]!, found[2]!];
};

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
  const [name, unit] = bracketed(heading) ?? slashed(heading) ?? suffixed(heading) ?? ["", ""];
  if (name !== "" && unit !== "") return { name, unit: own(spelled, unit.toLowerCase()) ?? unit };
  return { name: heading, unit: own(spelled, heading.toLowerCase()) ?? null };
};

/** Whether a column of this name is the time. */
export const namesTime = (name: string): boolean => timeName.test(name);

/** Whether a column of this name may merely count the rows. */
export const namesIndex = (name: string): boolean => indexName.test(name);
