/**
 * What the store is given before nodes work on a plan: what ledgers and other stores hold of it, and data that has to be
 * downloaded. Nodes often have no network, and need not see ledgers; and what is there is not planned twice.
 *
 * @module
 */
import { pipe } from "fp-ts/function.js";
import * as RTE from "fp-ts/ReaderTaskEither.js";
import type { PlannedExperiment } from "../../pipeline.ts";
import { failWith, type Program } from "../../core/program/program.ts";
import type { StepGraph } from "../../steps/plan.ts";
import { absentFiles, dataNotPresent, NO_DATA } from "../data.ts";
import { takeArtifacts } from "../fallback.ts";
import { runPlan } from "../local.ts";
import { missingSteps } from "../missing.ts";
import type { ReportOptions } from "../run_and_report.ts";
import { forgetTaken, takeTrainings } from "../take.ts";

/** Where things come from, as for `lyap run`. */
export type Sources = Omit<ReportOptions, "jobs">;

/** A plan, and what the store has of it. */
export interface Provisioned {
  /** What nodes make. It has no report where trainings were taken, for then it is drawn by `lyap run` and not stored. */
  readonly plan: PlannedExperiment;
  /** Trainings that were taken from ledgers, now or earlier. */
  readonly taken: number;
  /** Steps that the store lacks. */
  readonly missing: number;
}

/** Ids of steps without some others. */
const without = (ids: ReadonlySet<string>, others: Iterable<string>): ReadonlySet<string> => {
  const left = new Set(ids);
  for (const id of others) left.delete(id);
  return left;
};

/** What a plan is without its report where some of its trainings were taken. */
const drawable = (planned: PlannedExperiment, taken: number): PlannedExperiment =>
  taken === 0 ? planned : { ...planned, steps: planned.steps.filter(({ step }) => step !== "report") };

/** What is still missing when other stores have been asked. */
const takeFallbacks = (
  { steps }: StepGraph,
  { store, fallbacks = [] }: Sources,
  missing: ReadonlySet<string>,
): Program<ReadonlySet<string>> =>
  pipe(
    takeArtifacts(store, fallbacks, steps.filter(({ id }) => missing.has(id))),
    RTE.map((taken) => without(missing, taken)),
  );

/** Refuses a plan of which a file is not there, and makes the datasets of those that may have to be downloaded. */
const makeDownloads = (
  plan: StepGraph,
  { store, data = NO_DATA }: Sources,
  missing: ReadonlySet<string>,
): Program<ReadonlySet<string>> => {
  const remote = plan.steps.filter(({ id, files = [] }) =>
    missing.has(id) && data.mayDownload && files.some(({ address }) => address !== "")
  );
  return pipe(
    absentFiles(plan, missing, data),
    RTE.chain(([absent]): Program<unknown> =>
      absent === undefined ? RTE.right(undefined) : failWith(dataNotPresent(absent, data))
    ),
    RTE.chain((): Program<ReadonlySet<string>> =>
      remote.length === 0 ? RTE.right(missing) : pipe(
        runPlan({ steps: remote }, { store, data, jobs: 1 }),
        RTE.chain(({ failed: [first], made }): Program<ReadonlySet<string>> =>
          first === undefined ? RTE.right(without(missing, made)) : failWith(first.error)
        ),
      )
    ),
  );
};

/** Gives the store what nodes need not make, or cannot, and sets aside what is damaged in it. */
export const provision = (planned: PlannedExperiment, sources: Sources): Program<Provisioned> => {
  const { store, ledger, retrain = false } = sources;
  return pipe(
    retrain ? forgetTaken(planned, store) : RTE.right(undefined),
    RTE.chain(() => takeTrainings(planned, store, retrain ? null : ledger ?? null)),
    RTE.chain(({ size: taken }) => {
      const plan = drawable(planned, taken);
      return pipe(
        missingSteps(plan, store),
        RTE.chain(({ missing }) => takeFallbacks(plan, sources, missing)),
        RTE.chain((missing) => makeDownloads(plan, sources, missing)),
        RTE.map(({ size: missing }): Provisioned => ({ plan, taken, missing })),
      );
    }),
  );
};
