/**
 * Series that a ledger does not hold, made again: datasets by their steps, orbits by free runs of the published networks.
 *
 * @module
 */
import * as E from "fp-ts/Either.js";
import { pipe } from "fp-ts/function.js";
import * as O from "fp-ts/Option.js";
import * as RTE from "fp-ts/ReaderTaskEither.js";
import type * as T from "fp-ts/Task.js";
import { type Model, modelOf } from "../networks/model.ts";
import { decodeWeights } from "../networks/safetensors.ts";
import type { Series } from "../series/series.ts";
import type { Remade } from "../results/ledger/source.ts";
import type { Ledger } from "../results/ledger/ledger.ts";
import type { NetworkFiles } from "../results/ledger/networks.ts";
import { badInput, cannotCompute, describeError, type LyapError } from "../core/program/errors.ts";
import { listed } from "../core/program/text.ts";
import type { Program } from "../core/program/program.ts";
import { status, warn } from "../core/program/terminal.ts";
import { runInWords } from "../core/codec/labels.ts";
import type { Digest } from "../core/codec/canonical.ts";
import { lookUp } from "../steps/store/store.ts";
import { LAST_WEIGHTS } from "../experiment/checkpoint_choice.ts";
import type { DatasetRecord } from "../steps/dataset.ts";
import { readRecord, readSeries } from "../steps/files.ts";
import { runs as runsOf } from "../pipeline.ts";
import { graphOf, type PlannedStep, type StepGraph, stepInWords } from "../steps/plan.ts";
import { absentFiles, dataNotPresent, NO_DATA } from "./data.ts";
import type { Resolved } from "../experiment/vocabulary.ts";
import { type EngineOptions, runPlan } from "./local.ts";
import { hasNetworks, readNetworks, type RunWithNetworks } from "./network_file.ts";
import { nameOf } from "./process.ts";

/** How series are made again. */
export interface RemakeOptions extends EngineOptions {
  /** The directory of the ledgers. */
  readonly ledger: string;
}

/** What could not be made is reported, and the report does without it. */
const orSkipped = <A>(program: Program<A>): Program<O.Option<A>> =>
  pipe(
    program,
    RTE.map((value) => O.some(value)),
    RTE.orElse((error): Program<O.Option<A>> =>
      pipe(
        warn(`${describeError(error).join("; ")}; pictures that need it are left out`),
        RTE.map(() => O.none),
      )
    ),
  );

const heldOutOf = (ledger: Ledger, store: string) => (planned: PlannedStep): Program<Series> =>
  pipe(
    lookUp(store, nameOf(planned)),
    RTE.chainEitherK((stored): E.Either<LyapError, Series> => {
      if (stored.kind !== "present") {
        return E.left({
          _tag: "StepFailed",
          step: stepInWords(planned),
          what: "its artifact is not there",
          code: 3,
        });
      }
      const { artifact } = stored;
      const published = ledger.data.find(({ key }) => key === planned.key);
      return published?.content !== artifact.manifest.content
        ? E.left(
          badInput(planned.id, "its series is not the published one", "audit its runs: lyap verify --audit"),
        )
        : pipe(
          readRecord<DatasetRecord>(artifact, "dataset.json"),
          E.chain(({ dt }) => readSeries(artifact, "held-out.npy", dt)),
        );
    }),
  );

/** The datasets of a plan that can be had here, made where the store lacks them. */
const datasets = (
  plan: StepGraph,
  ledger: Ledger,
  options: RemakeOptions,
): Program<ReadonlyMap<Digest, Series>> => {
  const data = options.data ?? NO_DATA;
  const wanted = plan.steps.filter(({ step }) => step === "dataset");
  return pipe(
    absentFiles(plan, new Set(wanted.map(({ id }) => id)), data),
    RTE.chainFirst((absent) =>
      warn(
        ...absent.map((file) =>
          `${describeError(dataNotPresent(file, data)).join("")}; its pictures are left out`
        ),
      )
    ),
    RTE.map((absent) =>
      wanted.filter(({ files = [] }) =>
        !files.some((file) => absent.some(({ sha256 }) => sha256 === file.sha256))
      )
    ),
    RTE.chainFirst((steps) => runPlan({ ...plan, steps }, options)),
    RTE.chain(RTE.traverseSeqArray((planned) =>
      pipe(
        orSkipped(heldOutOf(ledger, options.store)(planned)),
        RTE.map(O.map((series) => [planned.key, series] as const)),
      )
    )),
    RTE.map((found) => new Map(found.flatMap((each) => O.isSome(each) ? [each.value] : []))),
  );
};

