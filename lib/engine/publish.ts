/**
 * Publishes an experiment: runs what its ledger lacks, and writes each run into the ledger as soon as it is done.
 *
 * What the ledger holds is not run again, on whatever machine it was made; so a publication goes on where it stopped.
 *
 * @module
 */
import * as E from "fp-ts/Either.js";
import { pipe } from "fp-ts/function.js";
import * as RTE from "fp-ts/ReaderTaskEither.js";
import { publishedData, publishedRun } from "../results/ledger/evidence.ts";
import { emptyLedger, type Ledger, type PublishedData, withRun } from "../results/ledger/ledger.ts";
import { type Measured, planned, type PlannedExperiment, runs as runsOf } from "../pipeline.ts";
import type { LyapError } from "../program/errors.ts";
import type { Program } from "../program/program.ts";
import { NUMERICS_VERSION } from "../codec/version.ts";
import type { Artifact } from "../steps/store/artifact.ts";
import { lookUp } from "../steps/store/store.ts";
import type { DatasetRecord } from "../steps/dataset.ts";
import { dataEvidence, runEvidence } from "../steps/evidence.ts";
import { readRecord } from "../steps/files.ts";
import { graphOf } from "../steps/plan.ts";
import type { Resolved } from "../experiment/vocabulary.ts";
import { changeLedger, readLedger } from "./ledger_file.ts";
import { type EngineOptions, type PlanResult, runPlan } from "./local.ts";
import { nameOf } from "./process.ts";

/** What came of a publication. */
export interface Publication {
  /** The ledger as it is now. */
  readonly ledger: Ledger;
  /** What ran for it; null where nothing was to do. */
  readonly result: PlanResult | null;
}

type RunArtifacts = Readonly<Record<"data" | "network" | "exponents" | "measures", Artifact>>;

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

/** The artifacts of a run; null while one of them is missing. */
const artifactsOf = (
  { data, network, exponents, measures }: Measured,
  store: string,
): Program<RunArtifacts | null> =>
  pipe(
    Object.entries({ data, network, exponents, measures }),
    RTE.traverseArray(([name, planned]) =>
      pipe(lookUp(store, nameOf(planned)), RTE.map((stored) => [name, stored] as const))
    ),
    RTE.map((found) =>
      found.every(([, stored]) => stored.kind === "present")
        ? Object.fromEntries(
          found.map(([name, stored]) => [name, (stored as { readonly artifact: Artifact }).artifact]),
        ) as RunArtifacts
        : null
    ),
  );

const dataOf = (
  ledger: Ledger,
  run: Measured,
  dataset: Artifact,
): E.Either<LyapError, PublishedData> => {
  const known = ledger.data.find(({ key }) => key === dataset.manifest.key);
  return known !== undefined ? E.right(known) : pipe(
    E.Do,
    E.bindW("evidence", () => dataEvidence(dataset, run.data.id, run.settings)),
    E.bindW("record", () => readRecord<DatasetRecord>(dataset, "dataset.json")),
    E.map(({ evidence, record }) => publishedData(dataset.manifest.key, evidence, record.references)),
  );
};

/** Writes a finished run into the ledger, which other processes may be writing too. */
const publishRun = (
  experiment: Resolved,
  run: Measured,
  options: EngineOptions & { readonly ledger: string },
): Program<void> => {
  const add = (artifacts: RunArtifacts) => (ledger: Ledger): E.Either<LyapError, Ledger> => {
    return pipe(
      E.Do,
      E.bindW("data", () => dataOf(ledger, run, artifacts.data)),
      E.bindW("evidence", () => runEvidence({ ...run, data: run.data.id }, artifacts)),
      E.map(({ data, evidence }) => {
        const published = publishedRun(evidence, {
          key: artifacts.measures.manifest.key,
          data: data.key,
          artifacts: {
            dataset: artifacts.data.manifest.content,
            train: artifacts.network.manifest.content,
            lyapunov: artifacts.exponents.manifest.content,
            evaluate: artifacts.measures.manifest.content,
          },
        });
        return withRun(ledger, published, data, experiment.runs.map((each) => each.id));
      }),
    );
  };
  return pipe(
    artifactsOf(run, options.store),
    RTE.chain((artifacts) =>
      artifacts === null
        ? RTE.right(undefined)
        : changeLedger(options.ledger, experiment.name, (ledger) =>
          pipe(
            add(artifacts)(ledger ?? emptyLedger(experiment.name, experiment.profile, NUMERICS_VERSION)),
            E.map((changed) => ({ ...changed, numerics: NUMERICS_VERSION })),
          ))
    ),
  );
};

/**
 * Publishes an experiment.
 *
 * @param options.ledger The directory of the ledgers.
 */
export const publish = (
  experiment: Resolved,
  options: EngineOptions & { readonly ledger: string },
): Program<Publication> => {
  const whole = planned(experiment);
  const current = readLedger(options.ledger, experiment.name);
  const conclude = (result: PlanResult | null): Program<Publication> =>
    pipe(
      current,
      RTE.map((ledger) => ({
        ledger: ledger ?? emptyLedger(experiment.name, experiment.profile, NUMERICS_VERSION),
        result,
      })),
    );
  return pipe(
    current,
    RTE.chain((ledger) => {
      const published = publishedIds(ledger, whole);
      const runs = experiment.runs.filter(({ id }) => !published.has(id));
      if (runs.length === 0) return conclude(null);
      const plan = graphOf(runsOf(runs));
      const publishOne = (run: Measured): Program<void> => publishRun(experiment, run, options);
      return pipe(
        // Runs that the store holds already, of an earlier call without --publish, say.
        plan.made,
        RTE.traverseSeqArray(publishOne),
        RTE.chain(() =>
          runPlan(plan, {
            ...options,
            afterwards: (step) =>
              pipe(
                plan.made.filter(({ measures }) => measures === step),
                RTE.traverseSeqArray(publishOne),
                RTE.map(() => undefined),
              ),
          })
        ),
        RTE.chain(conclude),
      );
    }),
  );
};
