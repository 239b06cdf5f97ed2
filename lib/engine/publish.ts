/**
 * Publishes an experiment: runs what its ledger lacks, and writes each run into the ledger as soon as it is done.
 *
 * What the ledger holds is not run again, no matter which machine made it; so a publication goes on where it stopped. The
 * networks of each run are kept beside the ledger, in a file of their own.
 *
 * @module
 */
import { pipe } from "fp-ts/function.js";
import * as RTE from "fp-ts/ReaderTaskEither.js";
import { emptyLedger, type Ledger, type PublishedRun } from "../results/ledger/ledger.ts";
import type { LyapError } from "../core/program/errors.ts";
import type { Capabilities, Program } from "../core/program/program.ts";
import { NUMERICS_VERSION } from "../core/codec/version.ts";
import { type Measured, planned, type PlannedExperiment, runs as runsOf } from "../pipeline.ts";
import { graphOf, type PlannedStep } from "../steps/plan.ts";
import type { Resolved } from "../experiment/vocabulary.ts";
import { readLedger } from "./ledger_file.ts";
import { type EngineOptions, type PlanResult, runPlan } from "./local.ts";
import { hasNetworks, readNetworks } from "./network_file.ts";
import { publishRun } from "./publish_run.ts";
import { forgetTaken, takeTrainings } from "./take.ts";

/** How an experiment is published. */
export interface PublishOptions extends EngineOptions {
  /** The directory of the ledgers. */
  readonly ledger: string;
  /** Whether runs that were published without their networks are made again. Default: no. */
  readonly networks?: boolean;
  /** Whether trainings are made that a ledger has. Default: they are taken from there. */
  readonly retrain?: boolean;
}

/** What came of a publication. */
export interface Publication {
  /** The ledger as it is now. */
  readonly ledger: Ledger;
  /** What ran for it; null if nothing was to do. */
  readonly result: PlanResult | null;
  /** Why runs of the store were not published: they differ from what was. */
  readonly refused: readonly LyapError[];
}

/** The ids of the runs that a ledger holds as they would be made today. */
export const publishedIds = (ledger: Ledger | null, plan: PlannedExperiment): ReadonlySet<string> =>
  new Set(
    ledger?.runs.filter(({ id, key }) => plan.runs.some((run) => run.id === id && run.measures.key === key))
      .map(({ id }) => id) ?? [],
  );

/** The runs of a ledger that are as they would be made today: those of an older spec are left out, and their data. */
export const currentPart = (ledger: Ledger, plan: PlannedExperiment): Ledger => {
  const current = publishedIds(ledger, plan);
  const runs = ledger.runs.filter(({ id }) => current.has(id));
  return { ...ledger, runs, data: ledger.data.filter(({ key }) => runs.some(({ data }) => data === key)) };
};

/** Where runs come from and where they go. */
type Places = Pick<PublishOptions, "store" | "ledger">;

const ledgerOf = ({ name, profile }: Resolved, directory: string): Program<Ledger> =>
  pipe(
    readLedger(directory, name),
    RTE.map((found) => found ?? emptyLedger(name, profile, NUMERICS_VERSION)),
  );

/** Whether all is published of a run that can be: its networks, proved, and the digests of its states. */
const isWhole = (run: PublishedRun, experiment: string, directory: string): Program<boolean> =>
  !hasNetworks(run) || run.training.states.length === 0 ? RTE.right(false) : pipe(
    readNetworks(directory, experiment, run),
    RTE.map(() => true),
    RTE.orElse((error) =>
      error._tag === "BadInput" ? RTE.right<Capabilities, LyapError, boolean>(false) : RTE.left(error)
    ),
  );

/** The runs that a ledger lacks, and those of which it lacks something or all. */
interface Lacking {
  readonly missing: readonly string[];
  readonly incomplete: readonly string[];
}

const lacking = (experiment: Resolved, ledger: Ledger, directory: string): Program<Lacking> => {
  const { runs } = currentPart(ledger, planned(experiment));
  const ids = experiment.runs.map(({ id }) => id);
  return pipe(
    runs,
    RTE.traverseSeqArray((run) =>
      pipe(isWhole(run, experiment.name, directory), RTE.map((whole) => whole ? [run.id] : []))
    ),
    RTE.map((whole): Lacking => ({
      missing: ids.filter((id) => !runs.some((run) => run.id === id)),
      incomplete: ids.filter((id) => !whole.flat().includes(id)),
    })),
  );
};

/** Publishes runs that the store holds. @returns Why some of them were refused. */
const pickUp = (
  experiment: Resolved,
  ids: readonly string[],
  places: Places,
): Program<readonly LyapError[]> => {
  return pipe(
    planned(experiment).runs.filter(({ id }) => ids.includes(id)),
    RTE.traverseSeqArray((run): Program<readonly LyapError[]> =>
      pipe(
        publishRun(experiment, run, places),
        RTE.map((): readonly LyapError[] => []),
        RTE.orElse((error) => RTE.right<Capabilities, LyapError, readonly LyapError[]>([error])),
      )
    ),
    RTE.map((errors) => errors.flat()),
  );
};

const publishIds = (experiment: Resolved, ids: readonly string[], places: Places): Program<Publication> =>
  pipe(
    pickUp(experiment, ids, places),
    RTE.chain((refused) =>
      pipe(
        ledgerOf(experiment, places.ledger),
        RTE.map((ledger): Publication => ({ ledger, result: null, refused })),
      )
    ),
  );

/** Publishes the runs of an experiment that the store holds and the ledger lacks, and runs nothing. */
export const publishFinished = (experiment: Resolved, places: Places): Program<Publication> =>
  pipe(
    ledgerOf(experiment, places.ledger),
    RTE.chain((ledger) => lacking(experiment, ledger, places.ledger)),
    RTE.chain(({ incomplete }) => publishIds(experiment, incomplete, places)),
  );

/** Publishes the runs of somebody else's store, and holds those that are published already against them. */
export const publishStore = (experiment: Resolved, places: Places): Program<Publication> =>
  publishIds(experiment, experiment.runs.map(({ id }) => id), places);

/** Publishes the runs of an experiment that the store holds, then makes those that the ledger still lacks. */
export const publish = (experiment: Resolved, options: PublishOptions): Program<Publication> => {
  const { store, ledger: directory, retrain = false } = options;
  const make = (ids: readonly string[]): Program<PlanResult | null> => {
    const plan = graphOf(runsOf(experiment.runs.filter(({ id }) => ids.includes(id))));
    const afterwards = (step: PlannedStep): Program<void> =>
      pipe(
        plan.made.filter(({ measures }) => measures === step),
        RTE.traverseSeqArray((run: Measured) => publishRun(experiment, run, options)),
        RTE.map(() => undefined),
      );
    return ids.length === 0 ? RTE.right(null) : pipe(
      retrain ? forgetTaken(plan, store) : RTE.right(undefined),
      RTE.chain(() => takeTrainings(plan, store, retrain ? null : directory)),
      RTE.chain(() => runPlan(plan, { ...options, afterwards })),
    );
  };
  return pipe(
    RTE.Do,
    RTE.apSW("before", publishFinished(experiment, options)),
    RTE.bindW("lacks", ({ before }) => lacking(experiment, before.ledger, directory)),
    RTE.bindW("result", ({ lacks }) => make(options.networks === true ? lacks.incomplete : lacks.missing)),
    RTE.bindW("ledger", () => ledgerOf(experiment, directory)),
    RTE.map(({ before: { refused }, result, ledger }): Publication => ({ ledger, result, refused })),
  );
};
