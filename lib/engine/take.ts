/**
 * Trainings that are taken from ledgers: where the networks of one were published, the store gets them and what is known
 * of the training, under the name that the training has, and what comes after it goes on from there.
 *
 * Such an artifact has the digest of the whole one, proved by the ledger. What it lacks are the histories of most epochs
 * and the checkpoints that no published run looks at.
 *
 * @module
 */
import * as A from "fp-ts/Array.js";
import { pipe } from "fp-ts/function.js";
import * as RTE from "fp-ts/ReaderTaskEither.js";
import { relative } from "@std/path/mod.js";
import type { Ledger } from "../results/ledger/ledger.ts";
import type { NetworkFiles } from "../results/ledger/networks.ts";
import { describeError, type LyapError } from "../core/program/errors.ts";
import type { Capabilities, Program } from "../core/program/program.ts";
import { warn } from "../core/program/terminal.ts";
import type { Digest } from "../core/codec/canonical.ts";
import { LYAP_VERSION, NUMERICS_VERSION } from "../core/codec/version.ts";
import { type Manifest, readManifest, sealTaken } from "../steps/store/artifact.ts";
import { artifactPath, workPath } from "../steps/store/layout.ts";
import { removeBelow } from "../steps/store/folder.ts";
import { adopt, clearTheWay, exclusively } from "../steps/store/store.ts";
import type { CheckpointChoice } from "../experiment/checkpoint_choice.ts";
import { versionOf } from "../steps/definitions.ts";
import { encodeRecord } from "../steps/files.ts";
import { type PlannedStep, type StepGraph, stepInWords } from "../steps/plan.ts";
import { readLedgers } from "./ledger_file.ts";
import { hasNetworks, readNetworks, type RunWithNetworks } from "./network_file.ts";
import { nameOf } from "./process.ts";

/** A published run whose networks were kept, and where they lie. */
interface Offer {
  readonly experiment: string;
  readonly run: RunWithNetworks;
}

/** By the names of trainings the runs that offer networks of them. */
type Offers = ReadonlyMap<Digest, readonly Offer[]>;

const offersOf = (ledgers: readonly Ledger[]): Offers => {
  const offers = new Map<Digest, readonly Offer[]>();
  for (const { experiment, numerics, runs } of ledgers) {
    if (numerics !== NUMERICS_VERSION) continue;
    for (const run of runs.filter(hasNetworks)) {
      const { key } = run.training;
      offers.set(key, [...offers.get(key) ?? [], { experiment, run }]);
    }
  }
  return offers;
};

const choiceOf = (checkpoint: CheckpointChoice | undefined): CheckpointChoice => checkpoint ?? "last";

/** The states at which the steps after each training look, found in one pass over the plan. */
const neededIn = ({ steps }: StepGraph): (training: PlannedStep) => ReadonlySet<CheckpointChoice> => {
  const needed = new Map<PlannedStep, Set<CheckpointChoice>>();
  for (const { inputs: { train }, spec } of steps) {
    if (train === undefined) continue;
    const states = needed.get(train) ?? new Set();
    needed.set(train, states.add(choiceOf((spec as { readonly checkpoint?: CheckpointChoice }).checkpoint)));
  }
  return (training) => needed.get(training) ?? new Set();
};

/** The states that offers answer for: the end, which all of them have, and those at which their runs look. */
const offeredBy = (offers: readonly Offer[]): readonly CheckpointChoice[] =>
  offers.length === 0
    ? []
    : [...new Set<CheckpointChoice>(["last", ...offers.map(({ run }) => choiceOf(run.training.checkpoint))])];

/** What the store has of a training: nothing, all of it, or what was taken of it. */
type Standing = "absent" | "whole" | NonNullable<Manifest["taken"]>;

/** What is damaged counts as whole: it is set aside where artifacts are looked up. */
const standingOf = (store: string, training: PlannedStep): Program<Standing> => {
  const path = artifactPath(store, nameOf(training));
  return pipe(
    RTE.asks(({ files }: Capabilities) => files),
    RTE.chainTaskEitherK((files) => files.exists(path)),
    RTE.chain((exists): Program<Standing> =>
      !exists ? RTE.right("absent") : pipe(
        readManifest(path),
        RTE.map(({ taken }): Standing => taken ?? "whole"),
        RTE.orElse((error) =>
          error._tag === "DamagedArtifact"
            ? RTE.right<Capabilities, LyapError, Standing>("whole")
            : RTE.left(error)
        ),
      )
    ),
  );
};

/** The training of the first offer as a record, without most of its history. */
const recordOf = ({ run: { outcome, history, monitor = [] } }: Offer): Uint8Array =>
  encodeRecord({ outcome, history, monitor });

const remove = (store: string, training: PlannedStep): Program<void> =>
  removeBelow(store, relative(store, artifactPath(store, nameOf(training))));

const write = (
  store: string,
  training: PlannedStep,
  inputs: Manifest["inputs"],
  offers: readonly Offer[],
  networks: NetworkFiles,
): Program<void> => {
  const name = nameOf(training);
  const [first] = offers;
  const { files, states } = first!.run.training;
  return pipe(
    clearTheWay(store, name),
    RTE.chain(() => removeBelow(store, relative(store, workPath(store, name)))),
    RTE.chain(() =>
      sealTaken(
        workPath(store, name),
        {
          step: training.step,
          key: training.key,
          spec: training.spec,
          inputs,
          versions: { step: versionOf(training.step), numerics: NUMERICS_VERSION },
          files,
          made: { lyap: LYAP_VERSION, deno: "", platform: "", seconds: 0, states },
        },
        offeredBy(offers),
        { ...networks, "training.json": recordOf(first!) },
      )
    ),
    RTE.chain(() => remove(store, training)),
    RTE.chain(() => adopt(store, name)),
  );
};

