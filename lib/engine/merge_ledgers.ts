/**
 * Takes published runs over from another ledger.
 *
 * @module
 */
import * as E from "fp-ts/Either.js";
import { pipe } from "fp-ts/function.js";
import * as RTE from "fp-ts/ReaderTaskEither.js";
import type { Resolved } from "../experiment/vocabulary.ts";
import { planned } from "../pipeline.ts";
import type { LyapError } from "../core/program/errors.ts";
import type { Capabilities, Program } from "../core/program/program.ts";
import type { Ledger, PublishedRun } from "../results/ledger/ledger.ts";
import { emptyLedger } from "../results/ledger/ledger.ts";
import { NUMERICS_VERSION } from "../core/codec/version.ts";
import { readLedger } from "./ledger_file.ts";
import { hasNetworks, networkPath, readNetworks } from "./network_file.ts";
import { currentPart, type Publication } from "./publish.ts";
import { addLine } from "./publish_run.ts";

/** The bytes of the file of a run's networks, proved; null if they were not kept. */
const networksOf = (directory: string, experiment: string, run: PublishedRun): Program<Uint8Array | null> =>
  !hasNetworks(run) ? RTE.right(null) : pipe(
    readNetworks(directory, experiment, run),
    RTE.chain((): Program<Uint8Array> => ({ files }) =>
      files.read(networkPath(directory, experiment, run.id))
    ),
  );

const take = (
  experiment: Resolved,
  from: { readonly directory: string; readonly ledger: Ledger },
  run: PublishedRun,
  to: string,
): Program<readonly LyapError[]> => {
  const data = from.ledger.data.find(({ key }) => key === run.data)!;
  return pipe(
    networksOf(from.directory, experiment.name, run),
    RTE.chain((networks) => addLine(experiment, to, () => E.right({ run, data, networks }))),
    RTE.map((): readonly LyapError[] => []),
    RTE.orElse((error) => RTE.right<Capabilities, LyapError, readonly LyapError[]>([error])),
  );
};

/**
 * Takes the runs of an experiment over from another ledger, as far as they are as they would be made today.
 *
 * @param from The directory of the other ledger.
 * @param to The directory of the own one.
 * @returns The own ledger, and why runs were refused: those that both have with different digests.
 */
export const mergeLedger = (experiment: Resolved, from: string, to: string): Program<Publication> => {
  const read = (directory: string): Program<Ledger> =>
    pipe(
      readLedger(directory, experiment.name),
      RTE.map((found) => found ?? emptyLedger(experiment.name, experiment.profile, NUMERICS_VERSION)),
    );
  return pipe(
    read(from),
    RTE.map((ledger) => currentPart(ledger, planned(experiment))),
    RTE.chain((ledger) =>
      pipe(ledger.runs, RTE.traverseSeqArray((run) => take(experiment, { directory: from, ledger }, run, to)))
    ),
    RTE.chain((refused) =>
      pipe(read(to), RTE.map((ledger): Publication => ({ ledger, result: null, refused: refused.flat() })))
    ),
  );
};
