/**
 * Which published runs an audit makes again.
 *
 * @module
 */
import { pipe } from "fp-ts/function.js";
import * as RTE from "fp-ts/ReaderTaskEither.js";
import type { Ledger, PublishedRun } from "../results/ledger/ledger.ts";
import { distinctIntegers, stream } from "../numerics/random.ts";
import type { Program } from "../core/program/program.ts";
import { planned } from "../pipeline.ts";
import type { DataAccess } from "../steps/step.ts";
import { stateShares } from "../steps/states.ts";
import type { AuditKind } from "../results/verification/verification.ts";
import type { Published } from "./audit.ts";
import { absentFiles } from "./data.ts";
import type { Resolved } from "../experiment/vocabulary.ts";
import { hasNetworks } from "./network_file.ts";

/** Runs that were drawn, from how many, and how many could not be. */
export interface Drawn {
  readonly drawn: readonly Published[];
  /** Runs that could be drawn. */
  readonly among: number;
  /** Runs whose data is not here. */
  readonly withoutData: number;
}

/** The shares of a training after which its state is compared. */
export const auditShares: readonly number[] = stateShares;

/** Whether enough was published of a run for an audit. */
const canBeAudited = (run: PublishedRun, { kind }: AuditKind): boolean =>
  kind === "whole" ||
  (hasNetworks(run) &&
    (kind === "evaluation" || run.training.states.length > 0 || run.outcome.kind === "diverged"));

/** The ids of the runs of an experiment whose data is not here. */
const runsWithoutData = (experiment: Resolved, data: DataAccess): Program<ReadonlySet<string>> => {
  const plan = planned(experiment);
  return pipe(
    absentFiles(plan, new Set(plan.steps.map(({ id }) => id)), data),
    RTE.map((absent) =>
      new Set(
        plan.runs.filter(({ data: { files = [] } }) =>
          files.some((file) => absent.some(({ sha256 }) => sha256 === file.sha256))
        ).map(({ id }) => id),
      )
    ),
  );
};

/** The names of the streams that draw: each kind of audit has one of its own. */
const streams = {
  whole: "audit",
  beginning: "audit of beginnings",
  evaluation: "audit of evaluations",
} as const;

/**
 * Draws published runs, every choice equally likely; all of them where fewer are published.
 *
 * Runs of which too little was published for the audit are not drawn, nor are those whose data is not here.
 *
 * @param experiments As they are today, in the profile of the ledgers.
 */
export const drawPublished = (
  ledgers: readonly Ledger[],
  experiments: readonly Resolved[],
  kind: AuditKind,
  { count, seed, data }: { readonly count: number; readonly seed: number; readonly data: DataAccess },
): Program<Drawn> =>
  pipe(
    ledgers,
    RTE.traverseSeqArray((ledger) => {
      const experiment = experiments.find(({ name }) => name === ledger.experiment) ?? null;
      const runs = ledger.runs.filter((run) => canBeAudited(run, kind));
      return pipe(
        experiment === null ? RTE.right(new Set<string>()) : runsWithoutData(experiment, data),
        RTE.map((without) => ({
          withData: runs.filter(({ id }) => !without.has(id)).map((run) => ({ ledger, run, experiment })),
          withoutData: runs.filter(({ id }) => without.has(id)).length,
        })),
      );
    }),
    RTE.map((found): Drawn => {
      const all: readonly Published[] = found.flatMap(({ withData }) => withData);
      const chosen = distinctIntegers(
        stream(seed, streams[kind.kind]),
        Math.min(count, all.length),
        all.length,
      );
      return {
        drawn: [...chosen].map((index) => all[index]!),
        among: all.length,
        withoutData: found.reduce((sum, { withoutData }) => sum + withoutData, 0),
      };
    }),
  );
