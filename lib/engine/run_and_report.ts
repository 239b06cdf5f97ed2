/**
 * Runs a plan to its report, from trainings that were made here or taken from ledgers.
 *
 * @module
 */
import * as E from "fp-ts/Either.js";
import { pipe } from "fp-ts/function.js";
import * as RTE from "fp-ts/ReaderTaskEither.js";
import type { Program } from "../core/program/program.ts";
import { type WrittenReport, writtenReport } from "../report/document.ts";
import type { Artifact } from "../steps/store/artifact.ts";
import { lookUp } from "../steps/store/store.ts";
import type { PlannedStep, StepGraph } from "../steps/plan.ts";
import { type EngineOptions, type PlanResult, runPlan } from "./local.ts";
import { nameOf } from "./process.ts";
import { forgetTaken, takeTrainings } from "./take.ts";

/**
 * The files of a report, by their names.
 *
 * @internal
 */
export type ReportFiles = WrittenReport["files"];

/** How a plan is run to its report. */
export interface ReportOptions extends EngineOptions {
  /** The directory of the ledgers from which trainings are taken. Default: none. */
  readonly ledger?: string;
  /** Whether trainings that were taken before are made after all. Default: no. */
  readonly retrain?: boolean;
}

/** What came of a plan, and its report; null when a failed step stood in its way. */
export interface ReportedPlan {
  readonly result: PlanResult;
  readonly report: WrittenReport | null;
}

/** The artifacts that a report reads, by the names under which it knows them. */
const inputsOfReport = (plan: StepGraph, store: string): Program<Readonly<Record<string, Artifact>>> =>
  pipe(
    Object.entries(plan.steps.find(({ step }) => step === "report")?.inputs ?? {}),
    RTE.traverseSeqArray(([name, planned]) =>
      pipe(
        lookUp(store, nameOf(planned)),
        RTE.chainEitherK((stored) =>
          stored.kind === "present" ? E.right([name, stored.artifact] as const) : E.left(
            stored.kind === "damaged" ? stored.fault : {
              _tag: "DamagedArtifact" as const,
              artifact: planned.id,
              file: "manifest.json",
              what: "is missing",
            },
          )
        ),
      )
    ),
    RTE.map((entries) => Object.fromEntries(entries)),
  );

/**
 * The report, drawn in this process and not stored: the histories of trainings that were taken are thinned, so it is not
 * the one that has the name of the report in the plan.
 */
const drawReport = (plan: StepGraph, store: string): Program<ReportFiles> =>
  pipe(
    inputsOfReport(plan, store),
    RTE.chain((inputs) => (capabilities) => async () => {
      const { reportStep } = await import("../steps/report.ts");
      const { spec } = plan.steps.find((step): step is PlannedStep<"report"> => step.step === "report")!;
      const work = { data: { directory: null, mayDownload: false }, directory: "", report: () => {} };
      return await reportStep.run(spec, inputs, work)(capabilities)();
    }),
  );

/** Runs what the store lacks of a plan; trainings whose networks were published are taken, and not made. */
export const runAndReport = (plan: StepGraph, options: ReportOptions): Program<ReportedPlan> => {
  const { store, ledger, retrain = false } = options;
  const whole = pipe(
    runPlan(plan, options),
    RTE.map((result): ReportedPlan => ({
      result,
      report: result.report === null ? null : writtenReport(result.report.files),
    })),
  );
  const fromTaken = pipe(
    runPlan({ steps: plan.steps.filter(({ step }) => step !== "report") }, options),
    RTE.chain((result): Program<ReportedPlan> =>
      result.failed.length + result.skipped.length > 0 ? RTE.right({ result, report: null }) : pipe(
        drawReport(plan, store),
        RTE.map((files): ReportedPlan => ({ result, report: writtenReport(files) })),
      )
    ),
  );
  return pipe(
    retrain ? forgetTaken(plan, store) : RTE.right(undefined),
    RTE.chain(() => takeTrainings(plan, store, retrain ? null : ledger ?? null)),
    RTE.chain((taken) => taken.size === 0 ? whole : fromTaken),
  );
};
