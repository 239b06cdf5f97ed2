/**
 * Runs experiments from a program or a notebook: what comes out is a value.
 *
 * @module
 */
import { type Either, left } from "fp-ts/Either.js";
import { pipe } from "fp-ts/function.js";
import { fromFileUrl } from "@std/path/mod.js";
import * as RTE from "fp-ts/ReaderTaskEither.js";
import { judgeAll } from "../results/claims/catalogue.ts";
import type { Result, Verdict } from "../results/result.ts";
import { copyReport, planExperiment, readWithModules, type ReportFiles } from "../engine/experiment.ts";
import { refuseHopeless } from "../engine/hopeless.ts";
import { reportOf, runPlan } from "../engine/local.ts";
import { asWritten, inputsOf, makeInMemory } from "../engine/memory.ts";
import { nameOf } from "../engine/process.ts";
import type { Complete } from "../experiment/compose.ts";
import { figureOrReason } from "../report/figures/catalogue.ts";
import { toSvg } from "../report/figures/plot/draw.ts";
import type { Figure } from "../report/figures/plot/figure.ts";
import type { PlannedExperiment } from "../pipeline.ts";
import { badUsage, type LyapError } from "../core/program/errors.ts";
import type { Capabilities, Program } from "../core/program/program.ts";
import { type Artifact, verifyArtifact } from "../steps/store/artifact.ts";
import { artifactPath } from "../steps/store/layout.ts";
import { denoCapabilities, denoTerminal } from "../steps/capabilities.ts";
import { faultOfUser } from "./fault.ts";
import { resultOfArtifacts } from "../steps/result.ts";
import type { DataAccess } from "../steps/step.ts";
import { type Showing, showing } from "./notebook.ts";

/** What came of an experiment. */
export interface Results extends Showing {
  /** What was planned, with the spec of each run. */
  readonly plan: PlannedExperiment;
  /** What was measured: of each dataset, and of each run. */
  readonly evidence: Result;
  /** Which claims hold, with reasons. */
  readonly verdicts: readonly Verdict[];
  /** The figures that the spec asks for. */
  readonly figures: readonly (Figure & Showing)[];
  /** The files of the report, by name: "index.html" is the page. */
  readonly report: ReportFiles;
}

/** What may be chosen of an experiment, wherever it runs. */
export interface InMemoryOptions {
  /** Default: `quick`. */
  readonly profile?: string;
  /** First seed. Default: as the spec says. */
  readonly seed?: number;
  /** Where files of users lie. Default: nowhere. */
  readonly data?: DataAccess;
  /** The file to whose folder paths of modules are relative: `import.meta.url`. Default: they are to the working directory. */
  readonly beside?: string | URL;
  /** Whether it is also begun where it takes more than a day, or more memory than there is. Default: no. */
  readonly yes?: boolean;
}

/** How an experiment is run with a process per step. */
export interface RunOptions extends InMemoryOptions {
  /** How many steps run side by side. Default: one per core. */
  readonly jobs?: number;
  /** Folder in which artifacts are kept. Default: ".lyap". */
  readonly store?: string;
}

/** The path of a file that a program names by its path or its address. */
const pathOf = (file: string | URL): string =>
  file instanceof URL || file.startsWith("file:") ? fromFileUrl(file) : file;

/** Where errors say that they are. */
const SOURCE = "the experiment";

const escaped = (text: string): string => text.replaceAll("&", "&amp;").replaceAll("<", "&lt;");

/** A figure that a notebook shows. */
export const shownFigure = (figure: Figure, id?: string): Figure & Showing =>
  showing(
    figure,
    (it) => ({
      "image/svg+xml": toSvg(it, id === undefined ? {} : { id }),
    }),
  );

const htmlOf = (
  { evidence, verdicts, figures }: Omit<Results, keyof Showing>,
): string =>
  [
    `<h2>${escaped(evidence.title)}</h2>`,
    "<ul>",
    ...verdicts.map(({ verdict, statement, because }) =>
      `<li><b>${verdict}</b>: ${escaped(statement)} ${escaped(because)}</li>`
    ),
    "</ul>",
    ...figures.map((figure, index) => toSvg(figure, { id: `figure${index + 1}` })),
  ].join("\n");

