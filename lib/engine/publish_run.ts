/**
 * Publishes a run: its line in the ledger, and the file of its networks.
 *
 * What is published is never replaced by something else of the same name: where digests agree, what the ledger does not
 * yet have of the run is added, and where one differs, the run is refused and named.
 *
 * @module
 */
import * as E from "fp-ts/Either.js";
import { pipe } from "fp-ts/function.js";
import * as RTE from "fp-ts/ReaderTaskEither.js";
import { publishedData, publishedRun } from "../results/ledger/source.ts";
import {
  emptyLedger,
  firstDifference,
  type Ledger,
  ledgerText,
  type PublishedData,
  type PublishedRun,
  withRun,
} from "../results/ledger/ledger.ts";
import { packNetworks } from "../results/ledger/networks.ts";
import type { LyapError } from "../core/program/errors.ts";
import { failWith, type Program } from "../core/program/program.ts";
import { NUMERICS_VERSION } from "../core/codec/version.ts";
import type { Artifact } from "../steps/store/artifact.ts";
import { lookUp } from "../steps/store/store.ts";
import { LAST_WEIGHTS, weightsFile } from "../experiment/checkpoint_choice.ts";
import type { DatasetRecord } from "../steps/dataset.ts";
import type { EvaluationRecord } from "../steps/evaluate.ts";
import { dataResult, runResult } from "../steps/result.ts";
import { readRecord } from "../steps/files.ts";
import type { Resolved } from "../experiment/vocabulary.ts";
import type { Measured } from "../pipeline.ts";
import { changeLedger } from "./ledger_file.ts";
import { removeNetworks, writeNetworks } from "./network_file.ts";
import { nameOf } from "./process.ts";
import { runInWords } from "../core/codec/labels.ts";

type RunArtifacts = Readonly<Record<"data" | "network" | "exponents" | "measures", Artifact>>;

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
    E.bindW("evidence", () => dataResult(dataset, run.data.id, run.settings)),
    E.bindW("record", () => readRecord<DatasetRecord>(dataset, "dataset.json")),
    E.map(({ evidence, record }) => publishedData(dataset.manifest.key, evidence, record.references)),
  );
};

/** The files of a training that hold its end and the state that a run looks at. */
const networksOf = (
  { settings }: Measured,
  { network, measures }: RunArtifacts,
): E.Either<LyapError, readonly string[]> =>
  settings.checkpoint === undefined || settings.checkpoint === "last" ? E.right([LAST_WEIGHTS]) : pipe(
    readRecord<EvaluationRecord>(measures, "measures.json"),
    E.map(({ epoch = settings.epochs }) => [...new Set([LAST_WEIGHTS, weightsFile(epoch, settings.epochs)])]),
    // A training that diverged has its last weights only.
    E.map((names) => names.filter((name) => network.files[name] !== undefined)),
  );

/** A run as it is published: its line in the ledger, its dataset, and the file of its networks, where they were kept. */
export interface Line {
  readonly run: PublishedRun;
  readonly data: PublishedData;
  readonly networks: Uint8Array | null;
}

const lineOf = (
  ledger: Ledger,
  run: Measured,
  artifacts: RunArtifacts,
): E.Either<LyapError, Line> => {
  const { network: train, exponents: lyapunov, measures: evaluate, data: dataset } = artifacts;
  return pipe(
    E.Do,
    E.bindW("data", () => dataOf(ledger, run, dataset)),
    E.bindW("evidence", () => runResult({ ...run, data: run.data.id }, artifacts)),
    E.bindW("names", () => networksOf(run, artifacts)),
    E.bindW(
      "networks",
      ({ names }) => packNetworks(Object.fromEntries(names.map((name) => [name, train.files[name]!]))),
    ),
    E.map(({ data, evidence, names, networks }) => {
      const { key, files, made: { states = [] } } = train.manifest;
      const { checkpoint = "last" } = run.settings;
      const looksAt = checkpoint === "last" ? {} : { checkpoint };
      const training = { key, files, networks: names, ...looksAt, states };
      const published = publishedRun(evidence, {
        key: evaluate.manifest.key,
        data: data.key,
        artifacts: {
          dataset: dataset.manifest.content,
          train: train.manifest.content,
          lyapunov: lyapunov.manifest.content,
          evaluate: evaluate.manifest.content,
        },
      });
      return { run: { ...published, training }, data, networks };
    }),
  );
};

