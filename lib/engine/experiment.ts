/**
 * From a spec to a finished experiment: decode, resolve, compile, run, publish the report.
 *
 * @module
 */
import * as E from "fp-ts/Either.js";
import { pipe } from "fp-ts/function.js";
import * as RTE from "fp-ts/ReaderTaskEither.js";
import * as TE from "fp-ts/TaskEither.js";
import { dirname, join, relative, resolve as absolute, toFileUrl } from "@std/path/mod.js";
import { planned, type PlannedExperiment } from "../pipeline.ts";
import type { LyapError } from "../core/program/errors.ts";
import type { Program } from "../core/program/program.ts";
import { SPEC_FILE } from "../core/program/typed.ts";
import { FITTED_SERIES } from "../series/file_settings.ts";
import type { DataAccess } from "../steps/step.ts";
import { digestOfBytes } from "../core/codec/canonical.ts";
import { readExperiment } from "../experiment/experiment.ts";
import { withModules } from "../steps/modules.ts";
import { isAsWritten, writeBelow } from "../steps/store/folder.ts";
import { reportPath } from "../steps/store/layout.ts";
import { type Resolved, vocabulary } from "../experiment/vocabulary.ts";
import { encodeProvenance, PROVENANCE, type Provenance, provenanceOf } from "./provenance.ts";
import { NO_DATA } from "./data.ts";
import { withPageLaid } from "./laid_page.ts";
import { type ReportedPlan, type ReportFiles, type ReportOptions, runAndReport } from "./run_and_report.ts";

export type { ReportFiles };

/** How an experiment is run. */
export interface ExperimentOptions extends ReportOptions {
  /** Default: `quick`. */
  readonly profile?: string;
  /** First seed. Default: as the spec says. */
  readonly seed?: number;
}

/** What came of an experiment. */
export interface ExperimentResult extends ReportedPlan {
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
 * @param spec The content of that file: an `Experiment` or anything else.
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
 * @param spec The content of that file: an `Experiment` or anything else.
 */
export const planExperiment = (
  source: string,
  spec: unknown,
  options: { readonly profile?: string; readonly seed?: number },
): E.Either<LyapError, PlannedExperiment> => pipe(resolve(source, spec, options), E.map(planned));

/**
 * A spec whose modules have been brought into the store.
 *
 * @param source The file that holds the spec, to which the paths of modules are relative.
 * @param quiet Whether to leave unsaid that modules are programs. Default: lyap says so of each the first time.
 */
export const readWithModules = (
  source: string,
  spec: unknown,
  store: string | null,
  quiet = false,
): Program<unknown> => withModules(spec, dirname(source), store, quiet);

/**
 * Copies the files of a report to a directory, all or only those that differ from what lies there.
 *
 * @param root The folder that a user named and that may be a link: the directory itself, or the store around it.
 */
export const copyReport = (report: ReportFiles, directory: string, root = directory): Program<string> =>
  pipe(
    Object.entries(report),
    RTE.traverseArray(([name, bytes]) => {
      const below = join(relative(root, directory), name);
      return pipe(
        isAsWritten(root, below, digestOfBytes(bytes)),
        RTE.chain((same) => same ? RTE.right(undefined) : writeBelow(root, below, bytes)),
      );
    }),
    RTE.map(() => directory),
  );

/** A spec as JSON that can be read from any folder: paths of modules are whole. */
const specText = (source: string, spec: unknown): string =>
  JSON.stringify(
    spec,
    (_, value) =>
      typeof value?.module === "string" && value.kind === "module" && !value.module.startsWith("file:")
        ? { ...value, module: toFileUrl(absolute(dirname(source), value.module)).href }
        : value,
    2,
  ) + "\n";

/**
 * A report with its spec beside the page, and with the series of a fit, so that it can be run again from there.
 *
 * @param data Where the series lies.
 */
export const withSpec = (
  report: ReportFiles,
  source: string,
  spec: unknown,
  { directory }: DataAccess,
): Program<ReportFiles> => {
  const text = specText(source, spec);
  const whole = { ...report, [SPEC_FILE]: new TextEncoder().encode(text) };
  return directory === null || !text.includes(JSON.stringify(FITTED_SERIES))
    ? RTE.right(whole)
    : ({ files }) =>
      pipe(
        files.read(join(directory, FITTED_SERIES)),
        TE.match(() => whole, (series) => ({ ...whole, [FITTED_SERIES]: series })),
        TE.fromTask,
      );
};

/**
 * A report with its page as it is laid into a folder. The page of a fit describes files beside the fit,
 * wherever it is put.
 *
 * @param source The file that holds the spec.
 */
export const laidInto = (
  report: ReportFiles,
  folder: string,
  { source, store, data }: { readonly source: string; readonly store: string; readonly data: DataAccess },
): Program<ReportFiles> =>
  withPageLaid(
    report,
    folder,
    report[FITTED_SERIES] === undefined
      ? { store, data: data.directory }
      : { store, typedIn: dirname(source) },
  );

/** Puts a report where people find it, with its spec and its provenance beside it; null if there is none. */
const delivered = (
  report: ReportFiles | null,
  provenance: Provenance,
  { experiment, profile }: PlannedExperiment,
  written: { readonly source: string; readonly spec: unknown },
  { store, data = NO_DATA }: ExperimentOptions,
): Program<string | null> =>
  report === null ? RTE.right(null) : pipe(
    withSpec(report, written.source, written.spec, data),
    RTE.chain((files) =>
      laidInto(files, reportPath(store, experiment, profile), { source: written.source, store, data })
    ),
    RTE.chain((files) =>
      copyReport(
        { ...files, [PROVENANCE]: encodeProvenance(provenance) },
        reportPath(store, experiment, profile),
        store,
      )
    ),
  );

/** Runs an experiment, or the rest of it, and puts its report where people find it. */
export const runExperiment = (
  source: string,
  spec: unknown,
  options: ExperimentOptions,
): Program<ExperimentResult> =>
  pipe(
    RTE.Do,
    RTE.apSW("read", readWithModules(source, spec, options.store)),
    RTE.bindW("plan", ({ read }) => RTE.fromEither(planExperiment(source, read, options))),
    RTE.bindW("reported", ({ plan }) => runAndReport(plan, options)),
    RTE.bindW("provenance", ({ plan }) => provenanceOf(plan, options.store)),
    RTE.bindW("directory", ({ plan, reported, provenance }) =>
      delivered(reported.report?.files ?? null, provenance, plan, { source, spec }, options)),
    RTE.map(({ plan, reported, provenance, directory }) => ({ plan, ...reported, provenance, directory })),
  );
