/**
 * From a user's files to trained networks and a report.
 *
 * @module
 */
import * as E from "fp-ts/Either.js";
import { pipe } from "fp-ts/function.js";
import * as RTE from "fp-ts/ReaderTaskEither.js";
import { join } from "@std/path/mod.js";
import type { Level, Motion } from "../claims/reconstruction.ts";
import { FITTED_SERIES } from "../datasets/file_settings.ts";
import type { ImportedSeries, ImportSettings } from "../datasets/import/imported.ts";
import { copyReport, runExperiment } from "../engines/experiment.ts";
import type { LyapError } from "../program/errors.ts";
import type { Capabilities, Program } from "../program/program.ts";
import { importLines } from "../report/import_lines.ts";
import type { ResultDocument } from "../report/document.ts";
import { canonicalJson } from "../spec/canonical.ts";
import { importFiles } from "../steps/source_files.ts";
import { type Purchase, sizesFor } from "./budget.ts";
import { bothCosts } from "./calibrate.ts";
import type { FitCells, Preparation } from "./compose.ts";
import { type Design, designOf, experimentOf } from "./design.ts";
import { exportNetwork } from "./export.ts";
import { encodeMatrix } from "./simulate.ts";

/** What is fitted, and how. */
export interface FitOptions {
  /** The files, each a trial. */
  readonly files: readonly string[];
  /** Where the result goes. */
  readonly out: string;
  /** How long to wait, in minutes. Default: 4. */
  readonly minutes?: number;
  /** The first seed. Default: 1. */
  readonly seed?: number;
  /** How the files are read. Default: all is found from them. */
  readonly import?: ImportSettings;
  /** What is done to the series before. Default: nothing. */
  readonly preparation?: Preparation;
  /** The cells. Default: a PLRNN under sparse forcing and a shallow PLRNN under generalized forcing. */
  readonly cells?: Partial<FitCells>;
  /** Where artifacts are kept. Default: ".lyap". */
  readonly store?: string;
  /** Steps that run side by side. Default: the cores of this machine. */
  readonly jobs?: number;
}

/** What came of a fit. */
export interface FitResult {
  /** How much of the dynamics the chosen network has. */
  readonly level: Level;
  /** What the data are. */
  readonly motion: Motion;
  /** The verdict and why. */
  readonly because: string;
  /** Id of the chosen run; null where all diverged. */
  readonly chosen: string | null;
  /** What was understood of the files. */
  readonly understood: readonly string[];
  /** What was trained. */
  readonly plan: Purchase;
  /** The result of the experiment. */
  readonly result: ResultDocument;
  /** The page of the report. */
  readonly page: string;
}

/** Minutes to wait unless told otherwise. */
export const DEFAULT_MINUTES = 4;

const note = (line: string): Program<void> => ({ terminal }) => async () => {
  await Promise.resolve();
  terminal.note(line);
  return E.right(undefined);
};

const write = (path: string, bytes: Uint8Array): Program<void> => ({ files }) => files.write(path, bytes);

const encoded = (value: unknown): Uint8Array =>
  new TextEncoder().encode(JSON.stringify(value, null, 2) + "\n");

/** Seconds of one core that a run takes besides its updates: three processes, exponents, free runs and measures. */
const SECONDS_PER_RUN = 3;
/** Seconds for the report. */
const SECONDS_FOR_REPORT = 8;

/** Milliseconds that a program takes, with what it gives. */
const timed = <A>(program: Program<A>): Program<{ readonly value: A; readonly seconds: number }> =>
(
  capabilities,
) =>
async () => {
  const begin = capabilities.clock();
  const result = await program(capabilities)();
  return pipe(result, E.map((value) => ({ value, seconds: (capabilities.clock() - begin) / 1000 })));
};

const planOf =
  (design: Design, options: FitOptions, estimateSeconds: number): Program<Purchase> => (capabilities) =>
    pipe(
      bothCosts(design.timed.sparse, design.timed.generalized, design.training),
      RTE.map((costs) =>
        sizesFor(
          options.minutes ?? DEFAULT_MINUTES,
          // The estimate has been made once and is made again by the step that makes the dataset.
          { ...costs, perRun: SECONDS_PER_RUN, once: 2 * estimateSeconds + SECONDS_FOR_REPORT },
          options.jobs ?? capabilities.cores,
        )
      ),
    )(capabilities);

