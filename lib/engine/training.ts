/**
 * One training: in a fast process that is held against a checked one, or in a checked process.
 *
 * @module
 */
import { pipe } from "fp-ts/function.js";
import * as RTE from "fp-ts/ReaderTaskEither.js";
import { describeError, type LyapError } from "../core/program/errors.ts";
import type { Program } from "../core/program/program.ts";
import { probeText } from "../steps/harness.ts";
import type { Probe } from "../steps/step.ts";
import type { FastWay } from "./fast.ts";
import { CHECKED, type Start } from "./process.ts";

/** Whether an error says that the fast way cannot be trusted here. */
const isDoubt = (error: LyapError): boolean =>
  error._tag === "OtherBits" || (error._tag === "StepFailed" && error.crash !== undefined);

/**
 * Runs a training.
 *
 * @param run Starts its process and, if asked for a probe, returns it.
 * @param clear Removes all that an earlier process of it left.
 */
export const runTraining = (
  run: (start: Start) => Program<Probe | null>,
  clear: Program<void>,
  fast: FastWay,
): Program<void> => {
  const checked = pipe(run(CHECKED), RTE.map(() => undefined));
  const fastFrom = (flags: readonly string[], probe: Probe): Program<void> =>
    pipe(
      run({ flags, args: ["--expected", probeText(probe)] }),
      RTE.map(() => undefined),
      RTE.orElse((error): Program<void> =>
        isDoubt(error)
          ? pipe(
            fast.abandon(describeError(error).join("; ")),
            RTE.chain(() => clear),
            RTE.chain(() => checked),
          )
          : RTE.left(error)
      ),
    );
  return pipe(
    fast.flags,
    RTE.chain((flags) =>
      flags.length === 0 ? checked : pipe(
        run({ flags: [], args: ["--probe"] }),
        RTE.chain((probe) => probe === null ? checked : fastFrom(flags, probe)),
      )
    ),
  );
};
