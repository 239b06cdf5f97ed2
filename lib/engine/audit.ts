/**
 * Audits: a published run is made again, in full or in part, and compared with what was published.
 *
 * @module
 */
import * as E from "fp-ts/Either.js";
import { pipe } from "fp-ts/function.js";
import * as RTE from "fp-ts/ReaderTaskEither.js";
import { join } from "@std/path/mod.js";
import { firstDifference, type Ledger, type PublishedRun, publishedSteps } from "../results/ledger/ledger.ts";
import { cannotCompute, describeError, type LyapError } from "../core/program/errors.ts";
import { pooled } from "../core/program/pooled.ts";
import type { Capabilities, Program } from "../core/program/program.ts";
import type { Digest } from "../core/codec/canonical.ts";
import { lookUp, removeStore } from "../steps/store/store.ts";
import type { BeginningRecord } from "../steps/beginning.ts";
import { artifactKey } from "../steps/definitions.ts";
import { readRecord } from "../steps/files.ts";
import { type Measured, planRun } from "../pipeline.ts";
import { graphOf, type PlannedStep, type StepGraph, stepInWords } from "../steps/plan.ts";
import { runInWords } from "../core/codec/labels.ts";
import type { Audited, AuditKind } from "../results/verification/verification.ts";
import type { Resolved } from "../experiment/vocabulary.ts";
import { copyModules } from "../steps/modules.ts";
import { type EngineOptions, runPlan } from "./local.ts";
import { hasNetworks, readNetworks } from "./network_file.ts";
import { nameOf } from "./process.ts";
import { takeFrom } from "./take.ts";

/** The store, within the store, in which an audit works; it is removed before and afterwards. */
const AUDIT = "audit";

/** A published run, its ledger, and its experiment as it is today; null where there is none. */
export interface Published {
  readonly ledger: Ledger;
  readonly run: PublishedRun;
  readonly experiment: Resolved | null;
}

/** How audits are made. */
export interface AuditOptions extends EngineOptions {
  /** The directory of the ledgers, where the networks lie. */
  readonly ledger: string;
}

type Difference = Audited["difference"];

/** What the artifacts of a run hold, by step; null for what is missing. */
const contentsOf = (
  { data: dataset, network: train, exponents: lyapunov, measures: evaluate }: Measured,
  store: string,
): Program<Readonly<Record<(typeof publishedSteps)[number], Digest | null>>> => {
  const steps = { dataset, train, lyapunov, evaluate };
  return pipe(
    publishedSteps,
    RTE.traverseArray((step) =>
      pipe(
        lookUp(store, nameOf(steps[step])),
        RTE.map((stored) =>
          [step, stored.kind === "present" ? stored.artifact.manifest.content : null] as const
        ),
      )
    ),
    RTE.map((entries) =>
      Object.fromEntries(entries) as Record<(typeof publishedSteps)[number], Digest | null>
    ),
  );
};

/** The steps of a run, and the graph that they make up. */
type RunPlan = StepGraph & { readonly made: Measured };

/** Runs a plan of which every step must succeed. */
const runAll = (plan: StepGraph, options: EngineOptions): Program<void> =>
  pipe(
    runPlan(plan, options),
    RTE.chainEitherK(({ failed: [first] }) => first === undefined ? E.right(undefined) : E.left(first.error)),
  );

/** What prevents an audit from published networks. */
const noNetworks = ({ labels }: PublishedRun): LyapError =>
  cannotCompute(`The networks of ${runInWords(labels)} were not published`, "audit it in full");

/** All of a run, after what is to be done before its steps run. */
const auditArtifacts = (
  run: PublishedRun,
  plan: RunPlan,
  options: EngineOptions,
  before: Program<unknown>,
): Program<Difference> => {
  const { key } = plan.made.measures;
  return key !== run.key ? RTE.right({ artifact: "spec", published: run.key, found: key }) : pipe(
    before,
    RTE.chain(() => runAll(plan, options)),
    RTE.chain(() => contentsOf(plan.made, options.store)),
    RTE.map((contents) => firstDifference(run.artifacts, contents)),
  );
};

/** Puts the networks of a run where its steps find them; no other way leads to its training. */
const withNetworks = ({ run, ledger }: Published, plan: RunPlan, options: AuditOptions): Program<unknown> =>
  !hasNetworks(run) ? RTE.left(noNetworks(run)) : pipe(
    readNetworks(options.ledger, ledger.experiment, run),
    RTE.chain(() => takeFrom(plan, options.store, options.ledger, [ledger])),
    RTE.chainEitherK((taken) => taken.size > 0 ? E.right(taken) : E.left(noNetworks(run))),
  );

/** The step that makes the first epochs of a training, after how many they end. */
const beginningOf = (
  train: Measured["network"],
  dataset: Measured["data"],
  epochs: number,
): PlannedStep<"beginning"> => {
  const spec = { training: train.spec, epochs };
  return {
    ...train,
    id: `beginning of ${train.id}`,
    words: `beginning of ${stepInWords(train)}`,
    step: "beginning",
    spec,
    key: artifactKey("beginning", spec, { data: dataset.key }),
  };
};

