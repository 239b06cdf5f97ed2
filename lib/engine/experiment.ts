/**
 * From a spec to a finished experiment: decode, resolve, compile, run, publish the report.
 *
 * @module
 */
import * as E from "fp-ts/Either.js";
import { pipe } from "fp-ts/function.js";
import * as RTE from "fp-ts/ReaderTaskEither.js";
import { join } from "@std/path/mod.js";
import { planned, type PlannedExperiment } from "../pipeline.ts";
import type { LyapError } from "../program/errors.ts";
import type { Program } from "../program/program.ts";
import { readExperiment } from "../experiment/experiment.ts";
import { reportPath } from "../steps/store/layout.ts";
import { type Resolved, vocabulary } from "../experiment/vocabulary.ts";
import { encodeProvenance, PROVENANCE, type Provenance, provenanceOf } from "./provenance.ts";
import { type Reported, type ReportFiles, type ReportOptions, runAndReport } from "./run_and_report.ts";

export type { ReportFiles };

/** How an experiment is run. */
export interface RunOptions extends ReportOptions {
  /** Default: `quick`. */
  readonly profile?: string;
  /** First seed. Default: as the spec says. */
  readonly seed?: number;
}

/** What came of an experiment. */
export interface ExperimentResult extends Reported {
  readonly plan: PlannedExperiment;
  /** How the trainings were made. */
  readonly provenance: Provenance;
  /** Directory of the report; null when a failed step stood in its way. */
  readonly directory: string | null;
}

/**
 * Decodes an experiment and applies a profile.
 *
 * @param source Where the spec comes from, for messages.
 * @param spec What stands there: an `Experiment` or anything else.
 */
export const resolve = (
  source: string,
  spec: unknown,
  options: { readonly profile?: string; readonly seed?: number },
): E.Either<LyapError, Resolved> =>
  pipe(
    readExperiment(vocabulary, spec, options),
    E.mapLeft((faults): LyapError => ({ _tag: "InvalidSpec", source, faults })),
  );

/**
 * Decodes and compiles an experiment.
 *
 * @param source Where the spec comes from, for messages.
 * @param spec What stands there: an `Experiment` or anything else.
 */
export const planExperiment = (
  source: string,
  spec: unknown,
  options: { readonly profile?: string; readonly seed?: number },
): E.Either<LyapError, PlannedExperiment> => pipe(resolve(source, spec, options), E.map(planned));

/** Copies the files of a report to a directory, all or only those that differ from what lies there. */
export const copyReport = (report: ReportFiles, directory: string): Program<string> => ({ files }) =>
  pipe(
    Object.entries(report),
    RTE.traverseArray(([name, bytes]) => {
      const path = join(directory, name);
      return pipe(
        RTE.fromTaskEither(files.exists(path)),
        RTE.chain((exists) => exists ? RTE.fromTaskEither(files.read(path)) : RTE.right(new Uint8Array(0))),
        RTE.chain((old) =>
          old.length === bytes.length && old.every((byte, index) => byte === bytes[index])
            ? RTE.right(undefined)
            : RTE.fromTaskEither(files.write(path, bytes))
        ),
      );
    }),
    RTE.map(() => directory),
  )(undefined);

/** Where a report lies now, with its provenance beside it; null where there is none. */
const copied = (
  report: ReportFiles | null,
  provenance: Provenance,
  directory: string,
): Program<string | null> =>
  report === null
    ? RTE.right(null)
    : copyReport({ ...report, [PROVENANCE]: encodeProvenance(provenance) }, directory);

/** Runs an experiment, or the rest of it, and puts its report where people find it. */
export const runExperiment = (
  source: string,
  spec: unknown,
  options: RunOptions,
): Program<ExperimentResult> =>
  pipe(
    RTE.fromEither(planExperiment(source, spec, options)),
    RTE.chain((plan) =>
      pipe(
        runAndReport(plan, options),
        RTE.chain((reported) =>
          pipe(
            provenanceOf(plan, options.store),
            RTE.chain((provenance) =>
              pipe(
                copied(
                  reported.report,
                  provenance,
                  reportPath(options.store, plan.experiment, plan.profile),
                ),
                RTE.map((directory): ExperimentResult => ({ plan, ...reported, provenance, directory })),
              )
            ),
          )
        ),
      )
    ),
  );
