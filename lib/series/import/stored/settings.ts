/**
 * Sampling rates that a file tells beside its arrays: attributes, or numbers that stand alone.
 *
 * @module
 */
import { countOf } from "../../../numerics/shape.ts";
import { samplingIn } from "../preamble.ts";
import type { StatedSampling } from "../raw_table.ts";
import type { StoredArray } from "./stored_file.ts";

/** Names of a rate that other files do not have. */
const otherName = /^(?:srate|fsample|sampling|samplerate)$/i;

/**
 * The time between two rows that a setting tells: `sampling_rate` 50, `dt` 0.02.
 *
 * @param name The last part of its path is looked at.
 * @param value What it says.
 * @returns null where it tells nothing of the kind.
 *
 * @example Rates and intervals
 * ```ts
 * import { samplingOfSetting } from "./settings.ts";
 * import { assertEquals } from "@std/assert/mod.js";
 *
 * assertEquals(samplingOfSetting("EEG.srate", 50)?.dt, 0.02);
 * assertEquals(samplingOfSetting("dt", "20 ms"), { dt: 20, unit: "ms", said: "dt: 20 ms", from: "header" });
 * assertEquals(samplingOfSetting("gain", 50), null);
 * ```
 */
export const samplingOfSetting = (name: string, value: number | string): StatedSampling | null => {
  const last = name.slice(Math.max(name.lastIndexOf("/"), name.lastIndexOf(".")) + 1).replace(
    otherName,
    "fs",
  );
  const found = samplingIn(`${last}: ${value}`);
  return found === null ? null : { ...found, from: "header" };
};

/** The same arrays, where one of them is a single number that tells a sampling rate, with that rate. */
export const samplingAmong = (arrays: readonly StoredArray[]): readonly StoredArray[] => {
  const told = arrays
    .filter(({ shape, unreadable }) => unreadable === undefined && countOf(shape) === 1)
    .map((array) => samplingOfSetting(array.name, array.read()[0]!))
    .find((each) => each !== null) ?? null;
  return told === null ? arrays : arrays.map((array) => ({ ...array, sampling: array.sampling ?? told }));
};