const reportRefusal = (error: LyapError, training: PlannedStep): Program<boolean> =>
  pipe(
    warn(`${describeError(error).join("")}; "${stepInWords(training)}" runs again`),
    RTE.map(() => false),
  );

/** Takes a training where that is possible. @returns Whether what the store has of it now was taken. */
const takeOne =
  (neededOf: ReturnType<typeof neededIn>, store: string, directory: string, offersOfAll: Offers) =>
  (training: PlannedStep): Program<boolean> => {
    const needed = neededOf(training);
    const offers = offersOfAll.get(training.key) ?? [];
    const answers = (choices: readonly unknown[]): boolean =>
      [...needed].every((each) => choices.includes(each));
    const inputs = Object.fromEntries(
      Object.entries(training.inputs).map(([name, { key }]) => [name, key]),
    );
    const take = pipe(
      offers,
      RTE.traverseSeqArray(({ experiment, run }) => readNetworks(directory, experiment, run)),
      RTE.map((networks): NetworkFiles => Object.assign({}, ...networks)),
      RTE.chain((networks) => write(store, training, inputs, offers, networks)),
      RTE.map(() => true),
    );
    const found = standingOf(store, training);
    const isSettled = (standing: Standing): boolean =>
      standing === "whole" ||
      (standing === "absent" ? !answers(offeredBy(offers)) : answers(standing.checkpoints));
    const settle = (standing: Standing): Program<boolean> =>
      isSettled(standing) ? RTE.right(typeof standing !== "string") : answers(offeredBy(offers))
        ? pipe(
          take,
          RTE.orElse((error) => error._tag === "BadInput" ? reportRefusal(error, training) : RTE.left(error)),
        )
        // It was taken for other steps, and does not have the state at which one of today's looks.
        : pipe(remove(store, training), RTE.map(() => false));
    return pipe(
      found,
      RTE.chain((standing) =>
        isSettled(standing)
          ? settle(standing)
          : exclusively(store, nameOf(training), pipe(found, RTE.chain(settle)))
      ),
    );
  };

/** The ids of the trainings of a plan that ledgers offer, so that a run would take them where its store lacks them. */
export const offeredTrainings = (plan: StepGraph, ledgers: readonly Ledger[]): ReadonlySet<string> => {
  const [offers, neededOf] = [offersOf(ledgers), neededIn(plan)];
  const isOffered = (training: PlannedStep): boolean => {
    const choices = offeredBy(offers.get(training.key) ?? []);
    return choices.length > 0 && [...neededOf(training)].every((each) => choices.includes(each));
  };
  return new Set(plan.steps.filter((each) => each.step === "train" && isOffered(each)).map(({ id }) => id));
};

/** How many trainings are looked at side by side. */
const SIDE_BY_SIDE = 8;

/**
 * Takes the trainings of a plan from ledgers that the store does not have, and whose networks were published.
 *
 * A network that is missing or damaged is named, and its training is not taken. One that was taken earlier and lacks a
 * state at which a step looks today is taken again, or removed, so that it is trained.
 *
 * @param directory Where the ledgers lie.
 * @returns The ids of the steps whose artifacts were taken, now or earlier.
 */
export const takeFrom = (
  plan: StepGraph,
  store: string,
  directory: string,
  ledgers: readonly Ledger[],
): Program<ReadonlySet<string>> => {
  const trainings = plan.steps.filter(({ step }) => step === "train");
  return pipe(
    A.chunksOf(SIDE_BY_SIDE)(trainings),
    RTE.traverseSeqArray(RTE.traverseArray(takeOne(neededIn(plan), store, directory, offersOf(ledgers)))),
    RTE.map((chunks) => chunks.flat()),
    RTE.map((taken) => new Set(trainings.filter((_, index) => taken[index]).map(({ id }) => id))),
  );
};

/**
 * Like `takeFrom`, from all ledgers of a directory.
 *
 * @param directory Null for none: then what was taken earlier is found, and nothing more.
 */
export const takeTrainings = (
  plan: StepGraph,
  store: string,
  directory: string | null,
): Program<ReadonlySet<string>> =>
  directory === null ? takeFrom(plan, store, "", []) : pipe(
    readLedgers(directory),
    RTE.chain((ledgers) => takeFrom(plan, store, directory, ledgers)),
  );

/** The ids of the trainings of a plan that the store has from a ledger. */
export const takenIn = (plan: StepGraph, store: string): Program<readonly string[]> =>
  pipe(
    A.chunksOf(SIDE_BY_SIDE)(plan.steps.filter(({ step }) => step === "train")),
    RTE.traverseSeqArray(RTE.traverseArray((training) =>
      pipe(
        standingOf(store, training),
        RTE.map((standing) => typeof standing === "string" ? [] : [training.id]),
      )
    )),
    RTE.map((chunks) => chunks.flat(2)),
  );

/** Removes from the store what was taken of trainings, so that they are made. */
export const forgetTaken = (plan: StepGraph, store: string): Program<void> =>
  pipe(
    plan.steps.filter(({ step }) => step === "train"),
    RTE.traverseSeqArray((training) =>
      exclusively(
        store,
        nameOf(training),
        pipe(
          standingOf(store, training),
          RTE.chain((standing): Program<void> =>
            typeof standing === "string" ? RTE.right(undefined) : remove(store, training)
          ),
        ),
      )
    ),
    RTE.map(() => undefined),
  );