/** Why a run must not take the place of the one that was published; null if it may. */
const contradiction = (earlier: PublishedRun, now: PublishedRun): string | null => {
  const sameSpec = earlier.key === now.key;
  const sameTraining = sameSpec ||
    (earlier.training !== undefined && earlier.training.key === now.training?.key);
  const difference = sameSpec
    ? firstDifference(earlier.artifacts, now.artifacts)
    : sameTraining && earlier.artifacts.train !== now.artifacts.train
    ? { artifact: "train", published: earlier.artifacts.train, found: now.artifacts.train }
    : null;
  const state = sameTraining
    ? earlier.training?.states.find(({ epoch, digest }) =>
      now.training?.states.some((other) => other.epoch === epoch && other.digest !== digest)
    )
    : undefined;
  return difference !== null
    ? `its ${difference.artifact} differs from the published one: published ${difference.published}, ` +
      `found ${difference.found}`
    : state !== undefined
    ? `its state after epoch ${state.epoch} differs from the published one, ${state.digest}`
    : null;
};

/** What the ledger says of a run from now on: of one that is published, only what it did not yet have is added. */
const merged = (earlier: PublishedRun | undefined, now: PublishedRun): PublishedRun => {
  if (earlier === undefined || earlier.key !== now.key) return now;
  const training = earlier.training ?? now.training;
  if (training === undefined) return { ...now, ...earlier };
  const states = training.states.length > 0 ? training.states : now.training?.states ?? [];
  return { ...now, ...earlier, training: { ...training, states } };
};

/**
 * Writes a line into the ledger of an experiment, which other processes may be writing too.
 *
 * @param directory Where ledgers lie.
 * @param make The line, with what the ledger holds now.
 * @errors StepFailed for a run that was published with other digests.
 */
export const addLine = (
  experiment: Resolved,
  directory: string,
  make: (ledger: Ledger) => E.Either<LyapError, Line>,
): Program<void> => {
  const order = experiment.runs.map((each) => each.id);
  const add = (ledger: Ledger) => ({ run: now, data, networks }: Line): Program<Ledger> => {
    const earlier = ledger.runs.find((each) => each.id === now.id);
    const why = earlier === undefined ? null : contradiction(earlier, now);
    if (why !== null) {
      return failWith({
        _tag: "StepFailed",
        step: `publish ${runInWords(now.labels)}`,
        what: `${why}; nothing was replaced: first find out which of the two is right`,
        code: 1,
      });
    }
    const changed = withRun(ledger, merged(earlier, now), data, order);
    const gone = ledger.runs.filter((each) => !order.includes(each.id)).map((each) => each.id);
    return pipe(
      // Before the line that speaks of it: a process that is killed leaves no line without its networks.
      networks === null ? RTE.right(undefined) : writeNetworks(directory, experiment.name, now.id, networks),
      RTE.chain(() => removeNetworks(directory, experiment.name, gone)),
      RTE.map(() =>
        ledgerText(changed) === ledgerText(ledger) ? ledger : { ...changed, numerics: NUMERICS_VERSION }
      ),
    );
  };
  return changeLedger(directory, experiment.name, (known) => {
    const ledger = known ?? emptyLedger(experiment.name, experiment.profile, NUMERICS_VERSION);
    return pipe(RTE.fromEither(make(ledger)), RTE.chain(add(ledger)));
  });
};

/**
 * Writes a run of a store into the ledger; nothing happens while the store lacks it.
 *
 * @errors StepFailed for a run that was published with other digests.
 */
export const publishRun = (
  experiment: Resolved,
  run: Measured,
  options: { readonly store: string; readonly ledger: string },
): Program<void> =>
  pipe(
    artifactsOf(run, options.store),
    RTE.chain((artifacts) =>
      artifacts === null
        ? RTE.right(undefined)
        : addLine(experiment, options.ledger, (ledger) => lineOf(ledger, run, artifacts))
    ),
  );
