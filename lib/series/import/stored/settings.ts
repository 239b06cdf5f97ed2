/**
 * Sampling rates that a file states beside its arrays: attributes, or single numbers.
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
 * The time between two rows that a setting states: `sampling_rate` 50, `dt` 0.02.
 *
 * @param name The last part of its path is looked at.
 * @param value What it says.
 * @returns null if it states no such thing.
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

/** The folder of a path, with its last sign: "EEG." of "EEG.srate", "" of "fs". */
const folderOf = (name: string): string =>
  name.slice(0, Math.max(name.lastIndexOf("/"), name.lastIndexOf(".")) + 1);

/**
 * The same arrays with the sampling rates that single numbers among them state. A number states it for the
 * arrays in its own folder and below; for others only if no number contradicts it.
 */
export const samplingAmong = (arrays: readonly StoredArray[]): readonly StoredArray[] => {
  const stated = arrays.flatMap((array) => {
    if (array.unreadable !== undefined || countOf(array.shape) !== 1) return [];
    const sampling = samplingOfSetting(array.name, array.read()[0]!);
    return sampling === null ? [] : [{ folder: folderOf(array.name), sampling }];
  });
  const agreed = stated.every(({ sampling }) => sampling.dt === stated[0]!.sampling.dt)
    ? stated[0]?.sampling ?? null
    : null;
  const nearest = (name: string): StatedSampling | null =>
    stated.filter(({ folder }) => name.startsWith(folder))
      .reduce<typeof stated[number] | null>(
        (best, each) => best === null || each.folder.length > best.folder.length ? each : best,
        null,
      )?.sampling ?? agreed;
  return stated.length === 0
    ? arrays
    : arrays.map((array) => ({ ...array, sampling: array.sampling ?? nearest(array.name) }));
};