/** The network at which a run looks: where two were kept, the one that is not the end. */
const modelIn = (
  networks: NetworkFiles,
  { cell, observation }: Resolved["runs"][number]["settings"],
  observations: number,
): E.Either<LyapError, Model> => {
  const name = Object.keys(networks).find((each) => each !== LAST_WEIGHTS) ?? LAST_WEIGHTS;
  return pipe(
    decodeWeights(networks[name]!, name),
    E.chain(({ weights }) => modelOf({ cell, observation, observations }, weights)),
  );
};

/** A ledger holds the networks and not what drives them. */
const refuseDriven = (
  { dataset: { source } }: Resolved["runs"][number]["settings"],
): E.Either<LyapError, void> =>
  source.kind === "file" && source.inputs !== undefined
    ? E.left(cannotCompute(
      `The inputs ${listed(source.inputs)} drive the networks, and no ledger holds inputs`,
      "draw the report from the store in which they were trained",
    ))
    : E.right(undefined);

/** Code that only a ledger with networks needs. */
const loaded = <M>(load: T.Task<M>): Program<M> => RTE.fromTask(load);

const orbitsFor = (
  run: RunWithNetworks,
  { settings }: Resolved["runs"][number],
  heldOut: Series,
  { ledger, experiment }: { readonly ledger: string; readonly experiment: string },
) =>
  pipe(
    RTE.Do,
    RTE.chainFirstEitherKW(() => refuseDriven(settings)),
    RTE.bindW("networks", () => readNetworks(ledger, experiment, run)),
    RTE.bindW("evaluate", () => loaded(() => import("../steps/evaluate.ts"))),
    RTE.bindW("rollout", () => loaded(() => import("../training/rollout.ts"))),
    RTE.chainFirstTaskK(({ rollout }) => rollout.loadedFor(settings)),
    RTE.chainEitherK(({ networks, evaluate }) =>
      pipe(
        modelIn(networks, settings, heldOut.columns),
        E.map((model) => evaluate.orbitsOf(model, heldOut, settings.evaluation)),
      )
    ),
  );

/**
 * The series for the pictures of a report that is drawn from a ledger: of the runs whose networks were kept.
 *
 * What is missing or damaged is reported and left out.
 */
export const remadeSeries = (
  experiment: Resolved,
  ledger: Ledger,
  options: RemakeOptions,
): Program<Remade> => {
  const kept = ledger.runs.filter(hasNetworks);
  const runs = experiment.runs.filter(({ id }) => kept.some((run) => run.id === id));
  if (runs.length === 0) return RTE.right({ series: new Map(), orbits: new Map() });
  const running = kept.filter(({ outcome, freeRun }) => outcome.kind === "trained" && freeRun === "finite");
  const place = { ledger: options.ledger, experiment: experiment.name };
  return pipe(
    RTE.Do,
    RTE.apSW("series", datasets(graphOf(runsOf(runs)), ledger, options)),
    RTE.bindW("found", ({ series }) =>
      RTE.traverseSeqArrayWithIndex((index, run: typeof running[number]) => {
        const heldOut = series.get(run.data);
        return heldOut === undefined ? RTE.right(O.none) : pipe(
          status(`runs network ${index + 1} of ${running.length} freely: ${runInWords(run.labels)}`),
          RTE.chain(() => orSkipped(orbitsFor(run, runs.find(({ id }) => id === run.id)!, heldOut, place))),
          RTE.map(O.map((orbits) => [run.id, orbits] as const)),
        );
      })(running)),
    RTE.chainFirst(() => status("")),
    RTE.map(({ series, found }): Remade => ({
      series,
      orbits: new Map(found.flatMap((each) => O.isSome(each) ? [each.value] : [])),
    })),
  );
};
