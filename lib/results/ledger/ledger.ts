/**
 * The ledger of an experiment: what was published of each run, small enough to be kept with the code,
 * complete enough to judge claims, to draw figures, and to check whether a run that is made again is the
 * same.
 *
 * @module
 */
import * as E from "fp-ts/Either.js";
import { pipe } from "fp-ts/function.js";
import type { DataResult, RunResult } from "../result.ts";
import type { LyapunovSpectrum } from "../../lyapunov/result.ts";
import { badInput, type LyapError } from "../../core/program/errors.ts";
import { canonicalJson, type Digest, digestOf } from "../../core/codec/canonical.ts";
import {
  absent,
  decode,
  dictionary,
  list,
  nonNegativeInteger,
  oneOf,
  positiveInteger,
  record,
  text,
} from "../../core/codec/codec.ts";
import { anyObject, anything, digestCodec } from "../../core/codec/json.ts";
import { fileName } from "../../core/codec/file_name.ts";
import { nonFiniteAsText, parseWithNonFinite } from "../../core/codec/non_finite.ts";

/** A spectrum without the history of its convergence. */
export type PublishedSpectrum = Omit<LyapunovSpectrum, "history">;

/** What was published of a dataset. */
export interface PublishedData
  extends
    Pick<DataResult, "title" | "variables" | "predictabilityTime" | "scale" | "baselines" | "estimate"> {
  /** The name of its artifact: the digest of everything that determined it. */
  readonly key: Digest;
  /** Sampling interval in time units. */
  readonly dt: number;
  /** Exponents of the system. */
  readonly spectrum: PublishedSpectrum | null;
  /** Where the system comes from. */
  readonly references: readonly string[];
  /** Digest of what its artifact holds. */
  readonly content: Digest;
}

/** The steps of a run, in the order in which they are made and compared. */
export const publishedSteps = ["dataset", "train", "lyapunov", "evaluate"] as const;

/** The digests of the artifacts of a run, by step. */
export type StepDigests = Readonly<Record<(typeof publishedSteps)[number], Digest>>;

/** A file of an artifact: its length and its digest. */
export interface FileDigest {
  /** Its length. */
  readonly bytes: number;
  /** Digest of its bytes. */
  readonly digest: Digest;
}

/**
 * What was published of a training, so that what comes after it can be made again without it. The networks themselves
 * lie beside the ledger, in a file for each run.
 */
export interface PublishedTraining {
  /** The name of its artifact. */
  readonly key: Digest;
  /** All files of its artifact; the digest over them is that of the artifact, so weights can be proved by it. */
  readonly files: Readonly<Record<string, FileDigest>>;
  /** Which of these hold the networks that are kept: the end of the training, and the state that the run looks at. */
  readonly networks: readonly string[];
  /** The state that the run looks at: an epoch or "best"; absent for the end. */
  readonly checkpoint?: number | "best";
  /** Digests of its state after 1 %, 10 %, 50 % and all of its epochs; none where it was made without them. */
  readonly states: readonly { readonly epoch: number; readonly digest: Digest }[];
}

/** What was published of a run; of the history of its training some epochs, the last among them. */
export interface PublishedRun extends
  Pick<
    RunResult,
    "id" | "labels" | "outcome" | "history" | "gradientNorms" | "measures" | "monitor" | "validation"
  > {
  /** Digest of its resolved settings. */
  readonly spec: Digest;
  /** The name of its last artifact: the digest of settings, inputs and versions of all its steps. */
  readonly key: Digest;
  /** The key of its dataset. */
  readonly data: Digest;
  /** Exponents along its free run, in nats per step; null after divergence. */
  readonly spectrum: PublishedSpectrum | null;
  /** Whether the free run from which its measures are stayed finite. */
  readonly freeRun: "finite" | "diverged";
  /** Digests of what the artifacts of its steps hold. */
  readonly artifacts: StepDigests;
  /** Its training; absent if its networks were not kept. */
  readonly training?: PublishedTraining;
}

/** The first artifact of a run that is not the published one, with both digests; null if all are the same. */
export const firstDifference = (
  published: StepDigests,
  found: Readonly<Record<(typeof publishedSteps)[number], Digest | null>>,
): { readonly artifact: string; readonly published: Digest; readonly found: Digest | null } | null => {
  const artifact = publishedSteps.find((step) => published[step] !== found[step]);
  return artifact === undefined ? null : { artifact, published: published[artifact], found: found[artifact] };
};