const resultsOf = (
  plan: PlannedExperiment,
  inputs: Readonly<Record<string, Artifact>>,
  report: ReportFiles,
) =>
  pipe(
    resultOfArtifacts(asWritten(plan.report.spec), inputs),
    RTE.fromEither<LyapError, Result, Capabilities>,
    RTE.map((evidence): Results => {
      const figures = plan.report.spec.figures.map((figure) => shownFigure(figureOrReason(figure, evidence)));
      const verdicts = judgeAll(plan.report.spec.claims, evidence);
      return showing(
        { plan, evidence, verdicts, figures, report },
        (results) => ({ "text/html": htmlOf(results) }),
      );
    }),
  );

/** What the store holds of the inputs of the report. */
const fromStore = (
  plan: PlannedExperiment,
  store: string,
): Program<Readonly<Record<string, Artifact>>> =>
  pipe(
    Object.entries(plan.report.inputs),
    RTE.traverseSeqArray(([name, planned]) =>
      pipe(
        verifyArtifact(artifactPath(store, nameOf(planned)), planned.key),
        RTE.map((artifact) => [name, artifact] as const),
      )
    ),
    RTE.map((entries) => Object.fromEntries(entries)),
  );

/** How many steps run side by side. */
const coresFor = (jobs: number | undefined): Program<number> =>
  pipe(
    RTE.asks(({ cores }: Capabilities) => jobs ?? cores),
    RTE.filterOrElseW(
      (side) => Number.isInteger(side) && side >= 1,
      (side) => badUsage(`jobs is ${side}`, "give a whole number, 1 or more"),
    ),
  );

/**
 * Runs an experiment as `lyap run` does, with a process per step, and reads its results.
 *
 * @returns A program: nothing happens before `here` runs it. Left: a spec that does not decode, or why the first step
 * failed that did.
 */
export const run = (
  { jobs, store = ".lyap", data, beside = "", yes = false, ...which }: RunOptions = {},
): (spec: Complete) => Program<Results> =>
(spec) =>
  pipe(
    RTE.Do,
    RTE.apSW("side", coresFor(jobs)),
    RTE.bindW("read", () => readWithModules(pathOf(beside), spec, store, true)),
    RTE.bindW("plan", ({ read }) => RTE.fromEither(planExperiment(SOURCE, read, which))),
    RTE.bindW("made", ({ plan, side }) =>
      runPlan(plan, {
        store,
        jobs: side,
        beforehand: refuseHopeless(side, yes),
        ...(data === undefined ? {} : { data }),
      })),
    RTE.bindW("report", ({ made }) => reportOf(made)),
    RTE.bindW("inputs", ({ plan }) => fromStore(plan, store)),
    RTE.chainW(({ plan, inputs, report }) => resultsOf(plan, inputs, report)),
  );

/** Runs an experiment in this process and in memory: no store, no other process, the same results. */
export const runInMemory = (
  { data, beside = "", yes = false, ...which }: InMemoryOptions = {},
): (spec: Complete) => Program<Results> =>
(spec) =>
  pipe(
    RTE.Do,
    RTE.apSW("read", readWithModules(pathOf(beside), spec, null, true)),
    RTE.bindW("plan", ({ read }) => RTE.fromEither(planExperiment(SOURCE, read, which))),
    RTE.chainFirstW(({ plan }) => refuseHopeless(1, yes)(plan, new Set(plan.steps.map(({ id }) => id)))),
    RTE.bindW("made", ({ plan }) => makeInMemory(plan, data === undefined ? {} : { data })),
    RTE.chainW(({ plan, made }) =>
      resultsOf(plan, inputsOf(plan.report, made), made.get(plan.report.key)!.files)
    ),
  );

/** Writes the page and the figures of an experiment into a folder as soon as it has run. */
export const writeReport = (folder: string): (results: Program<Results>) => Program<Results> => (results) =>
  pipe(results, RTE.chainFirst(({ report }) => copyReport(report, folder)));

/**
 * Makes a program happen on this machine.
 *
 * @returns What came out, or the error as a value, which `describeError` puts into words.
 */
export const here = async <A>(program: Program<A>): Promise<Either<LyapError, A>> => {
  try {
    return await program({ ...denoCapabilities, terminal: denoTerminal({ quiet: true }) })();
  } catch (error) {
    const fault = faultOfUser(error);
    if (fault === null) throw error;
    return left(fault);
  }
};
