/**
 * What a fit keeps in the store while it works: the series that its steps read, and how much it decided to train, so that
 * a fit that was stopped goes on where it was.
 *
 * @module
 */
import { pipe } from "fp-ts/function.js";
import * as RTE from "fp-ts/ReaderTaskEither.js";
import * as TE from "fp-ts/TaskEither.js";
import { basename, dirname, join } from "@std/path/mod.js";
import { FITTED_SERIES } from "../../series/file_settings.ts";
import type { LyapError } from "../../core/program/errors.ts";
import type { Program } from "../../core/program/program.ts";
import { removeBelow, writeBelow } from "../../steps/store/folder.ts";
import { moveAsideSaying } from "../../steps/store/store.ts";
import {
  absent,
  type Codec,
  decode,
  finiteNumber,
  flag,
  integer,
  list,
  nonNegativeInteger,
  positiveInteger,
  record,
  text,
} from "../../core/codec/codec.ts";
import { regressionSettings } from "../../training/settings.ts";
import { forcingCodec } from "../../training/forcing/catalogue.ts";
import type { FitTraining } from "./compose.ts";
import { stepVersions } from "../../steps/definitions.ts";
import type { Allocation, Costs } from "./budget.ts";
import { parsedJson } from "../../core/codec/json.ts";

/** How much is trained, and what was expected of the machine. */
export interface Decision {
  /** What the budget allows. */
  readonly allocation: Allocation;
  /** What things cost when it was decided. */
  readonly costs: Costs;
}

const decisionCodec = record({
  allocation: record({
    sizes: record({
      regressions: nonNegativeInteger,
      intervals: nonNegativeInteger,
      strengths: positiveInteger,
      seeds: positiveInteger,
      epochs: positiveInteger,
    }),
    seconds: finiteNumber,
    withinBudget: flag,
  }),
  costs: record({
    sparseUpdate: finiteNumber,
    generalizedUpdate: finiteNumber,
    perRun: finiteNumber,
    once: finiteNumber,
    perRegression: finiteNumber,
    comparisons: finiteNumber,
  }),
});

/** The folder of a fit in the store, named by what identifies it. */
export const stateFolderOf = (store: string, identity: string): string =>
  join(store, "fits", identity.replace(/^.*:/, ""));

/** The store of a state folder, and the name that a file of it has there. */
const inStore = (stateFolder: string, file: string) => ({
  store: dirname(dirname(stateFolder)),
  name: join(basename(dirname(stateFolder)), basename(stateFolder), file),
});

/** Keeps a file in the state folder; a folder or a link on its way is not lyap's, and a folder in its place is set aside. */
const keep = (stateFolder: string, file: string, bytes: Uint8Array): Program<void> => {
  const { store, name } = inStore(stateFolder, file);
  const write = writeBelow(store, name, bytes);
  return ({ files, ...others }) =>
    pipe(
      files.kind(join(store, name)),
      TE.chain((kind) =>
        (kind !== "directory" ? write : pipe(
          moveAsideSaying(
            store,
            join(store, name),
            { step: "fit", key: `sha256:${basename(stateFolder)}` },
            "a folder lies in the place of a file",
          ),
          RTE.chain(() => write),
        ))({ files, ...others })
      ),
    );
};

/** Lays the series where the steps find it. */
export const laySeries = (stateFolder: string, bytes: Uint8Array): Program<void> =>
  keep(stateFolder, FITTED_SERIES, bytes);

const DECISION = "decision.json";

/** Version of what a fit proposes, allocates and goes on with: it is raised when the same recording and costs give others. */
const FIT_VERSION = 6;

/**
 * The versions of the steps and of the fit: what was decided before they changed rests on costs that are no longer theirs. A
 * page that is drawn otherwise costs the same.
 */
const versions = JSON.stringify({ ...stepVersions, report: undefined, fit: FIT_VERSION });

/** What an earlier call decided; null if there was none, or where it ran other versions of the steps. */
const earlierDecision = (stateFolder: string): Program<Decision | null> => ({ files }) =>
  pipe(
    files.read(join(stateFolder, DECISION)),
    TE.chainEitherKW(parsedJson),
    TE.chainEitherKW((value) => decode(record({ versions: text, decision: decisionCodec }), value)),
    TE.map(({ versions: those, decision }): Decision | null =>
      those === versions ? decision as Decision : null
    ),
    TE.orElseW(() => TE.right<LyapError, Decision | null>(null)),
  );

/** The rungs of a fit: which trainings were planned one after the other, and how it ended. */
export interface Rungs {
  /** The trainings of each rung. */
  readonly rungs: readonly (readonly FitTraining[])[];
  /** Those that came to an end, once the fit has; empty before. */
  readonly trained: readonly FitTraining[];
  /** How many were left out. */
  readonly leftOut: number;
}

const trainings = list(record({
  forcing: forcingCodec,
  seed: integer,
  epochs: nonNegativeInteger,
  start: absent(regressionSettings),
})) as Codec<readonly FitTraining[]>;

const rungsCodec = record({
  rungs: list(trainings),
  trained: trainings,
  leftOut: nonNegativeInteger,
}) as Codec<Rungs>;

const RUNGS = "rungs.json";

/** What an earlier call planned; nothing where there was none, or where it ran other versions of the steps. */
export const earlierRungs = (stateFolder: string): Program<Rungs> => ({ files }) =>
  pipe(
    files.read(join(stateFolder, RUNGS)),
    TE.chainEitherKW(parsedJson),
    TE.chainEitherKW((value) => decode(record({ versions: text, rungs: rungsCodec }), value)),
    TE.map(({ versions: those, rungs }) => those === versions ? rungs : NO_RUNGS),
    TE.orElseW(() => TE.right<LyapError, Rungs>(NO_RUNGS)),
  );

const NO_RUNGS: Rungs = { rungs: [], trained: [], leftOut: 0 };

/** Remembers what was planned. */
export const keepRungs = (stateFolder: string, rungs: Rungs): Program<void> =>
  keep(stateFolder, RUNGS, new TextEncoder().encode(JSON.stringify({ versions, rungs }, null, 2) + "\n"));

/** What was decided, in this call or in an earlier one. */
export interface SettledDecision {
  /** The decision. */
  readonly decision: Decision;
  /** Whether an earlier call made it. */
  readonly earlier: boolean;
}

/** Forgets what was decided where it was refused, so that the next call looks at the machine again. */
export const forgetDecision = (stateFolder: string): Program<void> => {
  const { store, name } = inStore(stateFolder, DECISION);
  return removeBelow(store, name);
};

/** Takes up what an earlier call decided, or decides and remembers. */
export const decideOnce = (stateFolder: string, decide: Program<Decision>): Program<SettledDecision> =>
  pipe(
    earlierDecision(stateFolder),
    RTE.chain((found): Program<SettledDecision> =>
      found !== null ? RTE.right({ decision: found, earlier: true }) : pipe(
        decide,
        RTE.chainFirst((made) =>
          keep(
            stateFolder,
            DECISION,
            new TextEncoder().encode(JSON.stringify({ versions, decision: made }, null, 2) + "\n"),
          )
        ),
        RTE.map((decision) => ({ decision, earlier: false })),
      )
    ),
  );
