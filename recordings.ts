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
export { importSeries } from "./lib/datasets/import/import_series.ts";
export { recordingOf } from "./lib/datasets/recording.ts";
export type {
  GapPolicy,
  ImportedSeries,
  ImportSettings,
  SourceFile,
  TimeAxis,
  Trial,
  Variable,
} from "./lib/datasets/import/imported.ts";
export type { Stationarity } from "./lib/datasets/import/stationarity.ts";
export { fitRecording } from "./lib/fit/here.ts";
export type { FitResult } from "./lib/fit/fit.ts";
export type { FitOptions } from "./lib/fit/options.ts";
export type { FitCells, Preparation } from "./lib/fit/compose.ts";
export type { Purchase, Sizes } from "./lib/fit/budget.ts";
export {
  type GeneratedFrom,
  type ModelDigests,
  type ModelDocument,
  readSavedModel,
  type SavedModel,
} from "./lib/fit/saved_model.ts";
export { simulate } from "./lib/fit/simulate.ts";
export type { TensorMeaning } from "./lib/cells/tensor_meanings.ts";
export type { Aspect, Candidate, Grade, Level, Motion, Reconstruction } from "./lib/claims/reconstruction.ts";
