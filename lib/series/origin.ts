/**
 * Where a series comes from, so that reports say of a recording what is true of it.
 *
 * @module
 */
import type { Readable } from "../core/codec/readable.ts";
import type { DatasetSettings } from "./dataset.ts";

/** Where a series, its exponents and its unit come from. */
export interface Origin {
  /** Integrated by lyap, or read from a file. */
  readonly series: "equations" | "recording";
  /** From the equations of the system, or estimated from the series because none are known. */
  readonly exponents: "equations" | "series";
  /** What one of its numbers is counted in; "sd" for standard deviations of the variable in the training part. */
  readonly unit: "sd" | "units of the system" | "units of the recording";
  /** The file of a recording, whose bytes were checked against the digest; absent for equations. */
  readonly file?: { readonly name: string; readonly sha256: string };
}

/**
 * The origin that the settings of a dataset state.
 *
 * @example A recording without equations
 * ```ts
 * import { originOf } from "./origin.ts";
 * import { assertEquals } from "@std/assert/mod.js";
 *
 * assertEquals(originOf({ source: { kind: "file", equations: null }, standardise: false }), {
 *   series: "recording",
 *   exponents: "series",
 *   unit: "units of the recording",
 * });
 * ```
 */
export const originOf = ({ source, standardise }: Readable<DatasetSettings>): Origin => {
  const recorded = source?.kind === "file";
  const file = recorded && source.file !== undefined && source.sha256 !== undefined
    ? { file: { name: source.file, sha256: source.sha256 } }
    : {};
  return {
    series: recorded ? "recording" : "equations",
    exponents: recorded && (source.equations ?? null) === null ? "series" : "equations",
    unit: standardise !== false ? "sd" : recorded ? "units of the recording" : "units of the system",
    ...file,
  };
};