const planLine = (
  { sizes: { intervals, strengths, seeds, epochs }, seconds, withinBudget }: Purchase,
): string =>
  `trains ${(intervals + strengths) * seeds} networks (${intervals} τ, ${strengths} α, ${seeds} ${
    seeds === 1 ? "seed" : "seeds"
  }) for ${epochs} epochs; about ${Math.ceil(seconds / 60)} min` +
  (withinBudget ? "" : ", more than the budget: nothing smaller is worth while");

/** What the claim of the experiment says, as the page has it. */
const verdictOf = (result: ResultDocument) => {
  const [claim] = result.claims;
  const { level, motion, chosen } = claim!.evidence as {
    readonly level: Level;
    readonly motion: Motion;
    readonly chosen: string | null;
  };
  return { level, motion, chosen, because: claim!.because };
};

const run = (
  options: FitOptions,
  imported: ImportedSeries,
  design: Design,
  plan: Purchase,
): Program<FitResult> => {
  const understood = importLines(imported);
  const experiment = experimentOf(design, plan.sizes, options.seed ?? 1, understood);
  const { out } = options;
  return (capabilities: Capabilities) =>
    pipe(
      write(join(out, FITTED_SERIES), encodeMatrix(imported.series)),
      RTE.chain(() => write(join(out, "experiment.json"), encoded(experiment))),
      RTE.chain(() =>
        runExperiment(join(out, "experiment.json"), experiment, {
          store: options.store ?? ".lyap",
          jobs: options.jobs ?? capabilities.cores,
          data: { directory: out, mayDownload: false },
        })
      ),
      RTE.chain(({ plan: steps, result }): Program<FitResult> => {
        const { report, failed } = result;
        if (report === null) {
          const [first] = failed;
          return RTE.left<Capabilities, LyapError, FitResult>(
            first?.error ??
              { _tag: "StepFailed", step: "report", what: "no report was made", code: 3 },
          );
        }
        const document = JSON.parse(
          new TextDecoder().decode(report.files["result.json"]),
        ) as ResultDocument;
        const verdict = verdictOf(document);
        const { estimate, proposals } = design;
        const { because, lambda1, standardError, forcingInterval } = estimate;
        return pipe(
          copyReport(report.files, out),
          RTE.chain(() =>
            verdict.chosen === null ? RTE.right(undefined) : exportNetwork({
              steps,
              store: options.store ?? ".lyap",
              run: verdict.chosen,
              out,
              imported,
            })
          ),
          RTE.chain(() =>
            write(
              join(out, "fit.json"),
              encoded(JSON.parse(canonicalJson({
                understood,
                stationarity: imported.stationarity,
                estimate: { verdict: estimate.verdict, because, lambda1, standardError, forcingInterval },
                proposals,
                sizes: plan.sizes,
                verdict,
              }))),
            )
          ),
          RTE.map((): FitResult => ({
            ...verdict,
            understood,
            plan,
            result: document,
            page: join(out, "index.html"),
          })),
        );
      }),
    )(capabilities);
};

/**
 * Fits networks to a recording: reads the files, finds what they hold, proposes how to train, trains within the time
 * budget, chooses on the validation part, judges on the held-out part, and writes the report, the chosen network and the
 * complete experiment into a folder. Nothing is written before the files are understood.
 *
 * How much is trained depends on how fast this machine is, and then stands in `experiment.json`: `lyap run
 * FOLDER/experiment.json` gives the same bits.
 *
 * @errors BadInput for files that hold no series, with row and column; CannotCompute for a series that cannot be
 * analysed; EnvironmentFault for files that are not there or a disk that is full.
 */
export const fit = (options: FitOptions): Program<FitResult> =>
  pipe(
    importFiles(options.files, options.import ?? {}),
    RTE.chainFirst((imported) => note(importLines(imported).join("\n"))),
    RTE.chain((imported) =>
      pipe(
        timed(RTE.fromIOEither(() => designOf(imported, options))),
        RTE.chainFirst(({ value: { estimate, proposals } }) =>
          note(`the series is ${estimate.verdict}: ${estimate.because}\n${proposals.because}`)
        ),
        RTE.chain(({ value: design, seconds }) =>
          pipe(
            planOf(design, options, seconds),
            RTE.chainFirst((plan) => note(planLine(plan))),
            RTE.chain((plan) => run(options, imported, design, plan)),
          )
        ),
      )
    ),
  );
