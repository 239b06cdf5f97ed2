/**
 * Fits on this machine, for programs that import lyap.
 *
 * @module
 */
import type { Either } from "fp-ts/Either.js";
import type { LyapError } from "../../core/program/errors.ts";
import { denoCapabilities } from "../../steps/capabilities.ts";
import { fit, type FitResult } from "./fit.ts";
import type { FitOptions } from "./options.ts";

/**
 * Fits networks to a recording, as `lyap fit` does: from files to trained networks, a verdict and a report.
 *
 * @param options The files, the folder for the result, and how long to wait.
 * @returns The verdict with its reasons and the path of the report. Left: files that hold no series, with row and
 * column; a series that cannot be analysed; a fault of the environment. Nothing is written in the first two cases.
 *
 * @example A file that is not there
 * ```ts
 * import { fitRecording } from "./on_this_machine.ts";
 * import { assertEquals } from "@std/assert/mod.js";
 *
 * const fitted = await fitRecording({ files: ["no-such-recording.csv"], out: "no-such-folder" });
 * assertEquals(fitted._tag === "Left" && fitted.left._tag, "EnvironmentFault");
 * ```
 */
export const fitRecording = (options: FitOptions): Promise<Either<LyapError, FitResult>> =>
  fit(options)(denoCapabilities)();
