/** What tests of files of other programs share: `fixtures/formats/make.py` wrote them with the programs that people use. */
import { assertAlmostEquals, assertEquals } from "@std/assert/mod.js";
import { fromFileUrl } from "@std/path/mod.js";
import { describeError } from "../../../lib/core/program/errors.ts";
import type { ImportedSeries, ImportSettings } from "../../../lib/series/import/imported.ts";
import { denoCapabilities } from "../../../lib/steps/capabilities.ts";
import { importFiles } from "../../../lib/steps/source_files.ts";

export const place = (name: string): string =>
  fromFileUrl(new URL(`../../../fixtures/formats/${name}`, import.meta.url));

export const found = (path: string, settings: ImportSettings = {}) =>
  importFiles([path], settings)(denoCapabilities)();

export const read = async (name: string, settings: ImportSettings = {}): Promise<ImportedSeries> => {
  const result = await found(place(name), settings);
  if (result._tag === "Left") throw new Error(describeError(result.left).join("; "));
  return result.right;
};

export const refusal = async (path: string, settings: ImportSettings = {}): Promise<string> => {
  const result = await found(path, settings);
  return result._tag === "Left" ? describeError(result.left).join("; ") : "read";
};

export const ROWS = 150;
export const times = Array.from({ length: ROWS }, (_, row) => row * 0.02);
export const x = times.map((t) => Math.sin(1.7 * t) + 0.3 * Math.sin(4.1 * t));
export const y = times.map((t) => Math.cos(1.43 * t) + 0.01 * t);

/** Whether a series holds these columns. */
export const holds = (
  { series }: ImportedSeries,
  columns: readonly (readonly number[])[],
  tolerance = 1e-12,
): void => {
  assertEquals([series.rows, series.columns], [columns[0]!.length, columns.length]);
  columns.forEach((column, c) =>
    column.forEach((value, row) =>
      assertAlmostEquals(series.values[row * columns.length + c]!, value, tolerance)
    )
  );
};