/** The first state that differs, or where the one training diverged and the other did not. */
const differenceOfStates = (run: PublishedRun, until: number, found: BeginningRecord): Difference => {
  const published = new Map(run.training?.states.map(({ epoch, digest }) => [epoch, digest]));
  const here = new Map(found.states.map(({ epoch, digest }) => [epoch, digest]));
  const epochs = [...new Set([...published.keys(), ...here.keys()])].filter((epoch) => epoch <= until);
  const wrong = epochs.toSorted((a, b) => a - b).find((epoch) => published.get(epoch) !== here.get(epoch));
  if (wrong !== undefined) {
    return {
      artifact: `state after epoch ${wrong}`,
      published: published.get(wrong) ?? null,
      found: here.get(wrong) ?? null,
    };
  }
  const divergedIn = run.outcome.kind === "diverged" && run.outcome.epoch <= until ? run.outcome.epoch : null;
  return divergedIn === found.divergedIn
    ? null
    : { artifact: `divergence in epoch ${divergedIn ?? found.divergedIn}`, published: null, found: null };
};

const auditBeginning = (
  run: PublishedRun,
  share: number,
  plan: RunPlan,
  epochs: number,
  options: EngineOptions,
): Program<Difference> => {
  const { network: train, data: dataset } = plan.made;
  const until = Math.ceil(share * epochs);
  const beginning = beginningOf(train, dataset, until);
  const lookUpPresent = (step: PlannedStep) =>
    pipe(
      lookUp(options.store, nameOf(step)),
      RTE.chainEitherK((stored) =>
        stored.kind === "present" ? E.right(stored.artifact) : E.left<LyapError>({
          _tag: "StepFailed",
          step: stepInWords(step),
          what: "its artifact is gone",
          code: 3,
        })
      ),
    );
  if (run.training === undefined) return RTE.left(noNetworks(run));
  if (run.training.key !== train.key) {
    return RTE.right({ artifact: "spec", published: run.training.key, found: train.key });
  }
  return pipe(
    runAll({ steps: [dataset, beginning] }, options),
    RTE.chain(() => lookUpPresent(dataset)),
    RTE.chain(({ manifest: { content } }): Program<Difference> =>
      content !== run.artifacts.dataset
        ? RTE.right({ artifact: "dataset", published: run.artifacts.dataset, found: content })
        : pipe(
          lookUpPresent(beginning),
          RTE.chainEitherK((artifact) => readRecord<BeginningRecord>(artifact, "beginning.json")),
          RTE.map((found) => differenceOfStates(run, until, found)),
        )
    ),
  );
};

/** Makes a published run again, or a part of it, in a store where nothing of it is there already, and compares. */
const auditOne =
  (published: Published, audit: AuditKind, options: AuditOptions): Program<Audited> =>
  (capabilities: Capabilities) =>
  async () => {
    const { ledger, run, experiment } = published;
    const begin = capabilities.clock();
    const finding = (rest: Pick<Audited, "difference" | "fault">): E.Either<never, Audited> =>
      E.right({
        experiment: ledger.experiment,
        run: run.id,
        words: runInWords(run.labels),
        audit,
        ...rest,
        seconds: (capabilities.clock() - begin) / 1000,
      });
    const same = experiment?.runs.find(({ id }) => id === run.id);
    if (experiment === null || same === undefined) {
      return finding({ difference: null, fault: "no experiment has this run today" });
    }
    const plan = graphOf(planRun(same));
    const compared =
      await (audit.kind === "beginning"
        ? auditBeginning(run, audit.share, plan, same.settings.epochs, options)
        : auditArtifacts(
          run,
          plan,
          options,
          audit.kind === "whole" ? RTE.right(undefined) : withNetworks(published, plan, options),
        ))(capabilities)();
    return E.isLeft(compared)
      ? finding({ difference: null, fault: describeError(compared.left).join("; ") })
      : finding({ difference: compared.right, fault: "" });
  };

/**
 * Makes published runs again, or a part of each, as many side by side as there are jobs, and compares.
 *
 * @param options.store The store below which audits have their own, which is empty before and removed after them.
 * @param options.checked As for every call of the engine, but true by default: an audit is also the check of the fast way.
 */
export const audit = (
  drawn: readonly Published[],
  kind: AuditKind,
  options: AuditOptions,
): Program<readonly Audited[]> => {
  const store = join(options.store, AUDIT);
  // What an audit left that was killed is no run made again.
  const clear = removeStore(options.store, AUDIT);
  const how = { ...options, store, checked: options.checked ?? true, jobs: 1 };
  return drawn.length === 0 ? RTE.right([]) : pipe(
    clear,
    RTE.chain(() => copyModules(drawn.map(({ experiment }) => experiment), options.store, store)),
    RTE.chain(() => pooled(options.jobs, drawn, (each) => auditOne(each, kind, how))),
    RTE.chainFirst(() => clear),
  );
};
