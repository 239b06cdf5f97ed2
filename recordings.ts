/// <reference types="./types/deno_std.d.ts" />
/// <reference types="./types/papaparse.d.ts" />
/**
 * Recordings of users: import them, fit networks to them, go on from data with a network that was saved.
 *
 * @example A recording that is not there
 * ```ts
 * import { fitRecording } from "./recordings.ts";
 * import { describeError } from "./mod.ts";
 * import { assertEquals } from "@std/assert/mod.js";
 *
 * const fitted = await fitRecording({ files: ["no-such-recording.csv"], out: "no-such-folder" });
 * if (fitted._tag === "Left") assertEquals(describeError(fitted.left).length, 1);
 * ```
 *
 * @module
 */
export { importSeries } from "./lib/series/import/import_series.ts";
export { recordingOf } from "./lib/series/recording.ts";
export type {
  GapPolicy,
  ImportedSeries,
  ImportSettings,
  SourceFile,
  TimeAxis,
  Trial,
  Variable,
} from "./lib/series/import/imported.ts";
export type { Stationarity } from "./lib/series/import/stationarity.ts";
export { fitRecording } from "./lib/recordings/fit/on_this_machine.ts";
export type { FitResult } from "./lib/recordings/fit/fit.ts";
export type { FitOptions } from "./lib/recordings/fit/options.ts";
export type { FitCells, Preparation } from "./lib/recordings/fit/options.ts";
export type { Allocation } from "./lib/recordings/fit/budget.ts";
export type { Sizes } from "./lib/recordings/fit/sizes.ts";
export {
  type GeneratedFrom,
  type ModelDigests,
  type ModelDocument,
  readSavedModel,
  type SavedInputs,
  type SavedModel,
  type SavedTrend,
} from "./lib/recordings/fit/saved_model.ts";
export { type GivenData, simulate } from "./lib/recordings/fit/simulate.ts";
export type { TensorMeaning } from "./lib/networks/tensor_meanings.ts";
export type {
  Aspect,
  Candidate,
  DynamicsKind,
  Grade,
  Level,
  Reconstruction,
} from "./lib/results/reconstruction.ts";
