/**
 * `lyap publish`: puts the finished runs of a store into the ledger.
 *
 * @module
 */
import { pipe } from "fp-ts/function.js";
import * as RTE from "fp-ts/ReaderTaskEither.js";
import { join, resolve as absolute } from "@std/path/mod.js";
import { mergeLedger } from "../../engine/merge_ledgers.ts";
import { hasNetworks } from "../../engine/network_file.ts";
import { readWithModules, resolve } from "../../engine/experiment.ts";
import type { Resolved } from "../../experiment/vocabulary.ts";
import { planned } from "../../pipeline.ts";
import { ledgerPath } from "../../engine/ledger_file.ts";
import { currentPart, type Publication, publishFinished, publishStore } from "../../engine/publish.ts";
import { PUBLISHED_PROFILE } from "../../engine/verify.ts";
import { badUsage, describeError, exitCodeOf } from "../../core/program/errors.ts";
import { type Capabilities, failWith, type Program } from "../../core/program/program.ts";
import { print, warn } from "../../core/program/terminal.ts";
import { type Call, command, type ExitCode } from "../command.ts";
import { findExperiments, type FoundExperiment } from "../find_experiments.ts";
import { jsonOnlyOption } from "../options.ts";
import { storeOption, writtenLedgerOption } from "../shared_options.ts";

const options = {
  from: {
    takes: "texts",
    value: "DIR",
    help: "another store, or the folder of another ledger, to take runs from; default: the store alone",
  },
  ...storeOption,
  ...writtenLedgerOption,
  ...jsonOnlyOption,
} as const;

type Values = Call<typeof options>["values"];

/** What the ledger holds of an experiment now. */
interface Standing {
  readonly experiment: string;
  /** Runs that it has in the published profile. */
  readonly runs: number;
  readonly published: number;
  /** Of these, those whose networks were kept. */
  readonly withNetworks: number;
  /** Runs of the store that differ from what was published, and why. */
  readonly refused: readonly string[];
}

const standingOf = (experiment: Resolved, { ledger, refused }: Publication): Standing => {
  const { runs } = currentPart(ledger, planned(experiment));
  return {
    experiment: experiment.name,
    runs: experiment.runs.length,
    published: runs.length,
    withNetworks: runs.filter(hasNetworks).length,
    refused: refused.flatMap(describeError),
  };
};

const standingLine = ({ experiment, runs, published, withNetworks }: Standing): string =>
  `${experiment}: ${published} of ${runs} runs are published, ${withNetworks} with their networks`;

const printStandings = (standings: readonly Standing[], json: boolean): Program<void> =>
  json ? print(JSON.stringify(standings)) : pipe(
    warn(...standings.flatMap(({ refused }) => refused)),
    RTE.chain(() => print(...standings.map(standingLine))),
  );

/** Publishes what lies at a place: the runs of a store, or of a ledger. */
const publishPlace = (experiment: Resolved, from: string, ledger: string): Program<Publication> =>
  pipe(
    RTE.Do,
    RTE.apSW("isStore", ({ files }: Capabilities) => files.exists(join(from, "artifacts"))),
    RTE.apSW("isLedger", ({ files }: Capabilities) => files.exists(ledgerPath(from, experiment.name))),
    RTE.chain(({ isStore, isLedger }): Program<Publication> =>
      isStore
        ? publishStore(experiment, { store: from, ledger })
        : isLedger
        ? mergeLedger(experiment, from, ledger)
        : failWith(badUsage(
          `"${absolute(from)}" is neither a store nor a ledger of ${experiment.name}`,
          "give a folder with artifacts/, or one with a ledger as lyap publish writes it",
        ))
    ),
  );

const publishFrom = (experiment: Resolved, values: Values): Program<Publication> => {
  const { ledger } = values;
  const [first, ...others] = values.from ?? [];
  return first === undefined ? publishFinished(experiment, { store: values.store, ledger }) : others.reduce(
    (before, from) =>
      pipe(
        before,
        RTE.chain(({ refused }) =>
          pipe(
            publishPlace(experiment, from, ledger),
            RTE.map((now): Publication => ({ ...now, refused: [...refused, ...now.refused] })),
          )
        ),
      ),
    publishPlace(experiment, first, ledger),
  );
};

const publishOne = (
  { path, spec }: FoundExperiment,
  values: Values,
): Program<{ readonly standing: Standing; readonly code: ExitCode }> =>
  pipe(
    readWithModules(path, spec, values.store),
    RTE.chainEitherK((read) => resolve(path, read, { profile: PUBLISHED_PROFILE })),
    RTE.chain((experiment) =>
      pipe(
        publishFrom(experiment, values),
        RTE.map((publication) => ({
          standing: standingOf(experiment, publication),
          code: Math.max(0, ...publication.refused.map(exitCodeOf)) as ExitCode,
        })),
      )
    ),
  );

const run = ({ operands, values }: Call<typeof options>): Program<ExitCode> =>
  operands.length === 0
    ? failWith(badUsage("publish takes experiments", "for example: lyap publish eeg --store DIR"))
    : pipe(
      findExperiments(operands),
      RTE.chain(RTE.traverseSeqArray((found) => publishOne(found, values))),
      RTE.chainFirst((all) => printStandings(all.map(({ standing }) => standing), values.json)),
      RTE.map((all) => Math.max(...all.map(({ code }) => code)) as ExitCode),
    );

/** Publishes finished runs. */
export const publishCommand = command({
  explanation: ["<experiment…> are names, or files .ts or .json. Runs of the profile paper are published."],
  options,
  computes: true,
  examples: ["publish lorenz-sweep", "publish eeg weather --from /shared/store --from other/ledger"],
  run,
});
