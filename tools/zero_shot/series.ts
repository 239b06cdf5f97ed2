/**
 * The series of the record, from files that may not be there, and what comes of them without training.
 *
 * @module
 */
import * as E from "fp-ts/Either.js";
import { join } from "@std/path/mod.js";
import { AHEAD, notebookMeasures, shown, type ShownName } from "../../experiments/shared/dynamix.ts";
import type { Learned } from "../../lib/training/baselines/baseline.ts";
import { digestOfBytes, hexOf } from "../../lib/core/codec/canonical.ts";
import { decode } from "../../lib/core/codec/codec.ts";
import { measuredBaselines } from "../../lib/measures/baselines.ts";
import { evaluationSettings } from "../../lib/measures/settings.ts";
import { describeError } from "../../lib/core/program/errors.ts";
import { decodeNpy } from "../../lib/series/npy.ts";
import { type Series, slice } from "../../lib/series/series.ts";
import { type RecordedBaseline, valuesOf } from "./record.ts";

/** The file of a series; null, with a message, where it is not there or another one. */
export const shownSeries = (name: ShownName, directory: string): Series | null => {
  const { file, sha256 } = shown[name];
  const path = join(directory, file);
  let bytes: Uint8Array;
  try {
    bytes = Deno.readFileSync(path);
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
    console.error(`skipped: there is no ${path}; --data names the directory in which ${file} lies`);
    return null;
  }
  if (hexOf(digestOfBytes(bytes)) !== sha256) {
    console.error(`skipped: ${path} is another file than the published one`);
    return null;
  }
  const decoded = decodeNpy(bytes, file);
  if (E.isLeft(decoded)) throw new Error(describeError(decoded.left).join("\n"));
  const { shape: [rows, columns], values } = decoded.right;
  return { values: Float64Array.from(values), rows: rows!, columns: columns!, dt: 1 };
};

/** How long free runs are: as in the notebooks, from the last row of the context on. */
export const evaluation = { steps: AHEAD, transient: 0 } as const;

const orThrow = <A>(found: E.Either<unknown, A>): A => {
  if (E.isLeft(found)) throw new Error(JSON.stringify(found.left));
  return found.right;
};

/** What needs no training, from all of the context. */
export const baselinesOf = (name: ShownName, series: Series): readonly RecordedBaseline[] => {
  const { context } = shown[name];
  const settings = orThrow(
    decode(evaluationSettings, {
      ...evaluation,
      measures: [...notebookMeasures],
      baselines: ["parroting", "reservoir"],
    }),
  );
  const learned: Learned = { series: slice(series, 0, context), stretches: [{ start: 0, end: context }] };
  const heldOut = slice(series, context - 1, context + AHEAD);
  return measuredBaselines(settings, learned, heldOut, null).map(({ title, measures }) => ({
    series: name,
    kind: title,
    values: valuesOf(
      Object.fromEntries(Object.entries(measures).map(([measure, { value }]) => [measure, value])),
    ),
  }));
};