/** All that was published of an experiment. */
export interface Ledger {
  /** Name of the experiment. */
  readonly experiment: string;
  /** The profile in which it ran. */
  readonly profile: string;
  /** The version of the numerics that made its bits. */
  readonly numerics: number;
  /** Its datasets. */
  readonly data: readonly PublishedData[];
  /** Its runs, in the order of the experiment. */
  readonly runs: readonly PublishedRun[];
}

const trainingCodec = record({
  key: digestCodec,
  files: dictionary(record({ bytes: nonNegativeInteger, digest: digestCodec })),
  networks: list(text, 1),
  checkpoint: absent(anything),
  states: list(record({ epoch: positiveInteger, digest: digestCodec })),
});

/** The content of a ledger's file, which only `publish` writes: the frame is checked, the rest has the digest. */
const fileCodec = record({
  experiment: fileName,
  profile: fileName,
  numerics: positiveInteger,
  digest: digestCodec,
  data: list(anyObject),
  runs: list(record({
    id: text,
    labels: anyObject,
    spec: digestCodec,
    key: digestCodec,
    data: digestCodec,
    outcome: anyObject,
    history: anyObject,
    spectrum: anything,
    freeRun: oneOf("finite", "diverged"),
    gradientNorms: anything,
    measures: anyObject,
    artifacts: record({
      dataset: digestCodec,
      train: digestCodec,
      lyapunov: digestCodec,
      evaluate: digestCodec,
    }),
    monitor: absent(anything),
    validation: absent(anything),
    training: absent(trainingCodec),
  })),
});

const digestOfLedger = (ledger: Ledger): Digest => digestOf(nonFiniteAsText(ledger));

const lines = (items: readonly unknown[]): string =>
  items.length === 0 ? "[]" : `[\n${items.map(canonicalJson).join(",\n")}\n]`;

/**
 * A ledger as the text of its file: a line for each dataset and each run, so that a change shows as the lines of the
 * runs that changed, and a digest over all of it.
 */
export const ledgerText = (ledger: Ledger): string => {
  const { experiment, profile, numerics, data, runs } = nonFiniteAsText(ledger) as Ledger;
  return `{"experiment":${JSON.stringify(experiment)},\n"profile":${JSON.stringify(profile)},\n` +
    `"numerics":${numerics},\n"digest":${JSON.stringify(digestOfLedger(ledger))},\n` +
    `"data":${lines(data)},\n"runs":${lines(runs)}}\n`;
};

/**
 * Reads a ledger from the text of its file.
 *
 * @param file Its name, for messages.
 * @returns The ledger. Left: the text is not JSON, not a ledger, or was changed since it was written.
 */
export const parseLedger = (file: string, source: string): E.Either<LyapError, Ledger> =>
  pipe(
    E.tryCatch(
      () => parseWithNonFinite(source),
      (): LyapError => badInput(file, "it is not JSON", "take it from the repository again"),
    ),
    E.chain((json) =>
      pipe(
        decode(fileCodec, json),
        // The content is taken as it is, so that a field that is absent stays so.
        E.bimap(
          (faults): LyapError => ({ _tag: "InvalidSpec", source: file, faults }),
          () => json as Ledger & { readonly digest: Digest },
        ),
      )
    ),
    E.chain(({ digest: stated, ...ledger }) =>
      stated === digestOfLedger(ledger)
        ? E.right<LyapError, Ledger>(ledger)
        : E.left<LyapError, Ledger>(badInput(
          file,
          "it has changed since it was published: its digest is not the one that it states",
          "take it from the repository again",
        ))
    ),
  );

/** A ledger in which nothing is published. */
export const emptyLedger = (experiment: string, profile: string, numerics: number): Ledger => ({
  experiment,
  profile,
  numerics,
  data: [],
  runs: [],
});

const withKey = <A extends { readonly key: Digest }>(items: readonly A[], item: A): readonly A[] => [
  ...items.filter(({ key }) => key !== item.key),
  item,
];

/** A ledger with one more run, or with a run in the place of that of the same name. */
export const withRun = (
  ledger: Ledger,
  run: PublishedRun,
  data: PublishedData,
  order: readonly string[],
): Ledger => {
  const runs = [...ledger.runs.filter(({ id }) => id !== run.id), run]
    .filter(({ id }) => order.includes(id))
    .sort((a, b) => order.indexOf(a.id) - order.indexOf(b.id));
  return {
    ...ledger,
    data: withKey(ledger.data, data).filter(({ key }) => runs.some((each) => each.data === key)),
    runs,
  };
};
