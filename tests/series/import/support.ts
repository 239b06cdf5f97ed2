import { importSeries } from "../../../lib/series/import/import_series.ts";
import type { ImportedSeries, ImportSettings, SourceFile } from "../../../lib/series/import/imported.ts";
import type { BadInput } from "../../../lib/core/program/errors.ts";

/** A file with a text. */
export const fileOf = (name: string, text: string): SourceFile => ({
  name,
  bytes: new TextEncoder().encode(text),
});

/** What is understood of files that must be read. */
export const imported = (files: readonly SourceFile[], settings: ImportSettings = {}): ImportedSeries => {
  const result = importSeries(files, settings);
  if (result._tag === "Left") throw new Error(JSON.stringify(result.left));
  return result.right;
};

/** What is said of files that must be refused. */
export const refused = (files: readonly SourceFile[], settings: ImportSettings = {}): BadInput => {
  const result = importSeries(files, settings);
  if (result._tag === "Right") throw new Error("it was read");
  return result.left;
};

/** A heading and rows of an oscillation, separated by commas; `change` may alter the cells of a row. */
export const csvOf = (
  rows: number,
  change: (cells: readonly string[], row: number) => readonly string[] = (cells) => cells,
  heading = "t,x,y",
): string =>
  [
    heading,
    ...Array.from({ length: rows }, (_, row) => {
      const cells = [(row / 10).toFixed(1), String((row * row) % 17), String((row * 7) % 11)];
      return change(cells, row).join(",");
    }),
  ].join("\n") + "\n";
